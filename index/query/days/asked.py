"""The days that a question of fact asks about, and the question without them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.english.calendar_words import MONTHS
from index.models import EVERYTHING, Scope, TimeExpression
from index.query.days.naming import NamedDays, days_named, names_weekday

_MONTH_LONG, _LONGEST = 31, 62
"""The most days of what is counted from today ("last month", not "last year", of which sentences
rarely are as such), and of what is named without its year."""
_YEAR = re.compile(r"\d{4}")
_COUNTED = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|past|this|next|coming)\s\w+)\b", re.IGNORECASE
)
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_FEW = 2
"""Days between the ends of the longest range that may match although it only overlaps."""


@dataclass(frozen=True, slots=True)
class RequestedDays:
    """Ranges of days, any of which matches; and weekdays named without a date (0 is Monday).

    ``exact``: they are single days, or reach from or to one; not a year or a month.
    """

    ranges: tuple[tuple[dt.date, dt.date], ...]
    weekdays: frozenset[int] = frozenset()
    exact: bool = field(default=False, compare=False)

    @property
    def several(self) -> bool:
        """Whether more than one day is asked about."""
        return len(self.ranges) > 1 or any(first != last for first, last in self.ranges)

    @property
    def single(self) -> dt.date | None:
        """The day that is asked about, if it is one."""
        if len(self.ranges) != 1 or self.ranges[0][0] != self.ranges[0][1]:
            return None
        return self.ranges[0][0]

    def match(self, mentions: Sequence[TimeExpression]) -> bool:
        """Return whether one of the time expressions is of these days."""
        return any(self.covers(m.first, m.last) for m in mentions)

    def covers(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Return whether a range of days (None: unresolved) is of these days.

        A wide range that merely includes a requested day ("this year") is not.
        """
        if first is None or last is None:
            return False
        if first == last and first.weekday() in self.weekdays:
            return True
        return any(_meets(first, last, since, until) for since, until in self.ranges)

    def includes(self, day: dt.date | None) -> bool:
        """Return whether a single day is one of these."""
        return self.covers(day, day)


def _meets(first: dt.date, last: dt.date, since: dt.date, until: dt.date) -> bool:
    if last < since or until < first:
        return False
    inside = since <= first and last <= until
    open_ended = since == dt.date.min or until == dt.date.max
    asked = _FEW if open_ended else max(_FEW, (until - since).days)
    return inside or (last - first).days <= asked


def requested_days(
    text: str,
    newest: dt.date | None,
    today: dt.date | None = None,
    covered: Sequence[dt.date] = (),
) -> tuple[RequestedDays | None, list[tuple[int, int]]]:
    """Return the days that a question names, and the spans that name them.

    Days are as in ``days_named``, and weekdays those of the ``newest`` article. One without a date,
    a bound or another end matches any such weekday, and counts only if no other day is named.
    """
    named = days_asked_about(text, newest, today, covered)
    dated = [days for days in named if not days.is_weekday and days.limits != EVERYTHING]
    alone = [days for days in named if days.is_weekday]
    found = [each for days in named for each in days.expressions]
    spans = [(each.start, each.end) for each in found]
    if dated:
        ranges = ((d.limits.since or dt.date.min, d.limits.until or dt.date.max) for d in dated)
        exact = all(_is_day(each) for days in dated for each in days.expressions)
        return RequestedDays(tuple(ranges), exact=exact), spans
    weekdays = (each.first.weekday() for days in alone for each in days.expressions if each.first)
    return (RequestedDays((), frozenset(weekdays)) if alone else None), spans


def days_asked_about(
    text: str,
    newest: dt.date | None,
    today: dt.date | None = None,
    covered: Sequence[dt.date] = (),
) -> list[NamedDays]:
    """Return the days that are named so that a sentence can be about them: not "the year"."""
    return [
        days
        for days in days_named(text, newest, today, weekdays=newest, covered=covered)
        if all(_is_asked_about(each, days.limits) for each in days.expressions)
    ]


def _is_asked_about(found: TimeExpression, limits: Scope) -> bool:
    if found.kind == "DURATION":
        return limits != EVERYTHING
    if names_weekday(found.text):
        return True
    if found.first is None or found.last is None:
        return False
    length = (found.last - found.first).days
    if _COUNTED.search(found.text):
        return length < _MONTH_LONG
    if found.text.lower().endswith("ago"):
        return length == 0
    figures = found.kind == "DATE" and any(map(str.isdigit, found.text))
    named = figures or _MONTH.search(found.text) is not None
    return named and (length < _LONGEST or _YEAR.search(found.text) is not None)


def _is_day(found: TimeExpression) -> bool:
    return found.first is not None and found.first == found.last


_BEFORE_DAYS = re.compile(
    r"\b(?:(?:on|in|from|between|since|after|before|prior to|until|till|up to|by|through)\s+)"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\W*(?:and|to|until|till|through)?\W*(?:the\s+)?", re.IGNORECASE)


def without_days(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a question without the stretches that name days, and the words that belong to them."""
    kept, last = "", 0
    for start, end in spans:
        between = text[last:start]
        if not (last and _JOINT.fullmatch(between)):
            kept += _BEFORE_DAYS.sub("", between)
        last = end
    return " ".join((kept + text[last:]).split()).replace(" ?", "?").strip(" ,")
