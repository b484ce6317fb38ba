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

from index.english.calendar_words import WEEKDAY_NAMES
from index.ingestion.block import Block
from index.ingestion.loaders.markup import INLINE
from index.ingestion.loaders.other_articles import titles_of
from index.ingestion.loaders.page_days import MODIFIED
from index.ingestion.loaders.schema_org import Thing
from index.ingestion.metadata.datelines import (
    MONTH,
    full_dates,
    month_number,
    read_date_line,
)
from index.ingestion.metadata.foreign_dates import foreign_dates
from index.temporal.calendar import day_of

_MIN_ENTRIES = 3
_MIN_CHARACTERS = 60  # of an entry; shorter ones are teasers
_HALF_A_DAY = 12 * 60  # minutes
_STAMP = 100  # characters in which the time stands
_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.h])(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d|[.,:]\d)"
    r"|(?=\s?[ap]\.?m\b))(?P<half>\s?[ap]\.?m\b\.?)?"
    r"(?P<zone>\s?(?:(?-i:[A-Z]{2,4})\b|Uhr\b|(?:local|(?-i:[A-Z][a-z]{3,9}))\stime))?",
    re.IGNORECASE,
)
_WITHOUT_YEAR = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{MONTH}(?!\w)"
    rf"|{MONTH.replace('<month>', '<month2>')}\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])",
    re.IGNORECASE,
)
_DAY = dt.timedelta(days=1)
_MAX_GAP = 2  # days between entries
_BETWEEN = re.compile(
    r"(?:(?:published|posted|updated|at|on|le|am|um|kl|den|à|às)\b|(?:"
    + "|".join(f"{day}|{day[:3]}" for day in WEEKDAY_NAMES)
    + r")\b|[\s,;|·•:.()\[\]–—-])",
    re.IGNORECASE,
)
_MARKS = " ,;|·•:.()[]–—-"
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]{0,30})(?P<attributes>[^<>]{0,400})>")
_CLASS = re.compile(r"\bclass\s{0,3}=\s{0,3}[\"']?\s{0,3}(?P<first>[^\s\"'>]{1,80})", re.IGNORECASE)
_BEFORE = 800  # characters of markup before a line that tell what it is
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OWN = ("div", "header", "dt", "time")
"""Elements in which a time stands apart from text; a paragraph may be that of an article."""
_LIVE = re.compile(
    r"\blive[- ]?(?:blog|ticker|updates)\b|\bas it happened\b"
    r"|^(?!\W{0,9}(?:how|where|why|what|who|when)\b)[^?]{0,150}\blive\s?:"
    r"|\s[–—-]\s?live(?=\s*$|\s+[|–—-])",
    re.IGNORECASE,
)
_SAVE = "save the entries of each day in a separate file"
_DECLARED = re.compile(
    r"\bitemtype\s{0,3}=\s{0,3}[\"']?[^\"'\s<>]{0,80}LiveBlogPosting\b", re.IGNORECASE
)


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

    Articles have chronologies, programmes and corrections with times, too. The entries of a live
    blog begin on the day on which the page was ``published`` and go on without a gap. The page also
    says that it is one, or the times stand in elements of their own and go on until what the page
    says of its last change, and not beyond it.
    """
    found = list(_stamps(raw, lines, published))
    kinds = Counter(stamp.kind for stamp in found if stamp.timed)
    kind = max(kinds, key=kinds.__getitem__, default=("", ""))
    live = is_live(raw, things)
    stamps = _dated(found, kind)
    if live and not stamps:
        own = [stamp for stamp in found if stamp.timed and stamp.kind == kind]
        return [], _note_on_midnight([lines[stamp.line].text[: stamp.size] for stamp in own])
    days = [day for _, day in stamps]
    if kinds[kind] < (2 if live else _MIN_ENTRIES) or len(set(days)) < 2:
        return [], None
    first, last = _days_of_page(raw, lines[: stamps[0][0].line], published)
    near = go_on(days) and abs(min(days) - first) <= _DAY and (live or max(days) <= last)
    grown = near and first < max(days) and last - max(days) <= _DAY
    if near and (live or grown):
        heads = _heads(raw, lines, stamps)
        if _is_told(lines, stamps) and _are_apart(lines, stamps, heads, live):
            return heads, None
    if not (live or grown):
        return [], None
    between = f"has the times of several days, {min(days)} to {max(days)}, and is read as one"
    return [], f"{between} article; if it is a live blog, {_SAVE}"


def go_on(days: Sequence[dt.date]) -> bool:
    """Return whether the days of entries are in order, newest or oldest first, without a gap."""
    steps = [(other - one).days for one, other in pairwise(days)]
    ordered = all(step <= 0 for step in steps) or all(step >= 0 for step in steps)
    return ordered and max(map(abs, steps), default=0) <= _MAX_GAP


def _note_on_midnight(stamps: Sequence[str]) -> str | None:
    """Return a note on entries that have no days if their times run past midnight."""
    steps = [other - one for one, other in pairwise(map(_minute, stamps))]
    if max(steps, default=0) <= 0 or min(steps) >= 0 or max(map(abs, steps)) <= _HALF_A_DAY:
        return None
    return (
        "the times of its entries run past midnight and no dates are given with them, so that days "
        f'such as "on Monday" may be off by one; {_SAVE}'
    )


def _minute(stamp: str) -> int:
    clock = _CLOCK.search(stamp)
    hour, minute = (int(clock["hour"]), int(clock["minute"] or 0)) if clock else (0, 0)
    half = (clock["half"] or "").strip().lower()[:1] if clock else ""
    return minute + 60 * (hour % 12 + 12 * (half == "p") if half else hour)


def is_live(raw: str, things: Sequence[Thing]) -> bool:
    """Return whether a page declares or calls itself a live blog."""
    if any("LiveBlogPosting" in str(thing.get("@type")) for thing in things):
        return True
    return _DECLARED.search(raw) is not None or any(map(_LIVE.search, titles_of(raw)))


def _days_of_page(
    raw: str, above: Sequence[Block], published: dt.date | None
) -> tuple[dt.date, dt.date]:
    """Return the day of a page, and the last one that it names for its publication or a change.

    Without any, they are the first of all days.
    """
    stated = [each for line in above for each in read_date_line(line.text, head=False)]
    told = [
        (each.label, each.days[0])
        for each in stated
        if len(each.days) == 1 and each.label != "copied"
    ]
    first = next((day for label, day in told if label != "updated"), dt.date.min)
    changes = [date for tag in MODIFIED.finditer(raw) for date in full_dates(tag.group())]
    days = [day for label, day in told if label]
    days += [date.days[0] for date in changes if len(date.days) == 1]
    return published or first, max([published or first, *days])


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
    told = rest.lstrip(_MARKS)
    if told:
        apart = rest[: -len(told)].strip() or (sure and rest[0] == " " and not told[0].islower())
        if not size or not apart:
            return None, False, 0
    if not timed and read_date_line(text, head=False) == ():
        return None, False, 0
    return day, timed, len(text) - len(told)


def _day_since(published: dt.date, short: re.Match[str]) -> dt.date | None:
    month = month_number(short["month"] or short["month2"])
    years = (published.year, published.year + 1)
    days = (day_of(year, month, int(short["day"] or short["day2"])) for year in years)
    return next((day for day in days if day and day >= published - _DAY), None)


def _kind(raw: str, start: int) -> tuple[str, str]:
    """Return the element that a line is in, but for inline ones, and the first of its classes."""
    for tag in reversed(list(_TAG.finditer(raw, max(0, start - _BEFORE), start))):
        if raw[tag.end() : start].strip():
            break
        name, start = tag["name"].lower(), tag.start()
        if not tag["close"] and name not in INLINE:
            own = _CLASS.search(tag["attributes"])
            return name, own["first"].rstrip("-_0123456789") if own else ""
    return "", ""


def _dated(found: Sequence[_Stamp], kind: tuple[str, str]) -> list[tuple[_Stamp, dt.date]]:
    """Return the stamps of one kind with their days; [] if one has none.

    That of one without a day is that of the last line above it that is nothing but a day, if there
    are several such lines of one kind.
    """
    apart = Counter(stamp.kind for stamp in found if not stamp.timed)
    day: dt.date | None = None
    dated: list[tuple[_Stamp, dt.date]] = []
    for stamp in found:
        if not stamp.timed and apart[stamp.kind] > 1:
            day = stamp.day
        elif stamp.timed and stamp.kind == kind:
            own = stamp.day or day
            if own is None:
                return []
            dated.append((stamp, own))
    return dated


def _is_told(lines: Sequence[Block], stamps: Sequence[tuple[_Stamp, dt.date]]) -> bool:
    """Return whether there is text below most of these stamps."""
    ends = [*(stamp.line for stamp, _ in stamps[1:]), len(lines)]
    told = 0
    for (stamp, _), end in zip(stamps, ends, strict=True):
        size = sum(len(line.text) for line in lines[stamp.line : end]) - stamp.size
        told += size >= _MIN_CHARACTERS
    return 2 * told > len(stamps)


def _heads(
    raw: str, lines: Sequence[Block], stamps: Sequence[tuple[_Stamp, dt.date]]
) -> list[Head]:
    """Return the heads of entries. Headings stand in the line of the time, below it or above it."""
    below = [_heading(raw, lines, stamp.line + 1) for stamp, _ in stamps]
    above = [_heading(raw, lines, stamp.line - 1) for stamp, _ in stamps]
    before = all(above) and not any(below)
    heads = []
    for (stamp, day), beside in zip(stamps, above if before else below, strict=True):
        line = lines[stamp.line]
        own = line.text[stamp.size :] if stamp.kind[0] in _HEADINGS else ""
        start = lines[stamp.line - 1].start if before else line.start
        heads.append(Head(start, line.spans[stamp.size - 1][1], day, own or beside))
    return heads


def _are_apart(
    lines: Sequence[Block],
    stamps: Sequence[tuple[_Stamp, dt.date]],
    heads: Sequence[Head],
    live: bool,
) -> bool:
    """Return whether times surely stand above their entries, and not below them: "Posted at 14:05".

    They are headings or below headings, begin text, or have no text above the first of them. On
    pages that are no ``live`` blogs, none is in a paragraph.
    """
    clear = all(len(line.text) < _MIN_CHARACTERS for line in lines[: stamps[0][0].line])
    for (stamp, _), head in zip(stamps, heads, strict=True):
        line, heading = lines[stamp.line], stamp.kind[0] in _HEADINGS
        own = heading or (stamp.kind[0] in _OWN and stamp.size == len(line.text))
        above = heading or head.start < line.start or len(line.text) >= _MIN_CHARACTERS
        if not ((live or own) and (above or clear)):
            return False
    return True


def _heading(raw: str, lines: Sequence[Block], at: int) -> str:
    """Return a line if it is a heading without a time, else ""."""
    text = lines[at].text if 0 <= at < len(lines) else ""
    if not text or _kind(raw, lines[at].start)[0] not in _HEADINGS - {"h1"}:
        return ""
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
