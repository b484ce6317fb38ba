"""Months and seasons: "in August", "last fall", "early December", "July 1997"."""

from __future__ import annotations

from index.dates.calendar import month_value, season_of
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import MONTHS, SEASONS, words
from index.dates.numbers import year_of
from index.dates.scene import Scene
from index.dates.tense import FUTURE

RULES, rule = rules()

_CUES = words(
    "in since by until till of from through during for last next this early late mid each every "
    "before after between to and past coming ending ended beginning around -"
)
# Names of months that are also names of people or other words.
_NAMES = words("april june august jan")
_SURE_CUES = words("in since until till during last next this early late mid each every")
_OTHER_WORDS = words("may march")
_SEASONS = ("SP", "SU", "FA", "WI")


@rule(
    "(?P<which>(?:{edge}?(?:{this}[{past}{coming}]|[{last}{next}{this}{past}{coming}]|{each}))"
    "|{edge}|{when})?(?P<month>{anymonth})(?P<dot>{dot})?(?:{of}|{comma})?"
    "(?:(?P<year>{anyyear})|(?P<rel>[{last}{next}{this}]){year})"
)
def month_of_year(found: Found, scene: Scene) -> Answer:
    number = MONTHS[found.word("month")]
    if found.words("year"):
        return Reading("DATE", month_value(year_of(found.words("year")) or 0, number))
    if scene.published is None:
        return Reading("DATE", None)
    step = {"last": -1, "next": 1}.get(found.word("rel"), 0)
    return Reading("DATE", month_value(scene.published.year + step, number))


@rule(
    "(?P<which>(?:{edge}?(?:{this}[{past}{coming}]|[{last}{next}{this}{past}{coming}]|{each}))"
    "|{edge}|{when})?(?P<month>{anymonth})(?P<dot>{dot})?"
)
def month(found: Found, scene: Scene) -> Answer:
    name, which = found.word("month"), found.words("which")
    if not which and not _is_month(found, name):
        return None
    number = MONTHS[name]
    group = None if len(name) <= 4 and name not in ("june", "july", "may") else "^dot"
    if which[:1] and which[0] in ("each", "every"):
        return Reading("SET", f"XXXX-{number:02d}", group)
    return Reading("DATE", _month(number, which[-1] if which else "", found, scene), group)


def _month(number: int, which: str, found: Found, scene: Scene) -> str | None:
    published = scene.published
    if published is None:
        return scene.month(number, found.tense())
    if which in ("last", "past"):
        return month_value(published.year - (number >= published.month), number)
    if which in ("next", "coming", "upcoming"):
        return month_value(published.year + (number <= published.month), number)
    if which == "this":
        return month_value(published.year, number)
    return scene.month(number, found.tense())


def _is_month(found: Found, name: str) -> bool:
    cue = found.before() in _CUES
    if name in _OTHER_WORDS:
        return cue and not (found.shouts() and found.before() in ("and", "for", "to", "this"))
    if len(name) <= 4 and name not in ("june", "july"):
        return cue and bool(found.words("dot"))
    if name in _NAMES:
        person = found.raw_after()[:1].isupper() and found.after() not in MONTHS
        return not person or found.before() in _SURE_CUES
    return True


@rule(
    "(?:{edge}|{when})?(?P<which>{this}[{past}{coming}]|[{last}{next}{this}]"
    "|{the}(?:{past}|{coming}|{early}|{late})?|{that}|{early}|{late})?"
    "(?P<season>{anyseason})(?:{of}?(?P<year>{anyyear}))?"
)
def season(found: Found, scene: Scene) -> Answer:
    name, which = found.word("season"), found.words("which")
    code = SEASONS[name]
    if found.words("year"):
        return Reading("DATE", f"{year_of(found.words('year')):04d}-{code}")
    certain = bool(which) and which != ["the"]
    if name in ("fall", "spring") and not certain and found.before() not in ("in", "during"):
        return None
    if scene.published is None:
        return Reading("DATE", None)
    year, now = season_of(scene.published)
    index = _SEASONS.index(now) + _steps(code, now, which, found.tense())
    return Reading("DATE", f"{year + index // 4:04d}-{code}")


def _steps(code: str, now: str, which: list[str], tense: int) -> int:
    """Return how many seasons after the present one the season meant is."""
    step = _SEASONS.index(code) - _SEASONS.index(now)
    if "last" in which or "past" in which:
        return step if step < 0 else step - 4
    if "next" in which or "coming" in which:
        return step if step > 0 else step + 4
    if "this" in which:
        return step
    if step > 0 and tense != FUTURE:
        return step - 4
    return step + 4 if step < 0 and tense == FUTURE else step
