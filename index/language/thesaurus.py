"""Reads the word lists of ``index/language/data`` and answers by stem.

A list has one group of words a line; ``#`` begins a comment. The words of a group stand for each
other. In ``weapon > missile rocket`` the words on the right can meet the one on the left, not the
other way round. Stemming thousands of words would slow every start, so a list is only split into
words when it is read, and the words that begin like a stem are stemmed when it is looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

from index.language.words import stem

_DATA = files("index.language") / "data"


def read_lines(*names: str) -> Iterator[str]:
    """The groups of the named lists, in order, without comments and empty lines."""
    for name in names:
        for line in (_DATA / name).read_text("utf-8").splitlines():
            group = line.partition("#")[0].strip()
            if group:
                yield group


def stems_of(words: Iterable[str]) -> frozenset[str]:
    """Porter's stems of folded words."""
    return frozenset(map(stem, words))


class Group(NamedTuple):
    """``heads`` are met by ``members``; in a group without direction they are the same words."""

    heads: tuple[str, ...]
    members: tuple[str, ...]


def parse_group(line: str) -> Group:
    """``a b c``, or ``a > b c`` where only a question's "a" is met by the others."""
    left, arrow, right = line.partition(">")
    heads = tuple(left.split())
    return Group(heads, tuple(right.split()) if arrow else heads)


class Groups:
    """Groups found by the stem of one of their heads."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._of: defaultdict[str, list[Group]] = defaultdict(list)
        self._begins: defaultdict[str, list[str]] = defaultdict(list)
        for line in lines:
            group = parse_group(line)
            for word in group.heads:
                if word not in self._of:
                    self._begins[_beginning(word)].append(word)
                self._of[word].append(group)

    def spelled(self, stemmed: str) -> list[str]:
        """The heads that have this stem."""
        return [word for word in self._begins.get(stemmed[:2], ()) if stem(word) == stemmed]

    def of(self, word: str) -> list[Group]:
        """The groups that have this very word as a head."""
        return self._of.get(word, [])

    def members(self, words: Iterable[str]) -> set[str]:
        """What meets any of these words, which meet themselves."""
        words = list(words)
        return {*words, *(each for word in words for g in self.of(word) for each in g.members)}

    def mutual(self, words: Iterable[str]) -> set[str]:
        """The words and those that stand for them in both directions."""
        words = list(words)
        groups = [group for word in words for group in self.of(word)]
        return {*words, *(each for g in groups if g.heads == g.members for each in g.members)}


def _beginning(word: str) -> str:
    """The first two letters of a word's stem. Porter changes those of two-letter words only."""
    return stem(word) if len(word) < 3 else word[:2]


class Thesaurus:
    """Synonyms over words whose forms and derived words count as the same.

    ``forms`` join the forms of one word (give, gave), ``families`` a verb and its nouns that the
    stemmer parts (decide, decision), ``groups`` different words.
    """

    def __init__(self, forms: Groups, families: Groups, groups: Groups) -> None:
        self._forms = forms
        self._families = families
        self._groups = groups

    def forms(self, stemmed: str) -> frozenset[str]:
        """Stems of the other forms of the word."""
        return stems_of(self._forms.members(self._forms.spelled(stemmed))) - {stemmed}

    def synonyms(self, stemmed: str) -> frozenset[str]:
        """Stems that can meet this one in a question, its own forms among them."""
        lists = (self._forms, self._families, self._groups)
        words = {word for each in lists for word in each.spelled(stemmed)}
        meeting = self._kin(words)
        for word in self._heads(words):
            for group in self._groups.of(word):
                meeting |= self._kin(group.members)
        return stems_of(meeting) - {stemmed}

    def _heads(self, words: Iterable[str]) -> set[str]:
        """The words that are looked up for these: their forms and the words of their families."""
        return self._forms.mutual(self._families.mutual(self._forms.mutual(words)))

    def _kin(self, words: Iterable[str]) -> set[str]:
        """The words with what is of one root with them."""
        return self._forms.members(self._families.members(self._forms.mutual(words)))
