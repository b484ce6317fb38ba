"""Quantities in a text as comparable values."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from index.english.calendar_words import ORDINALS, SMALL, TEENS, TENS
from index.english.tokens import Token

Sort = Literal["plain", "percent", "points", "money", "ordinal", "clock", "score"]
Bound = Literal["above", "from", "to", "below", ""]
Rounding = Literal["above", "from", "to", "below", "about", ""]

_UNITS: Final = {**SMALL, **TEENS}
_SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12,
    "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
_LONG_SCALES: Final = frozenset(word for word in _SCALES if len(word) > 3)
_PLURALS: Final = {f"{word}s": value for word, value in _SCALES.items() if len(word) > 3}
_PERCENT: Final = frozenset("percent pct percentage".split())
_POINTS: Final = frozenset({"point", "points"})
_NOON: Final = 12
_HALVES: Final = {"am": 0, "pm": _NOON}
_CLOCK: Final = re.compile(r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?")
_CURRENCIES: Final = {
    "$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₽": "rouble", "₴": "hryvnia",
    "dollar": "dollar", "dollars": "dollar", "euro": "euro", "euros": "euro", "pound": "pound",
    "pounds": "pound", "yen": "yen", "ruble": "rouble", "rubles": "rouble", "rouble": "rouble",
    "roubles": "rouble", "hryvnia": "hryvnia", "yuan": "yuan", "rupees": "rupee", "₹": "rupee",
    "rs": "rupee", "franc": "franc", "francs": "franc", "peso": "peso", "pesos": "peso",
    "lira": "lira", "krona": "krona", "kronor": "krona", "krone": "krone", "kroner": "krone",
    "rand": "rand", "shekel": "shekel", "shekels": "shekel", "zloty": "zloty", "baht": "baht",
    "dirham": "dirham", "dirhams": "dirham", "riyal": "riyal", "riyals": "riyal", "naira": "naira",
    "forint": "forint", "rupiah": "rupiah",
}  # fmt: skip
_DIGITS: Final = re.compile(r"\$?(\d+(?:,\d{3})*(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3})%?")
"""Figures in groups of three, or as in India: 2,50,000."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Tokens ``first`` to ``last`` of a text, both inclusive; a currency is a noun of its own.

    The value of a time of day is in minutes after midnight; ``half`` means that it may also be
    twelve hours later. ``length`` is the other reading of "5m": five metres, not five million.
    """

    first: int
    last: int
    value: float
    sort: Sort
    currency: str = ""
    half: bool = False
    length: float | None = None


def find_quantities(text: str, tokens: Sequence[Token]) -> list[Quantity]:
    """Return all quantities in order. "One" counts only if it counts something."""
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
        return _with_colon(tokens, i)
    if word in ORDINALS and word not in {"second", "first"}:
        return Quantity(i, i, float(ORDINALS[word]), "ordinal")
    if word in {"one", "ones"} and not _counts(tokens, i) and not _part(tokens, i + 1):
        return None
    read = _number(text, tokens, i)
    if read is None:
        return None
    value, last = read
    if last + 1 < len(tokens) and _glued(tokens, last, {"st", "nd", "rd", "th"}):
        return Quantity(i, last + 1, value, "ordinal")
    return _with_unit(text, tokens, i, last, value)


def _with_colon(tokens: Sequence[Token], i: int) -> Quantity:
    """A time of day, or a score or ratio, which is the same or not."""
    word = tokens[i].folded
    if clock := _CLOCK.fullmatch(word):
        return _clock(tokens, i, int(clock["hour"]), int(clock["minute"]))
    first = re.match(r"[\d,]+", word)
    return Quantity(i, i, float(first.group().replace(",", "")) if first else 0.0, "score", word)


def _clock(tokens: Sequence[Token], i: int, hour: int, minute: int) -> Quantity:
    """The time of day at ``i``, with the "a.m." or "p.m." that follows it."""
    after = tokens[i + 1].folded if i + 1 < len(tokens) else ""
    half = after not in _HALVES and 0 < hour <= _NOON
    if after in _HALVES and 0 < hour <= _NOON:
        hour = hour % _NOON + _HALVES[after]
    minutes = float(60 * hour + minute)
    return Quantity(i, i + (after in _HALVES), minutes, "clock", half=half)


def _number(text: str, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """The value of the number that begins at ``i`` and its last token."""
    figures = _DIGITS.fullmatch(tokens[i].text)
    word = tokens[i].folded
    if figures:
        value, last = _grouped(text, tokens, i, figures.group(1).replace(",", ""))
    elif word in _UNITS:
        value, last = float(_UNITS[word]), i
    elif word in TENS:
        value, last = float(TENS[word]), i
        following = tokens[i + 1].folded if i + 1 < len(tokens) else ""
        if 0 < _UNITS.get(following, 0) < 10 and tokens[i + 1].start == tokens[i].end + 1:
            value, last = value + _UNITS[following], i + 1
    elif word in _SHARES and (at := _of_a(tokens, i)):
        whole = _number(text, tokens, at)
        return (whole[0] * _SHARES[word], whole[1]) if whole else None
    elif word == "a" and i + 1 < len(tokens) and tokens[i + 1].folded in _LONG_SCALES:
        value, last = 1.0, i
    elif word in _PLURALS:
        return _PLURALS[word], i
    else:
        return None
    following = tokens[last + 1].folded if last + 1 < len(tokens) else ""
    divided = following in _DENOMINATORS
    if divided and (following != "quarters" or _are_parts(text, tokens, i, last)):
        return value / _DENOMINATORS[following], last + 1
    if added := _part(tokens, last + 1):
        value, last = value + added, last + len(_AND_A) + 1
    return _scaled(text, tokens, value, last, _currency(text, tokens[i]))


def _are_parts(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether "three quarters" are parts of something, and not of a year or a match."""
    if text[tokens[last].end : tokens[last + 1].start] == "-":
        return True
    before = tokens[first - 1].folded if first else ""
    after = [token.folded for token in tokens[last + 2 : last + 4]]
    whole = after[:1] == ["of"] and not after[-1].isdigit()
    return tokens[first].folded in {"three", "3"} and whole and before not in _OF_A_SERIES


def _grouped(text: str, tokens: Sequence[Token], i: int, figures: str) -> tuple[float, int]:
    """The value of figures that may be in groups of three: "1 000", with a space that keeps the
    line or before round numbers; and the last token.
    """
    last = i
    if figures.isdigit() and len(figures) <= _GROUP and figures[0] != "0":
        for token in tokens[i + 1 :]:
            gap = text[tokens[last].end : token.start]
            alike = token.text.isdigit() and len(token.text) == _GROUP
            if not alike or not (gap in _KEEPS or (gap == " " and token.text == "000")):
                break
            figures, last = figures + token.text, last + 1
    return float(figures), last


def _part(tokens: Sequence[Token], i: int) -> float:
    """What "and a half" or "and a quarter" at ``i`` adds; 0 if nothing."""
    words = tuple(token.folded for token in tokens[i : i + len(_AND_A) + 1])
    return _SHARES.get(words[-1], 0.0) if words[:-1] == _AND_A else 0.0


def _of_a(tokens: Sequence[Token], i: int) -> int:
    """Where the "a" of "half a", "half of a" or "quarter of a" at ``i`` is; 0 if nowhere."""
    words = [token.folded for token in tokens[i + 1 : i + 3]]
    if words[:1] == ["a"] and tokens[i].folded == "half":
        return i + 1
    return i + 2 if words == ["of", "a"] else 0


_SHARES: Final = {"half": 1 / 2, "quarter": 1 / 4}
_AND_A: Final = ("and", "a")
_DENOMINATORS: Final = {
    "thirds": 3.0, "quarters": 4.0, "fifths": 5.0, "sixths": 6.0, "sevenths": 7.0,
    "eighths": 8.0, "ninths": 9.0, "tenths": 10.0,
}  # fmt: skip
_OF_A_SERIES: Final = frozenset("last past first next for in of".split())
_GROUP: Final = 3  # figures
_MINUS: Final = frozenset("-\u2212")
_KEEPS: Final = frozenset("\u00a0\u2009\u202f")


def _scaled(
    text: str, tokens: Sequence[Token], value: float, last: int, currency: str
) -> tuple[float, int]:
    """With the scales that follow: "2.5 million", "two hundred and fifty thousand".

    Short ones stand right behind the figure ("2.5m"), or after a space if it is money ("$2.5 m");
    "2.5 m" alone is a length.
    """
    while last + 1 < len(tokens):
        word = tokens[last + 1].folded
        gap = tokens[last + 1].start - tokens[last].end
        if word not in _SCALES or (len(word) < 3 and gap > bool(currency)):
            break
        value, last = value * _SCALES[word], last + 1
        rest = last + 1 + (last + 1 < len(tokens) and tokens[last + 1].folded == "and")
        if word in _LONG_SCALES and word != "dozen" and rest < len(tokens):
            tail = _UNITS.get(tokens[rest].folded) or TENS.get(tokens[rest].folded)
            more = _number(text, tokens, rest) if tail else None
            goes_on = word in {"hundred", "thousand"} or (more and more[0] >= _SCALES["thousand"])
            if more and goes_on and (more[0] < _SCALES[word] or word == "hundred"):
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
    if currency := _currency(text, tokens[first]):
        return Quantity(first, last, value, "money", currency)
    after = [token.folded for token in tokens[last + 1 : last + 3]]
    share = _share(text, tokens[last], after)
    if share is not None:
        sort, behind = share
        return Quantity(first, last + behind, value, sort)
    if first == last and value in range(1, _NOON + 1) and after[:1] and after[0] in _HALVES:
        return _clock(tokens, first, int(value), 0)
    for step, word in enumerate(after, 1):
        if word in _CURRENCIES:
            return Quantity(first, last + step, value, "money", _CURRENCIES[word])
    length = value / _SCALES["m"] if tokens[last].folded == "m" else None
    return Quantity(first, last, _signed(text, tokens, first, value), "plain", length=length)


def _signed(text: str, tokens: Sequence[Token], first: int, value: float) -> float:
    """The value, below zero behind a minus sign, which stands behind no word or figure.

    Of plain numbers only: "it fell by 5%" is told of "-5%".
    """
    start = tokens[first].start
    sign = text[start - 1 : start] in _MINUS and not text[start - 2 : start - 1].isalnum()
    named = first > 0 and tokens[first - 1].folded == "minus"
    return -value if sign or named else value


def _share(text: str, last: Token, after: Sequence[str]) -> tuple[Sort, int] | None:
    """The sort of a percentage, and how many of the words ``after`` it belong to it."""
    if last.text.endswith("%") or text[last.end : last.end + 1] == "%":
        return "percent", 0
    if list(after) == ["per", "cent"]:
        return "percent", 2
    if not after or after[0] not in _PERCENT:
        return None
    return ("points", 2) if after[1:] and after[1] in _POINTS else ("percent", 1)


def _currency(text: str, figure: Token) -> str:
    """The currency whose sign stands before a figure, or ""."""
    before = text[figure.start - 1 : figure.start]
    return _CURRENCIES.get("$" if figure.text[0] == "$" else before, "")


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
    """Return whether a quantity of the evidence matches the one claimed."""
    if known.sort == "clock":
        if claim.sort == "plain":  # "at 4" for 4 p.m.
            return claim.value == (known.value / 60 % _NOON or _NOON)
        away = abs(claim.value - known.value)
        unsure = claim.half or known.half
        return claim.sort == "clock" and away in ((0, 60 * _NOON) if unsure else (0,))
    theirs = {known.value, known.length or known.value}
    ours = {claim.value, claim.length or claim.value}
    if not any(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a in ours for b in theirs):
        return False
    if claim.sort == known.sort:
        return claim.currency == known.currency
    return claim.sort == "plain" and known.sort in {"percent", "points", "money", "ordinal"}


def bound(tokens: Sequence[Token], quantity: Quantity) -> Bound:
    """Return what the words before a quantity make it: "above" for more than, "to" for at most."""
    before = tuple(token.folded for token in tokens[max(0, quantity.first - 2) : quantity.first])
    return _BOUNDS.get(before) or _BOUNDS.get(before[-1:], "")


def exclude(one: Bound, other: Bound) -> bool:
    """Return whether a number with one bound is not the same number with the other."""
    both = {one, other}
    open_ = bool(both & {"above", "below"}) and len(both) > 1
    return (open_ and both not in ({"above", "from"}, {"below", "to"})) or both == {"from", "to"}


_BOUNDS: Final[dict[tuple[str, ...], Bound]] = {
    ("more", "than"): "above", ("greater", "than"): "above", ("higher", "than"): "above",
    ("over",): "above", ("above",): "above", ("exceeding",): "above",
    ("at", "least"): "from", ("up", "to"): "to", ("at", "most"): "to",
    ("fewer", "than"): "below", ("less", "than"): "below", ("lower", "than"): "below",
    ("under",): "below", ("below",): "below",
}  # fmt: skip


def rounding(tokens: Sequence[Token], quantity: Quantity) -> Rounding:
    """Return how the words before a quantity say that it is rounded."""
    if limit := bound(tokens, quantity):
        return limit
    before = tuple(token.folded for token in tokens[max(0, quantity.first - 2) : quantity.first])
    if before[-1:] and before[-1] in _NEARLY:
        return "to"
    return "about" if before == _CLOSE_TO or (before and before[-1] in _ABOUT) else ""


def rounds(claim: Quantity, known: Quantity, how: Rounding) -> bool:
    """Return whether "about 2,000" or the like is a fair rounding of the known quantity.

    The claim must have fewer significant figures than what it rounds; otherwise a figure was
    changed. It is off by less than one of its last significant figure.
    """
    if claim.sort != known.sort or claim.currency != known.currency:
        return False
    if claim.value <= 0 or known.value <= 0:
        return False
    figures = _significant(claim.value)
    if figures >= _significant(known.value):
        return False
    unit = 10.0 ** (math.floor(math.log10(claim.value)) - figures + 1)
    away = known.value - claim.value
    if how in {"above", "from"}:
        return 0 <= away < unit
    if how in {"to", "below"}:
        return -unit < away <= 0
    return how == "about" and abs(away) <= unit / 2


def _significant(value: float) -> int:
    digits = f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")
    return len(digits) or 1


_ABOUT: Final = frozenset("about around roughly approximately some".split())
_NEARLY: Final = frozenset("nearly almost".split())
_CLOSE_TO: Final = ("close", "to")
