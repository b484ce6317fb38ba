"""The vocabulary of the coverage: which words it has, how often, and which of them are names."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from index.language.offices import Offices, titled
from index.language.words import STOP_WORDS, tokenize


class Lexicon:
    """Built from all sentences once for each state of the index; read only afterwards."""

    def __init__(self, sentences: Iterable[str], titles: Iterable[str] = ()) -> None:
        """``titles`` only add to what is known: their capitals say nothing of names."""
        self._titles = {token.stem for title in titles for token in tokenize(title)}
        self.sentences = 0
        self._counts: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()
        self._stems: Counter[str] = Counter()
        self._before: defaultdict[str, set[str]] = defaultdict(set)
        sentences = list(sentences)
        self.offices = Offices(sentences)
        for sentence in sentences:
            self.sentences += 1
            self._add(sentence)

    def _add(self, sentence: str) -> None:
        tokens = tokenize(sentence)
        shouting = sentence.isupper()
        for position, token in enumerate(tokens):
            self._counts[token.folded] += 1
            if token.capital and position and not shouting:
                self._capitals[token.folded] += 1
        self._stems.update({token.stem for token in tokens})
        for one, next_ in pairwise(tokens):
            if one.capital and next_.capital and next_.start == one.end + 1:
                self._before[next_.folded].add(one.folded)

    def has(self, folded: str, stem: str) -> bool:
        """Whether the coverage has the word in any of its forms."""
        return folded in self._counts or stem in self._stems or stem in self._titles

    def name(self, folded: str) -> bool:
        """Whether it is written with a capital inside sentences, two times of three."""
        seen = self._counts.get(folded, 0)
        return bool(seen) and folded not in STOP_WORDS and 3 * self._capitals[folded] >= 2 * seen

    def one_name(self, first: str, second: str) -> bool:
        """Whether two words stand together as one name: Steve Witkoff, White House."""
        return first in self._before.get(second, ())

    def given(self, surname: str) -> frozenset[str]:
        """What stands before a name as its other half, titles and offices aside: Donald (Trump)."""
        before = self._before.get(surname, ())
        return frozenset(first for first in before if not titled(first) and self.name(first))

    def weight(self, stem: str) -> float:
        """Inverse document frequency over sentences, between 0 and 1.

        ln(1 + N/n) / ln(1 + N): 1 for a word of one sentence, towards 0 for one of all.
        """
        total = max(self.sentences, 1)
        return math.log(1 + total / max(self._stems.get(stem, 0), 1)) / math.log(1 + total)

    def count(self, folded: str) -> int:
        """How often the word occurs."""
        return self._counts.get(folded, 0)

    def words(self) -> Iterable[str]:
        """All words, folded."""
        return self._counts.keys()
