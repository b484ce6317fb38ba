"""Lines that say where a quote stands: number, file, outlet, the day it was published."""

from __future__ import annotations

import datetime as dt

from bot.pages.escape import as_code, escaped_line
from bot.pages.limits import cut
from index.models import Citation

_NAME, _OUTLET = 200, 100


def day_stamp(day: dt.date) -> str:
    """A day as Discord writes it in each reader's language.

    Half past ten in the morning, UTC, is the same day from Honolulu to Auckland.
    """
    moment = dt.datetime.combine(day, dt.time(10, 30), dt.UTC)
    return f"<t:{int(moment.timestamp())}:D>"


def moment_stamp(moment: dt.datetime) -> str:
    """How far away a moment is, counted down by Discord while it is read."""
    return f"<t:{int(moment.timestamp())}:R>"


def source_line(citation: Citation) -> str:
    """``[1] `file.txt` · Outlet · day``; what is not known is left out."""
    parts = [f"[{citation.number}] {as_code(cut(citation.file, _NAME))}"]
    if citation.outlet:
        parts.append(escaped_line(cut(citation.outlet, _OUTLET)))
    if citation.published:
        parts.append(day_stamp(citation.published))
    return " · ".join(parts)
