-- The quote as it is read, without the markup of its file; NULL in answers kept before.
ALTER TABLE citation ADD COLUMN text TEXT;
