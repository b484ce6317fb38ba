"""Forwarded messages: where their text begins, and on which day they were sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.ingestion.metadata.datelines import full_dates

_FORWARD = re.compile(
    r"^[ \t>]*-{2,}[^\n-]{3,60}-{2,}[ \t]*\r?\n(?:[ \t>]*\r?\n)?"
    r"(?P<head>(?:[ \t>]*\*?[^\s:][^:\n]{0,30}:\*?[ \t][^\n]{0,300}\r?\n){2,8})",
    re.MULTILINE,
)
_MAX_ABOVE = 300  # characters; more is a reply, not a remark


@dataclass(frozen=True, slots=True)
class Forwarded:
    """``begin`` is where the message's own text begins; ``day`` is when it was sent, as ISO."""

    begin: int
    day: str | None


def forwarded(text: str) -> Forwarded | None:
    """Find a forwarded message: "---------- Forwarded message ---------" and its headers.

    None if there is none, or if the text above it is more than a remark.
    """
    found = _FORWARD.search(text)
    if found is None:
        return None
    above, below = text[: found.start()].strip(), text[found.end() :].strip()
    if len(above) > min(_MAX_ABOVE, len(below)):
        return None
    days = [day for each in full_dates(found["head"]) for day in each.days[:1]]
    return Forwarded(found.end(), days[0].isoformat() if days else None)
