"""What the plain text of a mail has behind its own words: the message it answers, the signature."""

from __future__ import annotations

import re

from index.ingestion.boilerplate.blocks import is_prose
from index.ingestion.loaders.text import text_blocks
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.foreign_dates import foreign_dates

_SIGNATURE = re.compile(r"^-- \r?$", re.MULTILINE)
_MAX_SIGNATURE = 600  # characters
MAIL_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]")
_INTRODUCED = 2  # lines in which "On Monday, 6 November 2025, ... wrote:" stands


def own_words(text: str, *, reply: bool) -> str:
    """Return the text of a message without its signature and the message it answers.

    Any message may quote another; one that is longer than its own words is left out of a ``reply``.
    """
    return _without_answered(_without_signature(text), reply=reply)


def _without_signature(text: str) -> str:
    """Leave out what stands below "-- " (RFC 3676), if it is short and at the end."""
    marks = list(_SIGNATURE.finditer(text))
    if not marks:
        return text
    above, below = text[: marks[-1].start()], text[marks[-1].end() :]
    return above if len(below) < min(_MAX_SIGNATURE, len(above)) else text


def _without_answered(text: str, *, reply: bool) -> str:
    """Leave out a quotation at the end of a message that a line of its program introduces.

    That line ends with a colon and names the day or the address of the message. Without words of
    the sender's own above it, the quotation is what the message brings.
    """
    lines = text.splitlines(keepends=True)
    at = len(lines)
    while at and (not lines[at - 1].strip() or lines[at - 1].startswith(">")):
        at -= 1
    if not any(line.startswith(">") for line in lines[at:]) or not at:
        return text
    for size in range(1, _INTRODUCED + 1):
        introduced = "".join(lines[max(0, at - size) : at]).strip()
        above = "".join(lines[: max(0, at - size)])
        answers = reply or len(above) >= len("".join(lines[at:]))
        told = any(is_prose(block.text) for block in text_blocks(above, 0, len(above)))
        if answers and told and _introduces(introduced):
            return above
    return text


def _introduces(text: str) -> bool:
    dated = bool(full_dates(text)) or any(foreign_dates(text))
    return text.endswith(":") and (dated or MAIL_ADDRESS.search(text) is not None)
