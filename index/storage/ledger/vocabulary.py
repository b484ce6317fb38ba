"""The vocabulary of what is live: counted once an article, not once a question.

Updated in the transaction that makes a re-index live.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping

from index.english.word_counts import WordCounts
from index.storage.ledger import rows

_SENTENCES = "sentences"


class VocabularyChange:
    """What a commit changes of the vocabulary; ``anew`` counts everything that is live at the end.

    A file is removed before its articles are deleted, and added after they were inserted.
    """

    def __init__(self, db: sqlite3.Connection, *, anew: bool) -> None:
        self._db = db
        self._counted = None if anew else WordCounts()

    def remove(self, file: str) -> None:
        """Take the live articles of a file away."""
        self._count(file, -1)

    def add(self, file: str) -> None:
        """Count the live articles of a file."""
        self._count(file, 1)

    def save(self) -> None:
        """Add what has changed to what is stored."""
        change = self._counted
        if change is None or not _is_complete(self._db, change.sentences):
            self._db.execute("DELETE FROM vocabulary")
            change = _count(self._db)
        for kind, counts in _by_kind(change).items():
            self._db.executemany(
                "INSERT INTO vocabulary VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET count = count + excluded.count",
                [(kind, term, count) for term, count in counts.items() if count],
            )
            self._db.executemany(
                "DELETE FROM vocabulary WHERE kind = ? AND term = ? AND count <= 0",
                [(kind, term) for term, count in counts.items() if count < 0],
            )

    def _count(self, file: str, times: int) -> None:
        if self._counted is None:
            return
        articles = self._db.execute(
            f"SELECT id, title FROM article WHERE {rows.OF_FILE}",  # noqa: S608
            {"file": file},
        ).fetchall()
        for article, title in articles:
            self._counted.add_title(title, times)
            sentences = "SELECT text FROM sentence WHERE article = ?"
            for (text,) in self._db.execute(sentences, (article,)):
                self._counted.add_sentence(text, times)


def stored_vocabulary(db: sqlite3.Connection) -> WordCounts:
    """Return the counts of what is live."""
    if not _is_complete(db):  # written by an older version, and not indexed again yet
        return _count(db)
    found: dict[str, Counter[str]] = {kind: Counter() for kind in _by_kind(WordCounts())}
    for kind, term, count in db.execute("SELECT kind, term, count FROM vocabulary"):
        found[kind][term] = count
    return WordCounts(
        found[_SENTENCES][""],
        found["word"],
        found["capital"],
        found["stem"],
        found["title"],
        found["pair"],
    )


def _by_kind(counted: WordCounts) -> Mapping[str, Mapping[str, int]]:
    return {
        _SENTENCES: {"": counted.sentences},
        "word": counted.words,
        "capital": counted.capitals,
        "stem": counted.stems,
        "title": counted.titles,
        "pair": counted.pairs,
    }


def _is_complete(db: sqlite3.Connection, more: int = 0) -> bool:
    """Return whether as many sentences as are live are counted, with ``more`` of them."""
    row = db.execute("SELECT count FROM vocabulary WHERE kind = ?", (_SENTENCES,)).fetchone()
    counted = (row[0] if row else 0) + more
    return bool(counted == db.execute("SELECT count(*) FROM sentence").fetchone()[0])


def _count(db: sqlite3.Connection) -> WordCounts:
    return WordCounts.of(
        _texts(db, "SELECT text FROM sentence"), _texts(db, "SELECT title FROM article")
    )


def _texts(db: sqlite3.Connection, query: str) -> Iterator[str]:
    return (text for (text,) in db.execute(query))
