"""Candidate events in the ledger: rows of one article, and what a timeline reads."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from index.events import Candidate

_STORED = np.dtype("<u4")


def rows(candidates: Iterable[Candidate]) -> list[list[Any]]:
    """As rows of a body: sentence ordinal, day, how, planned, tells, clarity, terms as text."""
    return [
        [
            c.sentence,
            c.day.isoformat(),
            c.how,
            int(c.planned),
            int(c.tells),
            round(c.clarity, 4),
            base64.b64encode(np.array(c.terms, dtype=_STORED).tobytes()).decode(),
        ]
        for c in candidates
    ]


def live_rows(db: sqlite3.Connection, article: int) -> list[list[Any]]:
    """The same for a live article, by its row."""
    found = db.execute(
        "SELECT ordinal, day, how, planned, tells, clarity, terms "
        "FROM candidate JOIN sentence ON sentence.id = candidate.sentence "
        "WHERE article = ? ORDER BY ordinal, day",
        (article,),
    )
    return [[*row[:-1], base64.b64encode(row[-1]).decode()] for row in found]


def insert(
    db: sqlite3.Connection, found: Sequence[Sequence[Any]], sentences: Mapping[int, int | None]
) -> None:
    """Insert an article's rows; ``sentences`` has the id of each sentence by its ordinal."""
    db.executemany(
        "INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (sentences[ordinal], *fields, base64.b64decode(terms))
            for ordinal, *fields, terms in found
        ],
    )
