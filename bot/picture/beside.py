"""A few days: the axis runs down the left, and a line leads from each day to its text."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.picture.blocks import GAP, Block, write
from bot.picture.layout import Axis, marks, spread
from bot.picture.strokes import Strokes
from bot.picture.theme import DAY, MARGIN, SMALL, WIDTH, Theme

AXIS = 176  # where the axis stands; labels of its marks are left of it
TEXT = 258  # where text begins
TEXT_WIDTH = WIDTH - TEXT - MARGIN
_MARK_ROOM = 92  # pixels that a mark of the axis needs
_HALF = DAY.line / 2


class Beside:
    """Days placed from ``top`` down. ``reach`` is how far the farthest text is from its day."""

    def __init__(self, blocks: Sequence[Block], top: float) -> None:
        heights = [float(block.height) for block in blocks]
        length = sum(heights) - heights[-1]
        self._blocks = blocks
        self._top = top
        self._axis = Axis(blocks[0].day, blocks[-1].day, top + _HALF, top + _HALF + length)
        wanted = [self._axis.at(block.day) - _HALF for block in blocks]
        self._tops = spread(wanted, heights, top)
        self.reach = max(abs(a - b) for a, b in zip(wanted, self._tops, strict=True))
        self.height = round(self._tops[-1] + heights[-1] - GAP + MARGIN)

    def draw(self, image: Image.Image, theme: Theme) -> None:
        strokes = Strokes((AXIS - 24, round(self._top) - 24, TEXT - 8, self.height), theme)
        strokes.line((AXIS, self._axis.top), (AXIS, self._axis.bottom), thick=5)
        for block, top in zip(self._blocks, self._tops, strict=True):
            there, here = self._axis.at(block.day), top + _HALF
            strokes.line(
                (AXIS, there), (AXIS + 20, there), (TEXT - 26, here), (TEXT - 8, here), thick=3
            )
        for block in self._blocks:
            strokes.dot((AXIS, self._axis.at(block.day)), block.radius, filled=block.happened)
        strokes.put(image)
        canvas = ImageDraw.Draw(image)
        room = max(1, int((self._axis.bottom - self._axis.top) / _MARK_ROOM))
        for mark in marks(self._axis.first, self._axis.last, room):
            x = AXIS - 34 - SMALL.width(mark.label)
            y = self._axis.at(mark.day) + SMALL.size * 0.36
            SMALL.draw(canvas, (x, y), mark.label, theme.faint)
        for block, top in zip(self._blocks, self._tops, strict=True):
            write(canvas, block.lines, (TEXT, top))
