"""Live blogs: pages whose entries are of different days, as they declare or ``<time>`` says."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.english.sentences import sentence_spans
from index.ingestion.loaders.markup import visible_text
from index.ingestion.loaders.schema_org import Thing
from index.ingestion.metadata.datelines import full_dates

_FEWEST_CHARACTERS = 60  # of an entry; shorter ones are teasers
_MOST_LINKED = 0.5  # of its characters
_HEADINGS = ("h1", "h2", "h3", "h4")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its day, the first and last line of its text as the page shows them, its title."""

    day: dt.date
    first: str
    last: str
    title: str = ""


def live_blog_entries(tree: Any) -> list[Entry]:
    """Return the entries of a live blog in order; [] for any other page, and for a single day.

    An entry is the largest element around a ``<time>`` that contains no other. Entries are
    elements of one kind next to each other: a date in a box of links is none.
    """
    counts: Counter[Any] = Counter()
    times = list(tree.iter("time"))
    for time in times:
        counts.update([time, *time.iterancestors()])
    groups: defaultdict[tuple[Any, str, str], list[Entry]] = defaultdict(list)
    for time in times:
        box = time
        while box.getparent() is not None and counts[box.getparent()] == 1:
            box = box.getparent()
        entry = _entry(box, time)
        if entry is not None:
            kind = "".join((box.get("class") or "").split()[:1]).rstrip("-_0123456789")
            groups[box.getparent(), str(box.tag), kind].append(entry)
    entries = max(groups.values(), key=len, default=[])
    return entries if len({entry.day for entry in entries}) > 1 else []


def _entry(box: Any, time: Any) -> Entry | None:
    stated = time.get("datetime") or "".join(time.itertext())
    dates = full_dates(stated)
    lines = list(_lines(box))
    length = sum(map(len, lines))
    if not dates or len(dates[0].days) > 1 or length < _FEWEST_CHARACTERS:
        return None
    linked = sum(len(line) for link in box.iter("a") for line in _lines(link))
    if linked > _MOST_LINKED * length:  # a teaser
        return None
    title = next((" ".join("".join(each.itertext()).split()) for each in box.iter(*_HEADINGS)), "")
    return Entry(dates[0].days[0], lines[0], lines[-1], title)


def declared_entries(things: Iterable[Thing]) -> list[Entry]:
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
    title = " ".join(headline.split()) if isinstance(headline, str) else ""
    return Entry(dates[0].days[0], lines[0], lines[-1], title)


def _lines(box: Any) -> Iterator[str]:
    for text in box.itertext():
        if text.strip():
            yield " ".join(text.split())
