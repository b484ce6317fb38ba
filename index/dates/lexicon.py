"""What the words of time expressions mean: months, weekdays, units, numbers."""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a text with blanks between them, as a set."""
    return frozenset(text.split())


def _numbered(text: str, start: int = 0, step: int = 1) -> dict[str, int]:
    """Number the words of a text; words joined by ``=`` share a number."""
    return {
        word: start + step * position
        for position, group in enumerate(text.split())
        for word in group.split("=")
    }


MONTHS: Final = _numbered(
    "january=jan february=feb march=mar april=apr may june=jun july=jul august=aug "
    "september=sept=sep october=oct november=nov december=dec",
    start=1,
)
WEEKDAYS: Final = _numbered(
    "monday=mondays=mon tuesday=tuesdays=tue=tues wednesday=wednesdays=wed "
    "thursday=thursdays=thu=thur=thurs friday=fridays=fri saturday=saturdays=sat "
    "sunday=sundays=sun"
)
ORDINALS: Final = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    start=1,
)
SMALL: Final = _numbered("zero one two three four five six seven eight nine ten eleven twelve")
TEENS: Final = _numbered("thirteen fourteen fifteen sixteen seventeen eighteen nineteen", start=13)
TENS: Final = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", start=20, step=10)
DECADE_WORDS: Final = _numbered(
    "twenties thirties forties fifties sixties seventies eighties nineties", start=2
)
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
# The letters of TIMEX3 durations; units shorter than a day begin with T. E is a decade, C a
# century, L a millennium, WE a weekend.
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
