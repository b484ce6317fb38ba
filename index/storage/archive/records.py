"""What the archive keeps, as frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.models import Answer, Scope


@dataclass(frozen=True, slots=True)
class Location:
    """Where something was asked. ``guild`` is None in a direct message.

    A thread is a channel of its own.
    """

    guild: int | None
    channel: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer to be kept. ``follows`` is the answer that the question was a follow-up to."""

    answer: Answer
    scope: Scope
    where: Location
    person: int
    private: bool
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class ArchivedExchange:
    """A kept answer under its number, and when it was given (UTC)."""

    id: int
    asked: Exchange
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of an answer. ``wrong`` says what of it was wrong, where it was.

    ``wrong`` is one of quote, date, source, missing, other; None for praise. ``words`` are the
    person's own.
    """

    saved: ArchivedExchange
    person: int
    good: bool
    wrong: str | None
    words: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions were answered, how fast, and how many got no answer.

    ``p95_seconds``: nineteen of twenty answers took at most so long.
    """

    questions: int
    abstained: int
    median_seconds: float | None
    p95_seconds: float | None
    slowest_seconds: float | None
    good: int
    bad: int
