"""A timeline as a landscape PNG, as chats show pictures: few events, in large letters.

Discord shows a picture within about 550 by 350 points, and a phone at about 360 across; this one
is drawn at twice the former.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.picture.blocks import Line, write
from bot.picture.choice import facts
from bot.picture.text import Style, wrap
from bot.picture.theme import DARK, LIGHT
from bot.picture.wide import MARGIN, WIDTH, Wide
from bot.terminal.text import on_one_line
from bot.timeline_picture import png
from index.models import Event

_TITLE = Style(42, bold=True)
_SUBTITLE = Style(27)
_BELOW_HEAD = 22


def wide_timeline_png(
    events: Sequence[Event], title: str = "Timeline", *, dark: bool = False
) -> bytes:
    """Draw events, which come in order of days. Raises ValueError when there are none.

    Every day is a dot on a true time axis. The events that most articles report are labelled, as
    many as can be read, and the picture says how many are not.
    """
    if not events:
        raise ValueError("a picture needs at least one event")
    theme = DARK if dark else LIGHT
    width = WIDTH - 2 * MARGIN
    head = [Line(text, _TITLE, theme.ink) for text in wrap(on_one_line(title), _TITLE, width, 1)]
    subtitle = wrap(" · ".join(facts(events)), _SUBTITLE, width, 1)
    head += [Line(text, _SUBTITLE, theme.faint) for text in subtitle]
    top = MARGIN - 8
    placed = Wide(events, top + sum(line.height for line in head) + _BELOW_HEAD, theme)
    image = Image.new("RGB", (WIDTH, placed.height), theme.paper)
    placed.draw(image)
    write(ImageDraw.Draw(image), head, (MARGIN, top), WIDTH - MARGIN)
    return png(image)
