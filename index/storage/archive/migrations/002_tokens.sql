-- Tokens that a language model was given and wrote, by day (UTC) and by who asked: kind is guild
-- or person.

CREATE TABLE tokens (
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    PRIMARY KEY (day, kind, number)
) WITHOUT ROWID;
