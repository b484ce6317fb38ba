"""A timeline as a PNG: days on a true time axis, and what happened.

As tall as the events need. Letters are large for a picture that a phone shows at a third of its
size. Nothing comes from the network, and the same events give the same
bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.picture import beside, overview
from bot.picture.blocks import Line, blocks, write
from bot.picture.choice import facts, weightiest
from bot.picture.text import wrap
from bot.picture.theme import DARK, LIGHT, MARGIN, SUBTITLE, TITLE, WIDTH, Theme
from bot.terminal.text import on_one_line
from index.models import Event

MOST = 60  # events in one picture; of more, those that most articles report
_FAR = 480  # pixels between a day on the axis and its text from which on it is lost from sight


def timeline_png(events: Sequence[Event], title: str = "Timeline", *, dark: bool = False) -> bytes:
    """Draw events, which come in order of days. Raises ValueError when there are none.

    Of more than MOST, the picture shows those that most articles report, and says so.
    """
    if not events:
        raise ValueError("a picture needs at least one event")
    theme = DARK if dark else LIGHT
    shown = weightiest(events, MOST)
    head = _head(events, shown, title, theme)
    top = MARGIN + sum(line.height for line in head) + 46
    lines = _lines_each(len(shown))
    placed: beside.Beside | overview.Overview
    placed = beside.Beside(blocks(shown, beside.TEXT_WIDTH, lines, theme), top)
    if placed.reach > _FAR:
        placed = overview.Overview(blocks(shown, overview.TEXT_WIDTH, lines, theme), top)
    image = Image.new("RGB", (WIDTH, placed.height), theme.paper)
    write(ImageDraw.Draw(image), head, (MARGIN, MARGIN))
    placed.draw(image, theme)
    return png(image)


def png(image: Image.Image) -> bytes:
    """The same picture as a small file: it has few colours."""
    out = io.BytesIO()
    image.quantize(colors=64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines_each(events: int) -> int:
    """How many lines an event may take: fewer, the more there are."""
    return 6 if events <= 6 else 4 if events <= 16 else 3 if events <= 30 else 2


def _head(events: Sequence[Event], shown: Sequence[Event], title: str, theme: Theme) -> list[Line]:
    width = WIDTH - 2 * MARGIN
    told = facts(events)
    if len(shown) < len(events):
        told.append(f"here the {len(shown)} that most articles report")
    lines = [Line(text, TITLE, theme.ink) for text in wrap(on_one_line(title), TITLE, width, 2)]
    subtitle = wrap(" · ".join(told), SUBTITLE, width, 2)
    return lines + [Line(text, SUBTITLE, theme.faint) for text in subtitle]
