-- How often each word occurs in what is live, as index.english.word_counts counts: kind is word,
-- capital, stem, title or pair, and "sentences" with an empty term has how many there are.
CREATE TABLE vocabulary (
    kind TEXT NOT NULL,
    term TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, term)
) WITHOUT ROWID;
