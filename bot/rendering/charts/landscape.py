"""A timeline as a landscape PNG chart for chats: a few events, in large text.

Discord displays an image at up to about 550 by 350 points, and a phone about 360 points wide; the
chart is drawn at twice the former.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.rendering.charts.axis import Axis, short_date, spread, ticks
from bot.rendering.charts.blocks import ranked, story_count, summary
from bot.rendering.charts.canvas import (
    DARK,
    LIGHT,
    Line,
    Shapes,
    Theme,
    draw_lines,
    encode_png,
)
from bot.rendering.charts.fonts import Style, wrap
from bot.rendering.text import on_one_line
from index.models import Event

MAX_LABELS = 6  # more would be too small to read in a chat
_GAP = 16  # pixels below each label
BODY = Style(30)
DAY = Style(30, bold=True)
PLANNED = Style(26, bold=True)
_LINES = (8, 7, 6, 5, 4, 3, 2)  # lines per sentence to try, in this order
_AFTER_DAY = 22
WIDTH, HEIGHT = 1100, 700
MARGIN = 36
SMALL = Style(25)
_MAX_TICKS = 6  # on the shortest axis these are 1.5 lines of text apart
_TICK_GAP = 26  # pixels between a tick label and the axis
_LEADER = 68  # pixels from the axis to the labels
_FOOT = SMALL.line + 8
_HALF = DAY.line / 2
_MIN_AXIS = 260  # minimum length in pixels of an axis with several days
_STRETCH = 1.3  # length of the axis relative to its labels, if there is room
_DOT = 6.0  # radius in pixels of a day without a label

Box = tuple[float, float, float, float]
_TITLE = Style(42, bold=True)
_SUBTITLE = Style(27)
_BELOW_HEAD = 22


def landscape_chart(
    events: Sequence[Event],
    title: str = "Timeline",
    *,
    beside: Sequence[Event] = (),
    dark: bool = False,
) -> bytes:
    """Draw events in chronological order as a PNG. Raises ValueError if there are none.

    Every day is a dot on a true-to-scale time axis. The most important events are labelled, as
    many as are readable, and the chart says how many are not. Events that are told ``beside`` the
    chart are labelled only if there are no others.
    """
    if not events:
        raise ValueError("a chart needs at least one event")
    theme = DARK if dark else LIGHT
    width = WIDTH - 2 * MARGIN
    head = [Line(text, _TITLE, theme.ink) for text in wrap(on_one_line(title), _TITLE, width, 1)]
    subtitle = wrap(" · ".join(summary(events)), _SUBTITLE, width, 1)
    head += [Line(text, _SUBTITLE, theme.muted) for text in subtitle]
    top = MARGIN - 8
    below = top + sum(line.height for line in head) + _BELOW_HEAD
    layout = LandscapeLayout(events, below, theme, beside)
    image = Image.new("RGB", (WIDTH, layout.height), theme.background)
    layout.draw(image)
    draw_lines(ImageDraw.Draw(image), head, (MARGIN, top), WIDTH - MARGIN)
    return encode_png(image)


class LandscapeLayout:
    """Positions of everything below ``top``; ``height`` is the height of the whole image."""

    def __init__(
        self, events: Sequence[Event], top: float, theme: Theme, beside: Sequence[Event] = ()
    ) -> None:
        first, last = events[0].date, events[-1].date
        self._theme = theme
        self._top = top
        self._ticks = ticks(first, last, _MAX_TICKS) if first < last else []
        widest = max((SMALL.width(tick.label) for tick in self._ticks), default=0)
        self._x = round(MARGIN + max(16, widest + _TICK_GAP))
        self._day = self._x + _LEADER
        room = HEIGHT - MARGIN - top
        labelled = [event for event in events if event not in beside] or events
        years = first.year != last.year
        fitted = _fit_labels(
            labelled, (WIDTH - MARGIN - self._day, room), theme, len(events), years=years
        )
        self._labels, self._indent = fitted.labels, fitted.indent
        self._unlabelled = len(events) - len(fitted.labels)
        days = itertools.groupby(events, key=lambda event: event.date)
        self._days = {day: not all(event.planned for event in group) for day, group in days}
        foot = _FOOT if self._unlabelled else 0
        desired = max(fitted.height * _STRETCH, _MIN_AXIS) if first < last else fitted.height
        bottom = top + min(desired, room - foot)
        self._axis = self._axis_for(first, last, bottom)
        wanted = [self._axis.at(label.event.date) - _HALF for label in fitted.labels]
        heights = [float(label.height) for label in fitted.labels]
        self._tops = spread(wanted, heights, top, bottom + _GAP)
        self.height = round(bottom + foot + MARGIN)

    def _axis_for(self, first: dt.date, last: dt.date, bottom: float) -> Axis:
        """Return an axis that is as long as possible while the last label starts at its dot."""
        top = self._top + _HALF
        label = self._labels[-1]
        if first < last and label.event.date < last:
            return Axis(first, last, top, bottom - _HALF)
        end = bottom + _GAP - label.height + _HALF
        if first < last:
            return Axis(first, last, top, end)
        middle = (top + end) / 2  # all labels share one dot
        return Axis(first, last, middle, middle)

    def boxes(self) -> list[Box]:
        """Return (left, top, right, bottom) of the text of each label."""
        found: list[Box] = []
        for label, top in zip(self._labels, self._tops, strict=True):
            widest = max((line.style.width(line.text) for line in label.lines), default=0)
            found.append(
                (self._day, top, self._day + self._indent + widest, top + label.height - _GAP)
            )
        return found

    def draw(self, image: Image.Image) -> None:
        self._draw_axis(image)
        canvas = ImageDraw.Draw(image)
        right = WIDTH - MARGIN
        for label, top in zip(self._labels, self._tops, strict=True):
            draw_lines(canvas, label.head, (self._day, top))
            draw_lines(canvas, label.lines, (self._day + self._indent, top), right)
        if self._unlabelled:
            text = f"and {self._unlabelled:,} more in the list"
            at = (self._day + self._indent, self.height - MARGIN - SMALL.line + SMALL.size)
            SMALL.draw(canvas, at, text, self._theme.muted)
        for tick in self._ticks:
            x = self._x - _TICK_GAP - SMALL.width(tick.label)
            y = self._axis.at(tick.day) + SMALL.size * 0.36
            SMALL.draw(canvas, (x, y), tick.label, self._theme.muted)

    def _draw_axis(self, image: Image.Image) -> None:
        box = (self._x - 20, round(self._top) - 10, self._day - 4, self.height - 8)
        shapes = Shapes(box, self._theme)
        shapes.line((self._x, self._axis.top), (self._x, self._axis.bottom), width=5)
        for label, top in zip(self._labels, self._tops, strict=True):
            there, here = self._axis.at(label.event.date), top + _HALF
            shapes.line(
                (self._x, there),
                (self._x + 18, there),
                (self._day - 22, here),
                (self._day - 8, here),
                width=3,
            )
        for day, happened in self._days.items():
            shapes.dot((self._x, self._axis.at(day)), _DOT, filled=happened)
        for label in self._labels:
            day = label.event.date
            shapes.dot((self._x, self._axis.at(day)), label.radius, filled=self._days[day])
        shapes.paste(image)


@dataclass(frozen=True, slots=True)
class _Label:
    """``head`` is the day and whether it is planned; ``lines`` is the text next to it."""

    event: Event
    head: tuple[Line, ...]
    lines: tuple[Line, ...]

    @property
    def height(self) -> int:
        """Height in pixels, including the gap below."""
        columns = (self.head, self.lines)
        return max(sum(line.height for line in lines) for lines in columns) + _GAP

    @property
    def radius(self) -> float:
        """Radius of the day's dot in pixels; it grows with the number of stories."""
        return min(15.0, 9 + 1.5 * (story_count([self.event]) - 1))


@dataclass(frozen=True, slots=True)
class _Labels:
    """Labels in chronological order; text starts ``indent`` pixels to the right of its day."""

    labels: tuple[_Label, ...]
    indent: float

    @property
    def height(self) -> int:
        return sum(label.height for label in self.labels) - _GAP


def _fit_labels(
    events: Sequence[Event], room: tuple[float, float], theme: Theme, total: int, *, years: bool
) -> _Labels:
    """Return labels for as many important events as fit in ``room`` (width, height).

    If not all of the ``total`` events are labelled, room at the bottom stays free to say so. At
    least one event is labelled.
    """
    width, height = room
    order = ranked(events, MAX_LABELS)
    for count in range(len(order), 0, -1):
        shown = [events[i] for i in sorted(order[:count])]
        left = height if count == total else height - _FOOT
        for most in _LINES:
            labels = _labels(shown, width, most, theme, years=years)
            if labels.height <= left:
                return labels
    return labels


def _labels(
    events: Sequence[Event], width: float, most: int, theme: Theme, *, years: bool
) -> _Labels:
    heads = [_head(event, theme, years=years) for event in events]
    indent = max(line.style.width(line.text) for head in heads for line in head) + _AFTER_DAY
    made = []
    for event, head in zip(events, heads, strict=True):
        text = wrap(on_one_line(event.text), BODY, width - indent, most)
        made.append(_Label(event, head, tuple(Line(line, BODY, theme.ink) for line in text)))
    return _Labels(tuple(made), indent)


def _head(event: Event, theme: Theme, *, years: bool) -> tuple[Line, ...]:
    head = [Line(label_date(event.date, years=years), DAY, theme.accent)]
    if event.planned:
        head.append(Line("Planned", PLANNED, theme.planned))
    return tuple(head)


def label_date(day: dt.date, *, years: bool) -> str:
    """``Wed 22 Oct``, or ``22 Oct 2025`` if ``years`` are needed."""
    return short_date(day) if years else f"{day:%a} {short_date(day, years=False)}"
