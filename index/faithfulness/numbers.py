"""Checks that every quantity of a sentence is in the evidence, and counts the same things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from index.english.quantities import Bound, Quantity, bound, rounding, rounds, same
from index.english.synonyms import likeness
from index.english.tokens import Token
from index.faithfulness.days import Spans
from index.faithfulness.evidence import EvidencePool, ParsedText, PreparedEvidence
from index.faithfulness.models import Problem

_STANDS_FOR: Final[dict[float, frozenset[str]]] = {
    0.0: frozenset("no none nobody nil".split()),
    1.0: frozenset("a an single sole once".split()),
    2.0: frozenset("both pair couple twice twin twins".split()),
    50.0: frozenset({"half"}),
}
_PAIRS: Final = frozenset(
    "leaders presidents sides countries nations parties capitals governments".split()
)
AFTER = 3


@dataclass(frozen=True, slots=True)
class _Known:
    quantity: Quantity
    reading: ParsedText

    @property
    def limit(self) -> Bound:
        """What the words before it make of it: "above" for "more than"."""
        return bound(self.reading.tokens, self.quantity)


def check_quantities(
    claim: ParsedText, covered: Spans, pool: EvidencePool
) -> tuple[list[Problem], Spans]:
    """Return missing and supported quantities; ``covered`` are dates, which are skipped."""
    known = [
        _Known(quantity, part.reading)
        for part in pool.parts
        for quantity in part.reading.quantities
        if not _is_of_a_date(quantity, part)
    ]
    problems: list[Problem] = []
    told: Spans = []
    for quantity in claim.quantities:
        first, last = claim.tokens[quantity.first], claim.tokens[quantity.last]
        if any(start < last.end and first.start < end for start, end in covered):
            continue
        if _a_pair(claim, quantity, pool):
            told.append((first.start, claim.tokens[quantity.last + 1].end))
        elif not _told(claim, quantity, known, pool):
            problems.append(Problem("number", claim.text[first.start : last.end]))
        elif _counts_other_things(claim, quantity, known):
            problems.append(Problem("count", claim.text[first.start : last.end]))
        else:
            told.append((first.start, last.end))
    return problems + _codes(claim, covered, pool), told


def _is_of_a_date(quantity: Quantity, part: PreparedEvidence) -> bool:
    """Whether a quantity of the evidence is a day: "on 22 October" counts nothing."""
    start = part.reading.tokens[quantity.first].start
    return any(day.start <= start < day.end for day in part.dates if day.kind in {"DATE", "TIME"})


def _codes(claim: ParsedText, covered: Spans, pool: EvidencePool) -> list[Problem]:
    """Words with figures in them that are neither quantities nor days: F16, Covid19, "1,5". They
    are the same or they are not.
    """
    known = pool.folded | pool.known
    read = {at for each in claim.quantities for at in range(each.first, each.last + 1)}
    return [
        Problem("number", token.text)
        for at, token in enumerate(claim.tokens)
        if any(map(str.isdigit, token.folded))
        and token.folded not in known
        and at not in read
        and not any(start < token.end and token.start < end for start, end in covered)
    ]


def _told(
    claim: ParsedText, quantity: Quantity, known: Sequence[_Known], pool: EvidencePool
) -> bool:
    """Whether the evidence has a quantity: in figures or words, exactly or rounded."""
    limit = bound(claim.tokens, quantity)
    counting = _is_count(claim, quantity)
    if any(
        same(quantity, k.quantity)
        and not (counting and k.quantity.sort not in {"plain", "ordinal"})
        and not _opposite(limit, k.limit)
        for k in known
    ):
        return True
    how = rounding(claim.tokens, quantity)
    return _other_words(claim, quantity, pool) or any(
        rounds(quantity, each.quantity, how) for each in known
    )


def _is_count(claim: ParsedText, quantity: Quantity) -> bool:
    """Whether a plural stands right behind a plain number: no percentage or sum tells it."""
    if quantity.sort != "plain":
        return False
    words = takewhile(lambda token: token.content, claim.tokens[quantity.last + 1 :])
    return any(
        not word.capital and (word.folded.endswith("s") or word.folded in _PLURALS)
        for word in islice(words, AFTER)
    )


_PLURALS: Final = frozenset("people men women children police".split())


def _opposite(one: Bound, other: Bound) -> bool:
    """Whether one is "more than" or "at least" where the other is "fewer than" or "at most"."""
    upper, lower = {"above", "from"}, {"below", "to"}
    return (one in upper and other in lower) or (one in lower and other in upper)


def _counts_other_things(claim: ParsedText, quantity: Quantity, known: Sequence[_Known]) -> bool:
    """Whether what it counts has another number in the evidence, where its own counts other things.

    A quantity that the evidence has in other words or rounds is taken to count the same.
    """
    equal = [each for each in known if same(quantity, each.quantity)]
    things = _things(claim, quantity)
    if not equal or not things or any(_meets(things, each) for each in equal):
        return False
    others = [each for each in known if each not in equal and each.quantity.sort == quantity.sort]
    return any(_meets(things[:1], each) for each in others)


def _things(reading: ParsedText, quantity: Quantity) -> list[str]:
    """Stems of the words behind a quantity, in its sentence: what it counts."""
    return [token.stem for token in _behind(reading, quantity)]


def _behind(reading: ParsedText, quantity: Quantity) -> Iterator[Token]:
    place = reading.of_sentence[quantity.last]
    taken = 0
    for i in range(quantity.last + 1, len(reading.tokens)):
        token = reading.tokens[i]
        if reading.of_sentence[i] != place or taken == AFTER or token.text[:1].isdigit():
            return
        gap = reading.text[reading.tokens[i - 1].end : token.start]
        if set(gap) & set(',;:()"“”'):
            return
        if token.content:
            taken += 1
            yield token


def _meets(things: Sequence[str], known: _Known) -> bool:
    there = set(_things(known.reading, known.quantity))
    return any(likeness(thing, there) for thing in things)


def _other_words(claim: ParsedText, quantity: Quantity, pool: EvidencePool) -> bool:
    """ "Both leaders" for two, "a soldier" for one soldier."""
    words = _STANDS_FOR.get(quantity.value, frozenset())
    if not words & pool.folded or quantity.sort != ("percent" if quantity.value > 2 else "plain"):
        return False
    things = _things(claim, quantity)[:1]
    for reading in pool.readings:
        for i, token in enumerate(reading.tokens[:-1]):
            after = {each.stem for each in reading.tokens[i + 1 : i + 1 + AFTER]}
            if token.folded in words and set(things) & after:
                return True
    return False


def _a_pair(claim: ParsedText, quantity: Quantity, pool: EvidencePool) -> bool:
    """Whether "the two leaders" takes up those that the evidence names, and counts nothing."""
    first, behind = quantity.first, quantity.last + 1
    if quantity.value != 2.0 or quantity.sort != "plain":
        return False
    if not first or claim.tokens[first - 1].folded != "the" or behind >= len(claim.tokens):
        return False
    named = {t.stem for r in pool.readings for t in r.tokens if t.capital and t.content}
    return claim.tokens[behind].folded in _PAIRS and len(named) > 1
