"""When two articles are near copies: how many runs of five words they share.

A shingle is five words in a row (Broder, "On the resemblance and containment of documents", 1997);
in scripts without spaces, five characters. Two articles are near copies if half of the shorter one
is in the other, and that is a third of the longer one: agency text with another headline, a new
lead, a cut tail or a local paragraph. A short text that a much longer one contains, such as the box
"what happened so far", does not make the two one story; and shorter ones than a news brief only
when all of their words are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.english.letters import UNSPACED

WORDS = 5
"""Words of a shingle."""
FEWEST = 25
"""Shingles from which on articles may differ: in less text, one word may change the whole story."""
FEWEST_SAME = 10
"""Shingles of the shortest article that is compared: less text may be the same by chance."""
OF_SHORTER, OF_LONGER = 1 / 2, 1 / 3
"""The least shares of the shingles of the shorter and of the longer article that both have."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")

Shingles = frozenset[str]


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: without case and punctuation."""
    return tuple(_WORD.findall(text.casefold()))


def shingles(sentences: Iterable[str]) -> Shingles:
    """Return the shingles of an article, from its sentences in reading order."""
    found = [word for sentence in sentences for word in words(sentence)]
    return frozenset(map(" ".join, zip(*(found[i:] for i in range(WORDS)), strict=False)))


def are_near_copies(one: Shingles, other: Shingles) -> bool:
    """Return whether two articles are near copies of each other."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < FEWEST:
        return shorter >= FEWEST_SAME and one == other
    if shorter < OF_LONGER * longer:
        return False
    shared = len(one & other)
    return shared >= OF_SHORTER * shorter and shared >= OF_LONGER * longer
