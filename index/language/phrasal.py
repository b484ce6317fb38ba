"""Verbs that mean something else with the words after them: "called off" is not "called".

``phrased`` makes one word of such a verb, with a stem of its own, so that it is looked up and met
as what it means. The list is ``index/language/data/phrasal.txt``.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.language.synonyms import PHRASES, forms
from index.language.thesaurus import read_lines
from index.language.words import Token, stem

_ADVERBS = frozenset("off up down out away back".split())
"""Words that may stand behind what the verb acts on: "called the talks off", not "go to X on"."""

_BETWEEN = frozenset(
    """about after against and as at because before but by during for from if in into of on or so
    than that to under until when where which while who with""".split()
)
_FARTHEST = 3
"""How many words may stand in between."""


@functools.cache
def _phrases() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """By the stem of each form of the verb: the phrase's own stem, and its words after the verb."""
    found: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for phrase in {w for line in read_lines(PHRASES) for w in line.split() if "_" in w}:
        verb, *after = phrase.split("_")
        for form in {stem(verb), *forms(stem(verb))}:
            found[form].append((stem(phrase), tuple(after)))
    for each in found.values():
        each.sort(key=lambda known: (-len(known[1]), known))
    return dict(found)


def is_phrase(stemmed: str) -> bool:
    """Whether a stem is that of a verb with the words after it."""
    return "_" in stemmed


def phrased(tokens: Sequence[Token], *, keep: bool = False) -> list[Token]:
    """The tokens with the stem of each such verb that of the whole.

    Its other words are left out unless they are to be kept.
    """
    found: list[Token] = []
    used: set[int] = set()
    for i, token in enumerate(tokens):
        if i in used:
            continue
        stemmed, places = _phrase_at(tokens, i)
        found.append(token if stemmed == token.stem else replace(token, stem=stemmed))
        used.update(() if keep else places)
    return found


def _phrase_at(tokens: Sequence[Token], i: int) -> tuple[str, range]:
    """The stem that a token has, and which tokens are the words that go with it, if any."""
    for stemmed, after in _phrases().get(tokens[i].stem, ()):
        at = _behind(tokens, i + 1, after)
        if at is not None:
            return stemmed, range(at, at + len(after))
    return tokens[i].stem, range(0)


def _behind(tokens: Sequence[Token], start: int, after: tuple[str, ...]) -> int | None:
    """Where the words stand that go with a verb: right behind it, or behind what it acts on."""
    apart = len(after) > 1 or after[0] in _ADVERBS
    for at in range(start, min(start + (_FARTHEST if apart else 0), len(tokens)) + 1):
        if tuple(t.folded for t in tokens[at : at + len(after)]) == after:
            return at
        if at < len(tokens) and tokens[at].folded in _BETWEEN:
            return None
    return None
