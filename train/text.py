"""Sentences, windows of sentences and shared wording: what several steps need of plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")
_SHORT = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|vs|No|Inc|Co|Corp|Ltd|Jan|Feb|"
    r"Mar|Apr|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.\s+$"
)
_WORD = re.compile(r"\w+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, without the space around them.

    A full stop after an initial or a common short form does not end a sentence.
    """
    spans, start = [], 0
    ends = [m.end() for m in _END.finditer(text) if not _SHORT.search(text[start : m.end()])]
    for end in [*ends, len(text)]:
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
        start = end
    return spans


def words(text: str) -> list[str]:
    """Lower-case words and numbers of `text`, in order."""
    return _WORD.findall(text.lower())


def shingles(text: str, size: int = 13) -> set[int]:
    """Hashes of the runs of `size` words in `text`; of the whole text if it is shorter."""
    found = words(text)
    if len(found) <= size:
        return {hash(tuple(found))}
    return {hash(tuple(found[i : i + size])) for i in range(len(found) - size + 1)}


def window(
    spans: Sequence[tuple[int, int]], text: str, keep: int, limit: int, lean: float
) -> range:
    """Neighbouring sentences around number `keep`, about `limit` words in all.

    `lean` from 0 to 1 says how much of the room goes to the sentences before it.
    """
    sizes = [len(text[a:b].split()) for a, b in spans]
    first = last = keep
    room = limit - sizes[keep]
    before = room * lean
    while first > 0 and sizes[first - 1] <= before:
        first -= 1
        before -= sizes[first]
        room -= sizes[first]
    while last + 1 < len(spans) and sizes[last + 1] <= room:
        last += 1
        room -= sizes[last]
    while first > 0 and sizes[first - 1] <= room:
        first -= 1
        room -= sizes[first]
    return range(first, last + 1)
