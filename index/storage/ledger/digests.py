"""Digests of what the ledger keeps of each article, to notice what a disk or a person changed.

SQLite does not: a sentence with another number is a sentence to it. An article is compared with its
digest before it is quoted, and all of them are where the whole file is checked.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable

from index.models import file_of
from index.storage.ledger.rows import OF_FILE

_CONTENT = (
    "SELECT file, sha256, title, outlet, outlet_folded, published, published_from, author, url"
    " FROM article WHERE id = ?",
    'SELECT key, ordinal, start, "end", text, first, last, content'
    " FROM passage WHERE article = ? ORDER BY ordinal",
    'SELECT ordinal, paragraph, start, "end", text, quote'
    " FROM sentence WHERE article = ? ORDER BY ordinal",
    'SELECT ordinal, mention.start, mention."end", kind, value, first, last'
    " FROM sentence JOIN mention ON mention.sentence = sentence.id"
    ' WHERE article = ? ORDER BY ordinal, mention.start, mention."end", value',
    "SELECT ordinal, day, how, planned, tells, clarity, hex(terms)"
    " FROM sentence JOIN candidate ON candidate.sentence = sentence.id"
    " WHERE article = ? ORDER BY ordinal, day",
    'SELECT start, "end", reason FROM withheld WHERE article = ? ORDER BY start',
    "SELECT n, text FROM note WHERE article = ? ORDER BY n",
    "SELECT n, start FROM page WHERE article = ? ORDER BY n",
)
"""All that is kept of an article but the text of its file, and when that was seen last."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def complete(db: sqlite3.Connection) -> None:
    """Add the digests of the articles that have none: new ones, and those of an older version."""
    for article in _without_digest(db):
        digests = _of_rows(db, article), _of_raw(db, article)
        db.execute("INSERT INTO digest VALUES (?, ?, ?)", (article, *digests))


def is_complete(db: sqlite3.Connection) -> bool:
    """Return whether every article has its digests."""
    return not _without_digest(db)


def changed_articles(db: sqlite3.Connection) -> int:
    """Return how many articles are not as they were written. Reads everything."""
    known = db.execute("SELECT article, rows, raw FROM digest").fetchall()
    return sum(
        _of_rows(db, article) != rows or _of_raw(db, article) != raw for article, rows, raw in known
    )


def check_articles(db: sqlite3.Connection, files: Iterable[str]) -> None:
    """Raise sqlite3.DatabaseError if one of these articles is not as it was written.

    The text of its file is not looked at: see ``check_raw``.
    """
    for file in files:
        known = db.execute(
            "SELECT id, rows FROM article JOIN digest ON digest.article = article.id "
            "WHERE file = ?",
            (file,),
        ).fetchone()
        if known is not None and _of_rows(db, known[0]) != known[1]:
            raise sqlite3.DatabaseError(f"what it has of {file} is not what was indexed")


def check_raw(db: sqlite3.Connection, file: str, raw: str) -> None:
    """Raise sqlite3.DatabaseError if this is not the text of the article's file as it was written.

    Of several articles in a file, the first one has it, and the others an empty text.
    """
    known = db.execute(
        f"SELECT digest.raw FROM digest JOIN article ON article.id = article WHERE {OF_FILE}",  # noqa: S608
        {"file": file_of(file)},
    ).fetchall()
    if known and (_hash(raw),) not in known:
        raise sqlite3.DatabaseError(f"the text of {file} is not what was indexed")


def _without_digest(db: sqlite3.Connection) -> list[int]:
    found = db.execute("SELECT id FROM article WHERE id NOT IN (SELECT article FROM digest)")
    return [article for (article,) in found]


def _of_rows(db: sqlite3.Connection, article: int) -> bytes:
    return _hash(*(_encode(db.execute(query, (article,)).fetchall()) for query in _CONTENT))


def _of_raw(db: sqlite3.Connection, article: int) -> bytes:
    return _hash(db.execute("SELECT raw FROM article WHERE id = ?", (article,)).fetchone()[0])


def _hash(*texts: str) -> bytes:
    found = hashlib.blake2b(digest_size=16)
    for text in texts:
        found.update(text.encode())
    return found.digest()
