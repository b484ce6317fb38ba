"""Numbers as news text spells them."""

from __future__ import annotations

import re
from typing import Final

from index.dates.lexicon import ORDINALS, SMALL, TEENS, TENS

_WORDS: Final = {**SMALL, **TEENS, **TENS, "a": 1, "an": 1, "half": 0}
_FRACTIONS: Final = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4)}


def _fraction(word: str) -> tuple[int, int] | None:
    if word in _FRACTIONS:
        return _FRACTIONS[word]
    over, slash, under = word.partition("/")
    return (int(over), int(under)) if slash and int(under) else None


def count_of(words: list[str]) -> float | None:
    """Return the number that the words say ("twenty four", "2 1/2"), or None."""
    total = 0.0
    for word in words:
        if word in _WORDS:
            total += _WORDS[word]
        elif word in ("hundred", "thousand", "dozen"):
            total = (total or 1) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
        elif fraction := _fraction(word):
            total += fraction[0] / fraction[1]
        elif re.fullmatch(r"[\d,]+(?:\.\d+)?", word):
            total += float(word.replace(",", ""))
    return total or None


def ordinal_of(word: str) -> int | None:
    """Return the number of "third" or "21st", or None."""
    if word in ORDINALS:
        return ORDINALS[word]
    return int(word[:-2]) if word[:-2].isdigit() else None


def year_of(words: list[str]) -> int | None:
    """Return the year that figures or words say ("nineteen ninety-six"), or None."""
    if len(words) == 1 and words[0].isdigit():
        return int(words[0])
    spoken = [word for word in words if word in _WORDS or word in ("hundred", "thousand")]
    if "thousand" in spoken or not spoken:
        number = count_of(spoken)
        return int(number) if number else None
    century = _WORDS.get(spoken[0], 0)
    return century * 100 + int(count_of([w for w in spoken[1:] if w != "hundred"]) or 0)
