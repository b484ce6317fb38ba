"""Days of a month that a question names by their number alone: "since the 20th"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from index.english.calendar_words import MONTHS
from index.models import TimeExpression
from index.temporal.calendar import shift_units

_MONTH = "|".join(MONTHS)
_TO = r"(?:(?:and|or|to|until|till|through)\s+|[–—-]\s*)"
_STOP = r"\s*(?:$|[?.!,;:)])"
_NUMBER = r"(?P<named>the\s+(?P<day>\d{1,2})(?:st|nd|rd|th))\b"
_ANOTHER = rf"(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b(?:{_STOP}|\s+(?:of\s+)?(?:{_MONTH})\b)"
_ENDS = rf"(?=\s*(?:{_STOP}|{_TO}(?:{_ANOTHER}|(?:{_MONTH})\b)))"
"""What is behind such a day: nothing, or another. "The 1st and 2nd rounds" are none."""
_FIRST = re.compile(
    rf"\b(?:on|since|before|after|until|till|from|between)\s+{_NUMBER}{_ENDS}", re.IGNORECASE
)
_NEXT = re.compile(
    rf"(?<!\w){_TO}(?P<named>(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th))\b{_ENDS}", re.IGNORECASE
)
_MONTHS = 3
"""Months that are tried from the last one back: in some there is no 31st."""


def with_days_of_month(
    text: str, found: Sequence[TimeExpression], newest: dt.date | None
) -> tuple[TimeExpression, ...]:
    """Return the expressions of a question and those that are only "the 20th", in their order.

    If a date follows, such a day is the last one of its number until that date: "from the 20th to
    the 24th of October". Else it is in the month of the date before it, and where no other date is
    named the last one until ``newest``; without ``newest`` it is not understood. What is joined by
    "and" or "to" is a day only behind another: the 2nd may be anything.
    """
    known = list(found)
    for pattern, joined in ((_FIRST, False), (_NEXT, True)):
        for match in pattern.finditer(text):
            start, end = match.span("named")
            if any(each.start < end and start < each.end for each in known):
                continue
            if joined and not any(_is_next(text, each, match) for each in known):
                continue
            day = _day(int(match["day"]), start, known, newest)
            if day is not None:
                value = day.isoformat()
                known.append(TimeExpression(start, end, match["named"], "DATE", value, day, day))
                known.sort(key=lambda each: each.start)
    return tuple(known)


def _is_next(text: str, before: TimeExpression, match: re.Match[str]) -> bool:
    return before.end <= match.start() and not text[before.end : match.start()].strip()


def _day(
    number: int, at: int, known: Sequence[TimeExpression], newest: dt.date | None
) -> dt.date | None:
    dates = [(each.start, each.first) for each in known if each.first is not None]
    behind = next((first for start, first in dates if start > at), None)
    if behind is not None:
        return _last(number, behind)
    if dates:
        return _in_month(number, dates[-1][1])
    return None if newest is None else _last(number, newest)


def _last(number: int, until: dt.date) -> dt.date | None:
    """The last day of that number until a day."""
    months = (shift_units(until.replace(day=1), "M", -back) for back in range(_MONTHS))
    days = (_in_month(number, month) for month in months if month is not None)
    return next((day for day in days if day is not None and day <= until), None)


def _in_month(number: int, month: dt.date) -> dt.date | None:
    try:
        return month.replace(day=number)
    except ValueError:
        return None
