"""A sentence that follows the evidence word by word, but for one word that matters.

The sentence is laid beside each sentence of the evidence. Where both run together before and
after a place, and at that place one has another name, number, day, or a negation or contrary that
the other has not, the sentence slipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.language.synonyms import forms, opposites, places
from index.language.words import NEGATIONS, STOP_WORDS, Token
from index.support.models import Kind, Problem
from index.support.names import CALENDAR, ROLES
from index.support.prepared import Pool
from index.support.quantities import rounds, same
from index.support.reading import Reading
from index.support.units import Unit, units

LONGEST = 5
"""Units on either side that may be exchanged for each other."""

RUN = 2
"""Units that must run together before and after, unless both begin or end there."""

SHARED = 4
"""Units that a sentence of the evidence must share to be laid beside."""


@dataclass(frozen=True)
class Side:
    """A stretch of units of a text."""

    reading: Reading
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


def check(claim: Reading, pool: Pool) -> list[Problem]:
    """A problem for each slip, unless evidence that is more like the sentence has it so."""
    laid = sorted(_lay(claim, pool), key=lambda each: -each.matched)
    problems = []
    for rank, each in enumerate(laid):
        for first, last, here, there in _places(each):
            kind = _slip(here, there)
            if kind and not any(better.meets(first - 1, last) for better in laid[:rank]):
                problems.append(Problem(kind, here.text or there.text))
    return list(dict.fromkeys(problems))


def _lay(claim: Reading, pool: Pool) -> Iterator[_Laid]:
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


def _sentences(reading: Reading, found: Sequence[Unit]) -> Iterator[list[Unit]]:
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


def _slip(here: Side, there: Side) -> Kind | None:
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
    before = own and own[0].first and here.reading.tokens[own[0].first - 1].folded
    return bool(own and known) and not any(
        same(one, two) or same(two, one) or rounds(one, two, before or "")
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
