"""Words of time expressions: units, seasons, parts of a day and numbers in words."""

from __future__ import annotations

import re
from typing import Final

from index.english.calendar_words import ORDINALS, SMALL, TEENS, TENS


def words(text: str) -> frozenset[str]:
    """Return the words of a text, separated by spaces, as a set."""
    return frozenset(text.split())


DECADE_WORDS: Final = {f"{word[:-1]}ies": number // 10 for word, number in TENS.items()}
SEASONS: Final = {
    "spring": "SP",
    "summer": "SU",
    "summers": "SU",
    "autumn": "FA",
    "fall": "FA",
    "winter": "WI",
    "winters": "WI",
}
DAY_PARTS: Final = {
    "morning": "MO",
    "mornings": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "night": "NI",
    "nights": "NI",
}
# The letters of TIMEX3 durations; units shorter than a day begin with T. E is a decade, C a
# century, L a millennium, WE a weekend.
UNITS: Final = {
    "second": "TS",
    "seconds": "TS",
    "minute": "TM",
    "minutes": "TM",
    "hour": "TH",
    "hours": "TH",
    "day": "D",
    "days": "D",
    "week": "W",
    "weeks": "W",
    "weekend": "WE",
    "weekends": "WE",
    "fortnight": "2W",
    "month": "M",
    "months": "M",
    "quarter": "Q",
    "quarters": "Q",
    "year": "Y",
    "years": "Y",
    "decade": "E",
    "decades": "E",
    "century": "C",
    "centuries": "C",
    "millennium": "L",
    "millennia": "L",
}


_WORDS: Final = {**SMALL, **TEENS, **TENS, "a": 1, "an": 1, "half": 0}
_FRACTIONS: Final = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4)}


def _fraction(word: str) -> tuple[int, int] | None:
    if word in _FRACTIONS:
        return _FRACTIONS[word]
    over, slash, under = word.partition("/")
    return (int(over), int(under)) if slash and int(under) else None


_MOST = 1e9


def count_of(words: list[str]) -> float | None:
    """Return the number that words express ("twenty four", "2 1/2"), or None.

    Nothing is counted beyond a thousand million: neither days nor years have a use for it.
    """
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
    return total if 0 < total <= _MOST else None


def ordinal_of(word: str) -> int | None:
    """Return the number of "third" or "21st", or None."""
    if word in ORDINALS:
        return ORDINALS[word]
    return int(word[:-2]) if word[:-2].isdigit() else None


def year_of(words: list[str]) -> int | None:
    """Return the year that digits or words express ("nineteen ninety-six"), or None."""
    if len(words) == 1 and words[0].isdigit():
        return int(words[0])
    spoken = [word for word in words if word in _WORDS or word in ("hundred", "thousand")]
    if "thousand" in spoken or not spoken:
        number = count_of(spoken)
        return int(number) if number else None
    century = _WORDS.get(spoken[0], 0)
    return century * 100 + int(count_of([w for w in spoken[1:] if w != "hundred"]) or 0)
