"""Whether a text is English."""

from __future__ import annotations

from index.english.tokens import STOP_WORDS, tokenize

HELD_TOGETHER = 0.2
"""The least share of stop words: four in ten words of English news, one in ten of German."""


def is_english(text: str, least: float = HELD_TOGETHER) -> bool:
    """Return whether enough of a text are the words that hold English sentences together."""
    words = [token.folded for token in tokenize(text)]
    return sum(word in STOP_WORDS for word in words) >= least * len(words)
