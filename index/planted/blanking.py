"""Stretches of a file overwritten with white space, so that every offset stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LINE_ENDS = re.compile(r"[ \t]*(?:[\r\n]|$)")
_FIRST_IN_LINE = re.compile(r"(?:^|[\r\n])[ \t\ufeff]*$")


def blanked(raw: str, stretches: Iterable[tuple[int, int]]) -> str:
    """``raw`` with each (start, end) blank.

    Whole lines are taken with the line break before them, so that no empty line appears where
    none was: an empty line parts paragraphs.
    """
    for first, end in stretches:
        start, filling = first, " "
        if _LINE_ENDS.match(raw, end) and _FIRST_IN_LINE.search(raw[:start]):
            before = raw[:start].rstrip(" \t\r\n\ufeff")
            if before and not before.endswith("---"):
                start = len(before)
            else:  # nothing to lean on: at the top of the file, or below its front matter
                filling = "\n"
        raw = raw[:start] + filling * (end - start) + raw[end:]
    return raw
