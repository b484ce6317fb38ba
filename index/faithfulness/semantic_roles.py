"""Who did what to whom: checks that two names of a sentence are not swapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Final

from index.english.offices import ROLES
from index.english.saying import SPEAKING
from index.english.synonyms import forms, places
from index.english.verb_forms import is_past
from index.english.word_lists import stems_of
from index.faithfulness.evidence import EvidencePool, ParsedText
from index.faithfulness.models import Problem
from index.faithfulness.names import Name, find_names

NEAR = 4
"""Words of topic on each side that count, within the sentence."""

_MUTUAL: Final = SPEAKING | stems_of(
    """meet met meeting meets talk talks spoke discuss discussed negotiate negotiated marry married
    agree agreed join joined share shared and""".split()
)
"""Verbs whose sides may be exchanged: to meet, and to say, where speakers are judged apart."""

_BE: Final = frozenset("is are was were be been being get got".split())
_PREPOSITIONS: Final = frozenset("from to by against with of in for over at into on".split())


@dataclass(frozen=True, slots=True)
class Context:
    """Stems to the left and right of a word, as in an active sentence.

    ``left`` also has "by +" where the preposition "by" stands right before the word.
    """

    left: frozenset[str]
    right: frozenset[str]

    def overlap(self, other: Context, without: frozenset[str] = frozenset()) -> int:
        """Return how many stems both contexts have on the same side."""
        return len((self.left & other.left) - without) + len((self.right & other.right) - without)


def around(reading: ParsedText, first: int, last: int, *, acting: bool = False) -> Context:
    """Return the context of the tokens ``first`` to ``last``.

    ``acting``: in a sentence with a passive verb only such verbs count, because its other words
    are on other sides than in the active.
    """
    only = _passives(reading, first) if acting else frozenset()
    left: set[str] = set()
    right: set[str] = set()
    for step, edge, side, opposite in ((-1, first, left, right), (1, last, right, left)):
        taken, i = 0, edge + step
        place = reading.of_sentence[edge]
        while taken < NEAR and 0 <= i < len(reading.tokens) and reading.of_sentence[i] == place:
            token = reading.tokens[i]
            if token.content:
                taken += 1
            if token.content and (not only or i in only):
                _put(reading, i, side, opposite)
            i += step
    if first and not only and reading.tokens[first - 1].folded in _PREPOSITIONS:
        left.add(f"{reading.tokens[first - 1].folded} +")
    return Context(frozenset(left), frozenset(right))


def _put(reading: ParsedText, i: int, side: set[str], opposite: set[str]) -> None:
    """A passive verb counts on the other side, a mutual one on both."""
    stems = {reading.tokens[i].stem, *forms(reading.tokens[i].stem)}
    if stems & _MUTUAL:
        side |= stems
        opposite |= stems
    elif passive(reading, i):
        opposite |= stems
    else:
        side |= stems


def acts(reading: ParsedText, i: int) -> bool:
    """Return whether a word is certainly an active verb with different subject and object.

    Only regular past tenses are: most other forms may be nouns.
    """
    token = reading.tokens[i]
    if not token.content or token.capital or {token.stem, *forms(token.stem)} & _MUTUAL:
        return False
    regular = token.folded.endswith("ed") and is_past(token.folded)
    return regular and not passive(reading, i)


def _passives(reading: ParsedText, of: int) -> frozenset[int]:
    """The passive verbs of the sentence of a token."""
    ordinals = reading.of_sentence
    everywhere = reading.once("passives", partial(_all_passives, reading))
    return frozenset(i for i in everywhere if ordinals[i] == ordinals[of])


def _all_passives(reading: ParsedText) -> list[int]:
    tokens = reading.tokens
    return [i for i, token in enumerate(tokens) if token.content and passive(reading, i)]


def passive(reading: ParsedText, i: int) -> bool:
    """Return whether it is a participle with an agent: "was beaten 3-1 by", "approved by"."""
    if not reading.tokens[i].folded.endswith(("ed", "en", "t", "d", "n")):
        return False
    before = {token.folded for token in reading.tokens[max(0, i - 3) : i]}
    after = [token.folded for token in reading.tokens[i + 1 : i + 6]]
    return "by" in after and (bool(before & _BE) or after[:1] == ["by"])


MARGIN = 2


def check_roles(claim: ParsedText, names: Sequence[Name], pool: EvidencePool) -> list[Problem]:
    """Return a problem if two names fit far better in each other's place.

    That is, more words around both of them are around the other one in the evidence, on the same
    side. Passive clauses are turned into active ones first.
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


def _turned(claim: ParsedText, name: Name, key: frozenset[str], pool: EvidencePool) -> bool:
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


def _sides(reading: ParsedText, verb: int) -> tuple[frozenset[str], frozenset[str]]:
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


def _contexts(reading: ParsedText) -> list[tuple[frozenset[str], Context]]:
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


def _place(reading: ParsedText, name: Name) -> bool:
    """Whether it says where something is, not who takes part."""
    return name.first > 0 and reading.tokens[name.first - 1].folded in _PLACING


_PLACING = frozenset("in at near on of inside outside across".split())


def _key(reading: ParsedText, name: Name) -> frozenset[str]:
    """Stems that name the same: the last word that is no role, and its country's other names."""
    for i in range(name.last, name.first - 1, -1):
        token = reading.tokens[i]
        if token.folded not in ROLES and len(token.folded) > 1:
            return frozenset({token.stem, *forms(token.stem), *places(token.stem)})
    return frozenset()


def _words(reading: ParsedText, name: Name) -> str:
    return reading.text[reading.tokens[name.first].start : reading.tokens[name.last].end]
