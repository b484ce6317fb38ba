"""The days that a question asks about, and the question without them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.english.calendar_words import MONTH_NAMES, MONTHS, WEEKDAY_NAMES
from index.models import TimeExpression
from index.query.day_ranges import asked_about, joined, on_either_side
from index.query.days_of_month import with_days_of_month
from index.temporal.tagger import find_dates

_WEEKDAY = re.compile(
    rf"^(?:on )?(?:last |this )?({'|'.join(WEEKDAY_NAMES)})s?"
    r"(?: (?:morning|afternoon|evening|night)s?)?$",
    re.IGNORECASE,
)
_READERS = re.compile(r"(?:yesterday|today)\b.*", re.IGNORECASE)
_DAYS_OF_MONTH = 31
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
    text: str, newest: dt.date | None, today: dt.date | None = None
) -> tuple[RequestedDays | None, list[tuple[int, int]]]:
    """Return the days that a question names, and the spans that name them.

    A day without a year is the one nearest to ``newest``, preferably before it. Today and yesterday
    are the reader's, if his ``today`` is known. A bare weekday matches any such weekday, and counts
    only if no other day is named. "After 22 October" and the like have no end, or no beginning.
    """
    weekdays: set[int] = set()
    dates: list[TimeExpression] = []
    spans: list[tuple[int, int]] = []
    text = with_capitals(text)
    readers = {m.start: m for m in find_dates(text, today)} if today is not None else {}
    for each in with_days_of_month(text, find_dates(text, newest), newest):
        found = readers.get(each.start, each) if _READERS.fullmatch(each.text) else each
        weekday = _WEEKDAY.match(found.text)
        if weekday:
            weekdays.add(WEEKDAY_NAMES.index(weekday.group(1).lower()))
        elif found.first is not None and found.last is not None and _named(found):
            if (found.last - found.first).days > 2 * _DAYS_OF_MONTH and not re.search(
                r"\d{4}", found.text
            ):
                continue
            if not on_either_side(text, found):
                dates.append(found)
        else:
            continue
        spans.append((found.start, found.end))
    ranges = _ranges(text, dates)
    if ranges and weekdays:
        weekdays = set()
    if not (ranges or weekdays):
        return None, spans
    exact = bool(dates) and all(each.first == each.last for each in dates)
    return RequestedDays(tuple(ranges), frozenset(weekdays), exact), spans


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


def _ranges(text: str, dates: Sequence[TimeExpression]) -> list[tuple[dt.date, dt.date]]:
    """The days that the dates of a question stand for; open ends are as far as days go."""
    found: list[tuple[dt.date, dt.date]] = []
    waiting = list(dates)
    while waiting:
        one = waiting.pop(0)
        both = joined(text, one, waiting[0]) if waiting else None
        if both is not None and both.since and both.until:
            waiting.pop(0)
            found.append((min(both.since, both.until), max(both.since, both.until)))
        else:
            alone = asked_about(text, one)
            found.append((alone.since or dt.date.min, alone.until or dt.date.max))
    return _closed(found)


def _closed(ranges: list[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Make one range of two open ones that have days in common: after one and before another."""
    if len(ranges) == 2:
        (first, end), (begin, last) = sorted(ranges, key=lambda each: each[0], reverse=True)
        if end == dt.date.max and begin == dt.date.min and first <= last:
            return [(first, last)]
    return ranges


_ALSO_WORDS = ("march", "may")
_MONTH = "|".join(MONTHS)
_SMALL = re.compile(
    rf"\b(?:(?:{'|'.join(WEEKDAY_NAMES)})s?|"
    rf"{'|'.join(name for name in MONTH_NAMES if name not in _ALSO_WORDS)}|"
    rf"(?:{_MONTH})(?=\.? \d)|(?<=\d )(?:{_MONTH})|"
    r"(?:(?<=\bin )|(?<=\bof )|(?<=\bfrom )|(?<=\bsince )|(?<=\buntil ))"
    rf"(?:{'|'.join(_ALSO_WORDS)}))\b"
)


def with_capitals(text: str) -> str:
    """Return the text, as long as before, with the capitals of months and weekdays."""
    return _SMALL.sub(lambda match: match.group().capitalize(), text)


def _named(found: TimeExpression) -> bool:
    """Whether the expression names a day, month or year, rather than "now" or "this week"."""
    of_week = found.first == found.last and found.text.lower().endswith(("week", "ago"))
    return of_week or bool(
        re.search(
            rf"\d|{'|'.join(MONTH_NAMES)}|yesterday|today",
            found.text,
            re.IGNORECASE,
        )
    )
