"""Checks that every name of a sentence is in the evidence, in any of its forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from index.english.calendar_words import MONTHS, WEEKDAYS
from index.english.offices import ROLES
from index.english.synonyms import is_seat_of_power, likeness, places
from index.english.tokens import STOP_WORDS, Token
from index.english.vocabulary import Rarity
from index.faithfulness.days import Spans
from index.faithfulness.evidence import EvidencePool, ParsedText
from index.faithfulness.models import Problem

CALENDAR: Final = frozenset({*WEEKDAYS, *MONTHS})
_IDLE: Final = CALENDAR | frozenset("i i'm i'll i've i'd ok yes".split())
_JOINS: Final = re.compile(r"[ .’']{1,2}")
_OPENS: Final = re.compile(r"(?:^|[.!?:;“\"‘(\[–—])\W*$")
_PLACED: Final = frozenset("in near at to from outside around across inside into of".split())


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``first`` to ``last`` of a text, both inclusive."""

    first: int
    last: int


IsName = Callable[[Token], bool]
"""Whether a capitalised word that opens a sentence is a name."""


def find_names(reading: ParsedText, opening: IsName) -> list[Name]:
    """Return runs of capitalised words; those that open a sentence only if ``opening`` agrees."""
    found: list[Name] = []
    tokens = reading.tokens
    i = 0
    while i < len(tokens):
        if not _may_begin(reading, i, opening):
            i += 1
            continue
        last = i
        while last + 1 < len(tokens) and _goes_on(reading, last):
            last += 1
        found.append(Name(i, last))
        i = last + 1
    return found


def of_claim(claim: ParsedText, pool: EvidencePool, rarity: Rarity) -> list[Name]:
    """Return the names of a sentence about the evidence.

    A common word that opens it is a name if it is one in the evidence, or a country.
    """
    lower = frozenset(t.folded for r in pool.readings for t in r.tokens if not t.capital)
    capitals = pool.known | capitals_inside(claim).union(
        *(reading.once("capitals", partial(capitals_inside, reading)) for reading in pool.readings)
    )

    def opening(token: Token) -> bool:
        if token.folded in capitals or places(token.stem) or token.text.isupper():
            return True
        return not (rarity.common(token.folded) or token.folded in lower)

    return find_names(claim, opening)


def capitals_inside(reading: ParsedText) -> frozenset[str]:
    """Folded capitalised words that do not open a sentence."""
    return frozenset(
        token.folded
        for i, token in enumerate(reading.tokens)
        if token.capital and not _opens(reading, i)
    )


def _opens(reading: ParsedText, i: int) -> bool:
    start = reading.tokens[i].start
    return bool(_OPENS.search(reading.text[max(0, start - 6) : start]))


def _may_begin(reading: ParsedText, i: int, opening: IsName) -> bool:
    token = reading.tokens[i]
    if not token.capital or token.folded in _IDLE:
        return False
    if not _opens(reading, i):
        return token.content
    if token.folded in STOP_WORDS and token.text not in {"US", "U.S."}:
        return False
    return opening(token)


def _goes_on(reading: ParsedText, last: int) -> bool:
    one, two = reading.tokens[last], reading.tokens[last + 1]
    if one.text.endswith(("'s", "’s", "s’")) or not two.capital or two.folded in _IDLE:
        return False
    between = reading.text[one.end : two.start]
    return bool(_JOINS.fullmatch(between)) and (len(one.text) == 1 or "." not in between)


def check_names(
    claim: ParsedText, names: Sequence[Name], covered: Spans, pool: EvidencePool
) -> tuple[list[Problem], Spans]:
    """Return the names that are not in the evidence, and those that are; ``covered`` are dates."""
    problems: list[Problem] = []
    told: Spans = []
    for name in names:
        start, end = claim.tokens[name.first].start, claim.tokens[name.last].end
        if any(first < end and start < last for first, last in covered):
            continue
        if _known(claim, name, pool):
            told.append((start, end))
        else:
            problems.append(Problem("name", claim.text[start:end]))
    return problems, told


def _known(claim: ParsedText, name: Name, pool: EvidencePool) -> bool:
    words = [
        i
        for i in range(name.first, name.last + 1)
        if claim.tokens[i].folded not in ROLES and len(claim.tokens[i].folded) > 1
    ]
    if not words:
        return True
    if _initials_told(claim, name, pool):
        return True
    met = [_met(claim, i, pool) for i in words]
    if not met[-1]:
        return False
    return all(
        _before(claim.tokens[one], claim.tokens[two], here, pool)
        for one, two, here in zip(words, words[1:], met, strict=False)
    )


def _met(claim: ParsedText, i: int, pool: EvidencePool) -> bool:
    token = claim.tokens[i]
    known = pool.folded | pool.known
    if token.folded in known or token.folded.replace("-", "") in known:
        return True
    like = likeness(token.stem, pool.stems)
    if like != "place":
        return like is not None
    before = claim.tokens[i - 1].folded if i else ""
    return not is_seat_of_power(token.stem) or before not in _PLACED


def _before(one: Token, two: Token, met: bool, pool: EvidencePool) -> bool:
    """Whether ``one`` may stand before ``two``: it does in the evidence, or nothing is against it.

    Against it is another name before ``two`` wherever that stands, or behind ``one``.
    """
    before = [_ahead(reading, i) for reading, i in _mentions(two, pool)]
    if any(ahead is not None and _same(ahead, one) for ahead in before):
        return True
    others = any(ahead is not None and not _no_name(ahead) for ahead in before)
    if one.folded in pool.known:
        return True
    behind = [_behind(reading, i) for reading, i in _mentions(one, pool)]
    taken = bool(behind) and all(after is not None for after in behind)
    return not others and not (met and taken)


def _mentions(token: Token, pool: EvidencePool) -> list[tuple[ParsedText, int]]:
    return [
        (reading, i)
        for reading in pool.readings
        for i, other in enumerate(reading.tokens)
        if other.stem == token.stem
    ]


def _ahead(reading: ParsedText, i: int) -> Token | None:
    """The capitalised word right before a word, an initial in between left out."""
    while i and reading.tokens[i].start - reading.tokens[i - 1].end <= 2:
        i -= 1
        if len(reading.tokens[i].folded) > 1:
            return reading.tokens[i] if reading.tokens[i].capital else None
    return None


def _behind(reading: ParsedText, i: int) -> Token | None:
    """The name right behind a word."""
    if i + 1 == len(reading.tokens) or not _goes_on(reading, i):
        return None
    after = reading.tokens[i + 1]
    return None if _no_name(after) else after


def _same(ahead: Token, one: Token) -> bool:
    return ahead.stem == one.stem or bool(places(one.stem) & {ahead.stem})


def _no_name(token: Token) -> bool:
    return token.folded in ROLES or token.folded in STOP_WORDS or token.folded in _IDLE


def _initials_told(claim: ParsedText, name: Name, pool: EvidencePool) -> bool:
    """ "EU" where the evidence has "European Union", and the other way round."""
    tokens = claim.tokens[name.first : name.last + 1]
    if len(tokens) > 1:
        return "".join(token.folded[0] for token in tokens if token.content) in (
            {t.folded for r in pool.readings for t in r.tokens if t.text.isupper() or "." in t.text}
        )
    short = tokens[0].folded
    if not (tokens[0].text.isupper() or "." in tokens[0].text) or not 2 <= len(short) <= 6:
        return False
    return any(short in _runs(reading) for reading in pool.readings)


def _runs(reading: ParsedText) -> set[str]:
    """The initials of every run of capitalised words, small words in between left out."""
    found: set[str] = set()
    for letters in _initials(reading):
        found |= {letters[i:j] for i in range(len(letters)) for j in range(i + 2, len(letters) + 1)}
    return found


def _initials(reading: ParsedText) -> Iterator[str]:
    letters = ""
    for token in reading.tokens:
        if token.capital:
            letters += token.folded[:1]
        elif token.folded not in {"of", "the", "and", "for", "on"}:
            if len(letters) > 1:
                yield letters
            letters = ""
    if len(letters) > 1:
        yield letters
