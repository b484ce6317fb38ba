"""A timeline as lines for the terminal and as CSV (pure)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from rich.text import Text

from bot.terminal.layout import wrapped
from bot.terminal.text import on_one_line, safe
from index.models import Event

_DAY_COLUMN = 16
_SOURCES = 6  # that are named in the table; JSON and CSV have all
CSV_COLUMNS = ("date", "text", "planned", "articles", "outlets", "files")


def timeline_lines(events: Sequence[Event], width: int) -> list[Text]:
    """A table of two columns: the day, once for all its events, and what happened, with files."""
    lines: list[Text] = []
    shown: dt.date | None = None
    for event in events:
        if lines:
            lines.append(Text())
        day = Text(f"{event.date:%Y-%m-%d %a}", style="bold cyan")
        text = f"Planned: {event.text}" if event.planned else event.text
        lines += wrapped(text, width, "" if event.date == shown else day, _DAY_COLUMN)
        sources = Text(_shown(_sources(event)), style="dim")
        lines += wrapped(sources, width, indent=_DAY_COLUMN)
        shown = event.date
    return lines


def timeline_csv(events: Iterable[Event]) -> str:
    """One row an event; several outlets or files in a cell are separated by ``; ``."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for event in events:
        files = _once(citation.file for citation in event.citations)
        outlets = _once(citation.outlet for citation in event.citations if citation.outlet)
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


def _sources(event: Event) -> list[str]:
    """``000.txt (Al Jazeera)`` for every article that reports the event, each once."""
    return _once(
        on_one_line(f"{citation.file} ({citation.outlet})" if citation.outlet else citation.file)
        for citation in event.citations
    )


def _shown(sources: Sequence[str]) -> str:
    """The first sources, and how many more there are: a famous day has hundreds."""
    more = len(sources) - _SOURCES
    named = "; ".join(sources[:_SOURCES])
    return f"{named}; and {more:,} more" if more > 0 else named


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    text = safe(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
