"""What a mail has besides its own words: the message it answers, the signature."""

from __future__ import annotations

import re
from itertools import groupby

from index.ingestion.boilerplate.blocks import is_prose
from index.ingestion.loaders.text import text_blocks
from index.ingestion.metadata.datelines import full_dates
from index.ingestion.metadata.foreign_dates import foreign_dates

_SIGNATURE = re.compile(r"^-- \r?$", re.MULTILINE)
_MAX_SIGNATURE = 600  # characters
MAIL_ADDRESS = re.compile(r"[^\s@<>]@[^\s@<>]")
_INTRODUCED = 2  # lines in which "On Monday, 6 November 2025, ... wrote:" stands


def own_words(text: str, *, reply: bool | None) -> str:
    """Return the text of a message without its signature and the words of others that it answers.

    ``reply``: None if the headers do not tell; a line that introduces a quotation then does. A
    message that is no reply may bring a quotation that is longer than its own words.
    """
    return _without_answered(_without_signature(text), reply=reply)


def _without_signature(text: str) -> str:
    """Leave out what stands below "-- " (RFC 3676), if it is short and at the end."""
    marks = list(_SIGNATURE.finditer(text))
    if not marks:
        return text
    above, below = text[: marks[-1].start()], text[marks[-1].end() :]
    return above if len(below) < min(_MAX_SIGNATURE, len(above)) else text


def _without_answered(text: str, *, reply: bool | None) -> str:
    """Leave out quotations, wherever they stand, with the lines of the program above them.

    Those lines end with a colon and name the day or the address of the message. Only a reply has
    quotations without them. Without words of the sender's own, what is quoted is what the message
    brings.
    """
    own: list[str] = []
    introduced = False
    for quoted, group in groupby(text.splitlines(keepends=True), key=_is_quoted):
        if quoted and (above := _introduction(own)):
            introduced = True
            del own[-above:]
        if not quoted:
            own += group
        elif reply is False and not introduced:
            return text
    left = "".join(own)
    answers = reply or (introduced and (reply is None or 2 * len(left) >= len(text)))
    told = any(map(str.isalpha, left)) if reply else _has_prose(left)
    return left if answers and told and len(left) < len(text) else text


def _is_quoted(line: str) -> bool:
    return line.startswith(">")


def _has_prose(text: str) -> bool:
    return any(is_prose(block.text) for block in text_blocks(text, 0, len(text)))


def _introduction(lines: list[str]) -> int:
    """Return how many lines at the end introduce a quotation, with the empty ones below them."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for size in range(1, min(_INTRODUCED, last) + 1):
        if _introduces("".join(lines[last - size : last]).strip()):
            return len(lines) - last + size
    return 0


def _introduces(text: str) -> bool:
    dated = bool(full_dates(text)) or any(foreign_dates(text))
    return text.endswith(":") and (dated or MAIL_ADDRESS.search(text) is not None)


_QUOTATION_TAG = re.compile(r"<(?P<ends>/?)blockquote\b[^<>]{0,999}>", re.IGNORECASE)


def without_quotations(page: str) -> str:
    """Return the page of a reply without what stands in its quotations."""
    kept, at, depth = "", 0, 0
    for tag in _QUOTATION_TAG.finditer(page):
        if depth == 0 and not tag["ends"]:
            kept += page[at : tag.start()]
        depth = max(0, depth - 1) if tag["ends"] else depth + 1
        at = at if depth else tag.end()
    return kept if depth else kept + page[at:]
