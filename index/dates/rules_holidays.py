"""Holidays that news dates things by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from index.dates.calendar import easter, nth_weekday, week_value
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import words
from index.dates.scene import Scene

RULES, rule = rules()


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

# "Lit up like a Christmas tree": a thing, whatever the day.
_OF_A_HOLIDAY = words(
    "tree trees party parties card cards lights shopping present presents gift gifts dinner market "
    "list carol carols bonus story song songs egg eggs bunny turkey decorations stocking stockings"
)


@rule(
    "(?:{the}?{day}(?P<side>[{before}{after}]))?"
    "(?P<which>[{last}{next}{this}]|{this}[{past}{coming}])?"
    "(?P<name>{christmas}[{day}{eve}]?|{new}{year}{possessive}[{day}{eve}]|{thanksgiving}{day}?"
    "|{easter}{weekday}?|{good}{weekday}|{holiday}|{holidayname}{possessive}?{day})"
    "(?P<week>{week})?(?:[{comma}{in}]?(?P<year>{fourdigits}))?"
)
def holiday(found: Found, scene: Scene) -> Answer:
    name = found.word("name").replace(" 's", "'s").replace(" ’s", "'s")
    on_day = _DAYS.get(name)
    if on_day is None or (name == "good friday" and found.raw_after().islower() is None):
        return None
    if found.after() in _OF_A_HOLIDAY or (name == "easter" and found.raw_after() == "Island"):
        return None
    if not found.tokens.text[found.tokens.starts[found.match.start("name")]].isupper():
        return None
    day = _choose(on_day, found, scene)
    if day is None:
        return Reading("DATE", None)
    if found.word("side"):
        day += dt.timedelta(days=1 if found.word("side") == "after" else -1)
    return Reading("DATE", week_value(day) if found.word("week") else day.isoformat())


def _choose(on_day: Callable[[int], dt.date], found: Found, scene: Scene) -> dt.date | None:
    if found.word("year"):
        return on_day(int(found.word("year")))
    now = scene.published
    if now is None:
        return on_day(scene.day.year) if scene.day else None
    which, tense = found.word("which"), found.tense()
    days = [on_day(year) for year in range(max(now.year - 1, 1), min(now.year + 1, 9999) + 1)]
    if which.endswith(("last", "past")):
        return max((day for day in days if day <= now), default=None)
    if which:
        return min((day for day in days if day >= now), default=None)
    return scene.nearest(days, tense)
