"""Live blogs: pages whose entries are of different days, as ``<time>`` in each of them says."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.ingestion.metadata.datelines import full_dates

_FEWEST_CHARACTERS = 60  # of an entry; shorter ones are teasers
_MOST_LINKED = 0.5  # of its characters


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its day, and the first and last line of its text as the page shows them."""

    day: dt.date
    first: str
    last: str


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
    return Entry(dates[0].days[0], lines[0], lines[-1])


def _lines(box: Any) -> Iterator[str]:
    for text in box.itertext():
        if text.strip():
            yield " ".join(text.split())
