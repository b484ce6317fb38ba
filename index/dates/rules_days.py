"""Calendar days: "Oct. 21, 2025", "23/10/2025", "last Friday", "yesterday"."""

from __future__ import annotations

import datetime as dt
import re

from index.dates.calendar import day_of, shift_days
from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.numbers import ordinal_of, year_of
from index.dates.scene import Scene
from index.dates.tense import FUTURE, PAST
from index.dates.lexicon import DAY_PARTS, MONTHS, WEEKDAYS, words

RULES, rule = rules()

# Names that are made with a weekday and are no day.
_NAMES_BEFORE = words(
    "black bloody good ash super palm ruby maundy fat mardi sheffield"
)
_NAMES_AFTER = words(
    "Times Telegraph Mirror Herald Express Mail Post Tribune Live Football Review"
)


def _date(day: dt.date | None, part: str = "") -> Reading:
    if day is None:
        return Reading("DATE", None)
    if part in DAY_PARTS:
        return Reading("TIME", f"{day.isoformat()}T{DAY_PARTS[part]}")
    return Reading("DATE", day.isoformat())


def with_part(value: str | None, part: str) -> Reading:
    """Return a day's reading, or that of its morning, night and so on."""
    return _date(dt.date.fromisoformat(value) if value else None, part)


@rule("{isodate}")
def iso_date(found: Found, scene: Scene) -> Answer:
    word = found.tokens.words[found.start]
    try:
        day = dt.date.fromisoformat(word[:10])
    except ValueError:
        return None
    time = re.match(r"t(\d\d:\d\d)", word[10:])
    return Reading("TIME", f"{day}T{time[1]}") if time else _date(day)


@rule("{numericdate}")
def numeric_date(found: Found, scene: Scene) -> Answer:
    first, second, year = (int(n) for n in re.split(r"[/.-]", found.tokens.words[found.start]))
    if year < 100:
        year += 2000 if year < 70 else 1900
    month_first, day_first = day_of(year, first, second), day_of(year, second, first)
    if month_first is None or day_first is None or month_first == day_first:
        day = month_first or day_first
        return _date(day) if day else None
    if scene.published is None:
        return Reading("DATE", None)
    published = scene.published
    return _date(min(month_first, day_first, key=lambda day: abs((day - published).days)))


@rule(
    "(?:{last}|(?:{this}{coming}?|{the})?{anyweekday}{dot}?{comma}?{the}?)?(?P<month>{anymonth}){dot}?"
    "(?P<day>[{int}{nth}])(?![{slash}{percent}])(?:{comma}?{of}?(?P<year>{fourdigits}|{teen}{tens}(?:{dash}?[{one}{small}])?))?"
)
def month_day(found: Found, scene: Scene) -> Answer:
    return _month_day(found, scene)


@rule(
    "(?:{the}?{anyweekday}{dot}?{comma}?)?{the}?(?P<day>[{int}{nth}]|{ordinal})(?:{day}?{of})?"
    "(?P<month>{anymonth})(?:{dot}(?={fourdigits}))?(?:{comma}?{of}?(?P<year>{fourdigits}|{teen}{tens}(?:{dash}?[{one}{small}])?))?"
)
def day_month(found: Found, scene: Scene) -> Answer:
    return _month_day(found, scene)


@rule(
    "(?P<month>{anymonth})(?P<day>{spelled}|[{ordinal}{second}]|{tens}{dash}?[{ordinal}{second}])"
)
def month_spelled_day(found: Found, scene: Scene) -> Answer:
    words = [word for word in found.words("day") if word != "-"]
    number = ordinal_of(words[-1]) or year_of(words)
    if len(words) == 2:
        number = (year_of(words[:1]) or 0) + (ordinal_of(words[1]) or year_of(words[1:]) or 0)
    if not number or number > 31:
        return None
    return Reading("DATE", scene.month_day(MONTHS[found.word("month")], number, found.tense()))


def _month_day(found: Found, scene: Scene) -> Answer:
    month, word = MONTHS[found.word("month")], found.word("day")
    number = int(word) if word.isdigit() else ordinal_of(word)
    if not number or number > 31:
        return None
    if found.words("year"):
        year = year_of(found.words("year")) or 0
        return _date(day_of(year, month, number))
    return Reading("DATE", scene.month_day(month, number, found.tense()))


@rule(
    "(?P<first>(?P<month>{anymonth}){dot}?(?P<from>[{int}{nth}]))(?:[{dash}{and}{or}{to}{comma}]|{comma}{and})"
    "(?P<day>[{int}{nth}])(?!{percent}|{units}|{slash})(?:{comma}?(?P<year>{fourdigits}))?"
)
def two_days(found: Found, scene: Scene) -> Answer:
    """"April 24 and 25": two expressions with one month."""
    month = MONTHS[found.word("month")]
    days = [int(re.sub(r"\D", "", found.word(group))) for group in ("from", "day")]
    if not 1 <= days[0] < days[1] <= 31:
        return None
    if found.words("year"):
        written = [day_of(int(found.word("year")), month, day) for day in days]
        values = [day.isoformat() if day else None for day in written]
    else:
        values = [scene.month_day(month, day, found.tense()) for day in days]
    return [Reading("DATE", values[0], "first"), Reading("DATE", values[1], "day")]


@rule(
    "(?:[{early}{late}{earlier}{later}](?:{on})?)?"
    "(?P<which>{this}[{past}{coming}{last}]|{the}[{previous}{following}]|[{last}{next}{this}{past}{coming}]"
    "|{the}[{coming}{same}])?(?P<day>{weekday}|{shortweekday}{dot}?)(?P<part>{part})?{possessive}?"
)
def weekday(found: Found, scene: Scene) -> Answer:
    name = found.words("day")[0]
    if found.before() in _NAMES_BEFORE or found.raw_after() in _NAMES_AFTER:
        return None
    if name not in found.word("day") or (len(name) < 5 and not _short_weekday(found)):
        return None
    which = found.word("which")
    if which.endswith("the"):
        which = ""
    value = _weekday(WEEKDAYS[name], which, found, scene)
    return with_part(value, found.word("part"))


def _short_weekday(found: Found) -> bool:
    if found.words("which") or found.before() in ("on", "until", "by", "through", "since"):
        return True
    return found.after() in MONTHS or found.after().isdigit() or found.before() in (",", "m.")


def _weekday(weekday: int, which: str, found: Found, scene: Scene) -> str | None:
    words = which.split()
    if words and words[-1] in ("previous", "preceding", "prior", "following"):
        day = scene.day or scene.published
        if day is None:
            return None
        back = words[-1] != "following"
        days = (
            (day.weekday() - weekday - 1) % 7 + 1 if back else (weekday - day.weekday() - 1) % 7 + 1
        )
        moved = shift_days(day, -days if back else days)
        return moved.isoformat() if moved else None
    if scene.published is None:
        return None
    now = scene.published.weekday()
    if "last" in words or "past" in words:
        return scene.offset(-((now - weekday - 1) % 7 + 1))
    if "next" in words:
        return scene.offset(7 - now + weekday)
    if "coming" in words or "upcoming" in words:
        return scene.offset((weekday - now - 1) % 7 + 1)
    if words == ["this"]:
        return scene.weekday(weekday, PAST if found.tense() == PAST else FUTURE)
    return scene.weekday(weekday, found.tense())


@rule(
    "(?:[{early}{late}{earlier}{later}]|{mid}{dash}?)?(?P<word>[{today}{yesterday}{tomorrow}])(?P<part>{part})?{possessive}?"
)
def near_day(found: Found, scene: Scene) -> Answer:
    days = {"today": 0, "yesterday": -1, "tomorrow": 1}[found.word("word")]
    return with_part(scene.offset(days), found.word("part"))


@rule("{the}?{day}(?P<side>[{before}{after}])(?P<word>[{yesterday}{tomorrow}])")
def two_days_off(found: Found, scene: Scene) -> Answer:
    days = {"before yesterday": -2, "after tomorrow": 2}.get(
        f"{found.word('side')} {found.word('word')}"
    )
    return Reading("DATE", scene.offset(days)) if days else None


@rule("(?P<word>[{tonight}{overnight}])")
def tonight(found: Found, scene: Scene) -> Answer:
    day = scene.offset(0)
    return Reading("TIME", f"{day}TNI" if day else None)


@rule("(?:{late}|{early}|{later}|{earlier})?(?P<which>[{last}{this}])(?P<part>{part})")
def this_morning(found: Found, scene: Scene) -> Answer:
    day = scene.offset(-1 if found.word("which") == "last" else 0)
    return Reading("TIME", f"{day}T{DAY_PARTS[found.word('part')]}" if day else None)


@rule("{the}(?P<which>{next}|{following}|{previous}|{same})(?P<part>{day}|{part})")
def day_in_story(found: Found, scene: Scene) -> Answer:
    which, part = found.word("which"), found.word("part")
    step = {"next": 1, "following": 1, "same": 0}.get(which, -1)
    day = scene.day
    if day is None and step < 0:
        day = scene.published
    moved = shift_days(day, step) if day else None
    return with_part(moved.isoformat() if moved else None, part)


@rule("(?:[{earlier}{later}])?{that}{same}?(?P<part>{day}|{part})|(?P<only>{same}{day})")
def that_day(found: Found, scene: Scene) -> Answer:
    day = scene.day
    return with_part(day.isoformat() if day else None, found.word("part"))


@rule(
    "{the}?{day}(?P<side>[{before}{after}])(?P<anchor>{last}?{anyweekday}|{anymonth}{dot}?[{int}{nth}])"
)
def day_beside(found: Found, scene: Scene) -> Answer:
    anchor = found.words("anchor")
    step = -1 if found.word("side") == "before" else 1
    if anchor[-1] in WEEKDAYS:
        which = "last" if anchor[0] == "last" else ""
        value = _weekday(WEEKDAYS[anchor[-1]], which, found, scene)
    else:
        number = int(re.sub(r"\D", "", anchor[-1]))
        value = scene.month_day(MONTHS[anchor[0]], number, found.tense())
    moved = shift_days(dt.date.fromisoformat(value), step) if value else None
    return _date(moved)


@rule("(?P<day>{weekdays})(?P<part>{part})?|{each}(?P<each>{weekday})(?P<eachpart>{part})?")
def weekdays(found: Found, scene: Scene) -> Answer:
    number = WEEKDAYS[found.word("day") or found.word("each")] + 1
    part = found.word("part") or found.word("eachpart")
    return Reading("SET", f"XXXX-WXX-{number}" + (f"T{DAY_PARTS[part]}" if part else ""))
