"""The value types of the archive, and its file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from index.models import Answer, Scope
from index.storage.database import ARCHIVE, Database

ARCHIVE_FILE = "archive.sqlite3"
"""The archive's file in the data folder."""


def open_database(path: Path, *, read_only: bool = False, erase: bool = False) -> Database:
    """Open or create the archive's file; see ``Database``."""
    remedy = "stop the bot and run 'coverage-bot restore' to restore the last backup"
    return Database(path, ARCHIVE, remedy, read_only=read_only, erase=erase)


@dataclass(frozen=True, slots=True)
class Location:
    """Where a question was asked. ``guild`` is None in a direct message.

    A thread is a channel of its own.
    """

    guild: int | None
    channel: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer. ``follows`` is the number of the answer it was a follow-up to."""

    answer: Answer
    scope: Scope
    where: Location
    person: int
    private: bool
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class ArchivedExchange:
    """An exchange in the archive, with its number and the time of the answer (UTC)."""

    id: int
    exchange: Exchange
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """Where an answer is shown; ``messages`` are in order."""

    channel: int = 0
    messages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person said about an answer.

    ``wrong`` says what was wrong: quote, date, source, missing or other; None for praise.
    ``words`` is the person's own comment.
    """

    archived: ArchivedExchange
    person: int
    good: bool
    wrong: str | None
    words: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions were answered, how fast, and how many were not answered.

    ``p95_seconds``: 95 % of answers took at most this long.
    """

    questions: int
    abstained: int
    median_seconds: float | None
    p95_seconds: float | None
    good: int
    bad: int
