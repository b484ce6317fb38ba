"""What was kept out of the evidence, as rows of the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from index.models import Article, Notice


def rows(article: Article) -> list[list[Any]]:
    """The columns of a row but for the article, in the order of the file."""
    return [[stretch.start, stretch.end, stretch.reason] for stretch in article.withheld]


def live_rows(db: sqlite3.Connection, article: int) -> list[list[Any]]:
    """The same of an article that is live."""
    return [
        list(row)
        for row in db.execute(
            'SELECT start, "end", reason FROM withheld WHERE article = ? ORDER BY start', (article,)
        )
    ]


def insert(db: sqlite3.Connection, found: Sequence[Sequence[Any]], article: int | None) -> None:
    """Write the rows of an article."""
    db.executemany("INSERT INTO withheld VALUES (?, ?, ?, ?)", [(article, *row) for row in found])


def notices(db: sqlite3.Connection) -> list[Notice]:
    """All of it, by file and place."""
    return [
        Notice(file, start, end, raw[start:end], reason)
        for file, raw, start, end, reason in db.execute(
            'SELECT file, raw, start, "end", reason FROM withheld '
            "JOIN article ON article.id = withheld.article ORDER BY file, start"
        )
    ]
