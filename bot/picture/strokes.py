"""Smooth lines and dots on a part of a picture."""

from __future__ import annotations

from PIL import Image, ImageDraw

from bot.picture.theme import SMOOTH, Theme

Point = tuple[float, float]
Box = tuple[int, int, int, int]


class Strokes:
    """Draws on a box of the picture, in the picture's own pixels; ``put`` makes it appear."""

    def __init__(self, box: Box, theme: Theme) -> None:
        """``box`` is left, top, right, bottom."""
        self._box = box
        self._theme = theme
        left, top, right, bottom = box
        self._sheet = Image.new(
            "RGB", ((right - left) * SMOOTH, (bottom - top) * SMOOTH), theme.paper
        )
        self._canvas = ImageDraw.Draw(self._sheet)

    def line(self, *points: Point, thick: int) -> None:
        self._canvas.line(self._scaled(points), self._theme.line, thick * SMOOTH, joint="curve")

    def dot(self, at: Point, radius: float, *, filled: bool) -> None:
        """A day: filled in the accent's colour, or a ring where everything is planned."""
        x, y = at
        ends = self._scaled(((x - radius, y - radius), (x + radius, y + radius)))
        ink = self._theme.accent if filled else self._theme.planned
        self._canvas.ellipse(ends, ink if filled else self._theme.paper, ink, 4 * SMOOTH)

    def put(self, image: Image.Image) -> None:
        left, top, right, bottom = self._box
        smooth = self._sheet.resize((right - left, bottom - top), Image.Resampling.LANCZOS)
        image.paste(smooth, (left, top))

    def _scaled(self, points: tuple[Point, ...]) -> list[Point]:
        left, top = self._box[:2]
        return [((x - left) * SMOOTH, (y - top) * SMOOTH) for x, y in points]
