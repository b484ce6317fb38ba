"""Finds sentences that follow the evidence closely, except for a word that matters.

A text is a row of units (words, quantities, days), which is aligned with another one to find
words that were replaced by others or added at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np
import numpy.typing as npt

from index.embedding.local_model import Vector
from index.english.offices import ROLES
from index.english.quantities import rounding, rounds, same
from index.english.saying import SPEAKING
from index.english.synonyms import forms, is_light, opposites, places
from index.english.tokens import NEGATIONS, STOP_WORDS, Token
from index.english.word_lists import stems_of
from index.faithfulness.evidence import EvidencePool, ParsedText, Unit, units
from index.faithfulness.models import Problem, ProblemKind
from index.faithfulness.names import CALENDAR

GAP, BACK, JUMP = 0.5, 0.6, 2.0
_FAR = 16.0
"""More than two values of one step can differ by, since the best one can be left for any."""

Ordinals = npt.NDArray[np.int64]


def cheapest_path(cosines: Vector, sentences: Ordinals) -> float:
    """Return the score of the best path per word piece, at most 1.

    ``cosines`` has shape (pieces of the sentence, pieces of the evidence); ``sentences`` is the
    sentence ordinal of each piece of the evidence, in order.
    """
    begins = np.empty(len(sentences), dtype=bool)
    begins[0] = True
    np.not_equal(sentences[1:], sentences[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    segment = np.cumsum(begins) - 1
    lift = _FAR * segment
    value = cosines[0].astype(np.float64)
    on, ahead = np.empty_like(value), np.empty_like(value)
    for row in cosines[1:]:
        highest = np.maximum.reduceat(value, starts)
        on[1:] = value[:-1]
        # the best so far in the same sentence: each sentence is lifted above all before it
        ahead[1:] = (np.maximum.accumulate(value + lift) - lift)[:-1] - GAP
        on[begins] = ahead[begins] = -np.inf
        best = np.maximum(np.maximum(on, ahead), (highest - BACK)[segment])
        value = np.maximum(best, highest.max() - JUMP) + row
    return float(value.max()) / len(cosines)


LONGEST = 5
"""Units on either side that may be exchanged for each other."""

RUN = 2
"""Units that must run together before and after, unless both begin or end there."""

SHARED = 4
"""Units that a sentence of the evidence must share to be laid beside."""


@dataclass(frozen=True)
class Side:
    """A stretch of units of a text."""

    reading: ParsedText
    units: Sequence[Unit]

    @property
    def tokens(self) -> list[Token]:
        return [t for u in self.units for t in self.reading.tokens[u.first : u.last + 1]]

    @property
    def text(self) -> str:
        tokens = self.tokens
        return self.reading.text[tokens[0].start : tokens[-1].end] if tokens else ""


@dataclass(frozen=True)
class _Laid:
    """A sentence beside one of the evidence: ``codes`` turn ``there`` into ``here``."""

    here: Side
    there: Side
    codes: Sequence[tuple[str, int, int, int, int]]

    @property
    def matched(self) -> int:
        return sum(last - first for tag, _, _, first, last in self.codes if tag == "equal")

    def meets(self, first: int, last: int) -> bool:
        """Whether units ``first`` to ``last`` of the sentence, both included, are all there."""
        equal = {i for tag, _, _, a, b in self.codes if tag == "equal" for i in range(a, b)}
        return equal.issuperset(range(max(first, 0), min(last, len(self.here.units) - 1) + 1))


def check_substitutions(claim: ParsedText, pool: EvidencePool) -> list[Problem]:
    """Return a problem for each replaced word, unless more similar evidence agrees with it."""
    laid = sorted(_lay(claim, pool), key=lambda each: -each.matched)
    problems = []
    for rank, each in enumerate(laid):
        for first, last, here, there in _places(each):
            kind = _slip(here, there)
            if kind and not any(better.meets(first - 1, last) for better in laid[:rank]):
                problems.append(Problem(kind, here.text or there.text))
    return list(dict.fromkeys(problems))


def _lay(claim: ParsedText, pool: EvidencePool) -> Iterator[_Laid]:
    for part in pool.parts:
        own = units(claim, claim.dates(part.evidence.published))
        symbols = [unit.symbol for unit in own]
        matcher = SequenceMatcher(None, "", symbols, autojunk=False)
        for there in _sentences(part.reading, part.units):
            others = [unit.symbol for unit in there]
            if len(set(others) & set(symbols)) >= SHARED:
                matcher.set_seq1(others)
                here = Side(claim, own)
                yield _Laid(here, Side(part.reading, there), matcher.get_opcodes())


def _sentences(reading: ParsedText, found: Sequence[Unit]) -> Iterator[list[Unit]]:
    ordinals = reading.of_sentence
    begin = 0
    for i in range(1, len(found) + 1):
        if i == len(found) or ordinals[found[i].first] != ordinals[found[begin].first]:
            yield list(found[begin:i])
            begin = i


def _places(laid: _Laid) -> Iterator[tuple[int, int, Side, Side]]:
    """Where the two differ for a moment: the units of the sentence, and both sides."""
    codes = laid.codes
    for step, (tag, i, j, first, last) in enumerate(codes):
        if tag == "equal" or j - i > LONGEST or last - first > LONGEST:
            continue
        if _run(codes, step - 1, laid) and _run(codes, step + 1, laid):
            here = Side(laid.here.reading, laid.here.units[first:last])
            yield first, last, here, Side(laid.there.reading, laid.there.units[i:j])


def _run(codes: Sequence[tuple[str, int, int, int, int]], step: int, laid: _Laid) -> bool:
    """Whether both run together there long enough, or from the beginning or to the end."""
    if not 0 <= step < len(codes):
        return True
    _, i, j, first, last = codes[step]
    opens = i == 0 and first == 0
    closes = j == len(laid.there.units) and last == len(laid.here.units)
    return last - first >= RUN or opens or closes


def _slip(here: Side, there: Side) -> ProblemKind | None:
    if _negated(here) != _negated(there):
        return "polarity"
    if not here.units or not there.units:
        return None
    if _other_number(here, there):
        return "number"
    if _other_day(here, there):
        return "date"
    if _other_name(here.tokens, there.tokens):
        return "role"
    return "polarity" if _contrary(here, there) else None


def _negated(side: Side) -> bool:
    return any(token.folded in NEGATIONS for token in side.tokens)


def _other_number(here: Side, there: Side) -> bool:
    own = [u.quantity for u in here.units if u.quantity]
    known = [u.quantity for u in there.units if u.quantity]
    tokens = here.reading.tokens
    return bool(own and known) and not any(
        same(one, two) or same(two, one) or rounds(one, two, rounding(tokens, one))
        for one in own
        for two in known
    )


def _other_day(here: Side, there: Side) -> bool:
    """Other days; "October" for one in October is none."""
    own = [u.symbol[1:].split("/") for u in here.units if u.kind == "day"]
    known = [u.symbol[1:].split("/") for u in there.units if u.kind == "day"]
    return bool(own and known) and not any(
        one[0] <= two[0] and two[1] <= one[1] for one in own for two in known
    )


def _other_name(here: Sequence[Token], there: Sequence[Token]) -> bool:
    """Whether both have names there, and none that could be the same."""
    if not (_named(here) and _named(there)):
        return False
    own, known = _names(here), _names(there)
    if not own or not known or own & known:
        return False
    kin = frozenset[str]().union(*(places(stem) | forms(stem) for stem in own))
    return not kin & known and not _initials(here, there) and not _initials(there, here)


def _named(tokens: Sequence[Token]) -> bool:
    """Whether a stretch is a name and nothing else; "the US president" may be anybody's."""
    if not tokens[-1].capital or tokens[-1].folded in ROLES:
        return False
    return all(token.capital or token.folded in STOP_WORDS for token in tokens)


def _names(tokens: Sequence[Token]) -> set[str]:
    idle = (STOP_WORDS - {"us"}) | ROLES | CALENDAR
    return {token.stem for token in tokens if token.capital and token.folded not in idle}


def _initials(short: Sequence[Token], long: Sequence[Token]) -> bool:
    letters = "".join(token.folded[:1] for token in long if token.capital)
    return any(token.folded == letters for token in short)


def _contrary(here: Side, there: Side) -> bool:
    own = {token.stem for token in here.tokens if token.content}
    known = {token.stem for token in there.tokens if token.content}
    return len(own) == 1 and len(known) == 1 and bool(opposites(*own) & known)


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
class AddedWord:
    """A content word, its best cosine in the evidence, and whether the evidence contains it."""

    token: Token
    near: float
    told: bool


def added_words(claim: ParsedText, words: Sequence[AddedWord]) -> tuple[str, ...]:
    """Return the words of the first added tail that are not in the evidence."""
    for start, end in _tails(claim):
        inside = [word for word in words if start <= word.token.start < end]
        if any(word.told and _counts(word.token) for word in inside):
            continue
        own = [word for word in inside if _judged(word.token)]
        telling = any(not is_light(word.token.stem) for word in own)
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


def _tails(claim: ParsedText) -> Iterator[tuple[int, int]]:
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
