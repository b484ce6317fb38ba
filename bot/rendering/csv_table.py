"""A timeline as a CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bot.rendering.text import safe
from index.models import Event

COLUMNS = ("date", "text", "planned", "articles", "outlets", "files", "reprints")


def timeline_csv(events: Iterable[Event]) -> str:
    """Return one row per event; several outlets or files in a cell are separated by ``; ``.

    ``reprints`` are near copies of the articles that report it: their outlets are named, but they
    do not count as articles.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in events:
        files = dict.fromkeys(citation.file for citation in event.citations)
        reprints = dict.fromkeys(each.file for c in event.citations for each in c.also)
        printed = [each for citation in event.citations for each in citation.printed]
        outlets = dict.fromkeys(each.outlet for each in printed if each.outlet)
        writer.writerow(
            [
                event.date.isoformat(),
                _cell(event.text),
                "yes" if event.planned else "no",
                len(files),
                _cell("; ".join(outlets)),
                _cell("; ".join(files)),
                _cell("; ".join(reprints)),
            ]
        )
    return table.getvalue()


def _cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    text = safe(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
