"""A timeline as a CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bot.rendering.text import safe
from index.models import Event

COLUMNS = ("date", "text", "planned", "articles", "outlets", "files")


def timeline_csv(events: Iterable[Event]) -> str:
    """Return one row per event; several outlets or files in a cell are separated by ``; ``."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in events:
        files = dict.fromkeys(citation.file for citation in event.citations)
        outlets = dict.fromkeys(c.outlet for c in event.citations if c.outlet)
        writer.writerow(
            [
                event.date.isoformat(),
                _cell(event.text),
                "yes" if event.planned else "no",
                len(files),
                _cell("; ".join(outlets)),
                _cell("; ".join(files)),
            ]
        )
    return table.getvalue()


def _cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    text = safe(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
