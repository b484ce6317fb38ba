-- What an answer says, and why there is none, as JSON; NULL in answers kept before, which have
-- only their text.
ALTER TABLE answer ADD COLUMN statements TEXT;
ALTER TABLE answer ADD COLUMN abstention TEXT;
