"""The day an article came out, and where that is known from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from index.articles.blocks import Block
from index.articles.calendar import full_dates
from index.articles.datelines import DateLine, Label, label_only, read_date_line, stamp
from index.articles.inference import infer_day, plausible
from index.articles.outlets import dated_wire_tag
from index.models import PublishedFrom

_EARLIEST = dt.date(1700, 1, 1)


@dataclass(frozen=True, slots=True)
class Published:
    """A day and its evidence."""

    day: dt.date
    source: PublishedFrom


def stated_day(text: str, source: PublishedFrom) -> Published | None:
    """Read the day that front matter or metadata states; None when there is no such day."""
    for found in full_dates(text):
        if len(found.days) == 1 and found.days[0] >= _EARLIEST:
            return Published(found.days[0], source)
    return None


def published_day(blocks: Sequence[Block], story: Sequence[str]) -> Published | None:
    """Find the day on the page: its date lines first, then what text and captions say."""
    for line in _by_trust(_date_lines(blocks)):
        day = plausible(line.days, story)
        if day is not None and day >= _EARLIEST:
            return Published(day, "date line")
    for block in blocks:
        if block.kind == "wire tag" and (day := dated_wire_tag(block.text)):
            return Published(day, "date line")
    if story and len(days := stamp(story[0])) == 1:
        return Published(days[0], "date line")
    captions = [block.text for block in blocks if block.kind == "caption"]
    rights = [block.text for block in blocks if block.kind == "copyright"]
    day = infer_day(story, captions, rights)
    return Published(day, "text") if day else None


def _date_lines(blocks: Sequence[Block]) -> list[DateLine]:
    """The page's date lines in order. Those inside link lists belong to other stories."""
    lines: list[DateLine] = []
    waiting: Label | None = None
    foreign = False
    for block in blocks:
        foreign = block.kind in ("related", "teaser", "comment") or (
            foreign and block.kind == "date line"
        )
        if block.kind == "date line" and not foreign:
            found = read_date_line(block.text)
            lines.extend(DateLine(line.days, line.label or waiting) for line in found)
            waiting = None if found else label_only(block.text)
    return lines


def _by_trust(lines: Sequence[DateLine]) -> list[DateLine]:
    """Publication before dates without a label before changes; otherwise as they stand."""
    return sorted(lines, key=lambda line: ("published", None, "updated").index(line.label))
