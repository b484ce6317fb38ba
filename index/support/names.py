"""Every name of a sentence is in the evidence, in one of the ways that it can be written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from index.dates.lexicon import MONTHS, WEEKDAYS
from index.language.rarity import Rarity
from index.language.synonyms import forms, places, seat, synonyms
from index.language.words import STOP_WORDS, Token
from index.support.models import Problem
from index.support.prepared import Pool
from index.support.reading import Reading

ROLES: Final = frozenset(
    """president vice prime minister secretary chancellor king queen prince princess pope sir
    lord lady dame mr mrs ms miss dr doctor professor prof sen senator rep representative
    congressman congresswoman gov governor gen general col colonel lt lieutenant capt captain maj
    major sgt sergeant admiral judge justice chief ceo chairman chairwoman chair director mayor
    ambassador envoy spokesman spokeswoman spokesperson foreign defense defence interior finance
    deputy former attorney speaker leader premier sheikh crown
    first lady father rev reverend bishop archbishop cardinal coach actor actress then ex acting
    special commander officer official officials prosecutor""".split()
)
"""Words that come with a name and say what somebody is; they are judged with the other words."""

CALENDAR: Final = frozenset({*WEEKDAYS, *MONTHS})
_IDLE: Final = CALENDAR | frozenset("i i'm i'll i've i'd ok yes".split())
_JOINS: Final = re.compile(r"[ .’']{1,2}")
_OPENS: Final = re.compile(r"(?:^|[.!?:;“\"‘(\[–—])\W*$")
_PLACED: Final = frozenset("in near at to from outside around across inside into of".split())


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``first`` to ``last`` of a text, both included."""

    first: int
    last: int


def find_names(reading: Reading, rarity: Rarity, lower: frozenset[str] = frozenset()) -> list[Name]:
    """Runs of capitalised words. ``lower`` are words that are known to be no names."""
    found: list[Name] = []
    tokens = reading.tokens
    i = 0
    while i < len(tokens):
        if not _may_begin(reading, i, rarity, lower):
            i += 1
            continue
        last = i
        while last + 1 < len(tokens) and _goes_on(reading, last):
            last += 1
        found.append(Name(i, last))
        i = last + 1
    return found


def _may_begin(reading: Reading, i: int, rarity: Rarity, lower: frozenset[str]) -> bool:
    token = reading.tokens[i]
    if not _capital(token) or token.folded in _IDLE:
        return False
    if not _OPENS.search(reading.text[max(0, token.start - 6) : token.start]):
        return token.content
    if token.folded in STOP_WORDS and token.text not in {"US", "U.S."}:
        return False
    return not (rarity.common(token.folded) or token.folded in lower) or token.text.isupper()


def _goes_on(reading: Reading, last: int) -> bool:
    one, two = reading.tokens[last], reading.tokens[last + 1]
    if one.text.endswith(("'s", "’s", "s’")) or not _capital(two) or two.folded in _IDLE:
        return False
    between = reading.text[one.end : two.start]
    return bool(_JOINS.fullmatch(between)) and (len(one.text) == 1 or "." not in between)


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()


def check(
    claim: Reading, names: Sequence[Name], covered: Sequence[tuple[int, int]], pool: Pool
) -> list[Problem]:
    """A problem for each name that the evidence does not have; ``covered`` are dates."""
    problems = []
    for name in names:
        first, last = claim.tokens[name.first], claim.tokens[name.last]
        if any(start < last.end and first.start < end for start, end in covered):
            continue
        if not _known(claim, name, pool):
            problems.append(Problem("name", claim.text[first.start : last.end]))
    return problems


def _known(claim: Reading, name: Name, pool: Pool) -> bool:
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


def _met(claim: Reading, i: int, pool: Pool) -> bool:
    token = claim.tokens[i]
    known = pool.folded | pool.known
    if token.folded in known or token.folded.replace("-", "") in known:
        return True
    if {token.stem, *forms(token.stem)} & pool.stems:
        return True
    kin = places(token.stem) & pool.stems
    if kin:
        before = claim.tokens[i - 1].folded if i else ""
        return not seat(token.stem) or before not in _PLACED
    return bool(synonyms(token.stem) & pool.stems)


def _before(one: Token, two: Token, met: bool, pool: Pool) -> bool:
    """Whether ``one`` may stand before ``two``: it does, or nothing else does in the evidence."""
    stands, bare, others = False, False, False
    for reading in pool.readings:
        for place, word in enumerate(reading.tokens):
            if word.stem != two.stem:
                continue
            ahead = reading.tokens[place - 1] if place else None
            joined = ahead is not None and word.start - ahead.end <= 2
            if ahead is not None and joined and _same(ahead, one):
                stands = True
            elif ahead is None or not joined or not _capital(ahead) or _no_name(ahead):
                bare = True
            else:
                others = True
    if stands:
        return True
    if met and (one.folded in pool.known or not others):
        return True
    return bare and not others


def _same(ahead: Token, one: Token) -> bool:
    return ahead.stem == one.stem or bool(places(one.stem) & {ahead.stem})


def _no_name(token: Token) -> bool:
    return token.folded in ROLES or token.folded in STOP_WORDS or token.folded in _IDLE


def _initials_told(claim: Reading, name: Name, pool: Pool) -> bool:
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


def _runs(reading: Reading) -> set[str]:
    """The initials of every run of capitalised words, small words in between left out."""
    found: set[str] = set()
    for letters in _initials(reading):
        found |= {letters[i:j] for i in range(len(letters)) for j in range(i + 2, len(letters) + 1)}
    return found


def _initials(reading: Reading) -> Iterator[str]:
    letters = ""
    for token in reading.tokens:
        if _capital(token):
            letters += token.folded[:1]
        elif token.folded not in {"of", "the", "and", "for", "on"}:
            if len(letters) > 1:
                yield letters
            letters = ""
    if len(letters) > 1:
        yield letters
