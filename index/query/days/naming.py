"""The days that a message names: one reader for questions of fact, requests and comparisons."""

from __future__ import annotations

import datetime as dt
import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.english.calendar_words import MONTH_NAMES, MONTHS, WEEKDAY_NAMES, WEEKDAYS
from index.models import EVERYTHING, Scope, TimeExpression
from index.query.days.of_month import with_days_of_month
from index.query.days.ranges import bounded, joined, on_either_side
from index.temporal.calendar import shift_days, shift_units
from index.temporal.tagger import find_dates

_WEEKDAY = re.compile(
    rf"(?:on )?(?:last |this )?(?:{'|'.join(WEEKDAY_NAMES)})s?"
    r"(?: (?:morning|afternoon|evening|night)s?)?",
    re.IGNORECASE,
)
_WEEKDAY_NAME = re.compile("|".join(WEEKDAY_NAMES), re.IGNORECASE)
_RECENT = re.compile(r"(?:the\s+)?(?:last|past)\s", re.IGNORECASE)
_UNTIL_ANOTHER = re.compile(r"\s+(?:of|before|until|till)\b", re.IGNORECASE)
"""Behind "the last three days" that are not the last ones until today."""
_LENGTH = re.compile(r"P(?P<count>\d{1,4})(?P<unit>[DWMY])|PT(?P<hours>\d{1,4})H")
_HOURS = 24  # of a day
_MONTH = "|".join(MONTHS)
_IN_MONTH = re.compile(rf"\b(?:{_MONTH})\b", re.IGNORECASE)
_FIGURES = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_ALSO_WORDS = ("march", "may")
_SMALL = re.compile(
    rf"\b(?:(?:{'|'.join(WEEKDAY_NAMES)})s?|"
    rf"{'|'.join(name for name in MONTH_NAMES if name not in _ALSO_WORDS)}|"
    rf"(?:{_MONTH})(?=\.? \d)|(?<=\d )(?:{_MONTH})|"
    r"(?:(?<=\bin )|(?<=\bof )|(?<=\bfrom )|(?<=\bsince )|(?<=\buntil ))"
    rf"(?:{'|'.join(_ALSO_WORDS)}))\b"
)


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days that a text names, and the expressions that name them: one, or the ends of a range.

    The limits are open on a side that the text leaves open. Both are where it names no certain
    days: "the last few days", "before or after Monday".
    """

    limits: Scope
    expressions: tuple[TimeExpression, ...]

    @property
    def is_weekday(self) -> bool:
        """Whether this is a weekday without a date, a bound or another end: "on Monday"."""
        one, *others = self.expressions
        whole = self.limits == Scope(one.first, one.last)
        return whole and not others and names_weekday(one.text)


def days_named(
    text: str,
    newest: dt.date | None,
    today: dt.date | None,
    *,
    weekdays: dt.date | None = None,
    covered: Sequence[dt.date] = (),
) -> list[NamedDays]:
    """Return the days that a text names, in the order in which it names them.

    A month, or a day of one, without its year is the one nearest to ``newest`` of which there is
    anything in the coverage, whose days are ``covered``, sorted. Other days are
    counted from the reader's ``today``, and weekdays without a date from ``weekdays`` if it is
    given. Without one of ``newest`` and ``today``, the other takes its place. "The last three
    days" have no end, and count only where no other day is named.
    """
    text = with_capitals(text)
    newest, today = newest or today, today or newest
    waiting = _dates(text, newest, today, weekdays or today)
    if not waiting and today is not None:
        return _recent(text, today)
    named: list[NamedDays] = []
    while waiting:
        one = waiting.pop(0)
        both = joined(text, one, waiting[0]) if waiting else None
        if both is not None:
            named.append(NamedDays(both, (one, waiting.pop(0))))
        else:
            limits = EVERYTHING if on_either_side(text, one) else bounded(text, one)
            named.append(NamedDays(limits, (one,)))
    return _in_covered_year(_closed(named), covered)


def names_weekday(text: str) -> bool:
    """Return whether an expression is a weekday without a date: "on Monday morning"."""
    return _WEEKDAY.fullmatch(text) is not None


def lacks_year(text: str) -> bool:
    """Return whether a date names a month and no year, or only the number of a day."""
    if _YEAR.search(text):
        return False
    return bool(_IN_MONTH.search(text) or _FIGURES.fullmatch(text))


def with_capitals(text: str) -> str:
    """Return the text, as long as before, with the capitals of months and weekdays."""
    return _SMALL.sub(lambda match: match.group().capitalize(), text)


def _in_covered_year(named: list[NamedDays], covered: Sequence[dt.date]) -> list[NamedDays]:
    """Move all days without a year to the year nearest to theirs in which one of them is covered.

    What has no beginning or no end stays: "since July" is of the days until now.
    """
    moved = [at for at, days in enumerate(named) if _may_move(days)]
    if not moved or not covered:
        return named
    year = max(named[at].limits.until for at in moved).year  # type: ignore[type-var, union-attr]
    years = sorted({each.year for each in covered}, key=lambda each: (abs(each - year), each))
    for steps in (0, *(each - year for each in years)):
        there = {at: _years_on(named[at], steps) for at in moved}
        if any(days and _is_covered(days.limits, covered) for days in there.values()):
            return [there.get(at) or days for at, days in enumerate(named)]
    return named


def _may_move(days: NamedDays) -> bool:
    bounds = days.limits.since and days.limits.until
    return bool(bounds) and all(lacks_year(each.text) for each in days.expressions)


def _is_covered(limits: Scope, covered: Sequence[dt.date]) -> bool:
    at = bisect_left(covered, limits.since or dt.date.min)
    return at < len(covered) and covered[at] <= (limits.until or dt.date.max)


def _years_on(days: NamedDays, steps: int) -> NamedDays | None:
    """The same days so many years on; None if there is no such day: 29 February."""

    def moved(day: dt.date | None) -> dt.date | None:
        return day and day.replace(year=day.year + steps)

    try:
        limits = Scope(moved(days.limits.since), moved(days.limits.until))
        expressions = (
            replace(each, value=None, first=moved(each.first), last=moved(each.last))
            for each in days.expressions
        )
        return NamedDays(limits, tuple(expressions)) if steps else days
    except ValueError:
        return None


def _dates(
    text: str, newest: dt.date | None, today: dt.date | None, weekdays: dt.date | None
) -> list[TimeExpression]:
    """The expressions of a text that stand for days, each counted from the day that it means."""
    as_of_newest, as_of_weekdays = (
        {each.start: each for each in find_dates(text, day)} for day in (newest, weekdays)
    )
    dates = []
    for each in find_dates(text, today):
        meant = each
        if lacks_year(each.text):
            meant = as_of_newest.get(each.start, each)
        elif names_weekday(each.text):
            meant = _one_day(as_of_weekdays.get(each.start, each), weekdays)
        if meant.first is not None and meant.last is not None:
            dates.append(meant)
    return list(with_days_of_month(text, dates, newest))


def _one_day(weekday: TimeExpression, reference: dt.date | None) -> TimeExpression:
    """A weekday as a day also where it is written as several: "at mondays meeting"."""
    name = _WEEKDAY_NAME.search(weekday.text)
    if weekday.first is not None or reference is None or name is None:
        return weekday
    back = (reference.weekday() - WEEKDAYS[name.group().lower()]) % 7
    day = shift_days(reference, -back)
    return replace(weekday, kind="DATE", first=day, last=day)


def _recent(text: str, today: dt.date) -> list[NamedDays]:
    """The days since "the last three days" began, or no certain ones for "the last few days"."""
    return [
        NamedDays(Scope(_beginning(each.value or "", today)), (each,))
        for each in find_dates(text, today)
        if each.kind == "DURATION"
        and _RECENT.match(each.text)
        and not _UNTIL_ANOTHER.match(text, each.end)
    ]


def _beginning(duration: str, today: dt.date) -> dt.date | None:
    length = _LENGTH.fullmatch(duration)
    if length is None:
        return None
    if length["hours"]:  # articles have days: the last 24 hours began yesterday
        return shift_days(today, -math.ceil(int(length["hours"]) / _HOURS))
    return shift_units(today, length["unit"], -int(length["count"]))


def _closed(named: Sequence[NamedDays]) -> list[NamedDays]:
    """Make one of days after one day and before another, where there are days between."""
    closed: list[NamedDays] = []
    for each in named:
        between = _between(closed[-1].limits, each.limits) if closed else None
        if between is None:
            closed.append(each)
        else:
            closed[-1] = NamedDays(between, (*closed[-1].expressions, *each.expressions))
    return closed


def _between(one: Scope, other: Scope) -> Scope | None:
    """The days that two limits, each open on another side, leave between them."""
    after, before = (one, other) if one.until is None else (other, one)
    if after.until or before.since or not (after.since and before.until):
        return None
    return Scope(after.since, before.until) if after.since <= before.until else None
