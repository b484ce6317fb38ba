"""Calendar arithmetic, TIMEX3 values, and the days that they cover.

What would be beyond the years 1 to 9999 is None; ``easter`` and ``nth_weekday`` need a year of
these.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import Final

Days = tuple[dt.date, dt.date]

_UNIT_DAYS: Final = {"D": 1, "W": 7, "WE": 7, "2W": 14}
_UNIT_MONTHS: Final = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}
_SEASON_MONTHS: Final = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_SPAN: Final = re.compile(r"(\d{4})-(Q|H)([1-4])")
_SEASON: Final = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?")


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """Return a date, or None if it does not exist (30 February, year 0)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def local_today() -> dt.date:
    """Return the day that it is where the program runs."""
    return dt.datetime.now().astimezone().date()


def shift_days(day: dt.date, days: int) -> dt.date | None:
    """Return the date this many days later, or None beyond the years 1 to 9999."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: dt.date, months: int) -> dt.date | None:
    """Return the same day in another month, or that month's last day if it is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def day_value(day: dt.date | None) -> str | None:
    """Return YYYY-MM-DD, or None for no day."""
    return day.isoformat() if day else None


def month_value(year: int, month: int) -> str:
    """Return YYYY-MM."""
    return f"{year:04d}-{month:02d}"


def week_value(day: dt.date) -> str:
    """Return the ISO 8601 week of a day, as YYYY-Www."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(day: dt.date) -> tuple[int, int]:
    """Return the year and quarter (1 to 4) of a day."""
    return day.year, (day.month + 2) // 3


def season_of(day: dt.date) -> tuple[int, str]:
    """Return the meteorological season of a day. A winter belongs to the year it begins in."""
    if day.month <= 2:
        return day.year - 1, "WI"
    names = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
    return day.year, names[day.month // 3 * 3]


def easter(year: int) -> dt.date:
    """Return Easter Sunday in the Gregorian calendar (the anonymous computus of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    quads, rest_years = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * quads - epact - rest_years) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """Return the nth weekday (Monday is 0) of a month; ``nth`` counts from 1, -1 is the last."""
    if nth < 0:
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        return last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _months(year: int, first: int, last: int) -> Days:
    last_year = year + (last < first)
    days = calendar.monthrange(last_year, last)[1]
    return dt.date(year, first, 1), dt.date(last_year, last, days)


def _week(match: re.Match[str]) -> Days:
    monday = dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return monday + dt.timedelta(days=5 if match[3] else 0), monday + dt.timedelta(days=6)


def _span(match: re.Match[str]) -> Days:
    length = 3 if match[2] == "Q" else 6
    last = int(match[3]) * length
    return _months(int(match[1]), last - length + 1, last)


def _day(match: re.Match[str]) -> Days:
    day = dt.date.fromisoformat(match[1])
    return day, day


_PARSERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Days]], ...]] = (
    (_DAY, _day),
    (_MONTH, lambda m: _months(int(m[1]), int(m[2]), int(m[2]))),
    (re.compile(r"(\d{4})"), lambda m: _months(int(m[1]), 1, 12)),
    (_WEEK, _week),
    (_SPAN, _span),
    (_SEASON, lambda m: _months(int(m[1]), *_SEASON_MONTHS[m[2]])),
    (re.compile(r"(\d{3})"), lambda m: (dt.date(int(m[1]) * 10, 1, 1),
                                        dt.date(int(m[1]) * 10 + 9, 12, 31))),
    (re.compile(r"(\d{2})"), lambda m: (dt.date(int(m[1]) * 100, 1, 1),
                                        dt.date(int(m[1]) * 100 + 99, 12, 31))),
)  # fmt: skip


def unit_value(day: dt.date | None, unit: str) -> str | None:
    """Return the calendar week, month, quarter, ... of a day; ``unit`` as in UNITS."""
    if day is None:
        return None
    week = week_value(day)
    return {
        "D": day.isoformat(),
        "W": week,
        "2W": week,
        "WE": f"{week}-WE",
        "M": month_value(day.year, day.month),
        "Q": "{:04d}-Q{}".format(*quarter_of(day)),
        "Y": f"{day.year:04d}",
        "E": f"{day.year // 10:03d}",
        "C": f"{day.year // 100:02d}",
    }.get(unit)


def shift_units(day: dt.date | None, unit: str, count: int) -> dt.date | None:
    """Return the date this many units (as in UNITS) later, or None if there is none."""
    if day is None or abs(count) > 10_000_000:
        return None
    if unit in _UNIT_DAYS:
        return shift_days(day, count * _UNIT_DAYS[unit])
    return shift_months(day, count * _UNIT_MONTHS[unit]) if unit in _UNIT_MONTHS else None


def days_covered(value: str | None) -> Days | tuple[None, None]:
    """Return the first and last calendar day of a TIMEX3 value, or (None, None)."""
    for pattern, read in _PARSERS if value else ():
        if match := pattern.fullmatch(value or ""):
            try:
                return read(match)
            except (ValueError, OverflowError):  # beyond the year 9999
                return None, None
    return None, None
