-- What had to be assumed to read an article, or was found odd, as index.models.Article says.
CREATE TABLE note (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article, n)
) WITHOUT ROWID;
