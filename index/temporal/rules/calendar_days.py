"""Calendar days: "Oct. 21, 2025", "21st of October", "23/10/2025", holidays."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from index.english.calendar_words import MONTHS, WEEKDAYS
from index.temporal.calendar import (
    day_of,
    day_value,
    easter,
    nth_weekday,
    shift_days,
    week_value,
)
from index.temporal.grammar import Interpretation, Resolution, RuleMatch, rules
from index.temporal.lexicon import count_of, ordinal_of, words, year_of
from index.temporal.reference import ReferenceContext
from index.temporal.rules.months_and_years import counts_something
from index.temporal.tokens import OTHER

DATE_RULES, date_rule = rules()

_ATTACKS = frozenset(
    "attack attacks terror terrorist hijackers victim victims fund memorial commission".split()
)
_WEEKS = 5  # of a month, the last one cut short
_LAST_YEAR = 9999 - 1  # whose days can all be shifted by a few
_WEEKDAY = "(?:(?:{this}{coming}?|{the}|[{last}{next}])?{anyweekday}{dot}?{part}?{comma}?{the}?)"
_WRITTEN_YEAR = "(?P<year>{anyyear})(?![{dash}{slash}]{int})"
_YEAR = f"(?:{{comma}}?{{of}}?(?:{_WRITTEN_YEAR}|(?P<rel>[{{last}}{{next}}{{this}}]){{year}}))"


def date_interpretation(day: dt.date | None, group: str | None = None) -> Interpretation:
    """Return a day as an interpretation; None, for an impossible date, has no value."""
    return Interpretation("DATE", day_value(day), group)


@date_rule("{fraction}|(?:{anymonth}){dot}?{int}(?=[_{name}])")
def september_11(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Match the date that is known without a year."""
    words = found.tokens.words[found.start : found.end]
    if words == ["9/11"]:
        return date_interpretation(dt.date(2001, 9, 11))
    attacks = found.after() in _ATTACKS
    if words[0] in ("sept", "september") and words[-1] == "11" and attacks:
        return date_interpretation(dt.date(2001, 9, 11))
    return None


@date_rule("{isodate}")
def iso_date(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    word = found.tokens.words[found.start]
    year, month, day_number = (int(number) for number in re.split(r"[-/]", word[:10])[:3])
    day = day_of(year, month, day_number)
    if day is None:
        return None
    time = re.match(r"t([01]\d:[0-5]\d|2[0-3]:[0-5]\d)", word[10:])
    return Interpretation("TIME", f"{day}T{time[1].upper()}") if time else date_interpretation(day)


_A_WEEK = dt.timedelta(days=7)


@date_rule("{numericdate}")
def numeric_date(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Resolve a day and a month in numbers. Between dots the day is first; else their order is
    unknown, and the reading counts that is within a week of publication, or alone not after it.
    """
    word = found.tokens.words[found.start]
    first, second, year = (int(n) for n in re.split(r"[/.-]", word))
    if year < 100:
        year += 2000 if year < 70 else 1900
    days = {day for day in (day_of(year, first, second), day_of(year, second, first)) if day}
    if "." in word and (day := day_of(year, second, first)) is not None:
        days = {day}
    published = reference.published
    if len(days) > 1 and published is not None:
        near = {day for day in days if abs(day - published) <= _A_WEEK}
        days = near or {day for day in days if day <= published}
    return date_interpretation(days.pop()) if len(days) == 1 else Interpretation("DATE", None)


@date_rule(
    f"(?:{_WEEKDAY}|{{last}})?(?P<month>{{anymonth}}){{dot}}?(?P<day>[{{int}}{{nth}}])"
    f"(?![{{slash}}{{percent}}])(?P<tail>{_YEAR})?"
)
def month_day(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return _dated(found, reference)


@date_rule(
    f"{_WEEKDAY}?{{the}}?(?P<day>[{{int}}{{nth}}]|(?:{{tens}}{{dash}}?)?{{ordinal}}"
    "|(?:{tens}{dash}?{second}|{second}(?={of})))(?:{day}?{of})?"
    f"(?P<month>{{anymonth}})(?:{{dot}}(?={{fourdigits}}))?(?P<tail>{_YEAR})?"
)
def day_month(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    if found.before() in MONTHS or found.before() in ("$", "£", "€"):
        return None
    if "may" in found.written() and not found.words("year") and found.raw_after().islower():
        return None  # "the top 10 may win"
    return _dated(found, reference)


def _dated(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    number = _day_number(found.words("day"))
    return _in_year(MONTHS[found.word("month")], number, found, reference) if number else None


def _day_number(words: list[str]) -> int | None:
    """Return the day of a month in digits or words ("21", "21st", "twenty-first"), or None."""
    *tens, last = [word for word in words if word != "-"]
    number = int(last) if last.isdigit() else ordinal_of(last) or int(count_of([last]) or 0)
    number += int(count_of(tens) or 0)
    return number if 1 <= number <= 31 else None


def _in_year(month: int, day: int, found: RuleMatch, reference: ReferenceContext) -> Interpretation:
    """Resolve a day of a month in the year that is written, relative ("next year") or implied.

    A number behind it that counts something is not its year: "On Oct. 22, 2000 people protested".
    """
    if found.words("year") and counts_something(found, reference.published):
        return Interpretation("DATE", reference.month_day(month, day, found.tense()), "^tail")
    if found.words("year"):
        return date_interpretation(day_of(year_of(found.words("year")) or 0, month, day))
    if found.words("rel"):
        if reference.published is None:
            return Interpretation("DATE", None)
        step = {"last": -1, "next": 1}.get(found.word("rel"), 0)
        return date_interpretation(day_of(reference.published.year + step, month, day))
    return Interpretation("DATE", reference.month_day(month, day, found.tense()))


@date_rule(
    f"{_WEEKDAY}?(?P<month>{{anymonth}})"
    "(?P<day>(?:{tens}{dash}?)?[{ordinal}{second}]|{spelled})" + f"(?P<tail>{_YEAR})?"
)
def month_spelled_day(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    number = _day_number(found.words("day"))
    if number is None or found.before() == "in":  # "in April first brought"
        return None
    return _in_year(MONTHS[found.word("month")], number, found, reference)


@date_rule(
    "(?P<first>(?P<month>{anymonth}){dot}?(?P<from>[{int}{nth}]))"
    "(?:{comma}(?P<between>[{int}{nth}])(?={comma}?[{and}{or}]))?"
    "(?:[{dash}{and}{or}{to}]|{comma}(?=[{int}{nth}](?:[{comma}{and}{dash}{dot}{fourdigits}]|$))"
    "|{comma}{and})"
    "(?P<second>(?P<to>[{int}{nth}])(?!{percent}|{anyunits}|{slash}|{meridiem})"
    "(?:{comma}?(?P<year>{fourdigits}))?)"
)
def days_of_month(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Match "April 24 and 25", "Oct. 21-23", "Oct. 21, 22 and 23": expressions with one month.

    Behind a comma alone stands a count as well: "On Oct. 21, 25 Palestinians were killed".
    """
    pair = not (found.words("year") or found.words("between"))
    if pair and found.after().isalpha() and found.symbol_after() == OTHER:
        return None  # "on Oct. 21 and 25 people"
    return _days_of_one_month(found, reference)


@date_rule(
    "(?P<first>(?P<from>[{int}{nth}]))(?:{comma}(?P<between>[{int}{nth}])(?={comma}?[{and}{or}]))?"
    "(?:[{dash}{and}{or}{to}]|{comma}[{and}{or}])"
    "(?P<second>(?P<to>[{int}{nth}])(?P<month>{anymonth})(?:{dot}(?={fourdigits}))?"
    "(?P<year>{fourdigits})?)"
)
def days_before_month(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """ "21-23 October", "21, 22 and 23 October": expressions with one month."""
    return _days_of_one_month(found, reference)


def _days_of_one_month(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    month = MONTHS[found.word("month")]
    written = {"first": "from", "between": "between", "second": "to"}
    numbers = {
        span: int(re.sub(r"\D", "", found.word(group)))
        for span, group in written.items()
        if found.words(group)
    }
    days = list(numbers.values())
    if days != sorted(set(days)) or not 1 <= days[0] <= days[-1] <= 31:
        return None
    if found.words("year"):
        year = int(found.word("year"))
    else:
        nearest = reference.month_day(month, days[0], found.tense())
        year = int(nearest[:4]) if nearest else 0
    return [date_interpretation(day_of(year, month, day), span) for span, day in numbers.items()]


@date_rule(
    f"{{the}}?(?P<which>[{{ordinal}}{{second}}{{last}}{{nth}}])(?P<weekday>{{weekday}})"
    f"[{{of}}{{in}}](?P<month>{{anymonth}})(?P<tail>{_YEAR})?"
)
def weekday_of_month(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Match "the first Monday of September"."""
    which, month = found.word("which"), MONTHS[found.word("month")]
    number = -1 if which == "last" else ordinal_of(which) or 0
    weekday = WEEKDAYS[found.word("weekday")]
    if not -1 <= number <= _WEEKS or not number:
        return None
    if found.words("year"):
        return _nth_of(year_of(found.words("year")) or 0, month, weekday, number)
    published = reference.published
    if published is None:
        return Interpretation("DATE", None)
    if found.words("rel"):
        step = {"last": -1, "next": 1}.get(found.word("rel"), 0)
        return _nth_of(published.year + step, month, weekday, number)
    years = range(max(published.year - 1, 1), min(published.year + 1, _LAST_YEAR) + 1)
    days = [nth_weekday(year, month, weekday, number) for year in years]
    there = [day for day in days if day.month == month]
    return date_interpretation(reference.nearest(there, found.tense()))


def _nth_of(year: int, month: int, weekday: int, number: int) -> Interpretation:
    day = nth_weekday(year, month, weekday, number) if 1 <= year <= _LAST_YEAR else None
    return date_interpretation(day if day and day.month == month else None)


HOLIDAY_RULES, holiday_rule = rules()


def _election_day(year: int) -> dt.date:
    """Return the Tuesday after the first Monday of November (United States)."""
    return nth_weekday(year, 11, 0, 1) + dt.timedelta(days=1)


_DAYS: dict[str, Callable[[int], dt.date]] = {
    "christmas": lambda year: dt.date(year, 12, 25),
    "christmas day": lambda year: dt.date(year, 12, 25),
    "christmas eve": lambda year: dt.date(year, 12, 24),
    "new year's day": lambda year: dt.date(year, 1, 1),
    "new year's eve": lambda year: dt.date(year, 12, 31),
    "thanksgiving": lambda year: nth_weekday(year, 11, 3, 4),
    "thanksgiving day": lambda year: nth_weekday(year, 11, 3, 4),
    "easter": easter,
    "easter sunday": easter,
    "easter monday": lambda year: easter(year) + dt.timedelta(days=1),
    "good friday": lambda year: easter(year) - dt.timedelta(days=2),
    "halloween": lambda year: dt.date(year, 10, 31),
    "election day": _election_day,
    "labor day": lambda year: nth_weekday(year, 9, 0, 1),
    "memorial day": lambda year: nth_weekday(year, 5, 0, -1),
    "columbus day": lambda year: nth_weekday(year, 10, 0, 2),
    "independence day": lambda year: dt.date(year, 7, 4),
    "veterans day": lambda year: dt.date(year, 11, 11),
    "armistice day": lambda year: dt.date(year, 11, 11),
    "valentine's day": lambda year: dt.date(year, 2, 14),
    "boxing day": lambda year: dt.date(year, 12, 26),
}

# "Lit up like a Christmas tree" is not about the day.
_OF_A_HOLIDAY = words(
    "tree trees party parties card cards lights shopping present presents gift gifts dinner market "
    "list carol carols bonus story song songs egg eggs bunny turkey decorations stocking stockings"
)


@holiday_rule(
    "(?:{the}?{day}(?P<side>[{before}{after}]))?"
    "(?P<which>[{last}{next}{this}]|{this}[{past}{coming}])?"
    "(?P<name>{christmas}[{day}{eve}]?|{new}{year}{possessive}[{day}{eve}]|{thanksgiving}{day}?"
    "|{easter}{weekday}?|{good}{weekday}|{holiday}|{holidayname}{possessive}?{day})"
    "(?P<week>{week})?(?:[{comma}{in}]?(?P<year>{fourdigits}))?"
)
def holiday(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    name = found.word("name").replace(" 's", "'s").replace(" ’s", "'s")
    on_day = _DAYS.get(name)
    if on_day is None:
        return None
    if found.after() in _OF_A_HOLIDAY or (name == "easter" and found.raw_after() == "Island"):
        return None
    if not found.tokens.text[found.tokens.starts[found.match.start("name")]].isupper():
        return None
    day = _choose(on_day, found, reference)
    if day is not None and found.word("side"):
        day = shift_days(day, 1 if found.word("side") == "after" else -1)
    if day is None:
        return Interpretation("DATE", None)
    return Interpretation("DATE", week_value(day) if found.word("week") else day.isoformat())


def _choose(
    on_day: Callable[[int], dt.date], found: RuleMatch, reference: ReferenceContext
) -> dt.date | None:
    if found.word("year"):
        return on_day(int(found.word("year")))
    now = reference.published
    if now is None:
        return on_day(reference.day.year) if reference.day else None
    which, tense = found.word("which"), found.tense()
    days = [on_day(year) for year in range(max(now.year - 1, 1), min(now.year + 1, 9999) + 1)]
    if which.endswith(("last", "past")):
        return max((day for day in days if day <= now), default=None)
    if which:
        return min((day for day in days if day >= now), default=None)
    return reference.nearest(days, tense)
