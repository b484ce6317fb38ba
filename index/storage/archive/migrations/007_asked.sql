-- The messages of Discord that were answered: an edited one is answered again, a deleted one takes its
-- answer along.
CREATE TABLE asked (
    message INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answer (id) ON DELETE CASCADE
);
CREATE INDEX asked_answer ON asked (answer);
