"""Live blogs: pages whose entries are of different days, as they declare or as each entry states.

An entry states its day in ``<time>`` or in an attribute.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lxml import etree

from index.english.sentences import sentence_spans
from index.ingestion.block import Block
from index.ingestion.loaders.markup import Page, simplified, visible_text
from index.ingestion.loaders.other_articles import titles_of
from index.ingestion.loaders.schema_org import Thing
from index.ingestion.metadata.datelines import first_day, full_dates
from index.ingestion.metadata.field_dates import field_date

_MIN_CHARACTERS = 60  # of an entry; shorter ones are teasers
_MAX_LINKED = 0.5  # of its characters
_MAX_REPEATED = 5  # times that the beginning of an entry is repeated above it
_HEADINGS = ("h1", "h2", "h3", "h4")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its day, the first and last line of its text as the page shows them, its title."""

    day: dt.date
    first: str
    last: str
    title: str = ""


def _timed(times: Sequence[tuple[Any, dt.date | None]]) -> list[Entry]:
    """Return the entries of a live blog in order; [] for any other page, and for a single day.

    ``times`` are the elements that state when an entry was written, with their days. An entry is
    the largest element around one of them that contains no other. Entries are elements of one kind
    next to each other: a date in a box of links is none.
    """
    groups: defaultdict[tuple[Any, str, str], list[Entry]] = defaultdict(list)
    for box, day in _boxes(times):
        entry = None if day is None else _entry([box], day)
        if entry is not None:
            kind = "".join((box.get("class") or "").split()[:1]).rstrip("-_0123456789")
            groups[box.getparent(), str(box.tag), kind].append(entry)
    entries = max(groups.values(), key=len, default=[])
    return entries if len({entry.day for entry in entries}) > 1 else []


def _boxes(
    times: Sequence[tuple[Any, dt.date | None]],
) -> Iterator[tuple[Any, dt.date | None]]:
    """Yield the largest element around each of these elements that contains no other of them."""
    counts: Counter[Any] = Counter()
    for time, _ in times:
        counts.update([time, *time.iterancestors()])
    for time, day in times:
        box = time
        while box.getparent() is not None and counts[box.getparent()] == 1:
            box = box.getparent()
        yield box, day


def _times(tree: Any) -> list[tuple[Any, dt.date | None]]:
    """Return the elements of a page that are times, or have one as their title."""
    return [
        (time, first_day(time.get("datetime") or time.get("title") or "".join(time.itertext())))
        for time in tree.iter("time", "abbr")
        if time.tag == "time" or first_day(time.get("title") or "") is not None
    ]


_ATTRIBUTE = re.compile(
    r"data-(?:[a-z]{1,20}-){0,2}[a-z]{0,20}(?:time|date|stamp|publish|epoch|created)", re.IGNORECASE
)
_OF_CHANGES = re.compile("upd|modif|edit|revis")
_LONGEST_STATED = 40  # characters
_PROPERTIES = ("datePublished", "dateCreated")
_PARAGRAPHS = ("p", "figure", "blockquote", "img", "picture")
"""Elements of which a story has several; some systems note when each was changed."""


def _attributed(tree: Any) -> list[tuple[Any, dt.date | None]]:
    """Return the elements with an attribute that is a day: ``data-timestamp``, as seconds or ISO.

    Or ``content``, if the element is the property ``datePublished``.
    """
    found: list[tuple[Any, dt.date | None]] = []
    for element in tree.iter(etree.Element):
        stated = [
            value
            for name, value in element.attrib.items()
            if _ATTRIBUTE.match(name) and not _OF_CHANGES.search(name)
        ]
        if element.get("itemprop") in _PROPERTIES:
            stated.append(element.get("content", ""))
        days = [_stated_day(value.strip()) for value in stated if len(value) <= _LONGEST_STATED]
        day = next(filter(None, days), None)
        if day is not None and element.tag not in _PARAGRAPHS and not _is_linked(element):
            found.append((element, day))
    return found


def _is_linked(element: Any) -> bool:
    """Whether an element is in a link: its day is that of what the link leads to."""
    return element.tag == "a" or any(each.tag == "a" for each in element.iterancestors())


def _stated_day(stated: str) -> dt.date | None:
    dated = field_date(stated, "metadata", ()).published if any(map(str.isdigit, stated)) else None
    return dated.day if dated else None


def _entry(boxes: Sequence[Any], day: dt.date) -> Entry | None:
    """The entry that consists of these elements; None for a teaser."""
    boxes = [box for box in boxes if isinstance(box.tag, str)]
    lines = [line for box in boxes for line in _lines(box)]
    length = sum(map(len, lines))
    if length < _MIN_CHARACTERS:
        return None
    linked = sum(len(line) for box in boxes for link in box.iter("a") for line in _lines(link))
    if linked > _MAX_LINKED * length:
        return None
    headings = (heading for box in boxes for heading in box.iter(*_HEADINGS))
    title = next((text for each in headings if (text := _heading_text(each))), "")
    return Entry(day, lines[0], lines[-1], title)


def _heading_text(heading: Any) -> str:
    """The text of a heading without a time in it."""
    pieces = [heading.text or ""]
    for child in heading:
        pieces += ["" if child.tag == "time" else "".join(child.itertext()), child.tail or ""]
    return " ".join("".join(pieces).split())


def _declared_entries(things: Iterable[Thing]) -> list[Entry]:
    """Return the entries that a page declares as updates of a live blog, in any order."""
    updates = [
        update
        for thing in things
        for update in _listed(thing.get("liveBlogUpdate"))
        if isinstance(update, dict)
    ]
    entries = [entry for update in updates if (entry := _declared(update)) is not None]
    return entries if len({entry.day for entry in entries}) > 1 else []


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _declared(update: Thing) -> Entry | None:
    stated, body, headline = (update.get(n) for n in ("datePublished", "articleBody", "headline"))
    dates = full_dates(stated) if isinstance(stated, str) else []
    text = visible_text(body).text if isinstance(body, str) else ""
    lines = [text[start:end] for start, end in sentence_spans(text) if text[start:end].strip()]
    if not lines or not dates or len(dates[0].days) > 1:
        return None
    title = " ".join(html.unescape(headline).split()) if isinstance(headline, str) else ""
    return Entry(dates[0].days[0], lines[0], lines[-1], title)


def _lines(box: Any) -> Iterator[str]:
    for text in box.itertext():
        if text.strip():
            yield " ".join(text.split())


def parts_of(
    page: Page,
    raw: str,
    things: Sequence[Thing],
    blocks: Sequence[Block],
    published: dt.date | None,
) -> list[Part]:
    """Return the entries of a live blog with their blocks, in order; [] for any other page.

    The page declares them (``things``), or they have a time or an attribute with a day each;
    whichever are more of the story (``blocks``).
    """
    simple = simplified(raw) if _has_times(raw) else None
    found = [
        _with_blocks(blocks, _all_placed(page, simple, _times)),
        _with_blocks(blocks, _declared_parts(page, things)),
    ]
    attributed = _with_blocks(blocks, _attributed_parts(page, raw))
    if not (_is_live(raw, things) or _grew(attributed, published)):
        attributed = []
    if 2 * _length(b for part in attributed for b in part.blocks) > _length(blocks):
        found.append(attributed)  # otherwise they are captions, or quoted posts
    best = max(found, key=lambda parts: sum(len(part.blocks) for part in parts))
    return best if len(best) > 1 else []


def _grew(parts: Sequence[Part], published: dt.date | None) -> bool:
    """Whether the first entry is of the day of the page: programmes and chronologies have days."""
    days = [part.entry.day for part in parts]
    return bool(days) and published is not None and abs((min(days) - published).days) <= 1


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks of one entry of a live blog.

    It is at ``[start:end]`` of the source, and ends at ``key_end`` of the page's key.
    """

    start: int
    end: int
    key_end: int
    entry: Entry
    blocks: list[Block] = field(default_factory=list)


def _declared_parts(page: Page, things: Sequence[Thing]) -> list[Part]:
    """Return the entries that a page declares, in order of the page, without their blocks."""
    found = [part for entry in _declared_entries(things) if (part := _placed(page, entry, 0))]
    return sorted(found, key=lambda part: part.start) if len(found) > 1 else []


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _has_times(raw: str) -> bool:
    return "<time" in raw.lower() or "<abbr" in raw.lower()


def _attributed_parts(page: Page, raw: str) -> list[Part]:
    """Return the entries with a day in an attribute, in order of the page, without their blocks."""
    if not (_ATTRIBUTE.search(raw) or any(name in raw for name in _PROPERTIES)):
        return []
    found = _all_placed(page, simplified(raw), _attributed)
    return found if _go_on([part.entry.day for part in found]) else []


def _all_placed(
    page: Page,
    simple: str | None,
    times_of: Callable[[Any], list[tuple[Any, dt.date | None]]],
) -> list[Part]:
    """Return the entries that are found with elements of a page, ``simple`` for its parser.

    They have a time each, and stand in order, without their blocks.
    """
    from trafilatura.utils import load_html  # slow to import

    tree = load_html(simple) if simple else None
    found: list[Part] = []
    for entry in _timed(times_of(tree)) if tree is not None else ():
        part = _placed(page, entry, found[-1].key_end if found else 0)
        if part is not None:
            found.append(part)
    return found if len(found) > 1 else []


def _placed(page: Page, entry: Entry, after: int) -> Part | None:
    """Return where an entry is, from position ``after`` of the key on; None if it is not there."""
    first = page.find(entry.first, after)
    last = page.find(entry.last, first[0]) if first else None
    if first is None or last is None or not after <= first[0] <= last[0]:
        return None
    for _ in range(_MAX_REPEATED):  # a summary above may repeat how the entry begins
        again = page.find(entry.first, first[1])
        if again is None or not first[0] < again[0] <= last[0]:
            break
        first = again
    return Part(page.cut(*first).spans[0][0], page.cut(*last).spans[-1][1], last[1], entry)


def _with_blocks(blocks: Sequence[Block], entries: Sequence[Part]) -> list[Part]:
    """Return the entries that are in the story. Teasers of other stories have dates, too."""
    starts = [entry.start for entry in entries]
    for block in blocks:
        at = bisect_right(starts, block.start) - 1
        if at >= 0 and block.end <= entries[at].end:
            entries[at].blocks.append(block)
    return [part for part in entries if part.blocks]


_LIVE = re.compile(
    r"\blive[- ]?(?:blog|ticker|updates)\b|\bas it happened\b"
    r"|^(?!\W{0,9}(?:how|where|why|what|who|when)\b)[^?]{0,150}\blive\s?:"
    r"|\s[–—-]\s?live(?=\s*$|\s+[|–—-])",
    re.IGNORECASE,
)
_DECLARED = re.compile(
    r"\bitemtype\s{0,3}=\s{0,3}[\"']?[^\"'\s<>]{0,80}LiveBlogPosting\b", re.IGNORECASE
)


def _is_live(raw: str, things: Sequence[Thing]) -> bool:
    """Return whether a page declares or calls itself a live blog."""
    if any("LiveBlogPosting" in str(thing.get("@type")) for thing in things):
        return True
    return _DECLARED.search(raw) is not None or any(map(_LIVE.search, titles_of(raw)))


_MAX_GAP = 2  # days between entries


def _go_on(days: Sequence[dt.date]) -> bool:
    """Return whether the days of entries are in order, newest or oldest first, without a gap."""
    steps = [(other - one).days for one, other in pairwise(days)]
    ordered = all(step <= 0 for step in steps) or all(step >= 0 for step in steps)
    return ordered and max(map(abs, steps), default=0) <= _MAX_GAP
