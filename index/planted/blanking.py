"""Stretches of a file overwritten with white space, so that every offset stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BEFORE = re.compile(r"(?:^|[\r\n])([^\w\r\n<>]*)\Z")  # bullets, marks of a heading, brackets
_BEHIND = re.compile(r"[^\w\r\n<>]*(?=[\r\n]|\Z)")
_WHITE = " \t\r\n\ufeff"


def blanked(raw: str, stretches: Iterable[tuple[int, int]]) -> str:
    """``raw`` with each (start, end) blank.

    Whole lines are taken with their marks and with the line break before them, so that no empty
    line appears where none was: an empty line parts paragraphs.
    """
    for first, last in stretches:
        start, end, filling = first, last, " "
        before, behind = _BEFORE.search(raw[:start]), _BEHIND.match(raw, end)
        if before and behind:
            start, end = before.start(1), behind.end()
            text = raw[:start].rstrip(_WHITE)
            if text and not text.endswith("---"):
                start = len(text)
            else:  # nothing to lean on: at the top of the file, or below its front matter
                filling = "\n"
        raw = raw[:start] + filling * (end - start) + raw[end:]
    return raw
