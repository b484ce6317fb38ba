"""Many days: the whole axis across the top, and below it the days one after another.

With text beside a long axis, a day and its text would be pages apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.picture.blocks import GAP, Block, write
from bot.picture.layout import Axis, marks, stacked
from bot.picture.strokes import Strokes
from bot.picture.theme import DAY, MARGIN, SMALL, WIDTH, Theme

RAIL = 66
TEXT = 112
TEXT_WIDTH = WIDTH - TEXT - MARGIN
_MARK_ROOM = 150
_DOT = 8.0
_STACK = 220  # as high as dots are stacked; above, they overlap
_SILENCE = 14  # days without an event that are told
_SILENCE_HEIGHT = 46


class Overview:
    """Days placed from ``top`` down."""

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
        self._silences: list[tuple[float, str]] = []
        y = self._line + 116
        for number, block in enumerate(blocks):
            days = (block.day - blocks[number - 1].day).days if number else 0
            if days > _SILENCE:
                self._silences.append((y, silence(days)))
                y += _SILENCE_HEIGHT
            self._tops.append(y)
            y += block.height
        self.height = round(y - GAP + MARGIN)

    def draw(self, image: Image.Image, theme: Theme) -> None:
        canvas = ImageDraw.Draw(image)
        self._draw_axis(image, canvas, theme)
        strokes = Strokes((RAIL - 22, round(self._tops[0]), RAIL + 22, self.height), theme)
        half = DAY.line / 2
        strokes.line((RAIL, self._tops[0] + half), (RAIL, self._tops[-1] + half), thick=5)
        for block, top in zip(self._blocks, self._tops, strict=True):
            strokes.dot((RAIL, top + half), block.radius, filled=block.happened)
        strokes.put(image)
        for block, top in zip(self._blocks, self._tops, strict=True):
            write(canvas, block.lines, (TEXT, top))
        for top, label in self._silences:
            SMALL.draw(canvas, (TEXT, top + SMALL.size - 4), label, theme.faint)

    def _draw_axis(self, image: Image.Image, canvas: ImageDraw.ImageDraw, theme: Theme) -> None:
        strokes = Strokes(
            (MARGIN - 10, round(self._top) - 10, WIDTH - MARGIN + 10, round(self._line) + 30), theme
        )
        strokes.line((self._axis.top, self._line), (self._axis.bottom, self._line), thick=4)
        room = int((self._axis.bottom - self._axis.top) / _MARK_ROOM)
        found = marks(self._axis.first, self._axis.last, room)
        for mark in found:
            x = self._axis.at(mark.day)
            strokes.line((x, self._line), (x, self._line + 16), thick=3)
        for block, level in zip(self._blocks, self._levels, strict=True):
            y = self._line - _DOT - 4 - level * self._step
            strokes.dot((self._axis.at(block.day), y), _DOT, filled=block.happened)
        strokes.put(image)
        for mark in found:
            width = SMALL.width(mark.label)
            x = min(max(self._axis.at(mark.day) - width / 2, MARGIN), WIDTH - MARGIN - width)
            SMALL.draw(canvas, (x, self._line + 50), mark.label, theme.faint)


def silence(days: int) -> str:
    """How long nothing is told, in the unit that fits."""
    if days >= 730:
        return f"{round(days / 365.25):,} years later"
    return f"{round(days / 30.44)} months later" if days >= 60 else f"{round(days / 7)} weeks later"
