-- The day on which the page of a quote was found to say something else.
ALTER TABLE citation ADD COLUMN until TEXT;
