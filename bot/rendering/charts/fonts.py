"""Fonts for charts: fonts installed as packages, fallback per character, and line wrapping.

FiraGO has Latin, Cyrillic, Greek, Arabic, Hebrew, Devanagari, Georgian and Thai letters, Noto
Sans CJK has Chinese, Japanese and Korean, Noto Sans Symbols has the rest. System fonts are not
used, so that a chart is the same on every machine.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from PIL import ImageDraw, ImageFont, features

ELLIPSIS = "…"
_STOPS = "，。、！？：；）」』】》〉”’…ー"
_BEFORE_ELLIPSIS = " .,;:–—-"
_UNKNOWN = "\U0010fffd"  # a private-use character that no font has: drawn as "missing glyph"
_RIGHT_TO_LEFT = {"R", "AL"}
_NORMAL, _BOLD = 400, 700  # weights of the variable font


@functools.cache
def _data(name: str) -> bytes:
    if name == "cjk":
        return (resources.files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc").read_bytes()
    import pymupdf_fonts

    return bytes(pymupdf_fonts.fontbuffers[name]())


@functools.cache
def _font(name: str, size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(io.BytesIO(_data(name)), size)
    if name == "cjk":
        font.set_variation_by_axes([_BOLD if bold else _NORMAL])
    return font


@functools.lru_cache(maxsize=20_000)
def _has(name: str, letter: str) -> bool:
    font = _font(name, 16, bold=False)
    drawn = font.getmask(letter)
    return bytes(drawn) != bytes(font.getmask(_UNKNOWN)) or drawn.size[0] == 0


@dataclass(frozen=True, slots=True)
class Style:
    """A font size in pixels and a weight."""

    size: int
    bold: bool = False

    @property
    def line(self) -> int:
        """Line height in pixels."""
        return round(self.size * 1.36)

    def runs(self, text: str) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        """Split a line into runs that one font can draw; characters in no font are dropped."""
        names = ("figbo" if self.bold else "figo", "cjk", "symbol1", "symbol2")
        run, current = "", names[0]
        for letter in text:
            name = current
            if not (letter.isspace() or unicodedata.combining(letter)):
                name = next((n for n in names if _has(n, letter)), "")
            if name == "":
                continue
            if name != current and run:
                yield run, _font(current, self.size, bold=self.bold)
                run = ""
            run, current = run + letter, name
        if run:
            yield run, _font(current, self.size, bold=self.bold)

    def width(self, text: str) -> float:
        """Return the width of a line in pixels."""
        direction = _direction(text)
        return sum(font.getlength(run, direction=direction) for run, font in self.runs(text))

    def draw(
        self, canvas: ImageDraw.ImageDraw, at: tuple[float, float], text: str, ink: str
    ) -> None:
        """Draw a line; ``at`` is the left end of its baseline."""
        x, y = at
        direction = _direction(text)
        for run, font in self.runs(text):
            canvas.text((x, y), run, fill=ink, font=font, anchor="ls", direction=direction)
            x += font.getlength(run, direction=direction)


def _direction(text: str) -> str | None:
    """Return the base direction of a line; None if Pillow was built without libraqm."""
    if not features.check("raqm"):
        return None
    return "rtl" if is_right_to_left(text) else "ltr"


def is_right_to_left(text: str) -> bool:
    """Whether the first character with a direction belongs to a right-to-left script."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return False


def wrap(text: str, style: Style, width: float, most: int) -> list[str]:
    """Break text into up to ``most`` lines; if it does not fit, the last ends in an ellipsis."""
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most:
        cut = _fitting(rest, style, width)
        if cut < len(rest) and len(lines) == most - 1:
            lines.append(_truncated(rest, style, width))
            break
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return lines


def _truncated(text: str, style: Style, width: float) -> str:
    """Return as much of the text as fits, followed by an ellipsis."""
    cut = _fitting(text, style, width - style.width(ELLIPSIS))
    line = text[:cut].rstrip(_BEFORE_ELLIPSIS) + ELLIPSIS
    while cut > 1 and style.width(line) > width:  # kerning may change the width
        cut -= 1
        line = text[:cut].rstrip(_BEFORE_ELLIPSIS) + ELLIPSIS
    return line


def _fitting(text: str, style: Style, width: float) -> int:
    """Return how many characters fit, at a word boundary if possible; at least one."""
    if style.width(text) <= width:
        return len(text)
    low, high = 1, len(text)
    while low < high - 1:
        middle = (low + high) // 2
        if style.width(text[:middle]) <= width:
            low = middle
        else:
            high = middle
    between_words = text.rfind(" ", 0, low + 1)
    if _unspaced(text[low - 1]):  # scripts without spaces break anywhere except before punctuation
        return low - 1 if low > 1 and text[low] in _STOPS else low
    return between_words if between_words > 0 else low


def _unspaced(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}
