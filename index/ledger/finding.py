"""Finding passages by words, by the days they speak of, and by vector without Chroma."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

import numpy as np

from index.ledger.reading import DIMENSIONS, scope_clause
from index.ledger.records import Vector
from index.models import Scope

_ROWS_AT_ONCE = 4096


_PASSAGES = """
    SELECT key, -bm25(passage_words) AS score FROM passage_words
    JOIN passage ON passage.id = passage_words.rowid
    JOIN article ON article.id = passage.article
    WHERE passage_words MATCH ?{} ORDER BY score DESC, article.file, passage.ordinal LIMIT ?
"""
_ARTICLES = """
    SELECT file, -bm25(article_words) AS score FROM article_words
    JOIN article ON article.id = article_words.rowid
    WHERE article_words MATCH ?{} ORDER BY score DESC, article.file LIMIT ?
"""


def passages_by_words(
    db: sqlite3.Connection, query: str, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """Keys of passages that match an FTS5 query, best first, with BM25 (bigger is better).

    A title counts as much as the text. Raises ValueError for a query that FTS5 cannot parse:
    quote the words.
    """
    return _by_words(db, _PASSAGES, query, scope, limit)


def articles_by_words(
    db: sqlite3.Connection, query: str, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """The same with files, over whole articles."""
    return _by_words(db, _ARTICLES, query, scope, limit)


def _by_words(
    db: sqlite3.Connection, sql: str, query: str, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    clause, values = scope_clause(scope)
    try:
        return db.execute(sql.format(clause), (query, *values, limit)).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise ValueError(f"not an FTS5 query: {query!r} ({error})") from error
        raise


def document_frequency(db: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """In how many passages each term occurs, title included; terms as FTS5 stems them."""
    found = dict.fromkeys(terms, 0)
    for term in found:
        row = db.execute("SELECT doc FROM passage_terms WHERE term = ?", (term,)).fetchone()
        found[term] = 0 if row is None else row[0]
    return found


def by_days(
    db: sqlite3.Connection, first: dt.date, last: dt.date, scope: Scope, limit: int
) -> list[tuple[str, int]]:
    """Passages with sentences that speak of days from first to last, and how many do.

    Expressions that cover more than a month ("in 2025") do not count. Most sentences first.
    """
    clause, values = scope_clause(scope)
    return db.execute(
        "SELECT key, count(DISTINCT sentence.id) AS n FROM mention "  # noqa: S608
        "JOIN sentence ON sentence.id = mention.sentence "
        "JOIN passage ON passage.article = sentence.article "
        "AND sentence.ordinal BETWEEN passage.first AND passage.last "
        "JOIN article ON article.id = sentence.article "
        "WHERE mention.first <= ? AND mention.last >= ? "
        f"AND julianday(mention.last) - julianday(mention.first) <= 31{clause} "
        "GROUP BY passage.id ORDER BY n DESC, article.file, passage.ordinal LIMIT ?",
        (last.isoformat(), first.isoformat(), *values, limit),
    ).fetchall()


def by_vector(
    db: sqlite3.Connection, vector: Vector, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """Passages nearest by cosine, best first, by comparing with every vector of the ledger.

    For the time in which Chroma's own files are damaged and not yet written anew.
    """
    clause, values = scope_clause(scope)
    rows = db.execute(
        "SELECT key, vector FROM passage JOIN embedding USING (content) "  # noqa: S608
        f"JOIN article ON article.id = passage.article WHERE vector NOT NULL{clause}",
        values,
    )
    best: list[tuple[str, float]] = []
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        stored = np.frombuffer(b"".join(blob for _, blob in some), dtype=np.float32)
        scores = stored.reshape(-1, DIMENSIONS) @ vector
        best += [(key, float(score)) for (key, _), score in zip(some, scores, strict=True)]
        best = sorted(best, key=lambda pair: (-pair[1], pair[0]))[:limit]
    return best
