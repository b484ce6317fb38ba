"""The words that time expressions are made of, each group with a one-character symbol.

A sentence becomes a string of symbols, one a token, and the grammar is regular expressions over
that string. Groups are named in braces in the rules: ``{last}{unit}``. A word is in one group.
"""

from __future__ import annotations

import re
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mondays mon",
            "tuesday tuesdays tue tues",
            "wednesday wednesdays wed",
            "thursday thursdays thu thur thurs",
            "friday fridays fri",
            "saturday saturdays sat",
            "sunday sundays sun",
        )
    )
    for name in names.split()
}
SEASONS: Final = {
    "spring": "SP",
    "summer": "SU",
    "summers": "SU",
    "autumn": "FA",
    "fall": "FA",
    "winter": "WI",
    "winters": "WI",
}
DAY_PARTS: Final = {
    "morning": "MO",
    "mornings": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "night": "NI",
    "nights": "NI",
}
ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first"],
        1,
    )
}
SMALL: Final = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
TEENS: Final = {
    word: number
    for number, word in enumerate(
        ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], 13
    )
}
TENS: Final = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
DECADE_WORDS: Final = {
    "twenties": 2,
    "thirties": 3,
    "forties": 4,
    "fifties": 5,
    "sixties": 6,
    "seventies": 7,
    "eighties": 8,
    "nineties": 9,
}
UNITS: Final = {
    "second": "TS",
    "seconds": "TS",
    "minute": "TM",
    "minutes": "TM",
    "hour": "TH",
    "hours": "TH",
    "day": "D",
    "days": "D",
    "week": "W",
    "weeks": "W",
    "weekend": "WE",
    "weekends": "WE",
    "fortnight": "2W",
    "month": "M",
    "months": "M",
    "quarter": "Q",
    "quarters": "Q",
    "year": "Y",
    "years": "Y",
    "decade": "E",
    "decades": "E",
    "century": "C",
    "centuries": "C",
    "millennium": "L",
    "millennia": "L",
}

_GROUPS: Final = {
    "month": "january february july september october november december",
    "doubtfulmonth": "march april may june august",
    "shortmonth": "jan feb mar apr jun jul aug sept sep oct nov dec",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "weekdays": "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "shortweekday": "mon tue tues wed thu thur thurs fri sat sun",
    "season": "summer autumn winter summers winters",
    "doubtfulseason": "spring fall",
    "part": "morning mornings afternoon afternoons evening evenings night nights",
    "ordinal": " ".join(w for w in ORDINALS if w not in ("second", "twenty-first")),
    "second": "second",
    "one": "one",
    "small": " ".join(w for w in SMALL if w != "one"),
    "teen": " ".join(TEENS),
    "tens": " ".join(TENS),
    "hundred": "hundred",
    "thousand": "thousand",
    "decadeword": " ".join(DECADE_WORDS),
    "clockunit": "minute hour",
    "clockunits": "seconds minutes hours",
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "monthunit": "month",
    "quarter": "quarter",
    "year": "year",
    "longunit": "decade century millennium fortnight",
    "units": "days weeks weekends months quarters years decades centuries millennia",
    "period": "period",
    "half": "half",
    "halves": "halves",
    "the": "the",
    "a": "a an",
    "this": "this",
    "that": "that",
    "these": "these those",
    "last": "last",
    "next": "next",
    "past": "past",
    "previous": "previous preceding prior",
    "following": "following",
    "coming": "coming upcoming",
    "same": "same",
    "current": "current",
    "latest": "latest",
    "recent": "recent",
    "comparable": "comparable corresponding",
    "future": "future",
    "early": "early",
    "late": "late",
    "mid": "mid",
    "earlier": "earlier",
    "later": "later",
    "middle": "middle",
    "beginning": "beginning start",
    "end": "end close",
    "sometime": "sometime",
    "ago": "ago",
    "before": "before",
    "after": "after",
    "couple": "couple",
    "few": "few",
    "several": "several many",
    "dozen": "dozen",
    "more": "more",
    "less": "less",
    "fewer": "fewer",
    "than": "than",
    "at": "at",
    "least": "least",
    "most": "most",
    "about": "about around approximately roughly nearly almost over just",
    "up": "up",
    "to": "to",
    "or": "or",
    "and": "and",
    "so": "so",
    "of": "of",
    "in": "in",
    "on": "on",
    "preposition": "since until till by from through throughout during for between due "
    "effective starting ending as late-",
    "each": "each every",
    "other": "other alternate",
    "now": "now nowadays",
    "right": "right",
    "today": "today",
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "tonight": "tonight",
    "overnight": "overnight",
    "currently": "currently presently",
    "recently": "recently lately",
    "daily": "daily nightly",
    "adverb": "annually weekly hourly yearly biweekly",
    "doubtfuladverb": "monthly quarterly",
    "noon": "noon midday",
    "midnight": "midnight",
    "oclock": "o'clock o’clock",
    "zone": "est edt cst cdt mst mdt pst pdt gmt utc bst cet et",
    "fiscal": "fiscal",
    "financial": "financial",
    "full": "full",
    "entire": "entire whole",
    "trading": "trading business working consecutive straight calendar additional",
    "long": "long old",
    "term": "term",
    "near": "near foreseeable",
    "eve": "eve",
    "new": "new",
    "christmas": "christmas",
    "thanksgiving": "thanksgiving",
    "easter": "easter",
    "good": "good",
    "holiday": "halloween",
    "holidayname": "election labor labour memorial independence veterans valentine "
    "columbus boxing armistice",
    "july4": "fourth-of-july",
    "ending": "ended ends",
    "its": "its their our his her",
    "while": "while",
    "time": "time",
    "some": "some",
    "moment": "moment",
    "present": "present",
    "years": "fy",
}

# Classes of tokens that are no fixed words; tokens.py assigns them.
_KINDS: Final = (
    "isodate",
    "numericdate",
    "clock",
    "decade",
    "shortdecade",
    "nth",
    "fraction",
    "int",
    "fourdigits",
    "number",
    "meridiem",
    "qn",
    "possessive",
    "dot",
    "comma",
    "dash",
    "slash",
    "open",
    "close",
    "apostrophe",
    "currency",
    "percent",
    "break",
    "name",
)

OTHER: Final = "_"
SYMBOL: Final[dict[str, str]] = {
    name: chr(0xE000 + number) for number, name in enumerate((*_GROUPS, *_KINDS))
}
SYMBOL_OF_WORD: Final[dict[str, str]] = {
    word: SYMBOL[name] for name, words in _GROUPS.items() for word in words.split()
}


def _any(*names: str) -> str:
    return "[" + "".join(SYMBOL[name] for name in names) + "]"


_PARTS: dict[str, str] = dict(SYMBOL)


def _define(name: str, pattern: str) -> None:
    _PARTS[name] = f"(?:{pattern.format_map(_PARTS)})"


_PARTS["anymonth"] = _any("month", "doubtfulmonth", "shortmonth")
_PARTS["anyweekday"] = _any("weekday", "shortweekday")
_PARTS["anyseason"] = _any("season", "doubtfulseason")
_PARTS["unit"] = _any(
    "clockunit", "day", "week", "weekend", "monthunit", "quarter", "year", "longunit", "second"
)
_PARTS["anyunits"] = _any("clockunits", "units")
_PARTS["calendarunit"] = _any("week", "weekend", "monthunit", "quarter", "year", "longunit")
_PARTS["order"] = _any("ordinal", "second", "nth")
_PARTS["prep"] = _any("in", "on", "of", "to", "at", "about", "preposition", "before", "after")
_define("y", "{fourdigits}")
_define("smallnumber", "[{one}{small}{teen}]|{tens}(?:{dash}?[{one}{small}])?")
_define(
    "count",
    "(?:[{int}{number}{fourdigits}]{fraction}?|{smallnumber}|{fraction}"
    "|(?:{a}|{smallnumber})[{hundred}{thousand}]|{a}{dozen}|{hundred})",
)
_define("vague", "{a}{few}|{a}{couple}(?:{of})?|{couple}{of}|{few}|{several}")
_define(
    "approx",
    "{about}|{at}[{least}{most}]|[{more}{less}{fewer}]{than}|{up}{to}|{about}{about}",
)
_define("spelledyear", "{teen}(?:{tens}(?:{dash}?[{one}{small}])?|{hundred})|[{small}]{thousand}")
_define("anyyear", "{fourdigits}|{spelledyear}")
_define("when", "[{early}{late}{mid}{earlier}{later}{sometime}]{dash}?")
_define("edge", "(?:{the})?[{beginning}{end}{middle}]{of}|{the}[{early}{late}{mid}]{dash}?")


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a rule: names of groups in braces, the rest as in ``re``."""
    return re.compile(pattern.format_map(_PARTS))
