"""Words of a sentence as small numbers, so that a timeline compares sentences without reading them.

A term is a word folded and stemmed as in index.language, kept as its CRC-32, which is the same
on every machine. Names of days and months are no terms: they would make all of a day alike.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

from index.events.vocabulary import UNTELLING
from index.language.words import STOP_WORDS, fold, stem

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def terms(text: str) -> tuple[int, ...]:
    """The distinct terms of a text, in increasing order. Stop words have none."""
    return tuple(sorted(set().union(*map(_numbers, _WORD.findall(text)))))


@lru_cache(maxsize=100_000)
def _numbers(word: str) -> tuple[int, ...]:
    folded = fold(word)
    if not folded or folded in STOP_WORDS or folded in UNTELLING:
        return ()
    if _UNSPACED.search(folded):  # written without blanks: pairs of characters stand for words
        parts = [folded[i : i + 2] for i in range(max(1, len(folded) - 1))]
    else:
        parts = [stem(folded)]
    return tuple(zlib.crc32(part.encode()) for part in parts)
