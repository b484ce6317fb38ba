"""What a chart says about each day, and which events it shows when not all fit."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.rendering.charts.axis import short_date
from bot.rendering.charts.canvas import BODY, DAY, SMALL, SMALL_BOLD, Line, Theme
from bot.rendering.charts.fonts import wrap
from bot.rendering.text import on_one_line, printed_in
from index.models import Event, count

GAP = 30  # pixels below each day
BETWEEN = 10  # pixels between the events of a day


@dataclass(frozen=True, slots=True)
class Block:
    """The text for one day; ``happened`` is False if everything on it is planned."""

    day: dt.date
    lines: tuple[Line, ...]
    happened: bool
    stories: int

    @property
    def height(self) -> int:
        return sum(line.height for line in self.lines) + GAP

    @property
    def radius(self) -> float:
        """Radius of the day's dot in pixels; it grows with the number of stories."""
        return min(17.0, 9 + 2.0 * (self.stories - 1))


def blocks(events: Sequence[Event], width: float, most: int, theme: Theme) -> list[Block]:
    """Return a block for each day; an event takes up to ``most`` lines, plus its sources."""
    days = itertools.groupby(events, key=lambda event: event.date)
    return [_block(list(group), width, most, theme) for _, group in days]


def story_count(events: Iterable[Event]) -> int:
    """Return how many stories report these events: of near copies, one is cited."""
    return len({citation.file for event in events for citation in event.citations})


def _block(events: Sequence[Event], width: float, most: int, theme: Theme) -> Block:
    day = events[0].date
    lines = [Line(f"{day:%a} {short_date(day)}", DAY, theme.accent)]
    for event in events:
        if event.planned:
            lines.append(Line("Planned", SMALL_BOLD, theme.planned))
        text = wrap(on_one_line(event.text), BODY, width, most)
        lines += [Line(line, BODY, theme.ink) for line in text]
        below = 0 if event is events[-1] else BETWEEN
        sources = wrap(_sources(event), SMALL, width, 1)
        lines += [Line(line, SMALL, theme.muted, below) for line in sources]
    happened = not all(event.planned for event in events)
    return Block(day, tuple(lines), happened, story_count(events))


def _sources(event: Event) -> str:
    printed = [each for citation in event.citations for each in citation.printed]
    names = dict.fromkeys(on_one_line(each.outlet or each.file) for each in printed)
    articles = printed_in([event])
    named = ", ".join(names)
    return named if articles < 2 else f"{articles:,} articles · {named}"


def ranked(events: Sequence[Event], most: int) -> list[int]:
    """Return the indexes of up to ``most`` events, the most important first.

    An event is more important if more articles report it; among equals, the one farthest in time
    from those already chosen comes first, so that a chart does not show only its first week. A
    longer ranking starts with the same events as a shorter one.
    """
    weights = [story_count([event]) for event in events]
    days = [event.date.toordinal() for event in events]
    apart = [math.inf] * len(events)
    left = set(range(len(events)))
    found: list[int] = []
    while left and len(found) < most:
        best = max(left, key=lambda i: (weights[i], apart[i], -i))
        left.remove(best)
        found.append(best)
        for i in left:
            apart[i] = min(apart[i], abs(days[i] - days[best]))
    return found


def most_important(events: Sequence[Event], most: int) -> list[Event]:
    """Return the ``most`` most important events, in their original order."""
    return [events[i] for i in sorted(ranked(events, most))]


def summary(events: Sequence[Event]) -> list[str]:
    """Return the period, the number of events and the number of articles, as text."""
    first, last = short_date(events[0].date), short_date(events[-1].date)
    return [
        first if first == last else f"{first} – {last}",
        count(len(events), "event"),
        count(printed_in(events), "article"),
    ]
