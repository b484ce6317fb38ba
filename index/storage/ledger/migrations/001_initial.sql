-- The ledger: what is live. A vector in Chroma that no row of `passage` names is not live.

-- revision, fingerprint, collection (the name in Chroma), generation; see index/storage/ledger/state.py.
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- size to hashed_ns describe the file when sha256 was taken; nanoseconds since 1970.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    hashed_ns INTEGER NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT,
    outlet_folded TEXT,
    published TEXT,
    published_from TEXT,
    author TEXT,
    url TEXT,
    raw TEXT NOT NULL
);
CREATE INDEX article_published ON article (published);

-- Files that could not be indexed, so that an unchanged one is not read again each time.
-- sha256 is empty where the file could not be read at all.
CREATE TABLE refused (
    file TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    hashed_ns INTEGER NOT NULL,
    error TEXT NOT NULL
) WITHOUT ROWID;

-- first and last are sentence ordinals, both included; content names a row of `embedding`.
CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX passage_article ON passage (article, ordinal);
CREATE INDEX passage_content ON passage (content);

-- quote is null where it equals text.
CREATE TABLE sentence (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    quote TEXT,
    UNIQUE (article, ordinal)
);

-- Time expressions of sentences; offsets into sentence.text; first and last are ISO days.
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

-- Words of passages (rowid is passage.id) and of whole articles (rowid is article.id).
CREATE VIRTUAL TABLE passage_words USING fts5 (
    title, text, tokenize = "porter unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, tokenize = "porter unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_words, row);

-- What the embedder made of a text: vector is float32, sentences are float16, one after another.
-- Kept by content, so that a passage that comes back (moved, renamed, after a crash) is not
-- embedded again, and the vectors in Chroma can be written anew without the model. vector is null
-- where another process embedded the passage and this one only follows.
CREATE TABLE embedding (
    content TEXT PRIMARY KEY,
    vector BLOB,
    sentences BLOB NOT NULL
);

-- Articles that were prepared for the re-index under way; nothing here is live.
CREATE TABLE staged (
    file TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    hashed_ns INTEGER NOT NULL,
    body BLOB NOT NULL
);

-- Vectors that were about to be written or deleted: swept when a re-index has committed. An
-- empty key stands for the whole collection.
CREATE TABLE unsettled (
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (collection, key)
) WITHOUT ROWID;
