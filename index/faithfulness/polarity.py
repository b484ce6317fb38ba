"""Checks that a sentence neither denies nor contradicts the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from index.english.synonyms import forms, opposites, synonyms
from index.english.tokens import NEGATIONS
from index.english.word_lists import stems_of
from index.faithfulness.evidence import EvidencePool, ParsedText
from index.faithfulness.models import Problem
from index.faithfulness.semantic_roles import Context, around

REACH = 4
"""Words of topic behind a negation that it may be about."""

_NEGATIVE: Final = NEGATIONS | stems_of(
    """deny denies denied denying refuse refuses refused refusing refusal fail fails failed
    failing failure decline declines declined declining unable avoid avoided avoiding prevent
    prevented unlikely hardly barely false falsely untrue
    stop stopped""".split()
)
_NOT_ONLY: Final = frozenset("only just merely least clear surprisingly".split())


@dataclass(frozen=True, slots=True)
class _Mention:
    """``strict``: a negation stands right before; ``loose``: one stands before within reach."""

    place: int
    stem: str
    strict: bool
    loose: bool
    context: Context


def mentions(reading: ParsedText) -> list[_Mention]:
    """Return every content word with its negation."""
    found: list[_Mention] = []
    since, sentence = REACH + 1, -1
    for i, token in enumerate(reading.tokens):
        if reading.of_sentence[i] != sentence or _parted(reading, i):
            since, sentence = REACH + 1, reading.of_sentence[i]
        if _negates(reading, i):
            since = 0
        elif token.content:
            since += 1
            found.append(_Mention(i, token.stem, since == 1, since <= REACH, around(reading, i, i)))
    return found


def _parted(reading: ParsedText, i: int) -> bool:
    """Whether another clause begins here, which a negation before does not reach."""
    gap = reading.text[reading.tokens[i - 1].end : reading.tokens[i].start] if i else ""
    return bool(set(gap) & _ENDS) or ("," in gap and reading.tokens[i].folded in _BUT)


_ENDS: Final = frozenset(":;.!?—–")
_BUT: Final = frozenset("and but while whereas as after although though".split())


def _negates(reading: ParsedText, i: int) -> bool:
    token = reading.tokens[i]
    if token.folded not in _NEGATIVE and token.stem not in _NEGATIVE:
        return False
    following = reading.tokens[i + 1].folded if i + 1 < len(reading.tokens) else ""
    return following not in _NOT_ONLY


def check_polarity(claim: ParsedText, pool: EvidencePool) -> list[Problem]:
    """Return at most one problem: the first word with the opposite polarity."""
    known: dict[str, list[_Mention]] = {}
    for reading in pool.readings:
        for mention in reading.once("mentions", partial(mentions, reading)):
            known.setdefault(mention.stem, []).append(mention)
    for mention in mentions(claim):
        if _reversed(mention, known) or _contrary(mention, known):
            return [Problem("polarity", claim.tokens[mention.place].text)]
    return []


def _same_word(stem: str, known: dict[str, list[_Mention]]) -> list[_Mention]:
    return [each for word in (stem, *forms(stem)) for each in known.get(word, ())]


def _nearest(mention: _Mention, there: Sequence[_Mention]) -> list[_Mention]:
    """The mentions in the evidence whose context is most like it."""
    overlaps = [mention.context.overlap(each.context) for each in there]
    best = max(overlaps, default=0)
    return [each for each, overlap in zip(there, overlaps, strict=True) if overlap == best]


def _reversed(mention: _Mention, known: dict[str, list[_Mention]]) -> bool:
    there = _nearest(mention, _same_word(mention.stem, known))
    if not there:
        return False
    if mention.strict:
        return not any(each.loose for each in there)
    return not mention.loose and all(each.strict for each in there)


def _contrary(mention: _Mention, known: dict[str, list[_Mention]]) -> bool:
    """Whether the evidence has the contrary where the sentence has this word."""
    own = _same_word(mention.stem, known)
    alike = [each for word in synonyms(mention.stem) for each in known.get(word, ())]
    near = max((mention.context.overlap(each.context) for each in own + alike), default=-1)
    for stem in opposites(mention.stem, excluding=True):
        for each in known.get(stem, ()):
            overlap = mention.context.overlap(each.context)
            wanted = 1 if near < 0 else near + 2
            if overlap >= wanted and each.loose == mention.loose:
                return True
    return False
