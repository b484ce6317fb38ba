"""What is written for each day, as lines that fit."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import ImageDraw

from bot.picture.text import Style, reads_from_the_right, wrap
from bot.picture.theme import BODY, DAY, MARGIN, SMALL, SMALL_BOLD, WIDTH, Theme
from bot.terminal.text import on_one_line
from index.models import Event

GAP = 30  # below each day
BETWEEN = 10  # below each event of a day but the last


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, and the space below it."""

    text: str
    style: Style
    ink: str
    below: int = 0

    @property
    def height(self) -> int:
        return self.style.line + self.below


@dataclass(frozen=True, slots=True)
class Block:
    """All that is written for one day; ``happened`` is False where everything is planned."""

    day: dt.date
    lines: tuple[Line, ...]
    happened: bool
    articles: int

    @property
    def height(self) -> int:
        return sum(line.height for line in self.lines) + GAP

    @property
    def radius(self) -> float:
        """Of the day's dot: larger, the more articles report it."""
        return min(17.0, 9 + 2.0 * (self.articles - 1))


def blocks(events: Sequence[Event], width: float, most: int, theme: Theme) -> list[Block]:
    """A block for each day; an event takes at most ``most`` lines beside its sources."""
    days = itertools.groupby(events, key=lambda event: event.date)
    return [_block(list(group), width, most, theme) for _, group in days]


def articles(events: Iterable[Event]) -> int:
    """How many articles report these events."""
    return len({citation.file for event in events for citation in event.citations})


def long_day(day: dt.date) -> str:
    """As in "22 Oct 2025"."""
    return f"{day.day} {day:%b} {day.year}"


def _block(events: Sequence[Event], width: float, most: int, theme: Theme) -> Block:
    day = events[0].date
    lines = [Line(f"{day:%a} {long_day(day)}", DAY, theme.accent)]
    for event in events:
        if event.planned:
            lines.append(Line("Planned", SMALL_BOLD, theme.planned))
        text = wrap(on_one_line(event.text), BODY, width, most)
        lines += [Line(line, BODY, theme.ink) for line in text]
        below = 0 if event is events[-1] else BETWEEN
        sources = wrap(_sources(event), SMALL, width, 1)
        lines += [Line(line, SMALL, theme.faint, below) for line in sources]
    happened = not all(event.planned for event in events)
    return Block(day, tuple(lines), happened, articles(events))


def _sources(event: Event) -> str:
    names = dict.fromkeys(on_one_line(c.outlet or c.file) for c in event.citations)
    count = articles([event])
    named = ", ".join(names)
    return named if count < 2 else f"{count:,} articles · {named}"


def write(
    canvas: ImageDraw.ImageDraw,
    lines: Sequence[Line],
    at: tuple[float, float],
    right: float = WIDTH - MARGIN,
) -> None:
    """Write lines below each other; ``at`` is the left top, ``right`` where a line ends."""
    x, y = at
    for line in lines:
        start = x
        if reads_from_the_right(line.text):
            start = right - line.style.width(line.text)
        line.style.draw(canvas, (start, y + line.style.size), line.text, line.ink)
        y += line.height
