"""Dates with a day and a month: "Oct. 21, 2025", "21st of October", "23/10/2025", "2025-10-23"."""

from __future__ import annotations

import datetime as dt
import re

from index.dates.calendar import day_of
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import MONTHS
from index.dates.numbers import count_of, ordinal_of, year_of
from index.dates.scene import Scene

RULES, rule = rules()

_ATTACKS = frozenset(
    "attack attacks terror terrorist hijackers victim victims fund memorial commission".split()
)
_WEEKDAY = "(?:(?:{this}{coming}?|{the}|[{last}{next}])?{anyweekday}{dot}?{comma}?{the}?)"
_WRITTEN_YEAR = "(?P<year>{anyyear})(?![{dash}{slash}]{int})"
_YEAR = f"(?:{{comma}}?{{of}}?(?:{_WRITTEN_YEAR}|(?P<rel>[{{last}}{{next}}{{this}}]){{year}}))"


def date_reading(day: dt.date | None) -> Reading:
    """Return a day's reading; a day that the calendar does not have has no value."""
    return Reading("DATE", day.isoformat() if day else None)


@rule("{fraction}|(?:{anymonth}){dot}?{int}(?=[_{name}])")
def september_11(found: Found, scene: Scene) -> Answer:
    """The day that is known by its date alone."""
    words = found.tokens.words[found.start : found.end]
    if words == ["9/11"]:
        return date_reading(dt.date(2001, 9, 11))
    attacks = found.after() in _ATTACKS
    if words[0] in ("sept", "september") and words[-1] == "11" and attacks:
        return date_reading(dt.date(2001, 9, 11))
    return None


@rule("{isodate}")
def iso_date(found: Found, scene: Scene) -> Answer:
    word = found.tokens.words[found.start]
    try:
        day = dt.date.fromisoformat(word[:10])
    except ValueError:
        return None
    time = re.match(r"t([01]\d:[0-5]\d|2[0-3]:[0-5]\d)", word[10:])
    return Reading("TIME", f"{day}T{time[1].upper()}") if time else date_reading(day)


@rule("{numericdate}")
def numeric_date(found: Found, scene: Scene) -> Answer:
    """Where day and month could be either, the published date decides; without one, nothing."""
    first, second, year = (int(n) for n in re.split(r"[/.-]", found.tokens.words[found.start]))
    if year < 100:
        year += 2000 if year < 70 else 1900
    days = {day for day in (day_of(year, first, second), day_of(year, second, first)) if day}
    if len(days) < 2:
        return date_reading(days.pop()) if days else None
    published = scene.published
    if published is None:
        return Reading("DATE", None)
    return date_reading(min(days, key=lambda day: abs((day - published).days)))


@rule(
    f"(?:{_WEEKDAY}|{{last}})?(?P<month>{{anymonth}}){{dot}}?(?P<day>[{{int}}{{nth}}])"
    f"(?![{{slash}}{{percent}}]){_YEAR}?"
)
def month_day(found: Found, scene: Scene) -> Answer:
    return _dated(found, scene)


@rule(
    f"{_WEEKDAY}?{{the}}?(?P<day>[{{int}}{{nth}}]|{{ordinal}})(?:{{day}}?{{of}})?"
    f"(?P<month>{{anymonth}})(?:{{dot}}(?={{fourdigits}}))?{_YEAR}?"
)
def day_month(found: Found, scene: Scene) -> Answer:
    if found.before() in MONTHS or found.before() in ("$", "£", "€"):
        return None
    if found.word("month") == "may" and not found.words("year") and found.raw_after().islower():
        return None  # "the top 10 may ..." in capitals only; "on 4 May" stands before a stop
    return _dated(found, scene)


def _dated(found: Found, scene: Scene) -> Answer:
    month, word = MONTHS[found.word("month")], found.word("day")
    number = int(word) if word.isdigit() else ordinal_of(word)
    if not number or number > 31:
        return None
    return _in_year(month, number, found, scene)


def _in_year(month: int, day: int, found: Found, scene: Scene) -> Reading:
    """Resolve a day of a month in the year that is written, told ("next year") or meant."""
    if found.words("year"):
        return date_reading(day_of(year_of(found.words("year")) or 0, month, day))
    if found.words("rel"):
        if scene.published is None:
            return Reading("DATE", None)
        step = {"last": -1, "next": 1}.get(found.word("rel"), 0)
        return date_reading(day_of(scene.published.year + step, month, day))
    return Reading("DATE", scene.month_day(month, day, found.tense()))


@rule(
    f"{_WEEKDAY}?(?P<month>{{anymonth}})"
    "(?P<day>(?:{tens}{dash}?)?[{ordinal}{second}]|{spelled})" + f"{_YEAR}?"
)
def month_spelled_day(found: Found, scene: Scene) -> Answer:
    words = [word for word in found.words("day") if word != "-"]
    last = ordinal_of(words[-1]) or int(count_of(words[-1:]) or 0)
    number = last + int(count_of(words[:-1]) or 0)
    month = MONTHS[found.word("month")]
    if not 1 <= number <= 31 or found.before() == "in":  # "in April first brought"
        return None
    return _in_year(month, number, found, scene)


@rule(
    "(?P<first>(?P<month>{anymonth}){dot}?(?P<from>[{int}{nth}]))"
    "(?:[{dash}{and}{or}{to}{comma}]|{comma}{and})"
    "(?P<second>(?P<to>[{int}{nth}])(?!{percent}|{anyunits}|{slash}|_|{meridiem})"
    "(?:{comma}?(?P<year>{fourdigits}))?)"
)
def days_of_month(found: Found, scene: Scene) -> Answer:
    """ "April 24 and 25", "Oct. 21-23": two expressions with one month."""
    return _two_days(found, scene)


@rule(
    "(?P<first>(?P<from>[{int}{nth}]))(?:[{dash}{and}{or}{to}])"
    "(?P<second>(?P<to>[{int}{nth}])(?P<month>{anymonth})(?:{dot}(?={fourdigits}))?"
    "(?P<year>{fourdigits})?)"
)
def days_before_month(found: Found, scene: Scene) -> Answer:
    """ "21-23 October": two expressions with one month."""
    return _two_days(found, scene)


def _two_days(found: Found, scene: Scene) -> Answer:
    month = MONTHS[found.word("month")]
    days = [int(re.sub(r"\D", "", found.word(group))) for group in ("from", "to")]
    if not 1 <= days[0] < days[1] <= 31:
        return None
    if found.words("year"):
        written = [day_of(int(found.word("year")), month, day) for day in days]
        values = [day.isoformat() if day else None for day in written]
    else:
        values = [scene.month_day(month, day, found.tense()) for day in days]
    return [Reading("DATE", values[0], "first"), Reading("DATE", values[1], "second")]
