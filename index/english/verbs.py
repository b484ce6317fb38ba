"""Forms of English verbs, and phrasal verbs: "called off" is not "called"."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

from index.english.synonyms import PHRASES, forms, read_lines
from index.english.tokens import Token, stem

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


_DATA = files("index.english") / "data"
_NOT_VERBS = frozenset(
    """about above absence absent again against ahead all also alert alive any around away back bad
    down due dead due fake false fatal good half head high illegal ill last late later less like
    likely near new off on out over own short up well""".split()
)


def read_words(name: str) -> list[str]:
    """Return the lines of one of this package's lists, without comments and empty lines."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@functools.cache
def _irregular() -> dict[str, tuple[str, str]]:
    rows = (line.split() for line in read_words("irregular.txt"))
    return {base: (past, participle) for base, past, participle in rows}


@functools.cache
def _bases() -> frozenset[str]:
    listed = {word for line in read_lines("verbs.txt") for word in line.replace(">", " ").split()}
    return frozenset(listed | set(_irregular())) - _NOT_VERBS


@functools.cache
def _base_of_irregular() -> dict[str, str]:
    return {form: base for base, pair in _irregular().items() for form in pair if form != base} | {
        "were": "be"
    }


def is_base(word: str) -> bool:
    """Return whether a lower-case word can be the infinitive of a verb."""
    return word in _bases()


def base_of(word: str) -> str | None:
    """Return the infinitive of a past tense, a participle or a third person, or None."""
    if word in _base_of_irregular():
        return _base_of_irregular()[word]
    for pattern, ends in (
        (r"ied$", ("y", "ie")),
        (r"(.)\1ed$", (r"\1", r"\1\1")),
        (r"ed$", ("", "e")),
        (r"ies$", ("y", "ie")),
        (r"es$", ("e", "")),
        (r"s$", ("",)),
    ):
        if re.search(pattern, word):
            bases = [re.sub(pattern, end, word) for end in ends]
            return next((base for base in bases if is_base(base)), None)
    return None


def is_participle(word: str) -> bool:
    """Return whether a lower-case word can follow "be" or "have" as a verb."""
    if word.endswith("ing"):
        return len(word) > 4 and not is_base(word)
    irregular = _base_of_irregular().get(word)
    if irregular is not None:
        return _irregular()[irregular][1] == word
    return word in {p for _, p in _irregular().values()} or (
        word.endswith("ed") and (base_of(word) is not None or len(word) > 5)
    )


def past(base: str) -> str:
    """Return the past tense."""
    if base in _irregular():
        return _irregular()[base][0]
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    if base.endswith("e"):
        return base + "d"
    return _double_consonant(base) + "ed"


def participle(base: str) -> str:
    """Return the past participle."""
    return _irregular()[base][1] if base in _irregular() else past(base)


def gerund(base: str) -> str:
    """Return the form in -ing."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return _double_consonant(base) + "ing"


_DOUBLING = frozenset("admit commit permit submit omit refer prefer transfer occur regret".split())


def _double_consonant(base: str) -> str:
    """Return the stem before a vowel: stop, stopp-; cancel, cancell-; visit, visit-."""
    short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", base)
    doubles = short or base in _DOUBLING or re.search(r"[aeiou]l$", base)
    return base + base[-1] if doubles and not re.search(r"[aeiou]{2}l$", base) else base
