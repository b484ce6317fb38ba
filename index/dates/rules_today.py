"""Days told from today or from the story: "yesterday", "this morning", "the next day"."""

from __future__ import annotations

import datetime as dt

from index.dates.calendar import shift_days
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import DAY_PARTS
from index.dates.scene import Scene

RULES, rule = rules()

_WHEN = "(?:[{early}{late}{earlier}{later}]|{mid}{dash}?)?"


def part_reading(value: str | None, part: str) -> Reading:
    """Return the reading of a day, or of its morning, night ...; ``value`` is YYYY-MM-DD."""
    if part not in DAY_PARTS:
        return Reading("DATE", value)
    return Reading("TIME", f"{value}T{DAY_PARTS[part]}" if value else None)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@rule(_WHEN + "(?P<word>[{today}{yesterday}{tomorrow}])(?P<part>{part})?")
def near_day(found: Found, scene: Scene) -> Answer:
    days = {"today": 0, "yesterday": -1, "tomorrow": 1}[found.word("word")]
    return part_reading(scene.offset(days), found.word("part"))


@rule("{the}?{day}(?:(?P<back>{before}{yesterday})|{after}{tomorrow})")
def two_days_off(found: Found, scene: Scene) -> Answer:
    return Reading("DATE", scene.offset(-2 if found.words("back") else 2))


@rule("[{tonight}{overnight}]")
def tonight(found: Found, scene: Scene) -> Answer:
    return part_reading(scene.offset(0), "night")


@rule(_WHEN + "(?P<which>[{last}{this}])(?P<part>{part})")
def this_morning(found: Found, scene: Scene) -> Answer:
    days = -1 if found.word("which") == "last" else 0
    return part_reading(scene.offset(days), found.word("part"))


@rule("{the}(?P<which>{next}|{following}|{previous}|{same})(?P<part>{day}|{part})")
def day_in_story(found: Found, scene: Scene) -> Answer:
    step = {"next": 1, "following": 1, "same": 0}.get(found.word("which"), -1)
    day = scene.day
    if day is None and step < 0:
        day = scene.published
    return part_reading(_iso(shift_days(day, step) if day else None), found.word("part"))


@rule("{the}{day}(?P<side>[{before}{after}])(?=[{dot}{comma}]|$)")
def day_beside_story(found: Found, scene: Scene) -> Answer:
    step = -1 if found.word("side") == "before" else 1
    day = scene.day or (scene.published if step < 0 else None)
    return Reading("DATE", _iso(shift_days(day, step) if day else None))


@rule("[{earlier}{later}]?{that}{same}?(?P<part>{day}|{part})|{same}{day}")
def that_day(found: Found, scene: Scene) -> Answer:
    return part_reading(_iso(scene.day), found.word("part"))


@rule("(?<=[{earlier}{later}{late}{early}]{in})(?P<day>{the}{day})")
def in_the_day(found: Found, scene: Scene) -> Answer:
    return Reading("DATE", _iso(scene.today()))
