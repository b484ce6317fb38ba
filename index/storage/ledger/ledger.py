"""The ledger as other packages use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from index.english.word_counts import WordCounts
from index.models import ArticleSummary, Failure, Scope, WithheldSpan, file_of
from index.storage.database import Database
from index.storage.ledger import digests, queries, rows, state
from index.storage.ledger.records import StoredPassage, StoredSentence, Vector
from index.storage.ledger.vocabulary import stored_vocabulary

LEDGER_FILE = "ledger.sqlite3"


class Ledger:
    """Reads what is live. Thread-safe; each method sees one committed state.

    Raises StorageFull and StoreUnavailable, as index.storage.database.Database does.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open the ledger of an existing data folder; creates the file if necessary.

        With ``read_only``, nothing is created or written.
        """
        self.database = Database(folder / LEDGER_FILE, read_only=read_only)
        if not read_only:
            self._complete_digests()

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

    def _complete_digests(self) -> None:
        """Add the digests that a ledger of an older version does not have."""
        try:
            with self.database.reading() as db:
                complete = digests.is_complete(db)
            if not complete:
                with self.database.writing() as db:
                    digests.complete(db)
        except BaseException:
            self.close()
            raise

    def revision(self) -> int:
        """Return a number that grows with each re-index that changes something; 0 at first."""
        with self.database.reading() as db:
            return state.revision(db)

    def articles(self) -> list[ArticleSummary]:
        """Return the articles, newest first, those without a date last."""
        with self.database.reading() as db:
            return queries.summaries(db)

    def article_count(self) -> int:
        """Return how many articles are live."""
        with self.database.reading() as db:
            return state.article_count(db)

    def size(self) -> tuple[int, int]:
        """Return how many files and passages are live."""
        with self.database.reading() as db:
            return state.file_count(db), state.passage_count(db)

    def newest(self) -> dt.date | None:
        """Return the newest publication date."""
        with self.database.reading() as db:
            return state.newest_day(db)

    def passage_count(self) -> int:
        """Return how many passages are live."""
        with self.database.reading() as db:
            return state.passage_count(db)

    def versions(self) -> list[list[str]]:
        """Return the files of each page that has several, which are its versions."""
        with self.database.reading() as db:
            return queries.files_at_one_address(db)

    def addresses(self, files: Iterable[str]) -> dict[str, str]:
        """Return the web address of each live article among ``files`` that has one."""
        with self.database.reading() as db:
            return queries.addresses(db, files)

    def raw(self, file: str) -> str:
        """Return the text of the file that an article is in, as it was indexed.

        Raises KeyError if the article is not live, and DatabaseDamaged if it has changed since.
        """
        with self.database.reading() as db:
            raw = rows.raw_of(db, file)
            if raw is None:
                raise KeyError(file)
            digests.check_raw(db, file, raw)
        return raw

    def has_files(self, below: str) -> bool:
        """Return whether a file is live whose name begins like this, such as "folder/"."""
        with self.database.reading() as db:
            return queries.has_files(db, below)

    def mentioned(self, word: str) -> set[str]:
        """Return the files in which a word occurs anywhere, also where it is not story."""
        with self.database.reading() as db:
            return {file_of(file) for file in queries.mentioned(db, word)}

    def failures(self) -> list[Failure]:
        """Return the files that could not be indexed, by name."""
        with self.database.reading() as db:
            rows = db.execute("SELECT file, error FROM refused ORDER BY file").fetchall()
        return [Failure(file, error) for file, error in rows]

    def withheld(self) -> list[WithheldSpan]:
        """Return what was excluded from the evidence, by file and position."""
        with self.database.reading() as db:
            return rows.withheld_spans(db)

    def passages(self, keys: Sequence[str]) -> dict[str, StoredPassage]:
        """Return the live passages among ``keys``, in the order of ``keys``."""
        with self.database.reading() as db:
            return queries.passages(db, keys)

    def sentences(self, keys: Sequence[str]) -> dict[str, tuple[StoredSentence, ...]]:
        """Return the sentences of each live passage among ``keys``, in reading order."""
        with self.database.reading() as db:
            return queries.sentences_of_passages(db, keys)

    def nearest_sentences(self, vector: Vector, keys: Sequence[str]) -> dict[str, float]:
        """Return the cosine of each live passage's nearest sentence; some passages have none."""
        with self.database.reading() as db:
            return queries.nearest(vector, queries.sentence_blobs(db, keys))

    def article_sentences(self, file: str) -> tuple[StoredSentence, ...]:
        """Return all sentences of an article in reading order, or () if it is not live.

        Raises DatabaseDamaged if they have changed since they were written.
        """
        with self.database.reading() as db:
            digests.check_articles(db, [file])
            return queries.sentences_of_article(db, file)

    def texts_of(self, file: str) -> tuple[str, ...]:
        """Return the texts of an article's sentences in reading order, () if it is not live."""
        with self.database.reading() as db:
            return tuple(queries.sentence_texts(db, file))

    def vocabulary(self) -> WordCounts:
        """Return how often each word occurs in the sentences and titles."""
        with self.database.reading() as db:
            return stored_vocabulary(db)

    def live(self, keys: Sequence[str]) -> set[str]:
        """Return the ``keys`` of live passages."""
        with self.database.reading() as db:
            return queries.live(db, keys)

    def words(self, fts_query: str, scope: Scope, limit: int) -> list[tuple[str, float]]:
        """Return (key, BM25) of passages that match an FTS5 query, best (highest) first.

        Raises ValueError for a query that FTS5 cannot parse, so quote the words.
        """
        with self.database.reading() as db:
            return queries.passages_by_words(db, fts_query, scope, limit)

    def article_words(self, fts_query: str, scope: Scope, limit: int) -> list[tuple[str, float]]:
        """Like ``words``, for articles as a whole: return (file, BM25), best (highest) first."""
        with self.database.reading() as db:
            return queries.articles_by_words(db, fts_query, scope, limit)

    def files(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the file of each live passage among ``keys``."""
        with self.database.reading() as db:
            return queries.files(db, keys)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each term occurs; terms are Porter stems, as in FTS5."""
        with self.database.reading() as db:
            return queries.document_frequency(db, terms)

    def covered_days(self) -> tuple[dt.date, ...]:
        """Return the days on which articles were published or tell of an event, sorted."""
        with self.database.reading() as db:
            return queries.covered_days(db)

    def on_days(
        self, first: dt.date, last: dt.date, scope: Scope, limit: int
    ) -> list[tuple[str, int]]:
        """Return passages that mention days from first to last, and how many sentences do."""
        with self.database.reading() as db:
            return queries.by_days(db, first, last, scope, limit)

    def nearest(self, vector: Vector, scope: Scope, limit: int) -> list[tuple[str, float]]:
        """Return (key, cosine) of the nearest passages: an exact, slow search without Chroma."""
        with self.database.reading() as db:
            return queries.by_vector(db, vector, scope, limit)
