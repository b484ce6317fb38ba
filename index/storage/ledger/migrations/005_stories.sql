-- Near copies, as index.copies says: the same text in several articles is one story.

-- MinHash signatures of articles; empty for one that is too short to be compared.
CREATE TABLE signature (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    minhash BLOB NOT NULL
);

-- The stories that several articles print: first is the article that came out first, and articles
-- is how many there are, which tells that one was removed since. copy_of is the earliest article
-- that this one is a near copy of; null for the first.
CREATE TABLE story (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    first INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    copy_of INTEGER
);
CREATE INDEX story_first ON story (first);

-- Where the pages of a PDF begin, as offsets into the text of the file; n counts from 1.
CREATE TABLE page (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    start INTEGER NOT NULL,
    PRIMARY KEY (article, n)
) WITHOUT ROWID;
