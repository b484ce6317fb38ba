-- What a follow-up leans on, as JSON, where that is not the whole answer: of a message that asked
-- several questions, the last one that was answered.
ALTER TABLE answer ADD COLUMN turn TEXT;
-- When a text that was too long for a button was kept, so that it is deleted like the answers.
ALTER TABLE state ADD COLUMN at TEXT;
UPDATE state SET at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now') WHERE key LIKE 'text %';
