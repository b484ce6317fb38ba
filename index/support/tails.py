"""What is hung onto a true sentence: "..., which was a mistake", "... because nobody came".

The rest of such a sentence is told so well that its score hides the tail. So each tail is looked
at by itself: where none of its words of topic stands in the evidence, in any form or synonym, and
none comes near to what does, it was added. Names tell nothing here: whom the evidence is about,
an invented reason is about, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from index.language.synonyms import SPEAKING, light
from index.language.thesaurus import stems_of
from index.language.words import Token
from index.support.names import CALENDAR, ROLES
from index.support.reading import Reading

NEAR: Final = 0.55
"""Mean cosine of a tail's words below which they come near to nothing in the evidence."""

TELLING: Final = SPEAKING | stems_of("according spokesman spokeswoman spokesperson".split())
"""Words that only say that somebody speaks; who it is is judged with the names."""

_OPENS: Final = frozenset(
    """because which who whose since after before when while so causing leading making prompting
    forcing as due despite although though amid following where if unless until""".split()
)
_PARTS: Final = frozenset(",;:—–")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of topic, its best cosine in the evidence, and whether it stands there."""

    token: Token
    near: float
    told: bool


def added(claim: Reading, words: Sequence[Word]) -> tuple[str, ...]:
    """The words of the first tail that the evidence does not have."""
    for start, end in _tails(claim):
        inside = [word for word in words if start <= word.token.start < end]
        if any(word.told and _counts(word.token) for word in inside):
            continue
        own = [word for word in inside if _judged(word.token)]
        telling = any(not light(word.token.stem) for word in own)
        if telling and sum(word.near for word in own) / len(own) < NEAR:
            return tuple(word.token.text for word in own)
    return ()


def _counts(token: Token) -> bool:
    """Whether finding it in the evidence speaks for the tail: a day does, another name does not."""
    return not token.capital or token.folded in CALENDAR


def _judged(token: Token) -> bool:
    figure = token.folded[:1].isdigit()
    idle = token.folded in ROLES or token.folded in _OPENS or token.stem in TELLING
    return not (token.capital or figure or idle)


def _tails(claim: Reading) -> Iterator[tuple[int, int]]:
    """Offsets of each stretch that a word or a comma opens, behind the sentence's first one."""
    begin: int | None = None
    for i, token in enumerate(claim.tokens[1:], 1):
        before = claim.tokens[i - 1]
        parted = bool(set(claim.text[before.end : token.start]) & _PARTS)
        another = claim.of_sentence[i] != claim.of_sentence[i - 1]
        if parted or another or token.folded in _OPENS:
            if begin is not None:
                yield begin, before.end
            begin = None if another else token.start
    if begin is not None:
        yield begin, claim.tokens[-1].end
