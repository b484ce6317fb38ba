"""Calendar dates as newspapers print them, found in a line of text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMES = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\d.])\b{_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)",
        rf"\b{MONTH}\s?{_DAY}\s?,?\s?{_YEAR}\b",
        rf"\b{_DAY}[\s-]?(?:of\s)?{MONTH}[\s-]?,?\s?{_YEAR}\b",
        rf"{_YEAR}年\s?(?P<month>\d{{1,2}})月\s?(?P<day>\d{{1,2}})日",
    )
)
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<year>(?:20)?\d\d)(?![\d/-])"
    r""
    r""
    r""
    r""
)
_HINT = re.compile(r"\d{4}|\d[/.-]\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A full date in a text, at ``[start:end]``. Two ``days`` when 10/11 may be either."""

    start: int
    end: int
    days: tuple[dt.date, ...]


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """Return the calendar day, or None when there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name, its abbreviation or its number."""
    return int(name) if name.isdigit() else MONTHS[name.lower()]


def full_dates(text: str) -> list[Found]:
    """Return the full dates (day, month, year) of a text in order; impossible ones are none."""
    if not _HINT.search(text):
        return []
    found = [*_named(text), *_numeric(text)]
    found.sort(key=lambda date: date.start)
    kept: list[Found] = []
    for date in found:
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return kept


def _named(text: str) -> Iterator[Found]:
    for form in _FORMS:
        for match in form.finditer(text):
            month = month_number(match["month"])
            day = day_of(int(match["year"]), month, int(match["day"]))
            if day is not None:
                yield Found(match.start(), match.end(), (day,))


def _numeric(text: str) -> Iterator[Found]:
    """Dates of three numbers, the year last: day first, month first, or either."""
    for match in _NUMERIC.finditer(text):
        if len(match["year"]) == 2 and match["mark"] != "/":
            continue
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        readings = [day_of(year, int(match["b"]), int(match["a"]))]
        if match["mark"] == "/":
            readings.append(day_of(year, int(match["a"]), int(match["b"])))
        days = tuple(dict.fromkeys(day for day in readings if day is not None))
        if days:
            yield Found(match.start(), match.end(), days)
