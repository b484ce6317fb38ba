"""How often each word occurs in a coverage: what its vocabulary is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from index.english.tokens import tokenize

BESIDE = "\n"
"""Stands in no word, unlike a space: a folded ligature may have one."""


@dataclass(slots=True)
class WordCounts:
    """Counts over sentences and titles. What was added can be taken away again.

    sentences   how many sentences there are
    words       how often each word occurs in them, folded
    capitals    how often with a capital letter that is not that of a sentence's beginning
    stems       in how many sentences each stem occurs
    titles      in how many titles each stem occurs: titles make a word known, but as all their
                words may have capitals, they do not show what is a name
    pairs       how often two words with capitals stand side by side, with ``BESIDE`` between them
    """

    sentences: int = 0
    words: Counter[str] = field(default_factory=Counter)
    capitals: Counter[str] = field(default_factory=Counter)
    stems: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, sentences: Iterable[str], titles: Iterable[str] = ()) -> Self:
        """Count sentences and titles."""
        counted = cls()
        for sentence in sentences:
            counted.add_sentence(sentence)
        for title in titles:
            counted.add_title(title)
        return counted

    def add_sentence(self, sentence: str, times: int = 1) -> None:
        """Count a sentence; with ``times`` of -1, take it away."""
        tokens = tokenize(sentence)
        shouting = sentence.isupper()
        self.sentences += times
        for token in tokens:
            self.words[token.folded] += times
        for stem in {token.stem for token in tokens}:
            self.stems[stem] += times
        capitals = [token for token in tokens if token.capital]
        for token in () if shouting else capitals:
            if token is not tokens[0]:
                self.capitals[token.folded] += times
        for one, next_ in pairwise(capitals):
            if next_.start == one.end + 1:
                self.pairs[f"{one.folded}{BESIDE}{next_.folded}"] += times

    def add_title(self, title: str, times: int = 1) -> None:
        """Count a title; with ``times`` of -1, take it away."""
        for stem in {token.stem for token in tokenize(title)}:
            self.titles[stem] += times
