-- What the message was taken for, and whether its answer is more likely wrong than right; NULL in
-- answers kept before.
ALTER TABLE answer ADD COLUMN kind TEXT;
ALTER TABLE answer ADD COLUMN doubtful INTEGER;
