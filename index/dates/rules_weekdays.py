"""Days told by their weekday: "Friday", "last Friday", "the previous Friday", "Mondays"."""

from __future__ import annotations

import datetime as dt
import re

from index.dates.calendar import shift_days
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import DAY_PARTS, MONTHS, WEEKDAYS, words
from index.dates.scene import Scene
from index.dates.tense import FUTURE, PAST

RULES, rule = rules()

# Names that are made with a weekday and are no day of this story.
_NAMES_BEFORE = words("black bloody ash super palm ruby maundy sheffield")
_NAMES_AFTER = words(
    "Times Telegraph Mirror Herald Express Mail Post Tribune Live Night Football Review"
)
_BACK = ("previous", "preceding", "prior")


@rule(
    "(?:[{early}{late}{earlier}{later}]{on}?)?"
    "(?P<which>{this}[{past}{coming}{last}]|{the}[{previous}{following}{coming}{same}]"
    "|[{last}{next}{this}{past}{coming}])?"
    "(?P<day>{weekday}|{shortweekday}{dot})(?P<part>{part})?"
)
def weekday(found: Found, scene: Scene) -> Answer:
    """A part of a named day ("Friday night") is in the span, not in the value.

    TimeBank's annotators mostly give the day alone, and differ over the part when they do not.
    """
    name = found.words("day")[0]
    if found.before() in _NAMES_BEFORE or found.raw_after() in _NAMES_AFTER:
        return None
    if found.words("which") == ["last"] and found.before() == "the" and found.after() == "of":
        return None  # "the last Tuesday of the month"
    if name != found.word("day") and not _is_short_day(found):
        return None
    return Reading("DATE", weekday_value(WEEKDAYS[name], found.words("which"), found, scene))


def _is_short_day(found: Found) -> bool:
    """Whether "Sat." is Saturday: a date or a comma follows, or a preposition stands before."""
    cue = found.before() in ("on", "until", "by", "through", "since", "m.", "p.m.", "a.m.")
    follows = found.after() in MONTHS or found.after().isdigit()
    return bool(found.words("which")) or cue or follows


def weekday_value(weekday: int, which: list[str], found: Found, scene: Scene) -> str | None:
    """Resolve a weekday (Monday is 0) with the words before it, by the tense of its clause."""
    word = which[-1] if which else ""
    if word in _BACK or word == "following":
        return _in_story(weekday, word, scene)
    usually = not word and found.before() == "a" and found.before(2) == "on"
    if scene.published is None or usually:  # "on a Saturday": no certain one
        return None
    ahead = (weekday - scene.published.weekday() - 1) % 7 + 1
    if word in ("last", "past"):
        return scene.offset(-7 if ahead == 7 else ahead - 7)
    if word in ("coming", "upcoming"):
        return scene.offset(ahead)
    if word == "next":  # the one of the next week, as against "this Friday"
        return scene.offset(7 - scene.published.weekday() + weekday)
    tense = found.tense(near=True)
    return scene.weekday(weekday, tense if word != "this" or tense == PAST else FUTURE)


def _in_story(weekday: int, word: str, scene: Scene) -> str | None:
    day = scene.day or scene.published
    if day is None:
        return None
    if word in _BACK:
        days = -((day.weekday() - weekday - 1) % 7 + 1)
    else:
        days = (weekday - day.weekday() - 1) % 7 + 1
    moved = shift_days(day, days)
    return moved.isoformat() if moved else None


@rule(
    "{the}?{day}(?P<side>[{before}{after}])"
    "(?P<anchor>[{last}{next}]?{weekday}|{anymonth}{dot}?[{int}{nth}])"
)
def day_beside(found: Found, scene: Scene) -> Answer:
    anchor = found.words("anchor")
    if anchor[-1] in WEEKDAYS:
        value = weekday_value(WEEKDAYS[anchor[-1]], anchor[:-1], found, scene)
    else:
        number = int(re.sub(r"\D", "", anchor[-1]))
        value = scene.month_day(MONTHS[anchor[0]], number, found.tense())
    step = -1 if found.word("side") == "before" else 1
    moved = shift_days(dt.date.fromisoformat(value), step) if value else None
    return Reading("DATE", moved.isoformat() if moved else None)


@rule(
    "(?P<day>{weekdays})(?P<part>[{part}{parts}])?|{each}(?P<each>{weekday})(?P<eachpart>{part})?"
    "|(?P<nights>{weekday})(?P<nightpart>{parts})"
)
def every_weekday(found: Found, scene: Scene) -> Answer:
    name = found.word("day") or found.word("each") or found.word("nights")
    part = found.word("part") or found.word("eachpart") or found.word("nightpart")
    value = f"XXXX-WXX-{WEEKDAYS[name] + 1}"
    return Reading("SET", value + (f"T{DAY_PARTS[part]}" if part else ""))
