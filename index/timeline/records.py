"""What a timeline is made from, wherever it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.events.candidates import How
from index.models import Scope

Terms = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
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


class Source(Protocol):
    """Where candidates come from. Orders are by article, then sentence, always the same."""

    def dated(self, scope: Scope) -> Sequence[Told]:
        """The candidates whose sentence names the day, for days and outlets of the scope."""

    def reported(self, days: Sequence[dt.date], scope: Scope, most: int) -> Sequence[Told]:
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
