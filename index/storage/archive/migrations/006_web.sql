-- Feeds that are polled, by address, and what became of it. Times are UTC, ISO. failures counts
-- those in a row; problem says why the last article could not be kept.
CREATE TABLE feed (
    url TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    polled TEXT,
    succeeded TEXT,
    new_article TEXT,
    next_poll TEXT NOT NULL,
    failures INTEGER NOT NULL,
    failing_since TEXT,
    error TEXT,
    problem TEXT,
    articles INTEGER NOT NULL,
    etag TEXT,
    modified TEXT
) WITHOUT ROWID;

-- Pages, by the address they were found under: those that are kept, and those that a feed lists and
-- that are still to be fetched. file is NULL until a page is kept. story is a hash of its text.
-- place counts from the newest entry of the feed at the time seen; stamp is what the feed says of
-- the page's time. Nothing is fetched before next_check, or ever if it is NULL.
CREATE TABLE page (
    url TEXT PRIMARY KEY,
    feed TEXT,
    stamp TEXT,
    day TEXT,
    seen TEXT NOT NULL,
    place INTEGER NOT NULL,
    next_check TEXT,
    file TEXT,
    story TEXT,
    address TEXT,
    etag TEXT,
    modified TEXT,
    failures INTEGER NOT NULL,
    error TEXT
) WITHOUT ROWID;
CREATE INDEX page_due ON page (feed, next_check);
CREATE INDEX page_address ON page (address);
