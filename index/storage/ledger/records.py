"""The value types that the ledger returns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from index.events.date_roles import Role, role
from index.models import Citation, Reprint, TimeExpression

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A live passage. ``start`` and ``end`` are offsets into the file."""

    key: str
    file: str
    ordinal: int
    start: int
    end: int
    text: str
    title: str
    outlet: str | None
    published: dt.date | None


_IN_PASSING = {Role.BOUND, Role.ATTRIBUTE, Role.RELATIVE}


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A live sentence. ``quote`` is the file's own text between ``start`` and ``end``.

    ``vector`` has length 1; it is None if another process embedded the passage without sharing
    it. ``mentions`` have offsets into ``text``. ``page`` is the page of a PDF on which it begins.
    ``until`` is set by ``index.answering.page_versions`` where its page says something else now.
    """

    file: str
    title: str
    outlet: str | None
    published: dt.date | None
    ordinal: int
    paragraph: int
    start: int
    end: int
    text: str
    quote: str
    vector: Vector | None = field(compare=False, repr=False)
    mentions: tuple[TimeExpression, ...]
    page: int | None = None
    until: dt.date | None = None

    @property
    def day_told(self) -> dt.date | None:
        """The day of what it tells: the only one that it names as such, or None.

        A day that only says since when, or is that of a clause or thing within it, is none.
        """
        days = {
            mention.first
            for mention in self.mentions
            if mention.first is not None
            and mention.first == mention.last
            and role(self.text, mention.start, mention.end) not in _IN_PASSING
        }
        return days.pop() if len(days) == 1 else None

    @property
    def day(self) -> dt.date | None:
        """The day of what it tells, or else the one its article came out."""
        return self.day_told or self.published

    def cite(self, number: int, also: tuple[Reprint, ...] = ()) -> Citation:
        """Return a citation of it."""
        return Citation(
            number=number,
            file=self.file,
            title=self.title,
            outlet=self.outlet,
            published=self.published,
            start=self.start,
            end=self.end,
            quote=self.quote,
            text=self.text,
            page=self.page,
            also=also,
            until=self.until,
        )
