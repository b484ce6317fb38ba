"""How much a word tells, whatever the coverage: from the rank in the model's vocabulary.

The word pieces of BERT's uncased vocabulary are numbered roughly by frequency from 1,996 ("the")
on. By Zipf's law the logarithm of the rank stands for the logarithm of the frequency, so that it
can serve as an inverse document frequency when the coverage is a single paragraph and its own
counts say nothing. A word in several pieces is rarer than any word in one.
"""

from __future__ import annotations

import math

FIRST_WORD = 1996
LAST_WORD = 29611
COMMON_RANK = 9000


class Rarity:
    """Rarity of words by the numbers of a WordPiece vocabulary."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._ranks = vocabulary

    def weight(self, folded: str) -> float:
        """From about 0.2 (very common) to 1 (rare)."""
        rank = self._ranks.get(folded)
        if rank is None or rank < FIRST_WORD:
            return 1.0
        share = math.log(rank - FIRST_WORD + 2) / math.log(LAST_WORD - FIRST_WORD + 2)
        return max(0.2, min(1.0, share**2))

    def common(self, folded: str) -> bool:
        """Whether an English reader surely knows the word."""
        rank = self._ranks.get(folded)
        return rank is not None and FIRST_WORD <= rank < FIRST_WORD + COMMON_RANK

    def common_words(self) -> list[str]:
        """The words that every English reader knows, of four letters and more."""
        return [w for w in self._ranks if len(w) > 3 and w.isalpha() and self.common(w)]

    def word(self, folded: str) -> bool:
        """Whether the vocabulary has it whole, so that it is no slip of the keys."""
        return folded in self._ranks
