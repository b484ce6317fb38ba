"""Text as tokens and, beside them, one symbol a token for the grammar to match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from index.dates.lexicon import DAY_PARTS, MONTHS, UNITS, WEEKDAYS
from index.dates.lexicon import words as words_of
from index.dates.symbols import OTHER, SYMBOL, SYMBOL_OF_WORD

_TOKEN: Final = re.compile(
    # most tokens are words: what begins with a letter comes first, and shares no beginning with
    # what follows
    r"""
      (?P<meridiem>[ap]\.\s?m\b\.?|[ap]m\b)
    | (?P<qn>q[1-4]\b)
    | (?P<oclock>o['’]clock\b)
    | (?P<word>(?![½¼¾])[^\W\d_]+)
    | (?P<isodate>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?(?!\d))
    | (?P<numericdate>\d{1,2}(?:/\d{1,2}/(?:\d{4}|\d\d)|\.\d{1,2}\.\d{4}|-\d{1,2}-\d{4})(?![\d/]))
    | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\d))
    | (?P<shortdecade>['’‘`]\d0['’]?s\b)
    | (?P<decade>\d{3}0['’]?s\b)
    | (?P<nth>\d{1,2}(?:st|nd|rd|th)\b)
    | (?P<fraction>\d{1,2}/\d{1,2}(?![\d/])|½|¼|¾)
    | (?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)
    | (?P<possessive>['’]s\b)
    | (?P<break>\n\s*\n)
    | (?P<mark>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKS: Final = {
    **dict.fromkeys(".", SYMBOL["dot"]),
    **dict.fromkeys(",", SYMBOL["comma"]),
    **dict.fromkeys("-‐‑–—", SYMBOL["dash"]),
    **dict.fromkeys("/", SYMBOL["slash"]),
    **dict.fromkeys("(", SYMBOL["open"]),
    **dict.fromkeys(")", SYMBOL["close"]),
    **dict.fromkeys("'’‘`", SYMBOL["apostrophe"]),
    **dict.fromkeys("$£€¥#", SYMBOL["currency"]),
    **dict.fromkeys("%", SYMBOL["percent"]),
}
# Words that count as time only when written with a capital.
_OPENERS: Final = words_of(". ! ? : ; \" “ ‘ ` '")
# Words that are part of a name when they have a capital inside a sentence. "Election Day" and
# "New Year" do have theirs.
_NEVER_CAPITALISED: Final = (
    frozenset(UNITS) | frozenset(DAY_PARTS) | words_of("today tonight now")
) - words_of("day year")
_CAPITALISED: Final = frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(("fy",))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one text, in lower case, with their offsets; ``symbols[i]`` is token i's group."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    symbols: str


def _digits(word: str) -> str:
    if len(word) <= 2:
        return SYMBOL["int"]
    if len(word) == 4 and word.isascii() and word.isdigit() and 1000 <= int(word) <= 2199:
        return SYMBOL["fourdigits"]
    return SYMBOL["number"]


def _word(raw: str, word: str, opens: bool) -> str:
    """Return a word's symbol. ``opens`` says that it may have its capital from its place."""
    symbol = SYMBOL_OF_WORD.get(word)
    if symbol is None:
        return SYMBOL["name"] if raw[0].isupper() else OTHER
    if word in _CAPITALISED and not raw[0].isupper():
        return OTHER
    if word in _NEVER_CAPITALISED and not opens and raw[0].isupper() and not raw.isupper():
        return SYMBOL["name"]  # "60 Minutes", "This Week"
    return symbol


def tokenize(text: str) -> Tokens:
    """Cut text into words, numbers and marks. White space is no token, an empty line is one."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    symbols: list[str] = []
    for match in _TOKEN.finditer(text):
        raw, kind = match.group(), match.lastgroup or "mark"
        word = raw.lower()
        words.append(word)
        starts.append(match.start())
        ends.append(match.end())
        if kind == "word":
            opens = len(words) == 1 or words[-2] in _OPENERS
            symbols.append(_word(raw, word, opens))
        elif kind == "mark":
            symbols.append(_MARKS.get(raw, OTHER))
        elif kind == "digits":
            symbols.append(_digits(word))
        else:
            symbols.append(SYMBOL[kind])
    return Tokens(text, words, starts, ends, "".join(symbols))
