"""The vocabulary of the coverage and of English, and the weight of each word."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from index.english.letters import without_accents
from index.english.offices import is_title
from index.english.tokens import STOP_WORDS
from index.english.word_counts import BESIDE, WordCounts

ONLY_NAME = 0.95
"""The least share of its places inside sentences at which a word is capitalised as a name is."""


class Lexicon:
    """The words of one state of the index; read-only."""

    def __init__(self, counted: WordCounts) -> None:
        """``counted`` has all sentences and titles; it is not changed, and must not be."""
        self._counted = counted
        self._before: defaultdict[str, set[str]] = defaultdict(set)
        for pair in counted.pairs:
            first, _, second = pair.partition(BESIDE)
            self._before[second].add(first)

    def has(self, folded: str, stem: str) -> bool:
        """Return whether the coverage has the word in any form."""
        known = self._counted
        return folded in known.words or stem in known.stems or stem in known.titles

    def name(self, folded: str) -> bool:
        """Return whether it is capitalised inside sentences at least two times out of three."""
        seen = self.count(folded)
        capitals = self._counted.capitals.get(folded, 0)
        return bool(seen) and folded not in STOP_WORDS and 3 * capitals >= 2 * seen

    def only_name(self, folded: str) -> bool:
        """Return whether it is always capitalised inside sentences, and occurs more than once."""
        seen = self.count(folded)
        return seen > 1 and self._counted.capitals.get(folded, 0) >= ONLY_NAME * seen

    def forms_one_name(self, first: str, second: str) -> bool:
        """Return whether two words occur together as one name: Steve Witkoff, White House."""
        return first in self._before.get(second, ())

    def first_names(self, surname: str) -> frozenset[str]:
        """Return first names that occur before a surname, without titles and offices."""
        before = self._before.get(surname, ())
        return frozenset(first for first in before if not is_title(first) and self.name(first))

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency over sentences, between 0 and 1.

        ln(1 + N/n) / ln(1 + N): 1 for a word in one sentence, near 0 for a word in all.
        """
        total = max(self._counted.sentences, 1)
        found = max(self._counted.stems.get(stem, 0), 1)
        return math.log(1 + total / found) / math.log(1 + total)

    def count(self, folded: str) -> int:
        """Return how often the word occurs."""
        return self._counted.words.get(folded, 0)

    def words(self) -> Iterable[str]:
        """Return all words, folded."""
        return self._counted.words.keys()


FIRST_WORD = 1996
LAST_WORD = 29611
COMMON_RANK = 9000


class Rarity:
    """Rarity of words in English, by their ids in a WordPiece vocabulary."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._ranks = vocabulary

    def weight(self, folded: str) -> float:
        """Return a weight from about 0.2 (very common) to 1 (rare)."""
        rank = self._ranks.get(folded)
        if rank is None or rank < FIRST_WORD:
            return 1.0
        share = math.log(rank - FIRST_WORD + 2) / math.log(LAST_WORD - FIRST_WORD + 2)
        return max(0.2, min(1.0, share**2))

    def common(self, folded: str) -> bool:
        """Return whether any English reader knows the word."""
        rank = self._ranks.get(folded)
        return rank is not None and FIRST_WORD <= rank < FIRST_WORD + COMMON_RANK

    def common_words(self) -> list[str]:
        """Return common words of four or more letters."""
        return [w for w in self._ranks if len(w) > 3 and w.isalpha() and self.common(w)]

    def is_piece(self, text: str) -> bool:
        """Return whether the vocabulary has a word, or a piece of one, in some spelling."""
        spellings = (text.lower(), without_accents(text))
        return any(each in self._ranks or f"##{each}" in self._ranks for each in spellings)

    def word(self, folded: str) -> bool:
        """Return whether it is a word of the vocabulary, and so not a typing error."""
        return folded in self._ranks
