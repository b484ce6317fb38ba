"""A landscape picture: the whole axis down the left, a dot for each day, a few days labelled."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.picture.blocks import write
from bot.picture.labels import DAY, GAP, labels_in
from bot.picture.layout import Axis, marks, spread
from bot.picture.strokes import Strokes
from bot.picture.text import Style
from bot.picture.theme import Theme
from index.models import Event

WIDTH, HEIGHT = 1100, 700
MARGIN = 36
SMALL = Style(25)
_MARKS = 6  # on the shortest axis, these are a line of text and a half apart
_BESIDE_MARK = 26  # pixels between a mark and the axis
_LEADER = 68  # pixels from the axis to labels
_FOOT = SMALL.line + 8
_HALF = DAY.line / 2
_SHORT = 260  # pixels that an axis of several days has at least
_AIR = 1.3  # how much taller than its labels the axis is, where there is room
_DOT = 6.0  # radius of a day without a label

Box = tuple[float, float, float, float]


class Wide:
    """Events placed from ``top`` down; ``height`` is the picture's."""

    def __init__(self, events: Sequence[Event], top: float, theme: Theme) -> None:
        first, last = events[0].date, events[-1].date
        self._theme = theme
        self._top = top
        self._marks = marks(first, last, _MARKS) if first < last else []
        widest = max((SMALL.width(mark.label) for mark in self._marks), default=0)
        self._x = round(MARGIN + max(16, widest + _BESIDE_MARK))
        self._day = self._x + _LEADER
        room = HEIGHT - MARGIN - top
        placed = labels_in(events, (WIDTH - MARGIN - self._day, room), _FOOT, theme)
        self._labels, self._indent = placed.labels, placed.indent
        self._unlabelled = len(events) - len(placed.labels)
        days = itertools.groupby(events, key=lambda event: event.date)
        self._days = {day: not all(event.planned for event in group) for day, group in days}
        foot = _FOOT if self._unlabelled else 0
        wished = max(placed.height * _AIR, _SHORT) if first < last else placed.height
        bottom = top + min(wished, room - foot)
        self._axis = self._scaled(first, last, bottom)
        wanted = [self._axis.at(label.event.date) - _HALF for label in placed.labels]
        heights = [float(label.height) for label in placed.labels]
        self._tops = spread(wanted, heights, top, bottom + GAP)
        self.height = round(bottom + foot + MARGIN)

    def _scaled(self, first: dt.date, last: dt.date, bottom: float) -> Axis:
        """As long as there is room, but so that a label of the last day begins at its dot."""
        top = self._top + _HALF
        label = self._labels[-1]
        if first < last and label.event.date < last:
            return Axis(first, last, top, bottom - _HALF)
        end = bottom + GAP - label.height + _HALF
        if first < last:
            return Axis(first, last, top, end)
        middle = (top + end) / 2  # labels fan out from one dot
        return Axis(first, last, middle, middle)

    def boxes(self) -> list[Box]:
        """Left, top, right and bottom of what is written for each label."""
        found: list[Box] = []
        for label, top in zip(self._labels, self._tops, strict=True):
            widest = max((line.style.width(line.text) for line in label.lines), default=0)
            found.append(
                (self._day, top, self._day + self._indent + widest, top + label.height - GAP)
            )
        return found

    def draw(self, image: Image.Image) -> None:
        self._draw_axis(image)
        canvas = ImageDraw.Draw(image)
        right = WIDTH - MARGIN
        for label, top in zip(self._labels, self._tops, strict=True):
            write(canvas, label.head, (self._day, top))
            write(canvas, label.lines, (self._day + self._indent, top), right)
        if self._unlabelled:
            words = f"and {self._unlabelled:,} more on the pages"
            at = (self._day + self._indent, self.height - MARGIN - SMALL.line + SMALL.size)
            SMALL.draw(canvas, at, words, self._theme.faint)
        for mark in self._marks:
            x = self._x - _BESIDE_MARK - SMALL.width(mark.label)
            y = self._axis.at(mark.day) + SMALL.size * 0.36
            SMALL.draw(canvas, (x, y), mark.label, self._theme.faint)

    def _draw_axis(self, image: Image.Image) -> None:
        box = (self._x - 20, round(self._top) - 10, self._day - 4, self.height - 8)
        strokes = Strokes(box, self._theme)
        strokes.line((self._x, self._axis.top), (self._x, self._axis.bottom), thick=5)
        for label, top in zip(self._labels, self._tops, strict=True):
            there, here = self._axis.at(label.event.date), top + _HALF
            strokes.line(
                (self._x, there),
                (self._x + 18, there),
                (self._day - 22, here),
                (self._day - 8, here),
                thick=3,
            )
        for day, happened in self._days.items():
            strokes.dot((self._x, self._axis.at(day)), _DOT, filled=happened)
        for label in self._labels:
            day = label.event.date
            strokes.dot((self._x, self._axis.at(day)), label.radius, filled=self._days[day])
        strokes.put(image)
