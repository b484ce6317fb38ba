"""Quantities in a text as comparable values, and whether the evidence has each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from index.english.synonyms import forms, synonyms
from index.english.tokens import Token
from index.faithfulness.days import Spans
from index.faithfulness.evidence import EvidencePool, ParsedText
from index.faithfulness.models import Problem
from index.temporal.lexicon import ORDINALS, SMALL, TEENS, TENS

Sort = Literal["plain", "percent", "money", "ordinal", "clock"]

_UNITS: Final = {**SMALL, **TEENS}
_SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12,
}  # fmt: skip
_LONG_SCALES: Final = frozenset(word for word in _SCALES if len(word) > 3)
_PLURALS: Final = {f"{word}s": value for word, value in _SCALES.items() if len(word) > 3}
_PERCENT: Final = frozenset("percent pct percentage".split())
_CURRENCIES: Final = {
    "$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₽": "rouble", "₴": "hryvnia",
    "dollar": "dollar", "dollars": "dollar", "euro": "euro", "euros": "euro", "pound": "pound",
    "pounds": "pound", "yen": "yen", "ruble": "rouble", "rubles": "rouble", "rouble": "rouble",
    "roubles": "rouble", "hryvnia": "hryvnia", "yuan": "yuan", "rupees": "rupee",
}  # fmt: skip
_DIGITS: Final = re.compile(r"\$?(\d+(?:,\d{3})*(?:\.\d+)?)%?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Tokens ``first`` to ``last`` of a text, both included; a currency has its own name."""

    first: int
    last: int
    value: float
    sort: Sort
    currency: str = ""


def find_quantities(text: str, tokens: Sequence[Token]) -> list[Quantity]:
    """All quantities in order. "One" is one only where it counts something."""
    found: list[Quantity] = []
    i = 0
    while i < len(tokens):
        quantity = _read(text, tokens, i)
        if quantity:
            found.append(quantity)
            i = quantity.last
        i += 1
    return found


def _read(text: str, tokens: Sequence[Token], i: int) -> Quantity | None:
    word = tokens[i].folded
    if ":" in word and word[:1].isdigit():
        return Quantity(i, i, float(word.replace(":", ".").split(".")[0]), "clock", word)
    if word in ORDINALS and word not in {"second", "first"}:
        return Quantity(i, i, float(ORDINALS[word]), "ordinal")
    if word in {"one", "ones"} and not _counts(tokens, i):
        return None
    read = _number(tokens, i)
    if read is None:
        return None
    value, last = read
    if last + 1 < len(tokens) and _glued(tokens, last, {"st", "nd", "rd", "th"}):
        return Quantity(i, last + 1, value, "ordinal")
    return _with_unit(text, tokens, i, last, value)


def _number(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """The value of the number that begins at ``i`` and its last token."""
    figures = _DIGITS.fullmatch(tokens[i].text)
    word = tokens[i].folded
    if figures:
        value, last = float(figures.group(1).replace(",", "")), i
    elif word in _UNITS:
        value, last = float(_UNITS[word]), i
    elif word in TENS:
        value, last = float(TENS[word]), i
        following = tokens[i + 1].folded if i + 1 < len(tokens) else ""
        if 0 < _UNITS.get(following, 0) < 10 and tokens[i + 1].start == tokens[i].end + 1:
            value, last = value + _UNITS[following], i + 1
    elif word == "half" and [t.folded for t in tokens[i + 1 : i + 2]] == ["a"]:
        whole = _number(tokens, i + 1)
        return (whole[0] / 2, whole[1]) if whole else None
    elif word == "a" and i + 1 < len(tokens) and tokens[i + 1].folded in _LONG_SCALES:
        value, last = 1.0, i
    elif word in _PLURALS:
        return _PLURALS[word], i
    else:
        return None
    return _scaled(tokens, value, last)


def _scaled(tokens: Sequence[Token], value: float, last: int) -> tuple[float, int]:
    """With the scales that follow: "2.5 million", "two hundred and fifty thousand"."""
    while last + 1 < len(tokens):
        word = tokens[last + 1].folded
        if word not in _SCALES or (len(word) < 3 and tokens[last + 1].start != tokens[last].end):
            break
        value, last = value * _SCALES[word], last + 1
        rest = last + 1 + (last + 1 < len(tokens) and tokens[last + 1].folded == "and")
        if word in {"hundred", "thousand"} and rest < len(tokens):
            tail = _UNITS.get(tokens[rest].folded) or TENS.get(tokens[rest].folded)
            more = _number(tokens, rest) if tail else None
            if more and (more[0] < _SCALES[word] or word == "hundred"):
                return _tail(value, word, more)
    return value, last


def _tail(value: float, word: str, more: tuple[float, int]) -> tuple[float, int]:
    """What follows a scale: 250 in "two hundred and fifty", 250,000 with "thousand" behind it."""
    number, last = more
    if word == "hundred" and number >= 1000:
        factor = 1000.0 if number < 1e6 else 1e6
        return (value + number / factor) * factor, last
    return value + number, last


def _with_unit(text: str, tokens: Sequence[Token], first: int, last: int, value: float) -> Quantity:
    before = text[tokens[first].start - 1 : tokens[first].start]
    mark = tokens[first].text[0] if tokens[first].text[0] == "$" else before
    if mark in _CURRENCIES and mark:
        return Quantity(first, last, value, "money", _CURRENCIES[mark])
    if tokens[last].text.endswith("%") or text[tokens[last].end : tokens[last].end + 1] == "%":
        return Quantity(first, last, value, "percent")
    after = [token.folded for token in tokens[last + 1 : last + 3]]
    if after[:1] and after[0] in _PERCENT:
        return Quantity(first, last + 1, value, "percent")
    if after == ["per", "cent"]:
        return Quantity(first, last + 2, value, "percent")
    for step, word in enumerate(after, 1):
        if word in _CURRENCIES:
            return Quantity(first, last + step, value, "money", _CURRENCIES[word])
    return Quantity(first, last, value, "plain")


def _counts(tokens: Sequence[Token], i: int) -> bool:
    """Whether "one" counts: "one soldier" does, "one of them", "no one" and "the one" do not."""
    if i + 1 == len(tokens) or tokens[i + 1].start != tokens[i].end + 1:
        return False
    before, after = tokens[i - 1].folded if i else "", tokens[i + 1].folded
    return before not in _PRONOMINAL and after not in _NOT_COUNTED and after.isalpha()


_PRONOMINAL: Final = frozenset(
    "no the this that any every each another which some only day number not square".split()
)
_NOT_COUNTED: Final = frozenset(
    "of another day s can has is was would could should who that in on at to by and or but".split()
)


def _glued(tokens: Sequence[Token], last: int, endings: set[str]) -> bool:
    following = tokens[last + 1]
    return following.start == tokens[last].end and following.folded in endings


def same(claim: Quantity, known: Quantity) -> bool:
    """Whether a quantity of the evidence is the one that is claimed."""
    if abs(claim.value - known.value) > 1e-9 * max(1.0, abs(known.value)):
        return False
    if claim.sort == known.sort:
        return claim.currency == known.currency
    return claim.sort == "plain" and known.sort in {"percent", "money", "ordinal"}


def rounds(claim: Quantity, known: Quantity, hint: str) -> bool:
    """Whether "about 2,000" and its like is a fair way to say the known quantity.

    ``hint`` is the word before. The claim must have fewer significant figures than what it
    rounds, so that a figure that was changed is none.
    """
    if claim.sort != known.sort or claim.currency != known.currency or known.value <= 0:
        return False
    figures = _significant(claim.value)
    if claim.value < 10 or figures >= _significant(known.value):
        return False
    unit = 10.0 ** (len(f"{int(claim.value)}") - figures)
    away = known.value - claim.value
    if hint in _ABOVE:
        return 0 <= away < unit
    if hint in _BELOW:
        return -unit < away <= 0
    return hint in _ABOUT and abs(away) <= unit / 2


def _significant(value: float) -> int:
    digits = f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")
    return len(digits) or 1


_ABOUT: Final = frozenset("about around roughly approximately some nearly almost".split())
_ABOVE: Final = frozenset("over than least exceeding".split())
_BELOW: Final = frozenset("nearly almost under to below".split())


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


def check_quantities(
    claim: ParsedText, covered: Spans, pool: EvidencePool
) -> tuple[list[Problem], Spans]:
    """The quantities that the evidence lacks, and those it has; ``covered`` are dates, left out."""
    known = [_Known(q, reading) for reading in pool.readings for q in reading.quantities]
    problems: list[Problem] = []
    told: Spans = []
    for quantity in claim.quantities:
        first, last = claim.tokens[quantity.first], claim.tokens[quantity.last]
        if any(start < last.end and first.start < end for start, end in covered):
            continue
        if _a_pair(claim, quantity, pool):
            told.append((first.start, claim.tokens[quantity.last + 1].end))
        elif _borne_out(claim, quantity, known, pool):
            told.append((first.start, last.end))
        else:
            problems.append(Problem("number", claim.text[first.start : last.end]))
    return problems + _codes(claim, pool), told


def _codes(claim: ParsedText, pool: EvidencePool) -> list[Problem]:
    """Words with figures in them: F16, G7, Covid19. They are the same or they are not."""
    known = pool.folded | pool.known
    return [
        Problem("number", token.text)
        for token in claim.tokens
        if _code(token.folded) and token.folded not in known
    ]


def _code(folded: str) -> bool:
    return folded[:1].isalpha() and any(c.isdigit() for c in folded)


def _borne_out(
    claim: ParsedText, quantity: Quantity, known: Sequence[_Known], pool: EvidencePool
) -> bool:
    equal = [each for each in known if same(quantity, each.quantity)]
    if not equal:
        hint = claim.tokens[quantity.first - 1].folded if quantity.first else ""
        return _other_words(claim, quantity, pool) or any(
            rounds(quantity, each.quantity, hint) for each in known
        )
    things = _things(claim, quantity)
    others = [each for each in known if each not in equal and _alike(quantity, each.quantity)]
    if not things or any(_meets(things, each) for each in equal):
        return True
    # what is counted has another number in the evidence, and this number counts something else
    return not any(_meets(things[:1], each) for each in others)


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.sort == other.sort


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
    return any(
        thing in there or forms(thing) & there or synonyms(thing) & there for thing in things
    )


def _other_words(claim: ParsedText, quantity: Quantity, pool: EvidencePool) -> bool:
    """ "Both leaders" for two, "a soldier" for one soldier."""
    words = _STANDS_FOR.get(quantity.value, frozenset())
    if not words & pool.folded or quantity.sort != ("percent" if quantity.value > 2 else "plain"):
        return False
    if quantity.value > 1.0:
        return True
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
