"""Words of the calendar and of numbers: months, weekdays, their abbreviations, ordinals."""

from __future__ import annotations

from typing import Final

_MONTHS: Final = tuple(
    group.split("=")
    for group in (
        "january=jan february=feb march=mar april=apr may june=jun july=jul august=aug "
        "september=sept=sep october=oct november=nov december=dec"
    ).split()
)
MONTH_NAMES: Final = tuple(name for name, *_ in _MONTHS)
MONTH_ABBREVIATIONS: Final = tuple(short for _, *others in _MONTHS for short in others)
MONTHS: Final = {word: number for number, group in enumerate(_MONTHS, 1) for word in group}
"""The number of a month, 1 to 12, by its name or an abbreviation."""
MONTH_BEGINNINGS: Final = "|".join(name[:3].capitalize() for name in MONTH_NAMES)
"""An expression for the first three letters of a month, with its capital."""
_WEEKDAYS: Final = tuple(
    group.split("=")
    for group in (
        "monday=mon tuesday=tue=tues wednesday=wed thursday=thu=thur=thurs friday=fri saturday=sat "
        "sunday=sun"
    ).split()
)
WEEKDAY_NAMES: Final = tuple(name for name, *_ in _WEEKDAYS)
WEEKDAY_ABBREVIATIONS: Final = tuple(short for _, *others in _WEEKDAYS for short in others)
WEEKDAYS: Final = {
    word: number
    for number, (name, *others) in enumerate(_WEEKDAYS)
    for word in (name, f"{name}s", *others)
}
"""The number of a weekday (Monday is 0) by its name, its plural or an abbreviation."""


def _numbered(text: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {word: start + step * position for position, word in enumerate(text.split())}


ORDINALS: Final = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    start=1,
)
SMALL: Final = _numbered("zero one two three four five six seven eight nine ten eleven twelve")
TEENS: Final = _numbered("thirteen fourteen fifteen sixteen seventeen eighteen nineteen", start=13)
TENS: Final = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", start=20, step=10)
