"""Weeks, months, years told from today or from the story: "last week", "the following year"."""

from __future__ import annotations

import datetime as dt

from index.dates.calendar import moved, unit_value
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import MONTHS, UNITS
from index.dates.scene import Scene
from index.dates.tense import FUTURE

RULES, rule = rules()

_STEPS = {"last": -1, "past": -1, "latest": -1, "next": 1, "coming": 1, "upcoming": 1}
_STORY_STEPS = {"that": 0, "same": 0, "following": 1, "next": 1}
_STORY = ("previous", "preceding", "prior", "following", "that", "same")


@rule(
    "(?:(?:{edge}|{when}){the}?|[{early}{later}{earlier}]{in})?"
    "(?P<which>[{last}{next}{this}{current}{coming}]"
    "|{the}[{last}{next}{past}{previous}{following}{coming}{current}{same}{latest}]"
    "|{this}[{past}{coming}{current}]|{that}{same}?|{its}{current})"
    "(?:{full}|[{fiscal}{financial}])?(?P<unit>{calendarunit})(?:{or}{so})?"
)
def near_unit(found: Found, scene: Scene) -> Answer:
    unit, which = UNITS[found.word("unit")], found.words("which")
    word = which[-1]
    if word in _STORY or which == ["the", "next"]:
        return _unit_in_story(unit, word, scene)
    if unit in ("E", "C", "L") and word != "this" and which[0] != "next":
        return _length(unit, which)
    if scene.published is None:
        return Reading("DATE", None)
    if unit == "Q" and word == "latest" and scene.quarter:
        return Reading("DATE", "{}-Q{}".format(*scene.quarter))
    return Reading("DATE", unit_value(moved(scene.published, unit, _STEPS.get(word, 0)), unit))


def _length(unit: str, which: list[str]) -> Reading | None:
    years = {"E": 10, "C": 100, "L": 1000}[unit]
    return None if which[-1] == "current" else Reading("DURATION", f"P{years}Y")


def _unit_in_story(unit: str, word: str, scene: Scene) -> Reading:
    """Tell "the following month" from the last day, month or year that was named."""
    coarse = scene.span is not None and unit in ("M", "Q", "Y")
    day = scene.span[1] if coarse and scene.span else scene.day
    if day is None and word not in ("following", "that", "same"):
        day = scene.published
    return Reading("DATE", unit_value(moved(day, unit, _STORY_STEPS.get(word, -1)), unit))


@rule("{the}(?P<unit>{week}|{weekend}){of}(?P<month>{anymonth}){dot}?(?P<day>{int})")
def week_of_day(found: Found, scene: Scene) -> Answer:
    number = int(found.word("day"))
    value = scene.month_day(MONTHS[found.word("month")], number, found.tense())
    day = dt.date.fromisoformat(value) if value else None
    return Reading("DATE", unit_value(day, UNITS[found.word("unit")]))


@rule(
    "(?P<edge>{edge}|[{early}{late}{earlier}{later}]{in})?{the}(?:[{fiscal}{financial}]|{full})?"
    "(?P<unit>{weekend}|{year}|{week}|{monthunit})(?P<s>{possessive})?"
)
def the_unit(found: Found, scene: Scene) -> Answer:
    unit = UNITS[found.word("unit")]
    if unit == "Y" and found.after() in ("ended", "ending", "ends", "to"):
        return Reading("DURATION", "P1Y")
    if found.after() in ("before", "after", "that", "when", "-"):
        return None
    told = found.words("edge") or found.words("s") or found.before() == "for"
    if unit in ("W", "M") and not told:
        return None
    if scene.published is None:
        return Reading("DATE", None)
    if unit == "WE":
        gone = scene.published.weekday() < 5 and found.tense() != FUTURE
        return Reading("DATE", unit_value(moved(scene.published, "W", -1 if gone else 0), "WE"))
    return Reading("DATE", unit_value(scene.published, unit))


@rule(
    "{around}?(?P<dash>{year}{dash}{end})|(?P<late>{around}?{year}{possessive}?{end})".replace(
        "{around}", "{about}"
    )
)
def year_end(found: Found, scene: Scene) -> Answer:
    if scene.published is None:
        return Reading("DATE", None)
    year = scene.published.year - (found.before() == "since")
    return Reading("DATE", f"{year:04d}-12-31")
