"""Phrasal verbs: "called off" is not "called"."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.english.synonyms import forms
from index.english.tokens import Token, stem
from index.english.word_lists import PHRASES, read_lines

_ADVERBS = frozenset("off up down out away back".split())
"""Particles that may follow the object: "called the talks off", but not "go to X on"."""

_BETWEEN = frozenset(
    """about after against and as at because before but by during for from if in into of on or so
    than that to under until when where which while who with""".split()
)
_MAX_DISTANCE = 3
"""The most words between a verb and its particle."""


@functools.cache
def _phrases() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Phrasal verbs by the stem of each form of the verb: stem of the phrase, other words."""
    found: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for phrase in {w for line in read_lines(PHRASES) for w in line.split() if "_" in w}:
        verb, *after = phrase.split("_")
        for form in {stem(verb), *forms(stem(verb))}:
            found[form].append((stem(phrase), tuple(after)))
    for each in found.values():
        each.sort(key=lambda known: (-len(known[1]), known))
    return dict(found)


def is_phrasal_verb(stemmed: str) -> bool:
    """Return whether a stem is that of a phrasal verb."""
    return "_" in stemmed


def merge_phrasal_verbs(tokens: Sequence[Token], *, keep: bool = False) -> list[Token]:
    """Give the verb of each phrasal verb the stem of the whole, and drop its other words.

    ``keep`` keeps the other words.
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
    """Return a token's stem, and the range of the other words of its phrasal verb, if any."""
    for stemmed, after in _phrases().get(tokens[i].stem, ()):
        at = _find_particle(tokens, i + 1, after)
        if at is not None:
            return stemmed, range(at, at + len(after))
    return tokens[i].stem, range(0)


def _find_particle(tokens: Sequence[Token], start: int, after: tuple[str, ...]) -> int | None:
    """Return where the other words of a phrasal verb are: after the verb, or after its object."""
    apart = len(after) > 1 or after[0] in _ADVERBS
    for at in range(start, min(start + (_MAX_DISTANCE if apart else 0), len(tokens)) + 1):
        if tuple(t.folded for t in tokens[at : at + len(after)]) == after:
            return at
        if at < len(tokens) and tokens[at].folded in _BETWEEN:
            return None
    return None
