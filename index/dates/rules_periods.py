"""Months, years, decades, seasons, and "last week", "this year", "two months ago"."""

from __future__ import annotations

import datetime as dt
import re

from index.dates.calendar import (
    month_value,
    quarter_of,
    season_of,
    shift_days,
    shift_months,
    week_value,
)
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.numbers import count_of, ordinal_of, year_of
from index.dates.scene import Scene
from index.dates.tense import FUTURE
from index.dates.vocabulary import DECADE_WORDS, MONTHS, SEASONS, UNITS

RULES, rule = rules()

_MONTH_CUES = frozenset(
    ["in", "since", "by", "until", "till", "of", "from", "through", "during", "for", "last", "next", "this", "early", "late", "mid", "and", "each", "every", "before", "after", "between", "to", "to-", "past", "coming", "ending", "ended", "beginning", "around", "-"]
)
# A number before these counts things and is no year.
_COUNTED = frozenset(
    ["people", "persons", "men", "women", "children", "soldiers", "troops", "feet", "miles", "dollars", "yards", "meters", "metres", "kilometers", "points", "shares", "votes", "jobs", "homes", "workers", "employees", "pounds", "tons", "units", "copies", "acres", "members", "hours", "days", "times", "square", "cubic", "barrels", "cars", "delegates", "students", "degrees", "rpm", "watts", "mhz", "block", "blocks", "percent"]
)
_NOT_YEAR_BEFORE = frozenset(
    ["no", "number", "flight", "room", "route", "highway", "about", "than", "nearly", "some", "over", "exactly", "roughly", "approximately", "only", "model", "level", "points", "page", "$", "£", "€", "#", "%", "(", ".", ",", "-"]
) - frozenset(["(", ",", "-", "."])


def unit_value(day: dt.date | None, unit: str) -> str | None:
    """Return the calendar week, month, quarter ... that has the day; ``unit`` as in UNITS."""
    if day is None:
        return None
    year, quarter = quarter_of(day)
    week = week_value(day)
    return {
        "D": day.isoformat(),
        "W": week,
        "WE": f"{week}-WE",
        "M": month_value(day.year, day.month),
        "Q": f"{year:04d}-Q{quarter}",
        "Y": f"{day.year:04d}",
        "E": f"{day.year // 10:03d}",
        "C": f"{day.year // 100:02d}",
    }.get(unit)


def moved(day: dt.date | None, unit: str, count: int) -> dt.date | None:
    """Return the day so many units (as in UNITS) later; None where that makes no date."""
    if day is None or abs(count) > 100_000:
        return None
    if unit in ("D", "W", "WE", "2W"):
        return shift_days(day, count * {"D": 1, "2W": 14}.get(unit, 7))
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}.get(unit)
    return shift_months(day, count * months) if months else None


@rule(
    "(?P<which>(?:(?:{edge})?{this}[{past}{coming}]|[{last}{next}{this}{past}{coming}]|{each})|{edge}|{when})?"
    "(?P<month>{anymonth}){dot}?(?:{of}|{comma})?"
    "(?:(?P<year>{fourdigits}|{spelledyear})|(?P<rel>[{last}{next}{this}]){year})?"
)
def month(found: Found, scene: Scene) -> Answer:
    name, which = found.word("month"), found.words("which")
    if not _is_month(found, name):
        return None
    number = MONTHS[name]
    if found.words("year"):
        return Reading("DATE", month_value(year_of(found.words("year")) or 0, number))
    if "each" in which or "every" in which:
        return Reading("SET", f"XXXX-{number:02d}")
    published = scene.published
    if published and found.word("rel"):
        step = {"last": -1, "next": 1}.get(found.word("rel"), 0)
        return Reading("DATE", month_value(published.year + step, number))
    if published and ("last" in which or "past" in which):
        return Reading("DATE", month_value(published.year - (number >= published.month), number))
    if published and ("next" in which or "coming" in which):
        return Reading("DATE", month_value(published.year + (number <= published.month), number))
    if published and which[-1:] == ["this"]:
        return Reading("DATE", month_value(published.year, number))
    return Reading("DATE", scene.month(number, found.tense()))


def _is_month(found: Found, name: str) -> bool:
    if found.words("year") or found.words("which") or found.word("rel"):
        return True
    doubtful = name in ("may", "march") or (len(name) <= 4 and name not in ("june", "july"))
    cue = found.before() in _MONTH_CUES
    if doubtful:
        shouted = (
            found.before().upper()
            == found.tokens.text[
                found.tokens.starts[found.start - 1] : found.tokens.ends[found.start - 1]
            ]
            if found.start
            else True
        )
        return cue and not (shouted and found.before() in ("and", "for", "to"))
    if name in ("april", "june", "august"):
        return cue or not found.raw_after()[:1].isupper()
    return True


@rule(
    "(?P<which>{edge}|{when}|{the}{year}|{fiscal}{year}?|{financial}{year}|{years}|(?:{apostrophe})?)?"
    "(?P<year>{fourdigits}|{spelledyear})(?P<end>{dash}{int}|{slash}{int})?"
)
def year(found: Found, scene: Scene) -> Answer:
    number = year_of(found.words("year"))
    if number is None or not 1000 <= number <= 2199:
        return None
    before, after = found.before(), found.after()
    if len(found.words("year")) > 1 or found.word("which").strip("' "):
        return Reading("DATE", f"{number:04d}")
    if before in _NOT_YEAR_BEFORE or after in _COUNTED or after in ("%", "/"):
        return None
    sure = before in _YEAR_CUES or (before in MONTHS)
    if not 1890 <= number <= 2060 and not sure:
        return None
    if number % 100 == 0 and not sure and number != 2000:
        return None
    return Reading("DATE", f"{number:04d}")


_YEAR_CUES = frozenset(
    ["in", "since", "by", "until", "till", "of", "from", "through", "during", "for", "between", "before", "after", "the", "to", "and", "early", "late", "circa"]
)


@rule("(?:{edge}|{when}|{the}(?:[{early}{late}{mid}]{dash}?)?)?(?P<decade>[{decade}{shortdecade}])")
def decade(found: Found, scene: Scene) -> Answer:
    digits = re.sub(r"\D", "", found.word("decade"))
    if len(digits) == 2:
        digits = _century_of(int(digits), scene) + digits
    return Reading("DATE", digits[:3])


def _century_of(years: int, scene: Scene) -> str:
    now = scene.published.year if scene.published else 2030
    return "20" if 2000 + years <= now else "19"


@rule("{the}(?:[{early}{late}{mid}]{dash}?|[{early}{late}{mid}]?{teen})?(?P<decade>{decadeword})")
def decade_word(found: Found, scene: Scene) -> Answer:
    tens = DECADE_WORDS[found.word("decade")]
    return Reading("DATE", f"{_century_of(tens * 10, scene)}{tens}")


@rule(
    "(?:{the}(?:[{early}{late}{mid}]{dash}?)?)?(?P<order>[{nth}{ordinal}])(?:{dash})?(?P<unit>{longunit})"
)
def century(found: Found, scene: Scene) -> Answer:
    number = ordinal_of(found.word("order"))
    if found.word("unit") != "century" or not number or number > 99:
        return None
    return Reading("DATE", f"{number - 1:02d}")


@rule(
    "(?P<when>{edge}|{when})?(?P<which>[{last}{next}{this}]|{this}[{past}{coming}]|{the}[{past}{coming}]?|{that}|{early}|{late})?"
    "(?P<season>{anyseason})(?:{of}?(?P<year>{fourdigits}|{spelledyear}))?"
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
    now_year, now_code = season_of(scene.published)
    order = ["SP", "SU", "FA", "WI"]
    step = order.index(code) - order.index(now_code)
    if "last" in which or "past" in which:
        step -= 0 if step < 0 else 4
    elif "next" in which or "coming" in which:
        step += 0 if step > 0 else 4
    elif step > 0 and found.tense() != FUTURE and "this" not in which:
        step -= 4
    elif step < 0 and found.tense() == FUTURE and "this" not in which:
        step += 4
    index = order.index(now_code) + step
    return Reading("DATE", f"{now_year + index // 4:04d}-{code}")


@rule(
    "(?:(?:{edge}|{when}){the}?|[{early}{later}{earlier}]{in})?"
    "(?P<which>[{last}{next}{this}{current}{coming}]|{the}(?:[{last}{next}{past}{previous}{following}{coming}{current}{same}{latest}])"
    "|{this}{past}|{this}{coming}|{this}{current}|{that}{same}?|{its}{current})"
    "(?:{full}|[{fiscal}{financial}])?(?P<unit>{calendarunit}|{day}{week})(?:{or}{so})?{possessive}?"
)
def near_unit(found: Found, scene: Scene) -> Answer:
    unit, which = UNITS[found.words("unit")[-1]], found.words("which")
    word = which[-1]
    if word == "same" and unit != "Y":
        return None
    in_story = word in ("previous", "preceding", "prior", "following", "that", "same") or which == [
        "the",
        "next",
    ]
    if in_story:
        return _unit_in_story(unit, word, scene)
    if scene.published is None:
        return Reading("DATE", None)
    if unit == "Q" and (word == "latest" or which == ["the"]) and scene.quarter:
        return Reading("DATE", f"{scene.quarter[0]}-Q{scene.quarter[1]}")
    step = {"last": -1, "past": -1, "latest": -1, "next": 1, "coming": 1, "upcoming": 1}
    number = step.get(word, 0)
    if word == "past" and which[0] == "this":
        number = -1
    if unit == "WE" and scene.published.weekday() >= 5 and number < 0:
        number = -1
    return Reading("DATE", unit_value(moved(scene.published, unit, number), unit))


def _unit_in_story(unit: str, word: str, scene: Scene) -> Reading:
    day = scene.day
    if day is None or (scene.year is not None and scene.year != day.year):
        day = dt.date(scene.year, 12, 31) if scene.year and unit == "Y" else day
    if day is None and word != "following":
        day = scene.published
    step = {"that": 0, "same": 0, "following": 1, "next": 1}.get(word, -1)
    return Reading("DATE", unit_value(moved(day, unit, step), unit))


@rule(
    "(?:{edge}|[{early}{late}]{in}|[{earlier}{later}]{in})?{the}(?P<unit>{weekend}|{year}|{week}|{monthunit})(?:{of}(?P<month>{anymonth}){dot}?(?P<day>{int}))?"
)
def the_unit(found: Found, scene: Scene) -> Answer:
    unit = UNITS[found.word("unit")]
    if found.word("month"):
        value = scene.month_day(MONTHS[found.word("month")], int(found.word("day")), found.tense())
        day = dt.date.fromisoformat(value) if value else None
        return Reading("DATE", unit_value(day, unit))
    if unit == "Y" and found.after() in ("ended", "ending", "ends", "to"):
        return Reading("DURATION", "P1Y")
    if scene.published is None:
        return Reading("DATE", None)
    if unit == "WE":
        past = scene.published.weekday() < 5 and found.tense() != FUTURE
        return Reading("DATE", unit_value(moved(scene.published, "W", -1 if past else 0), "WE"))
    if unit in ("W", "M") and found.end - found.start < 3 and found.before() != "for":
        return None
    if found.after() in ("before", "after", "that", "when", "in", "of"):
        return None
    return Reading("DATE", unit_value(scene.published, unit))


@rule(
    "(?:{approx})?(?P<count>(?:{count}|{vague}|{a})(?:{more}|{trading})?)?(?:{or}{so})?"
    "(?P<unit>{unit}|{anyunits})(?:{or}(?:{so}|{one}|{small}))?(?P<way>{ago}|{earlier}|{before}(?!{last})|{later})"
)
def units_ago(found: Found, scene: Scene) -> Answer:
    unit, way = UNITS[found.word("unit")], found.word("way")
    if unit.startswith("T"):
        return Reading("TIME", None) if way == "ago" else None
    words = found.words("count")
    count = count_of([w for w in words if w not in ("more", "trading", "or", "so")])
    if "couple" in words:
        count = 2
    if count is None or any(word in ("few", "several", "many") for word in words):
        return _vague_ago(way)
    if way == "before" and not words:
        return None
    if count != int(count):
        return _vague_ago(way)
    if unit == "Y" and count == 1 and way != "later" and scene.quarter:
        return Reading("DATE", f"{scene.quarter[0] - 1}-Q{scene.quarter[1]}")
    base = scene.published if way == "ago" else scene.day or scene.published
    steps = int(count) if way == "later" else -int(count)
    kept = "Y" if unit == "E" else unit
    return Reading("DATE", unit_value(moved(base, unit, steps), kept))


def _vague_ago(way: str) -> Reading | None:
    return Reading("DATE", "PAST_REF") if way == "ago" else None
