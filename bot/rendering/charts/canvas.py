"""Colours, sizes, anti-aliased shapes and lines of text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.rendering.charts.fonts import Style, is_right_to_left

WIDTH = 1080
MARGIN = 44
SMOOTH = 3  # shapes are drawn this many times larger and scaled down

TITLE = Style(50, bold=True)
SUBTITLE = Style(30)
DAY = Style(34, bold=True)
BODY = Style(36)
SMALL = Style(27)
SMALL_BOLD = Style(27, bold=True)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a chart, as ``#rrggbb``."""

    background: str
    ink: str
    muted: str
    line: str
    accent: str
    planned: str


LIGHT = Theme("#ffffff", "#1b1f24", "#636b74", "#ccd3da", "#0b5fbd", "#9a6700")
DARK = Theme("#1e1f22", "#f1f2f4", "#a6acb4", "#484b52", "#74b4ff", "#e3b341")

Point = tuple[float, float]
Box = tuple[int, int, int, int]


class Shapes:
    """Draws anti-aliased lines and dots in a part of the image; ``paste`` makes them visible."""

    def __init__(self, box: Box, theme: Theme) -> None:
        """``box`` is (left, top, right, bottom) in pixels of the image."""
        self._box = box
        self._theme = theme
        left, top, right, bottom = box
        self._layer = Image.new(
            "RGB", ((right - left) * SMOOTH, (bottom - top) * SMOOTH), theme.background
        )
        self._canvas = ImageDraw.Draw(self._layer)

    def line(self, *points: Point, width: int) -> None:
        self._canvas.line(self._scaled(points), self._theme.line, width * SMOOTH, joint="curve")

    def dot(self, at: Point, radius: float, *, filled: bool) -> None:
        """Draw a day: filled in the accent colour, or a ring if everything on it is planned."""
        x, y = at
        ends = self._scaled(((x - radius, y - radius), (x + radius, y + radius)))
        ink = self._theme.accent if filled else self._theme.planned
        self._canvas.ellipse(ends, ink if filled else self._theme.background, ink, 4 * SMOOTH)

    def paste(self, image: Image.Image) -> None:
        left, top, right, bottom = self._box
        smooth = self._layer.resize((right - left, bottom - top), Image.Resampling.LANCZOS)
        image.paste(smooth, (left, top))

    def _scaled(self, points: tuple[Point, ...]) -> list[Point]:
        left, top = self._box[:2]
        return [((x - left) * SMOOTH, (y - top) * SMOOTH) for x, y in points]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and the space below it, in pixels."""

    text: str
    style: Style
    ink: str
    below: int = 0

    @property
    def height(self) -> int:
        return self.style.line + self.below


def draw_lines(
    canvas: ImageDraw.ImageDraw,
    lines: Sequence[Line],
    at: tuple[float, float],
    right: float = WIDTH - MARGIN,
) -> None:
    """Draw lines of text from ``at`` (left, top) down.

    Right-to-left text is aligned to ``right``.
    """
    x, y = at
    for line in lines:
        start = x
        if is_right_to_left(line.text):
            start = right - line.style.width(line.text)
        line.style.draw(canvas, (start, y + line.style.size), line.text, line.ink)
        y += line.height


def encode_png(image: Image.Image) -> bytes:
    """Return a small PNG file: a chart has few colours."""
    out = io.BytesIO()
    image.quantize(colors=64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
