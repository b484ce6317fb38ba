"""Quarters and halves, by their number or by what results are being reported for."""

from __future__ import annotations

from index.dates.calendar import quarter_of
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import MONTHS
from index.dates.numbers import ordinal_of
from index.dates.scene import Scene
from index.dates.tense import FUTURE

RULES, rule = rules()

_FILLERS = ("latest", "comparable", "corresponding", "current")


def _relative_year(words: list[str], scene: Scene) -> int | None:
    if not words:
        return None
    if words[0].isdigit():
        return int(words[0])
    if scene.published is None:
        return None
    if words[0] == "year":
        return (scene.quarter[0] if scene.quarter else scene.published.year) - 1
    return scene.published.year + {"last": -1, "next": 1}.get(words[0], 0)


@rule(
    "{the}?[{latest}{current}{comparable}]?(?P<before>{otheryear})?(?:{fiscalyear}{dash}?)?"
    "(?P<order>[{ordinal}{second}{nth}{last}]){dash}?(?:{fiscalyear}{dash}?)?"
    "(?P<unit>{quarter}|{half})"
    "(?:[{of}{in}]?[{the}{its}]?{fiscal}?(?P<after>{fourdigits}|[{last}{next}{this}]{year}))?"
)
def nth_quarter(found: Found, scene: Scene) -> Answer:
    unit = found.word("unit")
    order = ordinal_of(found.word("order"))
    if found.word("order") == "last":
        order = 2 if unit == "half" else None
    if order is None or order > (4 if unit == "quarter" else 2):
        return None
    if unit == "half" and not (found.words("before") or found.words("after") or _of_year(found)):
        return None  # of a match, of the players
    letter = "Q" if unit == "quarter" else "H"
    year = _relative_year(found.words("before") or found.words("after"), scene)
    if year is None:
        year = _year_of_quarter(order if letter == "Q" else order * 2, found, scene)
    return Reading("DATE", f"{year}-{letter}{order}" if year else None)


def _of_year(found: Found) -> bool:
    return (found.after(), found.after(2), found.after(3)) == ("of", "the", "year")


def _year_of_quarter(order: int, found: Found, scene: Scene) -> int | None:
    if scene.published is None:
        return None
    year, now = quarter_of(scene.published)
    if found.tense() == FUTURE:  # the quarter that has just ended is still being reported
        return year + (order < now - 1)
    return year - 1 if order > now else year


@rule(
    "(?P<quarter>{qn})(?:[{of}{comma}]?(?P<year>{fourdigits}))?"
    "|(?P<year2>{fourdigits}){dash}?(?P<quarter2>{qn})"
)
def short_quarter(found: Found, scene: Scene) -> Answer:
    number = int((found.word("quarter") or found.word("quarter2"))[1])
    written = found.word("year") or found.word("year2")
    year = int(written) if written else _year_of_quarter(number, found, scene)
    return Reading("DATE", f"{year}-Q{number}" if year else None)


@rule(
    "[{the}{its}](?P<year>[{latest}{current}{comparable}]?{otheryear}?){fiscal}?"
    "(?P<unit>{quarter}|{period})(?P<ago>{a}{year}[{ago}{earlier}]|{last}{year})?"
    "(?:(?P<ended>{ended})(?P<month>{anymonth}))?"
)
def reported_quarter(found: Found, scene: Scene) -> Answer:
    words = found.words("year")
    if found.word("unit") == "period" and not words:
        return None
    if found.words("month") and scene.published:
        return _ended(found, scene)
    year = _relative_year([word for word in words if word not in _FILLERS], scene)
    if found.words("ago") and scene.published:
        year = (scene.quarter[0] if scene.quarter else scene.published.year) - 1
    if "current" in words and scene.published:
        return Reading("DATE", "{}-Q{}".format(*quarter_of(scene.published)))
    if scene.quarter:
        return Reading("DATE", f"{year or scene.quarter[0]}-Q{scene.quarter[1]}")
    if year and found.word("unit") == "period":
        return Reading("DATE", f"{year}")
    return Reading("DATE", None if scene.published is None else f"{scene.published.year}-QX")


def _ended(found: Found, scene: Scene) -> Reading:
    """ "The quarter ended Sept. 30": the month says which quarter."""
    month = MONTHS[found.word("month")]
    value = scene.month(month, found.tense())
    quarter = (int(value[:4]), (month + 2) // 3) if value else None
    scene.quarter = quarter
    return Reading("DATE", f"{quarter[0]}-Q{quarter[1]}" if quarter else None, "^ended")
