"""One character for each group of words, and for each kind of token that is no fixed word.

A sentence becomes a string of these symbols, one a token, and the grammar is regular expressions
over that string. A word is in one group.
"""

from __future__ import annotations

from typing import Final

from index.dates.lexicon import DECADE_WORDS, ORDINALS, SMALL, TEENS, TENS

# Words that are a group of their own, under their own name.
_SINGLE: Final = (
    "second one hundred thousand dozen couple few half "
    "day week weekend quarter year period term "
    "the this that last next past following same current latest recent "
    "early late mid earlier later middle sometime future eve "
    "ago before after more less fewer than at least most up to or and so of in on "
    "right today yesterday tomorrow tonight overnight midnight present near "
    "fiscal financial full new christmas thanksgiving easter good"
)
_GROUPS: Final = {
    "month": "january february july september october november december",
    "doubtfulmonth": "march april may june august",
    "shortmonth": "jan feb mar apr jun jul aug sept sep oct nov dec",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "weekdays": "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "shortweekday": "mon tue tues wed thu thur thurs fri sat sun",
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
# Kinds of tokens that tokens.py tells by their shape.
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
