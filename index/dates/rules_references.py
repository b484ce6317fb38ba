"""Present, past and future without a date: "now", "recently", "the near future"."""

from __future__ import annotations

from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.scene import Scene

RULES, rule = rules()


@rule("{right}?{now}|{currently}|{these}{units}|{at}(?P<present>{present})|{current}")
def present(found: Found, scene: Scene) -> Answer:
    words = found.tokens.words[found.start : found.end]
    if words[0] == "those" or (
        len(words) > 1 and words[1] not in ("days", "now", "present", "right")
    ):
        return None
    if words == ["current"] and found.before() not in ("the", "its", "their", "his", "our"):
        return None
    return Reading("DATE", "PRESENT_REF", "present" if found.words("present") else None)


@rule("{more}?{recently}|{the}{past}(?![_])")
def past(found: Found, scene: Scene) -> Answer:
    return Reading("DATE", "PAST_REF")


@rule("{the}(?:{near}?{future}|[{near}{short}]{dash}?{term})|{future}{units}")
def future(found: Found, scene: Scene) -> Answer:
    return Reading("DATE", "FUTURE_REF")


@rule("{the}?(?P<which>{recent}|{coming}|{past})(?P<unit>{units})(?:[{and}{or}]{units})?")
def recent_units(found: Found, scene: Scene) -> Answer:
    """ "Recent weeks" says when, not how long."""
    return Reading("DATE", "FUTURE_REF" if "ing" in found.word("which") else "PAST_REF")
