-- The ledger: what is live. A vector in Chroma that no row of `passage` names is not live.

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT,
    published TEXT,
    published_from TEXT,
    author TEXT,
    url TEXT,
    raw TEXT NOT NULL
);
CREATE INDEX article_published ON article (published);

-- Files that could not be indexed, so that an unchanged one is not read again each time.
CREATE TABLE refused (
    file TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    error TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX passage_article ON passage (article);

CREATE TABLE sentence (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    passage INTEGER NOT NULL REFERENCES passage (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    vector BLOB
);
CREATE INDEX sentence_article ON sentence (article, ordinal);
CREATE INDEX sentence_passage ON sentence (passage);

-- Time expressions of sentences; offsets into sentence.text.
CREATE TABLE mention (
    sentence INTEGER NOT NULL REFERENCES sentence (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT,
    first TEXT,
    last TEXT
);
CREATE INDEX mention_sentence ON mention (sentence);
CREATE INDEX mention_days ON mention (first, last);

-- Words. rowid is passage.id.
CREATE VIRTUAL TABLE passage_words USING fts5 (
    title, text, tokenize = "porter unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_words, row);

-- Vectors that were about to be written or deleted when a re-index ended early: swept by the next.
CREATE TABLE unsettled (key TEXT PRIMARY KEY) WITHOUT ROWID;
