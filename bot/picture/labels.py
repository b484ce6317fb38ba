"""A few events as labels of a day and a sentence, cut to the room that there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.picture.blocks import Line, articles
from bot.picture.choice import ranked
from bot.picture.text import Style, wrap
from bot.picture.theme import Theme
from bot.terminal.text import on_one_line
from index.models import Event

MOST = 6  # labels; more would be too small to read in a chat
GAP = 16  # below each label
BODY = Style(30)
DAY = Style(30, bold=True)
PLANNED = Style(26, bold=True)
_LINES = (8, 7, 6, 5, 4, 3, 2)  # that a sentence may take, the best first
_AFTER_DAY = 22


@dataclass(frozen=True, slots=True)
class Label:
    """``head`` is the day, and that it is planned; ``lines`` the sentence beside it."""

    event: Event
    head: tuple[Line, ...]
    lines: tuple[Line, ...]

    @property
    def height(self) -> int:
        """With the gap below."""
        beside = (self.head, self.lines)
        return max(sum(line.height for line in lines) for lines in beside) + GAP

    @property
    def radius(self) -> float:
        """Of the day's dot: larger, the more articles report it."""
        return min(15.0, 9 + 1.5 * (articles([self.event]) - 1))


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels in order of days; a sentence begins ``indent`` pixels right of its day."""

    labels: tuple[Label, ...]
    indent: float

    @property
    def height(self) -> int:
        return sum(label.height for label in self.labels) - GAP


def labels_in(
    events: Sequence[Event], room: tuple[float, float], foot: float, theme: Theme
) -> Labels:
    """As many of the weightiest events as fit into a width and a height, with long sentences.

    Where not all fit, ``foot`` pixels of the height are left for saying so. At least one event
    is labelled.
    """
    width, height = room
    order = ranked(events, MOST)
    for count in range(len(order), 0, -1):
        shown = [events[i] for i in sorted(order[:count])]
        left = height if count == len(events) else height - foot
        for most in _LINES:
            labels = _labels(shown, width, most, theme)
            if labels.height <= left:
                return labels
    return labels


def _labels(events: Sequence[Event], width: float, most: int, theme: Theme) -> Labels:
    years = {event.date.year for event in events}
    heads = [_head(event, theme, years=len(years) > 1) for event in events]
    indent = max(line.style.width(line.text) for head in heads for line in head) + _AFTER_DAY
    made = []
    for event, head in zip(events, heads, strict=True):
        text = wrap(on_one_line(event.text), BODY, width - indent, most)
        made.append(Label(event, head, tuple(Line(line, BODY, theme.ink) for line in text)))
    return Labels(tuple(made), indent)


def _head(event: Event, theme: Theme, *, years: bool) -> tuple[Line, ...]:
    head = [Line(short_day(event.date, years=years), DAY, theme.accent)]
    if event.planned:
        head.append(Line("Planned", PLANNED, theme.planned))
    return tuple(head)


def short_day(day: dt.date, *, years: bool) -> str:
    """As in "Wed 22 Oct", or "22 Oct 2025" in a picture of several years."""
    return f"{day.day} {day:%b} {day.year}" if years else f"{day:%a} {day.day} {day:%b}"
