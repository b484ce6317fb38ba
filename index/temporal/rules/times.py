"""Times of day: "10:35 a.m.", "9 a.m. EST Tuesday", "noon Saturday", "midnight"."""

from __future__ import annotations

import datetime as dt
import re

from index.english.calendar_words import WEEKDAYS
from index.temporal.calendar import day_value
from index.temporal.grammar import Interpretation, Resolution, RuleMatch, rules
from index.temporal.lexicon import DAY_PARTS
from index.temporal.reference import ReferenceContext
from index.temporal.rules.calendar_days import DATE_RULES

RULES, rule = rules()

_DAY = (
    "(?:{comma}?{on}?(?P<day>{weekday}|{today}|{yesterday}|{tomorrow}"
    "|(?:{anyweekday}{dot}?{comma}?)?{anymonth}{dot}?[{int}{nth}](?:{comma}?{fourdigits})?))?"
)
UNDATED = "T"
_NEAR_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


@rule(
    "(?P<time>[{clock}{int}])(?:(?P<half>{meridiem})|{oclock}|(?={zone})){zoned}?"
    "(?:{in}{the}(?P<part>{part}))?" + _DAY
)
def clock_time(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return _at(found, reference)


@rule("(?P<time>{int})(?P<half>)(?:{in}{the}|{at})(?P<part>{part})" + _DAY)
def hour_in_part(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return _at(found, reference)


@rule("(?P<time>{clock})(?P<half>)(?P<part>)(?!{dash}{name})" + _DAY)
def bare_clock(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return (
        _at(found, reference)
        if found.before() in ("at", "by", "until", "around", "about")
        else None
    )


@rule("(?P<time>[{noon}{midnight}]){zoned}?" + _DAY)
def noon(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    if found.before() == "high":
        return None
    clock = "24:00" if found.word("time") == "midnight" else "12:00"
    return _dated(found, reference, clock)


@rule("{mid}{dash}?(?P<part>{part})(?P<near>[{today}{yesterday}{tomorrow}])?")
def middle_of_part(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    day = _NEAR_DAYS.get(found.word("near"))
    value = reference.offset(day) if day is not None else day_value(reference.today())
    return Interpretation("TIME", f"{value}T{DAY_PARTS[found.word('part')]}" if value else None)


@rule("(?<={in}){the}(?P<part>{part})")
def in_the_part(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    day = day_value(reference.today())
    return Interpretation("TIME", f"{day}T{DAY_PARTS[found.word('part')]}" if day else None)


def _at(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    numbers = [int(number) for number in re.findall(r"\d+", found.word("time"))]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    half, part = found.word("half")[:1], found.word("part")
    if half and not 1 <= hour <= 12:
        return None
    if (half == "p" or part in ("afternoon", "evening", "night")) and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    return _dated(found, reference, f"{hour:02d}:{minute:02d}")


def _dated(found: RuleMatch, reference: ReferenceContext, clock: str) -> Interpretation:
    if not found.words("day"):
        return Interpretation("TIME", UNDATED + clock)
    day = _day_value(found, reference)
    return Interpretation("TIME", f"{day}T{clock}" if day else None)


def _day_value(found: RuleMatch, reference: ReferenceContext) -> str | None:
    """Resolve the day of the match with the rules for days."""
    word = found.word("day")
    if word in WEEKDAYS:
        return reference.weekday(WEEKDAYS[word], found.tense(near=True))
    if word in _NEAR_DAYS:
        return reference.offset(_NEAR_DAYS[word])
    start, end = found.match.span("day")
    for rule_of_day in DATE_RULES:
        match = rule_of_day.pattern.fullmatch(found.tokens.symbols, start, end)
        resolution = (
            rule_of_day.resolve(RuleMatch(found.tokens, match), reference) if match else None
        )
        if isinstance(resolution, Interpretation) and resolution.value:
            return resolution.value
    return None


def attach_day(value: str, day: dt.date | None) -> str | None:
    """Give a time without a day (``UNDATED``) its day."""
    return f"{day.isoformat()}{value}" if day else None
