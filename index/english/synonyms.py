"""Synonyms in the news, by stem, from the word lists in ``data``."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import Literal

from index.english.tokens import stem
from index.english.word_lists import (
    COUNTRIES,
    FAMILIES,
    FORMS,
    LIGHT,
    OPPOSITES,
    SYNONYMS,
    Group,
    parse_group,
    read_lines,
    stems_of,
)


class Groups:
    """Groups, found by the stem of one of their heads."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._of: defaultdict[str, list[Group]] = defaultdict(list)
        self._begins: defaultdict[str, list[str]] = defaultdict(list)
        for line in lines:
            group = parse_group(line)
            for word in group.heads:
                if word not in self._of:
                    self._begins[_beginning(word)].append(word)
                self._of[word].append(group)

    def heads_with_stem(self, stemmed: str) -> list[str]:
        """Return the heads that have this stem."""
        return [word for word in self._begins.get(stemmed[:2], ()) if stem(word) == stemmed]

    def of(self, word: str) -> list[Group]:
        """Return the groups that have exactly this word as a head."""
        return self._of.get(word, [])

    def members(self, words: Iterable[str]) -> set[str]:
        """Return the words that match any of these, including themselves."""
        words = list(words)
        return {*words, *(each for word in words for g in self.of(word) for each in g.members)}

    def equivalents(self, words: Iterable[str]) -> set[str]:
        """Return these words and all that are symmetric synonyms of them."""
        words = list(words)
        groups = [group for word in words for group in self.of(word)]
        return {*words, *(each for g in groups if g.heads == g.members for each in g.members)}


def _beginning(word: str) -> str:
    """Return the first two letters of a word's stem. Porter changes only those of short words."""
    return stem(word) if len(word) < 3 else word[:2]


class Thesaurus:
    """Synonyms of words, treating inflected and derived forms as the same word.

    ``forms`` join forms of one word (give, gave), ``families`` a verb and its nouns that the
    stemmer separates (decide, decision), ``groups`` different words.
    """

    def __init__(self, forms: Groups, families: Groups, groups: Groups) -> None:
        self._forms = forms
        self._families = families
        self._groups = groups

    def forms(self, stemmed: str) -> frozenset[str]:
        """Return stems of the other forms of the word."""
        return stems_of(self._forms.members(self._forms.heads_with_stem(stemmed))) - {stemmed}

    def synonyms(self, stemmed: str) -> frozenset[str]:
        """Return stems that can match this one in a question, including its own forms."""
        lists = (self._forms, self._families, self._groups)
        words = {word for each in lists for word in each.heads_with_stem(stemmed)}
        matching = self._same_root(words)
        for word in self._heads(words):
            for group in self._groups.of(word):
                matching |= self._same_root(group.members)
        return stems_of(matching) - {stemmed}

    def _heads(self, words: Iterable[str]) -> set[str]:
        """Return the words to look up for these: their forms, and the words of their families."""
        return self._forms.equivalents(self._families.equivalents(self._forms.equivalents(words)))

    def _same_root(self, words: Iterable[str]) -> set[str]:
        """Return these words and all with the same root."""
        return self._forms.members(self._families.members(self._forms.equivalents(words)))


_THESAURUS = Thesaurus(
    Groups(read_lines(*FORMS)), Groups(read_lines(*FAMILIES)), Groups(read_lines(*SYNONYMS))
)
_PLACES = Groups(line.replace("|", " ") for line in read_lines(COUNTRIES))


def _both_ways(marked: str) -> Iterator[str]:
    """Yield opposites as groups; ``marked`` is what a word with a tilde is replaced by."""
    for line in read_lines(OPPOSITES):
        left, right = re.sub(r"(\S+)~", marked, line).split("/")
        yield f"{left}>{right}"
        yield f"{right}>{left}"


_CONTRARY = Groups(_both_ways(r"\1"))
_EXCLUDING = Groups(_both_ways(""))


@functools.cache
def forms(stemmed: str) -> frozenset[str]:
    """Return stems of other forms and spellings of the same word: gave, given; children; labor."""
    return _THESAURUS.forms(stemmed)


@functools.cache
def synonyms(stemmed: str) -> frozenset[str]:
    """Return stems that can match this one in a question, including its own forms."""
    return _THESAURUS.synonyms(stemmed)


@functools.cache
def _seats() -> frozenset[str]:
    return stems_of(w for line in read_lines(COUNTRIES) for w in line.partition("|")[2].split())


def is_seat_of_power(stemmed: str) -> bool:
    """Return whether it is a town or building that can stand for a country's government."""
    return stemmed in _seats()


@functools.cache
def places(stemmed: str) -> frozenset[str]:
    """Return stems that name the same country: its people, its capital, its seat of power."""
    return stems_of(_PLACES.members(_PLACES.heads_with_stem(stemmed))) - {stemmed}


Likeness = Literal["same", "place", "synonym"]


def likeness(stemmed: str, others: Set[str]) -> Likeness | None:
    """Return how a word is among the stems of others, if at all.

    It is the same in another form, another name of the same country, or a synonym.
    """
    if stemmed in others or forms(stemmed) & others:
        return "same"
    if places(stemmed) & others:
        return "place"
    return "synonym" if synonyms(stemmed) & others else None


@functools.cache
def opposites(stemmed: str, *, excluding: bool = False) -> frozenset[str]:
    """Return stems with the opposite meaning.

    With ``excluding``, only those that tell that the other did not happen: bought and sold, but not
    first and last.
    """
    groups = _EXCLUDING if excluding else _CONTRARY
    heads = [head for each in (stemmed, *forms(stemmed)) for head in groups.heads_with_stem(each)]
    opposite = stems_of(w for head in heads for group in groups.of(head) for w in group.members)
    return opposite.union(*map(forms, opposite))


@functools.cache
def _light() -> frozenset[str]:
    lines = (line.removeprefix("? ") for line in read_lines(LIGHT))
    return stems_of(word for line in lines if not line.startswith("?") for word in line.split())


@functools.cache
def _asking() -> frozenset[str]:
    lines = (line for line in read_lines(LIGHT) if line.startswith("?"))
    return frozenset(word for line in lines for word in line.split()[1:])


def only_asks(folded: str) -> bool:
    """Return whether a word of a question, in this form, is there only to ask."""
    return folded in _asking()


def is_light(stemmed: str) -> bool:
    """Return whether a word says so little in a question that an answer need not contain it."""
    return stemmed in _light()
