-- Hashes of what is kept of each article in the other tables, and of its file's text, as
-- index.storage.ledger.digests makes them, to notice that a disk changed something.
CREATE TABLE digest (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    rows BLOB NOT NULL,
    raw BLOB NOT NULL
);
