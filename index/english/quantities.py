"""Quantities in a text as comparable values."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from index.english.calendar_words import ORDINALS, SMALL, TEENS, TENS
from index.english.synonyms import places
from index.english.tokens import Token, tokenize

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
_FAR: Final = 3
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
_DOLLARS: Final = {
    "c": "canadian", "ca": "canadian", "a": "australian", "au": "australian", "nz": "new zealand",
    "hk": "hong kong", "s": "singapore", "nt": "taiwan", "us": "american",
}  # fmt: skip
"""Whose dollars the letters before "$" mean."""
_DIGITS: Final = re.compile(
    r"\$?(\d+(?:,\d{3})*(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}"
    r"|(?P<continental>\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d+,\d{1,2}))%?"
)
"""Figures in groups of three, as in India (2,50,000), or on the Continent (1.000.000 and 1,5)."""
_MOST: Final = 1e15
"""The largest quantity that is read; more figures than that are a code."""


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
            if found and _is_range(text, tokens, found[-1], quantity):
                found[-1:] = _range(tokens, found[-1], quantity)
            else:
                found.append(quantity)
            i = quantity.last
        i += 1
    return found


def _is_range(text: str, tokens: Sequence[Token], low: Quantity, high: Quantity) -> bool:
    """Whether two quantities are the ends of a range: "2 to 3 million", "$2-3bn"."""
    joint = text[tokens[low.last].end : tokens[high.first].start].strip(" $£€¥")
    between = low.first > 0 and tokens[low.first - 1].folded == "between"
    return joint in _TO or (between and joint == "and")


def _range(tokens: Sequence[Token], low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    """The ends of a range, each with the scale and the unit that only the other one has."""
    figures = _DIGITS.fullmatch(tokens[high.first].text)
    upper = _figures_value(figures) if figures else float(_UNITS.get(tokens[high.first].folded, 0))
    if not {low.sort, high.sort} <= {"plain", "percent", "points", "money"} or low.value >= upper:
        return low, high
    scaled = replace(low, value=low.value * high.value / upper)
    if low.sort == "plain":
        return replace(scaled, sort=high.sort, currency=high.currency), high
    if high.sort == "plain":
        high = replace(high, sort=low.sort, currency=low.currency)
    return scaled, high


_TO: Final = frozenset(("to", "or", "-", "–", "—"))


def _read(text: str, tokens: Sequence[Token], i: int) -> Quantity | None:
    word = tokens[i].folded
    if ":" in word and word[:1].isdigit():
        return _with_colon(tokens, i)
    if word in ORDINALS and word not in {"second", "first"}:
        return Quantity(i, i, float(ORDINALS[word]), "ordinal")
    pronoun = word in {"one", "ones"} and not (
        _counts(tokens, i) or _part(tokens, i + 1) or _divided(text, tokens, i)
    )
    read = None if pronoun else _number(text, tokens, i)
    if read is None or read[0] > _MOST:
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
    value = float(first.group().replace(",", "")) if first else 0.0
    return Quantity(i, i, min(value, _MOST), "score", word)


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
    if whole := _divided(text, tokens, i) or _share_of_a(text, tokens, i) or _many(tokens, i):
        return whole
    read = _in_figures(text, tokens, i) or _in_words(tokens, i)
    if read is None:
        return None
    value, last = read
    following = tokens[last + 1].folded if last + 1 < len(tokens) else ""
    divided = following in _DENOMINATORS
    if divided and (following != "quarters" or _are_parts(text, tokens, i, last)):
        return value / _DENOMINATORS[following], last + 1
    if added := _part(tokens, last + 1):
        value, last = value + added, last + len(_AND_A) + 1
    return _scaled(text, tokens, value, last, _currency(text, tokens[i]))


def _in_figures(text: str, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """The value of "1,250", "1 250", "2½" or "½" at ``i``, and its last token."""
    figures = _DIGITS.fullmatch(tokens[i].text)
    if figures is None:
        part = _fraction(tokens[i])
        return (part, i) if part else None
    if figures["continental"]:
        return _figures_value(figures), i
    value, last = _grouped(text, tokens, i, figures.group(1).replace(",", ""))
    glued = last + 1 < len(tokens) and tokens[last + 1].start == tokens[last].end
    part = _fraction(tokens[last + 1]) if glued else 0.0
    return value + part, last + bool(part)


def _in_words(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """The value of "five", "twenty-five" or the "a" of "a million" at ``i``, and its last token."""
    word = tokens[i].folded
    following = tokens[i + 1].folded if i + 1 < len(tokens) else ""
    if word == "a" and following in _LONG_SCALES:
        return 1.0, i
    if word not in TENS:
        return (float(_UNITS[word]), i) if word in _UNITS else None
    joined = 0 < _UNITS.get(following, 0) < 10 and tokens[i + 1].start == tokens[i].end + 1
    return (float(TENS[word] + _UNITS[following]), i + 1) if joined else (float(TENS[word]), i)


def _share_of_a(text: str, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """The value of "half a million" at ``i``, and its last token."""
    share = _SHARES.get(tokens[i].folded) or _fraction(tokens[i])
    at = _of_a(tokens, i) if share else 0
    whole = _number(text, tokens, at) if at else None
    return (whole[0] * share, whole[1]) if whole else None


def _many(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """The value of "millions" or "hundreds of thousands" at ``i``, and its last token."""
    word, after = tokens[i].folded, [token.folded for token in tokens[i + 1 : i + 3]]
    if after[:1] == ["of"] and after[-1] in _PLURALS and word in {"tens", *_PLURALS}:
        return _PLURALS.get(word, 10.0) * _PLURALS[after[-1]], i + 2
    return (_PLURALS[word], i) if word in _PLURALS else None


def _figures_value(figures: re.Match[str]) -> float:
    """The value of the figures of a single token."""
    continental: str | None = figures["continental"]
    if continental:
        return float(continental.replace(".", "").replace(",", "."))
    return float(figures.group(1).replace(",", ""))


def _fraction(token: Token) -> float:
    """The value of a fraction that is a single letter, "½"; 0 if it is none."""
    vulgar = len(token.text) == 1 and unicodedata.category(token.text) == "No"
    value = unicodedata.numeric(token.text, 0.0) if vulgar else 0.0
    return value if value < 1 else 0.0


def _divided(text: str, tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """The value of "a third of", "one-fifth" or "2/3" at ``i``, and its last token."""
    if i + 1 == len(tokens):
        return None
    gap = text[tokens[i].end : tokens[i + 1].start]
    word, parts = tokens[i].folded, tokens[i + 1].folded
    if gap == "/" and f"{word}{parts}".isdecimal() and len(f"{word}{parts}") == len("23"):
        return (int(word) / int(parts), i + 1) if 0 < int(word) < int(parts) else None
    following = tokens[i + 2].folded if i + 2 < len(tokens) else ""
    divides = (word in {"a", "one"} and following == "of") or (word == "one" and gap == "-")
    if not divides or f"{parts}s" not in _DENOMINATORS:
        return None
    of_a = [token.folded for token in tokens[i + 2 : i + 4]] == ["of", "a"]
    value, last = (of_a and _number(text, tokens, i + 3)) or (1.0, i + 1)
    return value / _DENOMINATORS[f"{parts}s"], last


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
    if words[:1] == ["a"] and tokens[i].folded != "quarter":
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
    after = [token.folded for token in tokens[last + 1 : last + 4]]
    share = _share(text, tokens[last], after)
    if share is not None:
        sort, behind = share
        return Quantity(first, last + behind, value, sort)
    if first == last and value in range(1, _NOON + 1) and after[:1] and after[0] in _HALVES:
        return _clock(tokens, first, int(value), 0)
    for step, word in enumerate(after, 1):
        between = tokens[last + 1 : last + step]
        if word in _CURRENCIES and (step < _FAR or all(each.capital for each in between)):
            names = [each for each in between if each.capital]
            currency = _of_country(_CURRENCIES[word], names)
            return Quantity(first, last + step, value, "money", currency)
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
    if [*after[:2]] == ["per", "cent"]:
        return "percent", 2
    if not after or after[0] not in _PERCENT:
        return None
    return ("points", 2) if after[1:] and after[1] in _POINTS else ("percent", 1)


def _currency(text: str, figure: Token) -> str:
    """The currency whose sign stands before a figure, or ""."""
    if figure.text[0] != "$":
        return _CURRENCIES.get(text[figure.start - 1 : figure.start], "")
    letters = re.search(r"[A-Za-z]*$", text[max(0, figure.start - 4) : figure.start])
    whose = letters.group().lower() if letters else ""
    return _of_country("dollar", tokenize(_DOLLARS.get(whose, whose)))


def _of_country(unit: str, words: Sequence[Token]) -> str:
    """A currency; dollars of another country than the United States with its name."""
    names = [min({token.stem, *places(token.stem)}) for token in words]
    if unit != "dollar" or not names or "america" in places(words[-1].stem) | {words[-1].stem}:
        return unit
    return f"{unit} {' '.join(names)}"


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
    if _is_share_of(claim, known) or _is_share_of(known, claim):
        return True
    theirs = {known.value, known.length or known.value}
    ours = {claim.value, claim.length or claim.value}
    if not any(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a in ours for b in theirs):
        return False
    if claim.sort == known.sort:
        return claim.currency == known.currency
    return claim.sort == "plain" and known.sort in {"percent", "points", "money", "ordinal"}


def _is_share_of(one: Quantity, other: Quantity) -> bool:
    """Whether "a third" is told by "33%"."""
    share = one.sort == "plain" and other.sort == "percent" and 0 < one.value < 1
    return share and abs(100 * one.value - other.value) < 1 / 2


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
