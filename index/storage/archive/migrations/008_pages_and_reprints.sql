-- The page of a PDF that a quote is on, and the near copies of its article that say the same, as
-- JSON; NULL in answers kept before.
ALTER TABLE citation ADD COLUMN page INTEGER;
ALTER TABLE citation ADD COLUMN also TEXT;
