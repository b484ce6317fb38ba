"""Checks that a sentence does not tell as a fact what the evidence only holds possible or to come.

"The bank may raise its rate" says neither that it will nor that it did. Only modal verbs are read,
and infinitives where nothing may be taken for done that is wanted or planned: what is managed is
not told apart from these.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import partial
from typing import Final

from index.english.synonyms import forms
from index.english.verb_forms import base_forms, is_past
from index.faithfulness.evidence import EvidencePool, ParsedText
from index.faithfulness.models import Problem

_POSSIBLE: Final = frozenset("may might could".split())
_AHEAD: Final = frozenset("will would shall should must".split())
_REACH: Final = 3
"""Tokens between an auxiliary and its verb: "may also not have closed"."""
_NO_INFINITIVE: Final = ("ed", "ing")
_BEFORE_PARTICIPLES: Final = frozenset("be been have get got not n't".split())


class Reality(IntEnum):
    """How real a sentence makes what a verb says."""

    POSSIBLE = 0
    AHEAD = 1
    TOLD = 2


def check_modality(
    claim: ParsedText, pool: EvidencePool, *, infinitives: bool = False
) -> list[Problem]:
    """Return at most one problem: the first verb that is less real in the evidence.

    With ``infinitives``, "to close" is to come, and what a claim tells in the present is told, too.
    """
    known: dict[str, Reality] = {}
    key = "realities with infinitives" if infinitives else "realities"
    for reading in pool.readings:
        for _, stem, reality in reading.once(key, partial(_read, reading, infinitives)):
            known[stem] = max(reality, known.get(stem, reality))
    for place, stem, reality in _read(claim, infinitives):
        there = [known[word] for word in (stem, *forms(stem)) if word in known]
        word = claim.tokens[place].folded
        did = reality == Reality.TOLD and (is_past(word) or (infinitives and _is_present(word)))
        if there and _exceeds(reality, max(there), did=did):
            return [Problem("modality", claim.tokens[place].text)]
    return []


def _exceeds(said: Reality, known: Reality, *, did: bool) -> bool:
    """Whether a claim makes something more real than it is: that it will happen, or did."""
    if known == Reality.POSSIBLE:
        return did or said == Reality.AHEAD
    return did and known == Reality.AHEAD


def _is_present(word: str) -> bool:
    return word.endswith("s") and not base_forms().isdisjoint((word[:-1], word[:-2]))


def _read(reading: ParsedText, infinitives: bool) -> list[tuple[int, str, Reality]]:
    return list(_realities(reading, infinitives))


def _realities(reading: ParsedText, infinitives: bool) -> Iterator[tuple[int, str, Reality]]:
    """Yield the place, stem and reality of each content word."""
    auxiliary, since, sentence = Reality.TOLD, _REACH + 1, -1
    for i, token in enumerate(reading.tokens):
        if reading.of_sentence[i] != sentence:
            since, sentence = _REACH + 1, reading.of_sentence[i]
        month = token.text == "May" and i > 0 and reading.of_sentence[i - 1] == sentence
        if (token.folded in _POSSIBLE or token.folded in _AHEAD) and not month:
            auxiliary = Reality.POSSIBLE if token.folded in _POSSIBLE else Reality.AHEAD
            since = 0
            continue
        if infinitives and token.folded == "to" and _leads_a_verb(reading, i):
            auxiliary, since = Reality.AHEAD, 0
            continue
        since += 1
        if token.content:
            under = since <= _REACH and (
                token.folded in base_forms()
                or not token.folded.endswith(_NO_INFINITIVE)
                or reading.tokens[i - 1].folded in _BEFORE_PARTICIPLES
            )
            yield i, token.stem, auxiliary if under else Reality.TOLD
            since = _REACH + 1


def _leads_a_verb(reading: ParsedText, i: int) -> bool:
    following = reading.tokens[i + 1 : i + 2]
    return any(not each.capital and each.folded in base_forms() for each in following)
