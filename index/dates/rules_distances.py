"""So far from today or from the story: "two months ago", "a year earlier", "three days later"."""

from __future__ import annotations

from index.dates.calendar import moved, unit_value
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import UNITS
from index.dates.numbers import count_of
from index.dates.rules_durations import duration_value
from index.dates.scene import Scene

RULES, rule = rules()

_VAGUE = frozenset(("few", "several", "many"))


@rule(
    "(?:{approx})?(?P<count>(?:{count}|{vague}|{a})(?:{more}|{trading})?(?:{or}{so})?)?"
    "(?P<unit>{unit}|{anyunits})(?:{or}(?:{so}|{count}))?"
    "(?P<way>{ago}|{earlier}|{later}|{before}(?![{last}{the}{a}{its}_]|{name}))"
)
def units_away(found: Found, scene: Scene) -> Answer:
    unit, way = UNITS[found.word("unit")], found.word("way")
    words = found.words("count")
    count = 2.0 if "couple" in words else count_of(words)
    if unit.startswith("T"):
        return Reading("TIME", None) if way == "ago" and count else None
    if not words and way != "ago":
        return None
    if count is None or not _VAGUE.isdisjoint(words) or count != int(count):
        return Reading("DATE", "PAST_REF") if way == "ago" else None
    if unit == "Y" and count == 1 and way != "later" and scene.quarter and not scene.by_year:
        return Reading("DATE", f"{scene.quarter[0] - 1:04d}-Q{scene.quarter[1]}")
    base = scene.published if way == "ago" else scene.day or scene.published
    steps = int(count) if way == "later" else -int(count)
    return Reading("DATE", unit_value(moved(base, unit, steps), "Y" if unit == "E" else unit))


@rule(
    "(?P<count>(?:{approx})?(?:{count}|{a}))(?P<unit>{unit}|{anyunits})(?P<way>[{before}{after}])"
)
def length_before(found: Found, scene: Scene) -> Answer:
    """ "Ten days before the shooting": the day of the shooting is not ours to know."""
    unit = UNITS[found.word("unit")]
    count = count_of(found.words("count"))
    return Reading("DURATION", duration_value(count, unit), "^way") if count else None


@rule("{the}?{year}{dash}?[{ago}{earlier}](?P<count>{count})(?P<unit>{anyunits})")
def length_of_year_earlier(found: Found, scene: Scene) -> Answer:
    count = count_of(found.words("count"))
    return Reading("DURATION", duration_value(count, UNITS[found.word("unit")]))


@rule("(?P<the>{the}?)(?P<old>{year}{dash}[{ago}{earlier}])")
def year_earlier(found: Found, scene: Scene) -> Answer:
    if scene.published is None:
        return Reading("DATE", None, "old")
    if scene.quarter:
        return Reading("DATE", f"{scene.quarter[0] - 1:04d}-Q{scene.quarter[1]}", "old")
    return Reading("DATE", f"{scene.published.year - 1:04d}", "old")
