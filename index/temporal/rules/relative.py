"""Relative expressions: "yesterday", "last week", "on Friday", "two months ago", "now"."""

from __future__ import annotations

import datetime as dt
import re

from index.english.calendar_words import MONTHS, WEEKDAYS
from index.temporal.calendar import day_value, shift_days, shift_units, unit_value
from index.temporal.grammar import Interpretation, Resolution, RuleMatch, rules
from index.temporal.lexicon import DAY_PARTS, UNITS, count_of, words
from index.temporal.reference import ReferenceContext
from index.temporal.rules.durations import duration_value
from index.temporal.tense import FUTURE, PAST

DAY_RULES, day_rule = rules()

_WHEN = "(?:[{early}{late}{earlier}{later}]|{mid}{dash}?)?"


def day_part_interpretation(value: str | None, part: str) -> Interpretation:
    """Return a day, or its morning, night, ..., as an interpretation; ``value`` is YYYY-MM-DD."""
    if part not in DAY_PARTS:
        return Interpretation("DATE", value)
    return Interpretation("TIME", f"{value}T{DAY_PARTS[part]}" if value else None)


@day_rule(_WHEN + "(?P<word>[{today}{yesterday}{tomorrow}])(?P<part>{part})?")
def today_or_adjacent(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    days = {"today": 0, "yesterday": -1, "tomorrow": 1}[found.word("word")]
    return day_part_interpretation(reference.offset(days), found.word("part"))


@day_rule("{the}?{day}(?:(?P<back>{before}{yesterday})|{after}{tomorrow})")
def two_days_away(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return Interpretation("DATE", reference.offset(-2 if found.words("back") else 2))


@day_rule("[{tonight}{overnight}]")
def tonight(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    named = found.after(2) if found.after() == "on" else found.after()
    if not WEEKDAYS.keys().isdisjoint((named, found.before())):
        return None  # "overnight on Monday": another night
    return day_part_interpretation(reference.offset(0), "night")


@day_rule(_WHEN + "(?P<which>[{last}{this}])(?P<part>{part})")
def this_morning(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    days = -1 if found.word("which") == "last" else 0
    return day_part_interpretation(reference.offset(days), found.word("part"))


@day_rule("{the}(?P<which>{next}|{following}|{previous}|{same})(?P<part>{day}|{part})")
def adjacent_day_in_story(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    step = {"next": 1, "following": 1, "same": 0}.get(found.word("which"), -1)
    day = reference.day
    if day is None and step < 0:
        day = reference.published
    return day_part_interpretation(
        day_value(shift_days(day, step) if day else None), found.word("part")
    )


@day_rule("{the}{day}(?P<side>[{before}{after}])(?=[{dot}{comma}]|$)")
def day_before_or_after_in_story(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    step = -1 if found.word("side") == "before" else 1
    day = reference.day or (reference.published if step < 0 else None)
    return Interpretation("DATE", day_value(shift_days(day, step) if day else None))


@day_rule("[{earlier}{later}]?{that}{same}?(?P<part>{day}|{part})|{same}{day}")
def that_day(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return day_part_interpretation(day_value(reference.day), found.word("part"))


@day_rule("(?<=[{earlier}{later}{late}{early}]{in})(?P<day>{the}{day})")
def in_the_day(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return Interpretation("DATE", day_value(reference.today()))


DISTANCE_RULES, distance_rule = rules()

_VAGUE = frozenset(("few", "several", "many"))


@distance_rule(
    "(?:{approx})?(?P<count>(?:{count}|{vague}|{a})(?:{more}|{trading})?(?:{or}{so})?)?"
    "(?P<unit>{unit}|{anyunits})(?:{or}(?:{so}|{count}))?"
    "(?P<way>{ago}|{earlier}|{later}|{before}(?![{last}{the}{a}{its}_]|{name}))"
)
def units_away(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    unit, way = UNITS[found.word("unit")], found.word("way")
    words = found.words("count")
    count = 2.0 if "couple" in words else count_of(words)
    if unit.startswith("T"):
        return Interpretation("TIME", None) if way == "ago" and count else None
    if not words and way != "ago":
        return None
    if count is None or not _VAGUE.isdisjoint(words) or count != int(count):
        return Interpretation("DATE", "PAST_REF") if way == "ago" else None
    if (
        unit == "Y"
        and count == 1
        and way != "later"
        and reference.quarter
        and not reference.by_year
    ):
        return Interpretation("DATE", f"{reference.quarter[0] - 1:04d}-Q{reference.quarter[1]}")
    base = reference.published if way == "ago" else reference.day or reference.published
    steps = int(count) if way == "later" else -int(count)
    return Interpretation(
        "DATE", unit_value(shift_units(base, unit, steps), "Y" if unit == "E" else unit)
    )


@distance_rule(
    "(?P<count>(?:{approx})?(?:{count}|{a}))(?P<unit>{unit}|{anyunits})(?P<way>[{before}{after}])"
)
def length_before(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Match "ten days before the shooting": a duration, because that day is unknown."""
    unit = UNITS[found.word("unit")]
    count = count_of(found.words("count"))
    return Interpretation("DURATION", duration_value(count, unit), "^way") if count else None


@distance_rule("{the}?{year}{dash}?[{ago}{earlier}](?P<count>{count})(?P<unit>{anyunits})")
def length_of_year_earlier(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    count = count_of(found.words("count"))
    return Interpretation("DURATION", duration_value(count, UNITS[found.word("unit")]))


@distance_rule("(?P<the>{the}?)(?P<old>{year}{dash}[{ago}{earlier}])")
def year_earlier(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    if reference.published is None:
        return Interpretation("DATE", None, "old")
    if reference.quarter:
        return Interpretation(
            "DATE", f"{reference.quarter[0] - 1:04d}-Q{reference.quarter[1]}", "old"
        )
    return Interpretation("DATE", f"{reference.published.year - 1:04d}", "old")


REFERENCE_RULES, reference_rule = rules()


@reference_rule("{right}?{now}|{currently}|{these}{units}|{at}(?P<present>{present})|{current}")
def present(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    words = found.tokens.words[found.start : found.end]
    if words[0] == "those" or (
        len(words) > 1 and words[1] not in ("days", "now", "present", "right")
    ):
        return None
    if words == ["current"] and found.before() not in ("the", "its", "their", "his", "our"):
        return None
    return Interpretation("DATE", "PRESENT_REF", "present" if found.words("present") else None)


@reference_rule("{more}?{recently}|{the}{past}(?![_])")
def past(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return Interpretation("DATE", "PAST_REF")


@reference_rule("{the}(?:{near}?{future}|[{near}{short}]{dash}?{term})|{future}{units}")
def future(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return Interpretation("DATE", "FUTURE_REF")


@reference_rule("{the}?(?P<which>{recent}|{coming}|{past})(?P<unit>{units})(?:[{and}{or}]{units})?")
def recent_units(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Match "recent weeks": a point in time, not a duration."""
    return Interpretation("DATE", "FUTURE_REF" if "ing" in found.word("which") else "PAST_REF")


UNIT_RULES, unit_rule = rules()

_STEPS = {"last": -1, "past": -1, "latest": -1, "next": 1, "coming": 1, "upcoming": 1}
_STORY_STEPS = {"that": 0, "same": 0, "following": 1, "next": 1}
_STORY = ("previous", "preceding", "prior", "following", "that", "same")


@unit_rule(
    "(?:(?:{edge}|{when}){the}?|[{early}{later}{earlier}]{in})?"
    "(?P<which>[{last}{next}{this}{current}{coming}]"
    "|{the}[{last}{next}{past}{previous}{following}{coming}{current}{same}{latest}]"
    "|{this}[{past}{coming}{current}]|{that}{same}?|{its}{current})"
    "(?:{full}|[{fiscal}{financial}])?(?P<unit>{calendarunit})(?:{or}{so})?"
)
def relative_unit(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    unit, which = UNITS[found.word("unit")], found.words("which")
    word = which[-1]
    if word in _STORY or which == ["the", "next"]:
        return _unit_in_story(unit, word, reference)
    if unit in ("E", "C", "L") and word != "this" and which[0] != "next":
        return _past_span(unit, which)
    if reference.published is None:
        return Interpretation("DATE", None)
    if unit == "Q" and word == "latest" and reference.quarter:
        return Interpretation("DATE", "{}-Q{}".format(*reference.quarter))
    return Interpretation(
        "DATE", unit_value(shift_units(reference.published, unit, _STEPS.get(word, 0)), unit)
    )


def _past_span(unit: str, which: list[str]) -> Interpretation | None:
    years = {"E": 10, "C": 100, "L": 1000}[unit]
    return None if which[-1] == "current" else Interpretation("DURATION", f"P{years}Y")


def _unit_in_story(unit: str, word: str, reference: ReferenceContext) -> Interpretation:
    """Resolve "the following month" from the last day, month or year that was named."""
    coarse = reference.span is not None and unit in ("M", "Q", "Y")
    day = reference.span[1] if coarse and reference.span else reference.day
    if day is None and word not in ("following", "that", "same"):
        day = reference.published
    return Interpretation(
        "DATE", unit_value(shift_units(day, unit, _STORY_STEPS.get(word, -1)), unit)
    )


@unit_rule("{the}(?P<unit>{week}|{weekend}){of}(?P<month>{anymonth}){dot}?(?P<day>{int})")
def week_of_day(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    number = int(found.word("day"))
    value = reference.month_day(MONTHS[found.word("month")], number, found.tense())
    day = dt.date.fromisoformat(value) if value else None
    return Interpretation("DATE", unit_value(day, UNITS[found.word("unit")]))


@unit_rule(
    "(?P<edge>{edge}|[{early}{late}{earlier}{later}]{in})?{the}(?:[{fiscal}{financial}]|{full})?"
    "(?P<unit>{weekend}|{year}|{week}|{monthunit})(?P<s>{possessive})?"
)
def current_unit(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    unit = UNITS[found.word("unit")]
    if unit == "Y" and found.after() in ("ended", "ending", "ends", "to"):
        return Interpretation("DURATION", "P1Y")
    if found.after() in ("before", "after", "that", "when", "-"):
        return None
    certain = found.words("edge") or found.words("s") or found.before() == "for"
    if unit in ("W", "M") and not certain:
        return None
    if reference.published is None:
        return Interpretation("DATE", None)
    if unit == "WE":
        past_weekend = reference.published.weekday() < 5 and found.tense() != FUTURE
        return Interpretation(
            "DATE",
            unit_value(shift_units(reference.published, "W", -1 if past_weekend else 0), "WE"),
        )
    return Interpretation("DATE", unit_value(reference.published, unit))


@unit_rule(
    "{around}?(?P<dash>{year}{dash}{end})|(?P<late>{around}?{year}{possessive}?{end})".replace(
        "{around}", "{about}"
    )
)
def year_end(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    if reference.published is None:
        return Interpretation("DATE", None)
    year = reference.published.year - (found.before() == "since")
    return Interpretation("DATE", f"{year:04d}-12-31")


WEEKDAY_RULES, weekday_rule = rules()

# Names with a weekday in them that are not a day of this story.
_NAMES_BEFORE = words("black bloody ash super palm ruby maundy sheffield")
_NAMES_AFTER = words(
    "Times Telegraph Mirror Herald Express Mail Post Tribune Live Night Football Review"
)
_BACK = ("previous", "preceding", "prior")


@weekday_rule(
    "(?:[{early}{late}{earlier}{later}]{on}?)?"
    "(?P<which>{this}[{past}{coming}{last}]|{the}[{previous}{following}{coming}{same}]"
    "|[{last}{next}{this}{past}{coming}])?"
    "(?P<day>{weekday}|{shortweekday}{dot})(?P<part>{part})?"
)
def weekday(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Match a weekday. A part of the day ("Friday night") is in the span, but not in the value:

    TimeBank's annotators mostly give the day alone, and disagree about the part if they do not.
    """
    name = found.words("day")[0]
    if found.before() in _NAMES_BEFORE or found.raw_after() in _NAMES_AFTER:
        return None
    if found.words("which") == ["last"] and found.before() == "the" and found.after() == "of":
        return None  # "the last Tuesday of the month"
    if name != found.word("day") and not _is_short_day(found):
        return None
    return Interpretation(
        "DATE", weekday_value(WEEKDAYS[name], found.words("which"), found, reference)
    )


@weekday_rule(
    "(?P<day>{weekday})(?P<part>{part})?"
    "(?:{of}?(?P<which>[{last}{next}{this}]){week}(?!{possessive})|(?P<ago>{a}{week}{ago}))"
)
def weekday_of_week(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    """Match "Monday last week", "Friday of next week" and "Monday a week ago"."""
    published, weekday = reference.published, WEEKDAYS[found.word("day")]
    if published is None:
        return Interpretation("DATE", None)
    if found.words("ago"):
        return Interpretation("DATE", reference.offset(-7 - (published.weekday() - weekday) % 7))
    step = {"last": -7, "next": 7}.get(found.word("which"), 0)
    return Interpretation("DATE", reference.offset(step + weekday - published.weekday()))


def _is_short_day(found: RuleMatch) -> bool:
    """Return whether "Sat." is Saturday: a date follows, or a preposition precedes it."""
    cue = found.before() in ("on", "until", "by", "through", "since", "m.", "p.m.", "a.m.")
    follows = found.after() in MONTHS or found.after().isdigit()
    return bool(found.words("which")) or cue or follows


def weekday_value(
    weekday: int, which: list[str], found: RuleMatch, reference: ReferenceContext
) -> str | None:
    """Resolve a weekday (Monday is 0) by the words before it and the tense of its clause."""
    word = which[-1] if which else ""
    if word in _BACK or word == "following":
        return _in_story(weekday, word, reference)
    usually = not word and found.before() == "a" and found.before(2) == "on"
    if reference.published is None or usually:  # "on a Saturday": not a particular one
        return None
    ahead = (weekday - reference.published.weekday() - 1) % 7 + 1
    if word in ("last", "past"):
        return reference.offset(-7 if ahead == 7 else ahead - 7)
    if word in ("coming", "upcoming"):
        return reference.offset(ahead)
    if word == "next":  # the one of the next week, as against "this Friday"
        return reference.offset(7 - reference.published.weekday() + weekday)
    tense = found.tense(near=True)
    return reference.weekday(weekday, tense if word != "this" or tense == PAST else FUTURE)


def _in_story(weekday: int, word: str, reference: ReferenceContext) -> str | None:
    day = reference.day or reference.published
    if day is None:
        return None
    if word in _BACK:
        days = -((day.weekday() - weekday - 1) % 7 + 1)
    else:
        days = (weekday - day.weekday() - 1) % 7 + 1
    shifted = shift_days(day, days)
    return day_value(shifted)


@weekday_rule(
    "{the}?{day}(?P<side>[{before}{after}])"
    "(?P<anchor>[{last}{next}]?{weekday}|{anymonth}{dot}?[{int}{nth}])"
)
def day_before_or_after(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    anchor = found.words("anchor")
    if anchor[-1] in WEEKDAYS:
        value = weekday_value(WEEKDAYS[anchor[-1]], anchor[:-1], found, reference)
    else:
        number = int(re.sub(r"\D", "", anchor[-1]))
        value = reference.month_day(MONTHS[anchor[0]], number, found.tense())
    step = -1 if found.word("side") == "before" else 1
    shifted = shift_days(dt.date.fromisoformat(value), step) if value else None
    return Interpretation("DATE", day_value(shifted))


@weekday_rule(
    "(?P<day>{weekdays})(?P<part>[{part}{parts}])?|{each}(?P<each>{weekday})(?P<eachpart>{part})?"
    "|(?P<nights>{weekday})(?P<nightpart>{parts})"
)
def every_weekday(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    name = found.word("day") or found.word("each") or found.word("nights")
    part = found.word("part") or found.word("eachpart") or found.word("nightpart")
    value = f"XXXX-WXX-{WEEKDAYS[name] + 1}"
    return Interpretation("SET", value + (f"T{DAY_PARTS[part]}" if part else ""))
