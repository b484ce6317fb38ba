"""What stands around a word: enough to tell which of its mentions in the evidence is meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from index.language.synonyms import SPEAKING, forms
from index.language.thesaurus import stems_of
from index.support.reading import Reading

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
    """Stems left and right of a word, as of an active sentence, and the nearest ones."""

    left: frozenset[str]
    right: frozenset[str]

    def overlap(self, other: Context, without: frozenset[str] = frozenset()) -> int:
        """How many words both have on the same side."""
        return len((self.left & other.left) - without) + len((self.right & other.right) - without)


def around(reading: Reading, first: int, last: int, *, acting: bool = False) -> Context:
    """The context of the tokens ``first`` to ``last``.

    ``acting``: of a sentence with a passive verb only such verbs count, because the others of its
    words stand on other sides than in the active.
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


def _put(reading: Reading, i: int, side: set[str], opposite: set[str]) -> None:
    """A passive verb counts on the other side, a mutual one on both."""
    stems = {reading.tokens[i].stem, *forms(reading.tokens[i].stem)}
    if stems & _MUTUAL:
        side |= stems
        opposite |= stems
    elif passive(reading, i):
        opposite |= stems
    else:
        side |= stems


def acts(reading: Reading, i: int) -> bool:
    """Whether a word is surely a verb in the active whose subject and object are different.

    Only regular pasts are: most other forms may be nouns, too.
    """
    token = reading.tokens[i]
    if not token.content or token.capital or {token.stem, *forms(token.stem)} & _MUTUAL:
        return False
    return token.folded.endswith("ed") and not passive(reading, i)


def _passives(reading: Reading, of: int) -> frozenset[int]:
    """The passive verbs of the sentence of a token."""
    ordinals = reading.of_sentence
    everywhere = reading.once("passives", partial(_all_passives, reading))
    return frozenset(i for i in everywhere if ordinals[i] == ordinals[of])


def _all_passives(reading: Reading) -> list[int]:
    tokens = reading.tokens
    return [i for i, token in enumerate(tokens) if token.content and passive(reading, i)]


def passive(reading: Reading, i: int) -> bool:
    """Whether it is a participle with an agent: "was beaten 3-1 by", "approved by"."""
    if not reading.tokens[i].folded.endswith(("ed", "en", "t", "d", "n")):
        return False
    before = {token.folded for token in reading.tokens[max(0, i - 3) : i]}
    after = [token.folded for token in reading.tokens[i + 1 : i + 6]]
    return "by" in after and (bool(before & _BE) or after[:1] == ["by"])
