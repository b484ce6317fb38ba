"""A timeline as a tall PNG chart, with every event on a true-to-scale time axis.

The chart is as tall as the events need. Text is large, because a phone shows the image at a third
of its size. Nothing is loaded from the network, and the same events produce the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.rendering.charts.axis import Axis, spread, stacked, ticks
from bot.rendering.charts.blocks import GAP, Block, blocks, most_important, summary
from bot.rendering.charts.canvas import (
    DARK,
    DAY,
    LIGHT,
    MARGIN,
    SMALL,
    SUBTITLE,
    TITLE,
    WIDTH,
    Line,
    Shapes,
    Theme,
    draw_lines,
    encode_png,
)
from bot.rendering.charts.fonts import wrap
from bot.rendering.text import on_one_line
from index.models import Event

MAX_EVENTS = 60
_MAX_OFFSET = 480  # pixels between a day on the axis and its text
_AXIS = 176  # x of the axis; tick labels are to the left of it
_TEXT = 258  # x of the text
_TEXT_WIDTH = WIDTH - _TEXT - MARGIN
_TICK_HEIGHT = 92  # pixels per tick of the axis
_HALF = DAY.line / 2
_RAIL = 66  # x of the line that connects the days
_LIST_TEXT = 112  # x of the text
_LIST_WIDTH = WIDTH - _LIST_TEXT - MARGIN
_TICK_WIDTH = 150  # pixels per tick of the axis
_DOT = 8.0
_STACK = 220  # maximum height of stacked dots; beyond that they overlap
_GAP_DAYS = 14  # longer gaps between events are labelled
_GAP_HEIGHT = 46


def portrait_chart(
    events: Sequence[Event], title: str = "Timeline", *, dark: bool = False
) -> bytes:
    """Draw events in chronological order as a PNG. Raises ValueError if there are none.

    With more than MAX_EVENTS events, only those that most articles report are drawn, and the
    chart says so.
    """
    if not events:
        raise ValueError("a chart needs at least one event")
    theme = DARK if dark else LIGHT
    shown = most_important(events, MAX_EVENTS)
    head = _head(events, shown, title, theme)
    top = MARGIN + sum(line.height for line in head) + 46
    lines = _lines_per_event(len(shown))
    layout: _SideAxis | _TopAxis
    layout = _SideAxis(blocks(shown, _TEXT_WIDTH, lines, theme), top)
    if layout.offset > _MAX_OFFSET:
        layout = _TopAxis(blocks(shown, _LIST_WIDTH, lines, theme), top)
    image = Image.new("RGB", (WIDTH, layout.height), theme.background)
    draw_lines(ImageDraw.Draw(image), head, (MARGIN, MARGIN))
    layout.draw(image, theme)
    return encode_png(image)


def _lines_per_event(events: int) -> int:
    """Return how many lines an event may take."""
    return 6 if events <= 6 else 4 if events <= 16 else 3 if events <= 30 else 2


def _head(events: Sequence[Event], shown: Sequence[Event], title: str, theme: Theme) -> list[Line]:
    width = WIDTH - 2 * MARGIN
    parts = summary(events)
    if len(shown) < len(events):
        parts.append(f"showing the {len(shown)} that most articles report")
    lines = [Line(text, TITLE, theme.ink) for text in wrap(on_one_line(title), TITLE, width, 2)]
    subtitle = wrap(" · ".join(parts), SUBTITLE, width, 2)
    return lines + [Line(text, SUBTITLE, theme.muted) for text in subtitle]


class _SideAxis:
    """The axis runs down the left, and a line leads from each day to its text.

    ``offset`` is the largest distance in pixels between a day on the axis and its text.
    """

    def __init__(self, blocks: Sequence[Block], top: float) -> None:
        heights = [float(block.height) for block in blocks]
        length = sum(heights) - heights[-1]
        self._blocks = blocks
        self._top = top
        self._axis = Axis(blocks[0].day, blocks[-1].day, top + _HALF, top + _HALF + length)
        wanted = [self._axis.at(block.day) - _HALF for block in blocks]
        self._tops = spread(wanted, heights, top)
        self.offset = max(abs(a - b) for a, b in zip(wanted, self._tops, strict=True))
        self.height = round(self._tops[-1] + heights[-1] - GAP + MARGIN)

    def draw(self, image: Image.Image, theme: Theme) -> None:
        shapes = Shapes((_AXIS - 24, round(self._top) - 24, _TEXT - 8, self.height), theme)
        shapes.line((_AXIS, self._axis.top), (_AXIS, self._axis.bottom), width=5)
        for block, top in zip(self._blocks, self._tops, strict=True):
            there, here = self._axis.at(block.day), top + _HALF
            shapes.line(
                (_AXIS, there), (_AXIS + 20, there), (_TEXT - 26, here), (_TEXT - 8, here), width=3
            )
        for block in self._blocks:
            shapes.dot((_AXIS, self._axis.at(block.day)), block.radius, filled=block.happened)
        shapes.paste(image)
        canvas = ImageDraw.Draw(image)
        room = max(1, int((self._axis.bottom - self._axis.top) / _TICK_HEIGHT))
        for tick in ticks(self._axis.first, self._axis.last, room):
            x = _AXIS - 34 - SMALL.width(tick.label)
            y = self._axis.at(tick.day) + SMALL.size * 0.36
            SMALL.draw(canvas, (x, y), tick.label, theme.muted)
        for block, top in zip(self._blocks, self._tops, strict=True):
            draw_lines(canvas, block.lines, (_TEXT, top))


class _TopAxis:
    """The axis runs across the top, and the days follow below it as a list.

    With many days, a side axis would put a day and its text pages apart.
    """

    def __init__(self, blocks: Sequence[Block], top: float) -> None:
        self._blocks = blocks
        self._top = top
        self._axis = Axis(blocks[0].day, blocks[-1].day, MARGIN + 14, WIDTH - MARGIN - 14)
        places = [self._axis.at(block.day) for block in blocks]
        self._levels = stacked(places, 2 * _DOT + 2)
        highest = max(self._levels)
        self._step = min(2 * _DOT + 2, _STACK / max(1, highest))
        self._line = top + highest * self._step + 2 * _DOT
        self._tops: list[float] = []
        self._gaps: list[tuple[float, str]] = []
        y = self._line + 116
        for number, block in enumerate(blocks):
            days = (block.day - blocks[number - 1].day).days if number else 0
            if days > _GAP_DAYS:
                self._gaps.append((y, gap_label(days)))
                y += _GAP_HEIGHT
            self._tops.append(y)
            y += block.height
        self.height = round(y - GAP + MARGIN)

    def draw(self, image: Image.Image, theme: Theme) -> None:
        canvas = ImageDraw.Draw(image)
        self._draw_axis(image, canvas, theme)
        shapes = Shapes((_RAIL - 22, round(self._tops[0]), _RAIL + 22, self.height), theme)
        half = DAY.line / 2
        shapes.line((_RAIL, self._tops[0] + half), (_RAIL, self._tops[-1] + half), width=5)
        for block, top in zip(self._blocks, self._tops, strict=True):
            shapes.dot((_RAIL, top + half), block.radius, filled=block.happened)
        shapes.paste(image)
        for block, top in zip(self._blocks, self._tops, strict=True):
            draw_lines(canvas, block.lines, (_LIST_TEXT, top))
        for top, label in self._gaps:
            SMALL.draw(canvas, (_LIST_TEXT, top + SMALL.size - 4), label, theme.muted)

    def _draw_axis(self, image: Image.Image, canvas: ImageDraw.ImageDraw, theme: Theme) -> None:
        shapes = Shapes(
            (MARGIN - 10, round(self._top) - 10, WIDTH - MARGIN + 10, round(self._line) + 30), theme
        )
        shapes.line((self._axis.top, self._line), (self._axis.bottom, self._line), width=4)
        room = int((self._axis.bottom - self._axis.top) / _TICK_WIDTH)
        found = ticks(self._axis.first, self._axis.last, room)
        for tick in found:
            x = self._axis.at(tick.day)
            shapes.line((x, self._line), (x, self._line + 16), width=3)
        for block, level in zip(self._blocks, self._levels, strict=True):
            y = self._line - _DOT - 4 - level * self._step
            shapes.dot((self._axis.at(block.day), y), _DOT, filled=block.happened)
        shapes.paste(image)
        for tick in found:
            width = SMALL.width(tick.label)
            x = min(max(self._axis.at(tick.day) - width / 2, MARGIN), WIDTH - MARGIN - width)
            SMALL.draw(canvas, (x, self._line + 50), tick.label, theme.muted)


def gap_label(days: int) -> str:
    """``3 weeks later``, in a unit that fits the number of days."""
    if days >= 730:
        return f"{round(days / 365.25):,} years later"
    return f"{round(days / 30.44)} months later" if days >= 60 else f"{round(days / 7)} weeks later"
