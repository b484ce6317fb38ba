-- Stretches of articles that were kept out of the evidence, as index.models.Withheld says.
CREATE TABLE withheld (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (article, start)
) WITHOUT ROWID;
