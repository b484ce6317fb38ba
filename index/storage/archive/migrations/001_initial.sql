-- Answers on Discord, what they were asked and what people thought of them. Times are UTC, ISO.

CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- follows: the answer before it in the same conversation. guild is NULL in a direct message.
CREATE TABLE answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    guild INTEGER,
    channel INTEGER NOT NULL,
    person INTEGER NOT NULL,
    private INTEGER NOT NULL,
    follows INTEGER REFERENCES answer (id) ON DELETE SET NULL,
    question TEXT NOT NULL,
    understood TEXT,
    since TEXT,
    until TEXT,
    outlet TEXT,
    answered INTEGER NOT NULL,
    text TEXT NOT NULL,
    mode TEXT NOT NULL,
    note TEXT,
    seconds REAL NOT NULL,
    confidence REAL NOT NULL
);
CREATE INDEX answer_of_channel ON answer (channel, id);
CREATE INDEX answer_follows ON answer (follows);

CREATE TABLE citation (
    answer INTEGER NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    file TEXT NOT NULL,
    title TEXT NOT NULL,
    outlet TEXT,
    published TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    PRIMARY KEY (answer, number)
) WITHOUT ROWID;

-- The messages of Discord that show an answer: a reply to one of them follows it up.
CREATE TABLE shown (
    message INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES answer (id) ON DELETE CASCADE
);
CREATE INDEX shown_answer ON shown (answer);

CREATE TABLE feedback (
    answer INTEGER NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    good INTEGER NOT NULL,
    wrong TEXT,
    words TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (answer, person)
) WITHOUT ROWID;
