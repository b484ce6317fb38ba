"""Entries of live blogs whose first line says when they were written: "3 March 2025, 14.05".

The day may also stand once, above all entries of that day, each of which has a time of day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.ingestion.block import Block, ends_sentence
from index.ingestion.loaders.markup import INLINE
from index.ingestion.loaders.schema_org import Thing
from index.ingestion.metadata.bylines import is_name
from index.ingestion.metadata.datelines import (
    MONTH,
    WEEKDAYS,
    day_of,
    full_dates,
    month_number,
    read_date_line,
)
from index.ingestion.metadata.foreign_dates import foreign_dates

_MIN_ENTRIES = 3
_MIN_CHARACTERS = 60  # of an entry; shorter ones are teasers
_HALF_A_DAY = 12 * 60  # minutes
_STAMP = 100  # characters in which the time stands
_TITLE_WORDS = 30
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-4])(?:(?P<mark>[:.h])[0-5]\d(?::[0-5]\d)?(?!\d|[.,:]\d)|(?=\s?[apAP]\.?[mM]\b))"
    r"(?P<half>\s?[apAP]\.?[mM]\b\.?)?(?P<zone>\s?(?:[A-Z]{2,4}\b|Uhr\b|(?:local|[A-Z][a-z]{3,9})\stime))?"
)
_WITHOUT_YEAR = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{MONTH}(?!\w)"
    rf"|{MONTH.replace('<month>', '<month2>')}\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])",
    re.IGNORECASE,
)
_LONGEST = dt.timedelta(days=90)  # that a live blog lasts
_BETWEEN = re.compile(
    r"(?:(?:published|posted|updated|at|on|le|am|um|kl|den|à|às)\b|(?:"
    + "|".join(f"{day}|{day[:3]}" for day in WEEKDAYS)
    + r")\b|[\s,;|·•:.()\[\]–—-])",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]{0,30})(?P<attributes>[^<>]{0,400})>")
_CLASS = re.compile(r"\bclass\s{0,3}=\s{0,3}[\"']?\s{0,3}(?P<first>[^\s\"'>]{1,80})", re.IGNORECASE)
_BEFORE = 800  # characters of markup before a line that tell what it is
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_VOID = frozenset("br hr img input meta link source wbr".split())
_LIVE = re.compile(
    r"(?<![a-z])(?:live(?:[- ]?blog)?|newsblog|as it happened|ticker)(?![a-z])", re.I
)
_NAMES = re.compile(r"<title\b[^<>]{0,200}>[^<]{1,500}|\brel=[\"']?canonical[^<>]{0,500}", re.I)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an entry: it begins at ``start`` of the file, and its time ends at ``told``."""

    start: int
    told: int
    day: dt.date
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What a line begins with: a day, if it names one, and perhaps a time of day, ``size`` long."""

    line: int
    kind: tuple[str, str]
    day: dt.date | None
    timed: bool
    size: int


def entry_heads(
    raw: str, things: Sequence[Thing], lines: Sequence[Block], published: dt.date | None
) -> tuple[list[Head], str | None]:
    """Return the heads of a live blog's entries in order; [] for any other page, perhaps with why.

    Each begins with a time of day, and their days differ. An article with a chronology tells of
    days before its own, mostly in their order: a live blog is ``published`` on the day of its first
    entry, or it says that it is one, or its newest entry stands first.
    """
    found = list(_stamps(raw, lines, published))
    kinds = Counter(stamp.kind for stamp in found if stamp.timed)
    kind, number = next(iter(kinds.most_common(1)), (("", ""), 0))
    live = _is_live(raw, things)
    if number < (2 if live else _MIN_ENTRIES):
        return [], None
    stamps = list(_dated(found, kind))
    days = [day for _, day in stamps]
    if not days:
        return [], _note_on_midnight(lines, [stamp for stamp in found if stamp.kind == kind])
    if len(set(days)) < 2 or not _is_told(raw, lines, stamps):
        return [], None
    rising = all(one <= other for one, other in pairwise(days))
    falling = all(one >= other for one, other in pairwise(days))
    known = _day_above(lines, stamps[0][0].line) or published
    since = known is not None and min(days) >= known - dt.timedelta(days=1)
    if known is not None and max(days) < known - dt.timedelta(days=1):
        return [], None
    heads = _heads(raw, lines, stamps) if falling or (rising and (live or since)) else []
    if heads and _stand_above(raw, lines, stamps, heads):
        return heads, None
    return [], (
        f"has the times of several days, {min(days)} to {max(days)}, and is read as one article; "
        "if it is a live blog, save the entries of each day as a file of their own"
    )


def _note_on_midnight(lines: Sequence[Block], stamps: Sequence[_Stamp]) -> str | None:
    """Return a note on entries whose times run past midnight, while no day stands with them."""
    entries = [stamp for stamp in stamps if stamp.timed]
    if len(entries) < _MIN_ENTRIES:
        return None
    minutes = [_minute(lines[stamp.line].text[: stamp.size]) for stamp in entries]
    steps = [other - one for one, other in pairwise(minutes)]
    leaps = [step for step in steps if abs(step) > _HALF_A_DAY]
    small = [step for step in steps if abs(step) <= _HALF_A_DAY]
    falling = all(step <= 0 for step in small) and all(leap > 0 for leap in leaps)
    rising = all(step >= 0 for step in small) and all(leap < 0 for leap in leaps)
    if not leaps or not any(small) or not (falling or rising):
        return None
    return (
        "the times of its entries run past midnight and no days stand with them, so that days such "
        'as "on Monday" may be off by one; save the entries of each day as a file of their own'
    )


def _minute(stamp: str) -> int:
    clock = _CLOCK.search(stamp)
    numbers = [int(number) for number in re.findall(r"\d{1,2}", clock.group())] if clock else []
    half = (clock["half"] or "").strip().lower()[:1] if clock else ""
    hour = numbers[0] if numbers else 0
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return 60 * hour + (numbers[1] if len(numbers) > 1 else 0)


def _is_live(raw: str, things: Sequence[Thing]) -> bool:
    declared = any("LiveBlogPosting" in str(thing.get("@type")) for thing in things)
    return declared or any(_LIVE.search(name) for name in _NAMES.findall(raw))


def _stamps(raw: str, lines: Sequence[Block], published: dt.date | None) -> Iterator[_Stamp]:
    for at, line in enumerate(lines):
        if not any(map(str.isdigit, line.text[:_STAMP])):
            continue
        day, timed, size = _stamp(line.text[:_STAMP], published)
        if size and (timed or (day is not None and size == len(line.text))):
            yield _Stamp(at, _kind(raw, line.start), day, timed, size)


def _stamp(text: str, published: dt.date | None = None) -> tuple[dt.date | None, bool, int]:
    """Return the day and whether there is a time of day that a line begins with, and how long.

    A day without a year is in the months after that on which the page was ``published``.
    """
    dates = {date.start: (date.end, date.days) for date in full_dates(text)}
    dates |= {start: (end, (day,)) for start, end, day in foreign_dates(text)}
    day: dt.date | None = None
    timed, sure, at, size = False, False, 0, 0
    while at < len(text):
        if at in dates and len(dates[at][1]) == 1 and day is None:
            at, (day,) = dates[at]
        elif day is None and (short := _WITHOUT_YEAR.match(text, at)) and published:
            day, at = _day_since(published, short), short.end()
        elif not timed and (clock := _CLOCK.match(text, at)):
            timed, at = True, clock.end()
            sure = clock["mark"] != "." or bool(clock["half"] or clock["zone"])
        elif between := _BETWEEN.match(text, at):
            at = between.end()
            continue
        else:
            break
        size = at
    rest = text[size:]
    if size and rest and not at >= len(text):
        told = rest.lstrip(" ,;|·•:.()[]–—-")
        apart = rest[: len(rest) - len(told)].strip() != ""
        if not (apart or (sure and told[:1] and not told[0].islower() and rest[0] == " ")):
            return None, False, 0
        size += len(rest) - len(told)
    elif size:
        size = len(text)
    if not timed and read_date_line(text, head=False) == ():
        return None, False, 0
    return day, timed, size


def _day_since(published: dt.date, short: re.Match[str]) -> dt.date | None:
    month, number = short["month"] or short["month2"], int(short["day"] or short["day2"])
    years = (published.year, published.year + 1)
    days = (day_of(year, month_number(month), number) for year in years)
    first = published - dt.timedelta(days=1)
    return next((day for day in days if day and first <= day <= published + _LONGEST), None)


def _kind(raw: str, start: int) -> tuple[str, str]:
    """Return the element that a line is in, but for inline ones, and the first of its classes."""
    end = start
    for tag in reversed(list(_TAG.finditer(raw, max(0, start - _BEFORE), start))):
        if raw[tag.end() : end].strip():
            break
        name, end = tag["name"].lower(), tag.start()
        if not tag["close"] and name not in INLINE:
            own = _CLASS.search(tag["attributes"])
            return name, own["first"].rstrip("-_0123456789") if own else ""
    return "", ""


def _dated(found: Sequence[_Stamp], kind: tuple[str, str]) -> Iterator[tuple[_Stamp, dt.date]]:
    """Yield the stamps of one kind with their days.

    One without a day has that of the last line above it that is nothing but a day, if there are
    several such lines of one kind, or of the last stamp.
    """
    apart = Counter(stamp.kind for stamp in found if not stamp.timed and stamp.day)
    alike = {each for each, number in apart.items() if number > 1}
    day: dt.date | None = None
    for stamp in found:
        if stamp.timed and stamp.kind == kind:
            day = stamp.day or day
            if day is not None:
                yield stamp, day
        elif not stamp.timed and stamp.kind in alike:
            day = stamp.day


def _is_told(raw: str, lines: Sequence[Block], stamps: Sequence[tuple[_Stamp, dt.date]]) -> bool:
    """Return whether there is text below most of these stamps."""
    ends = [*(stamp.line for stamp, _ in stamps[1:]), len(lines)]
    long = 0
    for (stamp, _), end in zip(stamps, ends, strict=True):
        length = sum(len(line.text) for line in lines[stamp.line : end]) - stamp.size
        long += length >= _MIN_CHARACTERS
    return long > 1 and 2 * long > len(stamps)


def _day_above(lines: Sequence[Block], first: int) -> dt.date | None:
    """Return the day on which the page says above its first entry that it was published."""
    for line in lines[:first]:
        for found in read_date_line(line.text, head=False):
            if found.label != "updated" and len(found.days) == 1:
                return found.days[0]
    return None


def _heads(
    raw: str, lines: Sequence[Block], stamps: Sequence[tuple[_Stamp, dt.date]]
) -> list[Head]:
    """Return the heads of entries. Headings stand in the line of the time, below it or above it."""
    below = [_heading(raw, lines, stamp.line + 1) for stamp, _ in stamps]
    above = [_heading(raw, lines, stamp.line - 1) for stamp, _ in stamps]
    before = all(above) and not any(below)
    heads = []
    for (stamp, day), next_heading, last_heading in zip(stamps, below, above, strict=True):
        line = lines[stamp.line]
        rest = line.text[stamp.size :]
        brief = 0 < len(rest.split()) <= _TITLE_WORDS and not is_name(rest)
        own = rest if brief and (stamp.kind[0] in _HEADINGS or not ends_sentence(rest)) else ""
        title = (last_heading if before else next_heading) or own
        if stamp.kind[0] in _HEADINGS and own:
            title = own
        start = lines[stamp.line - 1].start if before else line.start
        heads.append(Head(start, line.spans[stamp.size - 1][1], day, title))
    return heads


def _stand_above(
    raw: str,
    lines: Sequence[Block],
    stamps: Sequence[tuple[_Stamp, dt.date]],
    heads: Sequence[Head],
) -> bool:
    """Return whether times stand above their entries, and not below them: "Posted at 14:05".

    Where entries are in elements of their own, one ends above each entry. Where they are not, times
    are headings or have text behind them, or there is no text above the first of them.
    """
    above = below = 0
    for (stamp, _), head in zip(stamps[1:], heads[1:], strict=True):
        first = stamp.line - (lines[stamp.line].start != head.start)
        before = _closed(raw, lines[first - 1].end, lines[first].start)
        behind = lines[stamp.line + 1].start if stamp.line + 1 < len(lines) else len(raw)
        after = _closed(raw, lines[stamp.line].end, behind)
        above, below = above + (before > after), below + (after > before)
    if above != below:
        return above > below
    alone = sum(stamp.size == len(lines[stamp.line].text) for stamp, _ in stamps)
    if stamps[0][0].kind[0] in _HEADINGS or 2 * alone < len(stamps):
        return True
    return not any(len(line.text) >= _MIN_CHARACTERS for line in lines[: stamps[0][0].line])


def _closed(raw: str, start: int, end: int) -> int:
    """Return how many of the elements that are open at ``start`` have ended before ``end``."""
    depth = closed = 0
    for tag in _TAG.finditer(raw, start, end):
        if tag["name"].lower() in INLINE or tag["attributes"].endswith("/"):
            continue
        depth += -1 if tag["close"] else tag["name"].lower() not in _VOID
        closed = max(closed, -depth)
    return closed


def _is_heading(raw: str, line: Block) -> bool:
    return _kind(raw, line.start)[0] in _HEADINGS - {"h1"}


def _heading(raw: str, lines: Sequence[Block], at: int) -> str:
    """Return a line if it is a heading, else ""."""
    if not 0 <= at < len(lines) or not _is_heading(raw, lines[at]):
        return ""
    text = lines[at].text
    return "" if _stamp(text[:_STAMP])[2] else text


def without_time(block: Block, head: Head) -> list[Block]:
    """Return a block of an entry without the time that the entry begins with."""
    if block.start >= head.told or block.end <= head.start:
        return [block]
    if block.end <= head.told:
        return [replace(block, kind="date line")] if any(map(str.isdigit, block.text)) else [block]
    size = next(at for at, (_, end) in enumerate(block.spans) if end > head.told)
    first = replace(block, traced=block.traced.cut(0, size), kind="date line")
    rest = replace(block, traced=block.traced.cut(size))
    return [each for each in (first, rest) if each.text]
