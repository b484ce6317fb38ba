"""What a timeline is made from: event candidates, as the ledger keeps them."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.models import How, Scope
from index.storage.ledger.queries import fold_outlet, to_day

Terms = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class DatedSentence:
    """A candidate event and the article that tells it; ids are the source's own.

    ``terms`` are distinct and increasing; the rest as in index.events.Candidate.
    """

    sentence: int
    article: int
    published: dt.date | None
    day: dt.date
    how: How
    planned: bool
    tells: bool
    clarity: float
    terms: Terms


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence as it is cited; ``start`` and ``end`` are offsets into the file."""

    text: str
    file: str
    title: str
    outlet: str | None
    published: dt.date | None
    start: int
    end: int
    quote: str


class CandidateSource(Protocol):
    """Where candidates come from. Orders are by article, then sentence, always the same."""

    def dated(self, scope: Scope) -> Sequence[DatedSentence]:
        """The candidates whose sentence names the day, for days and outlets of the scope."""

    def reported(self, days: Sequence[dt.date], scope: Scope, most: int) -> Sequence[DatedSentence]:
        """Undated candidates of articles of these days, the ``most`` clearest of each day.

        Without those that other days print word for word.
        """

    def leads(self, scope: Scope) -> Sequence[Terms]:
        """The terms of the candidates that open the articles; what the coverage is about."""

    def published(self, scope: Scope) -> Mapping[dt.date, int]:
        """How many articles came out on each day of the scope."""

    def named(self, scope: Scope) -> Mapping[dt.date, int]:
        """How many sentences name each day, on the topic or not; empty without a topic."""

    def quotes(self, sentences: Sequence[int]) -> Mapping[int, Quoted]:
        """The sentences with these ids."""


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


class LedgerSource:
    """A Source over a connection that reads one state of the ledger.

    ``only`` narrows candidates to these sentences, by file and ordinal; they are then what the
    timeline is about, and how many articles came out on a day says nothing.
    """

    def __init__(
        self, db: sqlite3.Connection, only: frozenset[tuple[str, int]] | None = None
    ) -> None:
        self._db = db
        self._only = only

    def dated(self, scope: Scope) -> Sequence[DatedSentence]:
        outlet, values = _outlet(scope)
        rows = self._db.execute(
            f"{_TOLD} WHERE how = 'dated' AND day BETWEEN ? AND ?{outlet} "
            "ORDER BY file, ordinal, day",
            (*_days(scope), *values),
        )
        return list(self._dated_sentences(rows, "dated"))

    def reported(self, days: Sequence[dt.date], scope: Scope, most: int) -> Sequence[DatedSentence]:
        outlet, values = _outlet(scope)
        found: list[DatedSentence] = []
        for day in days:
            rows = self._db.execute(
                f"{_TOLD} WHERE how = 'reported' AND day = ?{outlet} "
                "ORDER BY clarity DESC, file, ordinal",
                (day.isoformat(), *values),
            )
            fresh = (row for row in rows if row[-1] not in self._repeated)
            found.extend(islice(self._dated_sentences(fresh, "reported"), most))
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

    def _dated_sentences(self, rows: Iterable[Any], how: How) -> Iterator[DatedSentence]:
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
                yield DatedSentence(
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
    return " AND outlet_folded = ?", [fold_outlet(scope.outlet)]
