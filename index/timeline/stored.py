"""Candidates as the ledger keeps them, over one connection and so over one state of it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from index.events.candidates import How
from index.ledger.reading import fold, to_day
from index.models import Scope
from index.timeline.records import Quoted, Terms, Told

LEADING = 10  # sentences that open an article
STALE = 2  # days after which the same words are no news
_STORED = np.dtype("<u4")
_AT_ONCE = 500

_TOLD = """
    SELECT file, ordinal, candidate.sentence, sentence.article, published, day,
        planned, tells, clarity, terms
    FROM candidate JOIN sentence ON sentence.id = candidate.sentence
    JOIN article ON article.id = sentence.article
"""
_REPEATED = """
    SELECT terms FROM candidate WHERE how = 'reported' GROUP BY terms
    HAVING julianday(max(day)) - julianday(min(day)) > ?
"""
_LEADS = """
    SELECT file, ordinal, terms FROM candidate JOIN sentence ON sentence.id = candidate.sentence
    JOIN article ON article.id = sentence.article
    WHERE ordinal < ?{} GROUP BY sentence.id ORDER BY sentence.id
"""
_NAMED = """
    SELECT day, count(*) FROM candidate JOIN sentence ON sentence.id = candidate.sentence
    JOIN article ON article.id = sentence.article
    WHERE how = 'dated' AND day BETWEEN ? AND ?{} GROUP BY day
"""
_QUOTES = """
    SELECT sentence.id, text, file, title, outlet, published, start, "end", coalesce(quote, text)
    FROM sentence JOIN article ON article.id = sentence.article WHERE sentence.id IN ({})
"""


class Stored:
    """A Source over a connection that reads one state of the ledger.

    ``only`` narrows candidates to these sentences, by file and ordinal; they are then what the
    timeline is about, and how many articles came out on a day says nothing.
    """

    def __init__(
        self, db: sqlite3.Connection, only: frozenset[tuple[str, int]] | None = None
    ) -> None:
        self._db = db
        self._only = only

    def dated(self, scope: Scope) -> Sequence[Told]:
        outlet, values = _outlet(scope)
        rows = self._db.execute(
            f"{_TOLD} WHERE how = 'dated' AND day BETWEEN ? AND ?{outlet} "
            "ORDER BY file, ordinal, day",
            (*_days(scope), *values),
        )
        return list(self._told(rows, "dated"))

    def reported(self, days: Sequence[dt.date], scope: Scope, most: int) -> Sequence[Told]:
        outlet, values = _outlet(scope)
        found: list[Told] = []
        for day in days:
            rows = self._db.execute(
                f"{_TOLD} WHERE how = 'reported' AND day = ?{outlet} "
                "ORDER BY clarity DESC, file, ordinal",
                (day.isoformat(), *values),
            )
            fresh = (row for row in rows if row[-1] not in self._repeated)
            found.extend(islice(self._told(fresh, "reported"), most))
        return found

    @cached_property
    def _repeated(self) -> frozenset[bytes]:
        """The terms of undated sentences that are printed again days later.

        What an article repeats word for word is background, or stands on every page.
        """
        return frozenset(terms for (terms,) in self._db.execute(_REPEATED, (STALE,)))

    def leads(self, scope: Scope) -> Sequence[Terms]:
        outlet, values = _outlet(scope)
        within = LEADING if self._only is None else sys.maxsize
        rows = self._db.execute(_LEADS.format(outlet), (within, *values))
        return [
            np.frombuffer(terms, dtype=_STORED)
            for file, ordinal, terms in rows
            if self._only is None or (file, ordinal) in self._only
        ]

    def published(self, scope: Scope) -> Mapping[dt.date, int]:
        if self._only is not None:
            return {}
        outlet, values = _outlet(scope)
        rows = self._db.execute(
            "SELECT published, count(*) FROM article "  # noqa: S608
            f"WHERE published BETWEEN ? AND ?{outlet} GROUP BY published",
            (*_days(scope), *values),
        )
        return {dt.date.fromisoformat(day): articles for day, articles in rows}

    def named(self, scope: Scope) -> Mapping[dt.date, int]:
        if self._only is None:
            return {}
        outlet, values = _outlet(scope)
        rows = self._db.execute(_NAMED.format(outlet), (*_days(scope), *values))
        return {dt.date.fromisoformat(day): sentences for day, sentences in rows}

    def quotes(self, sentences: Sequence[int]) -> Mapping[int, Quoted]:
        found = {}
        for some in _parts(sentences):
            sql = _QUOTES.format(",".join("?" * len(some)))
            for key, text, file, title, outlet, published, start, end, quote in self._db.execute(
                sql, some
            ):
                day = to_day(published)
                found[key] = Quoted(text, file, title, outlet, day, start, end, quote)
        return found

    def _told(self, rows: Iterable[Any], how: How) -> Iterator[Told]:
        for (
            file,
            ordinal,
            sentence,
            article,
            published,
            day,
            planned,
            tells,
            clarity,
            terms,
        ) in rows:
            if self._only is None or (file, ordinal) in self._only:
                yield Told(
                    sentence,
                    article,
                    to_day(published),
                    dt.date.fromisoformat(day),
                    how,
                    bool(planned),
                    bool(tells),
                    clarity,
                    np.frombuffer(terms, dtype=_STORED),
                )


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(keys), _AT_ONCE):
        yield keys[begin : begin + _AT_ONCE]


def _days(scope: Scope) -> tuple[str, str]:
    return (scope.since or dt.date.min).isoformat(), (scope.until or dt.date.max).isoformat()


def _outlet(scope: Scope) -> tuple[str, list[str]]:
    if scope.outlet is None:
        return "", []
    return " AND outlet_folded = ?", [fold(scope.outlet)]
