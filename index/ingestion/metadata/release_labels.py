"""What press releases say of themselves: "Press release No 14/2017", "Embargoed until 4 May"."""

from __future__ import annotations

import re

from index.ingestion.metadata.date_labels import Label

RELEASE = (
    r"(?:press|news|media)\srelease|pressemitteilung|medienmitteilung|pressemeddelande"
    r"|pressemelding|communiqué\sde\spresse|nota\sde\sprensa|comunicato\sstampa|persbericht"
)
"""What they call themselves, for use in an expression."""
NUMBER = r"(?:\W{0,3}(?:nr|no|n[°º])\.?\s?\d{1,4}(?:[/-]\d{2,4})?|\s\d{1,4}/\d{4})"
"""The number behind that."""
EMBARGO = (
    r"for\simmediate\srelease\b|for\srelease\s(?:on|at|after)\b"
    r"|(?:(?:strictly|under)\s)?embargo(?:ed)?(?:\s(?:until|till)\b|:)"
)
"""What they say about when they may be published, for use in an expression."""
_TIME = r"(?:\s\d{1,2}[:.]?\d\d\s?(?:hrs|hours|h)\b)?"
_ABOVE_DAY = re.compile(
    rf"\W{{0,3}}(?:(?:{RELEASE})\b{NUMBER}?"
    rf"|(?:for\simmediate\srelease\b|(?P<embargo>{EMBARGO})){_TIME})\W{{0,3}}",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"\W{{0,9}}(?:{EMBARGO}|(?:{RELEASE})(?:{NUMBER}|\W*$))", re.IGNORECASE)
_LONGEST = 100  # characters of a line that says so


def opens_release(text: str) -> bool:
    """Return whether a line says that a text is a press release: "FOR IMMEDIATE RELEASE"."""
    return len(text) <= _LONGEST and _OPENS.match(text) is not None


def behind_release(text: str) -> tuple[str, Label | None]:
    """Return a line without "Press release No 14/2017" or "Embargoed until" at its beginning.

    And what that makes of a day behind it: "embargoed", or nothing.
    """
    match = _ABOVE_DAY.match(text)
    if match is None:
        return text, None
    return text[match.end() :], "embargoed" if match["embargo"] else None
