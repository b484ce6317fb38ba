"""Who did it to whom: two names of a sentence are not exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import combinations

from index.language.synonyms import forms, places
from index.support.context import Context, acts, around, passive
from index.support.models import Problem
from index.support.names import ROLES, Name, find_names
from index.support.prepared import Pool
from index.support.reading import Reading

MARGIN = 2


def check(claim: Reading, names: Sequence[Name], pool: Pool) -> list[Problem]:
    """A problem where two names would stand far better in each other's place.

    Far better: more words around both stand around the other one in the evidence, on the same
    side; passive verbs are turned round first.
    """
    there = [
        each
        for reading in pool.readings
        for each in reading.once("contexts", partial(_contexts, reading))
    ]
    here = [
        (key, around(claim, name.first, name.last, acting=True), name)
        for name in names
        if (key := _key(claim, name)) and not _place(claim, name)
    ]
    for key, _, name in here:
        if _turned(claim, name, key, pool):
            return [Problem("role", _words(claim, name))]
    for (key, context, name), (other_key, other_context, other) in combinations(here, 2):
        if key & other_key:
            continue
        own = [c for k, c in there if k & key]
        others = [c for k, c in there if k & other_key]
        if own and others and _exchanged(context, other_context, own, others, key | other_key):
            return [Problem("role", f"{_words(claim, name)}, {_words(claim, other)}")]
    return []


def _turned(claim: Reading, name: Name, key: frozenset[str], pool: Pool) -> bool:
    """Whether the verb right behind the name has it behind, and another name before, wherever the
    evidence has that verb."""
    verb = name.last + 1
    if verb >= len(claim.tokens) or not acts(claim, verb):
        return False
    stems = {claim.tokens[verb].stem, *forms(claim.tokens[verb].stem)}
    found = [
        _sides(reading, i)
        for reading in pool.readings
        for i, token in enumerate(reading.tokens)
        if token.stem in stems and not token.capital
    ]
    return bool(found) and all(
        not key & left and bool(key & right) and bool(left) for left, right in found
    )


def _sides(reading: Reading, verb: int) -> tuple[frozenset[str], frozenset[str]]:
    """The names before and behind a verb of a sentence; those of a passive are exchanged."""
    ordinal = reading.of_sentence[verb]
    left: set[str] = set()
    right: set[str] = set()
    for name in find_names(reading, lambda _: True):
        if reading.of_sentence[name.first] == ordinal:
            side = left if name.last < verb else right
            side |= _key(reading, name)
    sides = frozenset(left), frozenset(right)
    return sides[::-1] if passive(reading, verb) else sides


def _contexts(reading: Reading) -> list[tuple[frozenset[str], Context]]:
    return [
        (_key(reading, name), around(reading, name.first, name.last, acting=True))
        for name in find_names(reading, lambda _: True)
    ]


def _exchanged(
    one: Context,
    two: Context,
    ones: Sequence[Context],
    twos: Sequence[Context],
    without: frozenset[str],
) -> bool:
    def best(context: Context, known: Sequence[Context]) -> int:
        return max(context.overlap(each, without) for each in known)

    as_is = best(one, ones), best(two, twos)
    turned = best(one, twos), best(two, ones)
    return sum(turned) - sum(as_is) >= MARGIN and turned[0] > as_is[0] and turned[1] > as_is[1]


def _place(reading: Reading, name: Name) -> bool:
    """Whether it says where something is, not who takes part."""
    return name.first > 0 and reading.tokens[name.first - 1].folded in _PLACING


_PLACING = frozenset("in at near on of inside outside across".split())


def _key(reading: Reading, name: Name) -> frozenset[str]:
    """Stems that name the same: the last word that is no role, and its country's other names."""
    for i in range(name.last, name.first - 1, -1):
        token = reading.tokens[i]
        if token.folded not in ROLES and len(token.folded) > 1:
            return frozenset({token.stem, *forms(token.stem), *places(token.stem)})
    return frozenset()


def _words(reading: Reading, name: Name) -> str:
    return reading.text[reading.tokens[name.first].start : reading.tokens[name.last].end]
