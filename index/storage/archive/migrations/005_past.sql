-- Counts of answers that were deleted because of their age, or because somebody asked for it: no
-- text and no person. guild is 0 for direct messages.
CREATE TABLE past (
    guild INTEGER PRIMARY KEY,
    questions INTEGER NOT NULL,
    abstained INTEGER NOT NULL,
    good INTEGER NOT NULL,
    bad INTEGER NOT NULL
);
CREATE INDEX answer_person ON answer (person);
CREATE INDEX answer_at ON answer (at);
CREATE INDEX feedback_person ON feedback (person);
