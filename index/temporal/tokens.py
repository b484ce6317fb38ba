"""Text as tokens, and one symbol per token for the rules to match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from index.english.calendar_words import (
    MONTH_ABBREVIATIONS,
    MONTH_NAMES,
    MONTHS,
    ORDINALS,
    SMALL,
    TEENS,
    TENS,
    WEEKDAY_ABBREVIATIONS,
    WEEKDAY_NAMES,
    WEEKDAYS,
)
from index.temporal.lexicon import DAY_PARTS, DECADE_WORDS, UNITS
from index.temporal.lexicon import words as words_of

# Words that form a group of their own, with their own name.
_SINGLE: Final = (
    "second one hundred thousand dozen couple few half "
    "day week weekend quarter year period term "
    "the this that last next past following same current latest recent "
    "early late mid earlier later middle sometime future eve "
    "ago before after more less fewer than at least most up to or and so of in on "
    "right today yesterday tomorrow tonight overnight midnight present near "
    "fiscal financial full new christmas thanksgiving easter good"
)
_DOUBTFUL_MONTHS: Final = "march april may june august"
_GROUPS: Final = {
    "month": " ".join(name for name in MONTH_NAMES if name not in _DOUBTFUL_MONTHS.split()),
    "doubtfulmonth": _DOUBTFUL_MONTHS,
    "shortmonth": " ".join(MONTH_ABBREVIATIONS),
    "weekday": " ".join(WEEKDAY_NAMES),
    "weekdays": " ".join(f"{name}s" for name in WEEKDAY_NAMES),
    "shortweekday": " ".join(WEEKDAY_ABBREVIATIONS),
    "season": "summer autumn winter summers winters",
    "doubtfulseason": "spring fall",
    "part": "morning afternoon evening night",
    "parts": "mornings afternoons evenings nights",
    "ordinal": " ".join(word for word in ORDINALS if word != "second"),
    "small": " ".join(word for word in SMALL if word != "one"),
    "teen": " ".join(TEENS),
    "tens": " ".join(TENS),
    "decadeword": " ".join(DECADE_WORDS),
    "clockunit": "minute hour",
    "clockunits": "seconds minutes hours",
    "monthunit": "month",
    "longunit": "decade century millennium fortnight",
    "units": "days weeks weekends months quarters years decades centuries millennia",
    "a": "a an",
    "these": "these those",
    "previous": "previous preceding prior",
    "coming": "coming upcoming",
    "comparable": "comparable corresponding",
    "beginning": "beginning start",
    "end": "end close",
    "several": "several many",
    "about": "about around approximately roughly nearly almost over",
    "each": "each every",
    "other": "other alternate",
    "now": "now nowadays",
    "currently": "currently presently",
    "recently": "recently lately",
    "daily": "daily nightly",
    "adverb": "annually weekly hourly yearly biweekly",
    "doubtfuladverb": "monthly quarterly",
    "noon": "noon midday",
    "zone": "est edt cst cdt mst mdt pst pdt gmt utc bst cet et",
    "trading": "trading business working consecutive straight calendar additional",
    "long": "long",
    "short": "short",
    "ended": "ended ends ending",
    "its": "its their our his her",
    "holiday": "halloween",
    "holidayname": "election labor labour memorial independence veterans valentine "
    "columbus boxing armistice",
    "fy": "fy",
}
# Groups of tokens that are recognised by their form.
_KINDS: Final = (
    "isodate numericdate clock decade shortdecade nth fraction int fourdigits number meridiem qn "
    "oclock possessive dot comma dash slash open close apostrophe currency percent break name"
)

OTHER: Final = "_"
SYMBOL: Final[dict[str, str]] = {
    name: chr(0xE000 + number)
    for number, name in enumerate((*_SINGLE.split(), *_GROUPS, *_KINDS.split()))
}
SYMBOL_OF_WORD: Final[dict[str, str]] = {
    **{word: SYMBOL[word] for word in _SINGLE.split()},
    **{word: SYMBOL[name] for name, group in _GROUPS.items() for word in group.split()},
}


_TOKEN: Final = re.compile(
    # most tokens are words, so alternatives that begin with a letter come first; no later one
    # begins with a letter
    r"""
      (?P<meridiem>[ap]\.\s?m\b\.?|[ap]m\b)
    | (?P<qn>q[1-4]\b)
    | (?P<oclock>o['’]clock\b)
    | (?P<word>(?![½¼¾])[^\W\d_]+)
    | (?P<isodate>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?(?!\d)|\d{4}/\d\d/\d\d(?![\d/]))
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
# After these a word may be capitalised only because of its position.
_OPENERS: Final = words_of(". ! ? : ; \" “ ‘ ` '")
# Words that are part of a name if capitalised inside a sentence, unlike "Election Day" and
# "New Year".
_NEVER_CAPITALISED: Final = (
    frozenset(UNITS) | frozenset(DAY_PARTS) | words_of("today tonight now")
) - words_of("day year")
# Words that are time expressions only if capitalised.
_CAPITALISED: Final = frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(("fy",))
_NAMED: Final = frozenset(("Will", "May"))
_TITLED: Final = 4
_NEAR: Final = 10


@dataclass(frozen=True, slots=True)
class Tokens:
    """Lower-case tokens of a text with their offsets; ``symbols[i]`` is the group of token i.

    ``verbs`` are the words, but "" for those that only look like an auxiliary verb: "Will Young".
    """

    text: str
    words: list[str]
    verbs: list[str]
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
    """Return a word's symbol. ``opens``: it may be capitalised because of its position."""
    symbol = SYMBOL_OF_WORD.get(word)
    if symbol is None:
        return SYMBOL["name"] if raw[0].isupper() else OTHER
    if word in _CAPITALISED and not raw[0].isupper():
        return OTHER
    if word in _NEVER_CAPITALISED and not opens and raw[0].isupper() and not raw.isupper():
        return SYMBOL["name"]  # "60 Minutes", "This Week"
    return symbol


def tokenize(text: str) -> Tokens:
    """Split text into words, numbers and marks. White space is skipped, except an empty line."""
    raws: list[str] = []
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    symbols: list[str] = []
    for match in _TOKEN.finditer(text):
        raw, kind = match.group(), match.lastgroup or "mark"
        raws.append(raw)
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
    return Tokens(text, words, _without_names(words, raws), starts, ends, "".join(symbols))


def _without_names(words: list[str], raws: list[str]) -> list[str]:
    """Return the words, but "" for an auxiliary verb in capitals: it is a name in all but a title.

    In a title, all words of four letters and more begin with a capital.
    """
    named = [
        at for at, raw in enumerate(raws)
        if raw in _NAMED and at and words[at - 1] not in _OPENERS
        and any(map(_is_of_a_sentence, raws[max(0, at - _NEAR) : at + _NEAR]))
    ]  # fmt: skip
    if not named:
        return words
    verbs = [*words]
    for at in named:
        verbs[at] = ""
    return verbs


def _is_of_a_sentence(raw: str) -> bool:
    return len(raw) >= _TITLED and raw.isalpha() and raw.islower()
