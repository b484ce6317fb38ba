"""Lines of text for a number of columns."""

from __future__ import annotations

import datetime as dt
import io

from rich.console import Console
from rich.text import Text

from bot.terminal.text import on_one_line

# Text.wrap asks a console only for its tab size and how to break lines.
_RULER = Console(file=io.StringIO(), width=80, legacy_windows=False)


def wrapped(text: str | Text, width: int, first: Text | str = "", indent: int = 0) -> list[Text]:
    """``text`` in lines of ``width`` columns: the first begins with ``first``, the others with
    ``indent`` blanks. Wide characters count as two columns; no line ends in a blank.
    """
    head = first if isinstance(first, Text) else Text(first)
    body = text if isinstance(text, Text) else Text(on_one_line(text))
    pieces = list(body.wrap(_RULER, max(10, width - indent))) or [Text()]
    lines = []
    for number, piece in enumerate(pieces):
        piece.rstrip()
        # appended, not copied: a copy's own style would reach over the text as well
        start = Text().append_text(head) if number == 0 else Text()
        start.append(" " * (indent - start.cell_len))
        lines.append(start.append_text(piece))
        lines[-1].rstrip()
    return lines


def long_day(day: dt.date) -> str:
    """A day as a newspaper writes it: 22 October 2025."""
    return f"{day.day} {day:%B} {day.year}"


def count(number: int, one: str) -> str:
    """``1 article``, ``2 articles``, ``1,461 articles``."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def published_line(outlet: str | None, published: dt.date | None) -> str:
    """Outlet and day, as far as they are known: ``Al Jazeera, 24 October 2025``."""
    parts = [on_one_line(outlet)] if outlet else []
    parts.append(long_day(published) if published else "day not known")
    return ", ".join(parts)
