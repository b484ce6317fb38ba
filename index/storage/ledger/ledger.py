"""The ledger as the rest of the coverage sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from index.models import ArticleSummary, Failure, Notice, Scope
from index.storage.database import Database
from index.storage.ledger import queries, rows, state
from index.storage.ledger.records import StoredPassage, StoredSentence, Vector

FILE_NAME = "ledger.sqlite3"


class Ledger:
    """What is live, read from any thread. Each method sees one committed transactions.

    Raises StorageFull and StoreUnavailable as index.database.Database does.
    """

    def __init__(self, folder: Path) -> None:
        """Open the ledger of a data folder, which must exist; creates the file."""
        self.database = Database(folder / FILE_NAME)

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def revision(self) -> int:
        """Grows with every committed re-index that changed what is live; 0 before the first."""
        with self.database.reading() as db:
            return state.revision(db)

    def articles(self) -> list[ArticleSummary]:
        """Newest first, undated last."""
        with self.database.reading() as db:
            return queries.summaries(db)

    def raw(self, file: str) -> str:
        """The file as it was decoded when it was indexed. KeyError where it is not live."""
        with self.database.reading() as db:
            row = db.execute("SELECT raw FROM article WHERE file = ?", (file,)).fetchone()
        if row is None:
            raise KeyError(file)
        return str(row[0])

    def failures(self) -> list[Failure]:
        """Files that could not be indexed, by name."""
        with self.database.reading() as db:
            rows = db.execute("SELECT file, error FROM refused ORDER BY file").fetchall()
        return [Failure(file, error) for file, error in rows]

    def withheld(self) -> list[Notice]:
        """What was kept out of the evidence, by file and place."""
        with self.database.reading() as db:
            return rows.notices(db)

    def passages(self, keys: Sequence[str]) -> dict[str, StoredPassage]:
        """The live ones among ``keys``, in the order of ``keys``."""
        with self.database.reading() as db:
            return queries.passages(db, keys)

    def sentences(self, keys: Sequence[str]) -> dict[str, tuple[StoredSentence, ...]]:
        """The sentences of each live passage among ``keys``, in reading order."""
        with self.database.reading() as db:
            return queries.sentences_of_passages(db, keys)

    def nearest_sentences(self, vector: Vector, keys: Sequence[str]) -> dict[str, float]:
        """The cosine of each live passage's nearest sentence; some have none."""
        with self.database.reading() as db:
            blobs = queries.sentence_blobs(db, keys)
        return queries.nearest(vector, blobs)

    def article_sentences(self, file: str) -> tuple[StoredSentence, ...]:
        """Every sentence of an article in reading order; none where it is not live."""
        with self.database.reading() as db:
            return queries.sentences_of_article(db, file)

    def sentence_texts(self) -> list[str]:
        """The text of every live sentence, in no particular order."""
        with self.database.reading() as db:
            return [text for (text,) in db.execute("SELECT text FROM sentence")]

    def live(self, keys: Sequence[str]) -> set[str]:
        """The keys among ``keys`` that name a live passage."""
        with self.database.reading() as db:
            return queries.live(db, keys)

    def words(self, fts_query: str, scope: Scope, limit: int) -> list[tuple[str, float]]:
        """Passages that match an FTS5 query, best first, with BM25 (bigger is better).

        Raises ValueError for a query that FTS5 cannot parse: quote the words.
        """
        with self.database.reading() as db:
            return queries.passages_by_words(db, fts_query, scope, limit)

    def article_words(self, fts_query: str, scope: Scope, limit: int) -> list[tuple[str, float]]:
        """Files of articles that match as a whole; otherwise as ``words``."""
        with self.database.reading() as db:
            return queries.articles_by_words(db, fts_query, scope, limit)

    def files(self, keys: Sequence[str]) -> dict[str, str]:
        """The file of each live passage among ``keys``."""
        with self.database.reading() as db:
            return queries.files(db, keys)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term occurs; terms as FTS5's porter stems them."""
        with self.database.reading() as db:
            return queries.document_frequency(db, terms)

    def on_days(
        self, first: dt.date, last: dt.date, scope: Scope, limit: int
    ) -> list[tuple[str, int]]:
        """Passages with sentences that speak of days from first to last, and how many do."""
        with self.database.reading() as db:
            return queries.by_days(db, first, last, scope, limit)

    def nearest(self, vector: Vector, scope: Scope, limit: int) -> list[tuple[str, float]]:
        """Passages nearest by cosine, exactly and slowly, without Chroma."""
        with self.database.reading() as db:
            return queries.by_vector(db, vector, scope, limit)
