"""How much a sentence has to do with the article it stands in, told by its words alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from index.language.words import tokenize
from index.planted.surface import Line

_FAR = 0.6
_APART = 0.1
_FEWEST = 3
_LONG = 8
_GENERIC = frozenset(
    """pleas answer respons repli articl text write list provid sentenc question word tell reader
    user give ad includ make good new year peopl find help follow thing wai""".split()
)


@dataclass
class Relevance:
    """``suspect[i]``: line ``i`` does not count as what the article is about."""

    lines: Sequence[Line]
    suspect: Sequence[bool]

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """The stems of the words of each line that carry topic."""
        return [
            frozenset(t.stem for t in tokenize(line.text) if t.content) - _GENERIC
            for line in self.lines
        ]

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many different lines of the article proper each stem stands."""
        texts = {
            line.text: stems
            for line, stems, odd in zip(self.lines, self.stems, self.suspect, strict=True)
            if not odd
        }
        return Counter(stem for stems in texts.values() for stem in stems)

    @cached_property
    def usual(self) -> float:
        """The novelty of the article's ordinary sentence; 1 where there are too few to say."""
        found = [
            self.novelty(i)
            for i, odd in enumerate(self.suspect)
            if not odd and len(self.stems[i]) >= _FEWEST
        ]
        return median(found) if len(found) >= _FEWEST else 1.0

    def novelty(self, index: int) -> float:
        """The share of a line's stems that no other line of the article has; 1 for none at all.

        Long stems count more: they are the rarer ones and tell more of what a line is about.
        """
        weights = {stem: min(len(stem), _LONG) for stem in self.stems[index]}
        own = 0 if self.suspect[index] else 1
        new = sum(weight for stem, weight in weights.items() if self._counts[stem] <= own)
        return new / sum(weights.values()) if weights else 1.0

    def strange(self, index: int) -> bool:
        """Whether a line is about something else than the article.

        Never where nothing else is in the article: it is then what the article is about.
        """
        if len(self.stems[index]) < _FEWEST or not self._others(index):
            return False
        novelty = self.novelty(index)
        apart = novelty >= _FAR and novelty - self.usual >= _APART
        return apart or self.shared(index) == 0

    def _others(self, index: int) -> bool:
        """Whether the article has a sentence of its own beside this one."""
        return any(
            not odd and not line.heading and i != index
            for i, (line, odd) in enumerate(zip(self.lines, self.suspect, strict=True))
        )

    def shared(self, index: int) -> int:
        """How many stems of a line stand elsewhere in the article."""
        own = 0 if self.suspect[index] else 1
        return sum(self._counts[stem] > own for stem in self.stems[index])

    def again(self, index: int, stems: frozenset[str]) -> int:
        """How many of a line's stems are among ``stems`` and nowhere else in the article."""
        own = 0 if self.suspect[index] else 1
        return sum(self._counts[stem] <= own for stem in self.stems[index] & stems)
