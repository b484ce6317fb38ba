-- Candidate events: which sentence may tell of which day, as index.models.EventCandidate says.
-- terms are unsigned 32-bit little-endian numbers, increasing. clarity is from 0 to 1.
CREATE TABLE candidate (
    sentence INTEGER NOT NULL REFERENCES sentence (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    how TEXT NOT NULL,
    planned INTEGER NOT NULL,
    tells INTEGER NOT NULL,
    clarity REAL NOT NULL,
    terms BLOB NOT NULL,
    PRIMARY KEY (sentence, day)
) WITHOUT ROWID;
CREATE INDEX candidate_day ON candidate (how, day);
