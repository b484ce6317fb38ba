"""Years, decades and centuries: "1989", "fiscal 1989", "late 2019", "the '90s"."""

from __future__ import annotations

import re

from index.dates.grammar import Answer, Found, Reading, rules
from index.dates.lexicon import DECADE_WORDS, MONTHS, words
from index.dates.numbers import ordinal_of, year_of
from index.dates.scene import Scene

RULES, rule = rules()

# What comes before a number that is a year beyond doubt, or none.
_CUES = words(
    "in since by until till of from through during for between before after the to and early "
    "late circa"
)
_NO_YEAR_BEFORE = words(
    "no number flight room route highway about than nearly some over exactly roughly only "
    "approximately model level points page $ £ € ¥ # %"
)
# A number before these counts things.
_COUNTED = words(
    "people persons men women children soldiers troops feet miles dollars yards meters metres "
    "kilometers kilometres points shares votes jobs homes workers employees pounds tons tonnes "
    "units copies acres members hours minutes days weeks months years times square cubic barrels "
    "cars delegates students degrees rpm watts mhz block blocks percent per million billion % / :"
)
_YEARS_WRITTEN_AS_SUCH = range(1890, 2061)


@rule(
    "(?P<which>{edge}|{when}|{the}{year}|{the}?[{fiscal}{financial}]{year}?|{fy}|{apostrophe})?"
    "(?P<year>{anyyear})(?:{dash}{int}|{slash}{int})?"
)
def year(found: Found, scene: Scene) -> Answer:
    number = year_of(found.words("year"))
    if number is None or not 1000 <= number <= 2199:
        return None
    if "thousand" in found.words("year") and found.before() != "year" and not found.word("which"):
        return None  # "two thousand people"
    told = len(found.words("year")) > 1 or found.word("which").strip("'’‘` ")
    if (found.before(), found.before(2)) == (".", "no") or _in_longer_number(found):
        return None
    if told or _is_year(number, found.before(), found.after()):
        return Reading("DATE", f"{number:04d}")
    return None


def _in_longer_number(found: Found) -> bool:
    """Whether the figures go on from others, as those of a telephone number do."""
    before = found.before(2)
    return found.before() == "-" and before.isdigit() and len(before) != 4


def _is_year(number: int, before: str, after: str) -> bool:
    if before in _NO_YEAR_BEFORE or after in _COUNTED:
        return False
    if before in _CUES or before in MONTHS:
        return True
    return number in _YEARS_WRITTEN_AS_SUCH and (number % 100 != 0 or number == 2000)


@rule("(?:{edge}|{when}|{the}(?:[{early}{late}{mid}]{dash}?)?)?(?P<decade>[{decade}{shortdecade}])")
def decade(found: Found, scene: Scene) -> Answer:
    digits = re.sub(r"\D", "", found.word("decade"))
    if len(digits) == 2:
        digits = f"{_century_of(int(digits))}{digits}"
    return Reading("DATE", digits[:3])


def _century_of(years: int) -> int:
    """Return the first figures of a decade that is told by its last: the '20s are our own."""
    return 20 if years < 30 else 19


@rule("{the}(?:[{early}{late}{mid}]{dash}?)?(?P<decade>{decadeword})")
def decade_word(found: Found, scene: Scene) -> Answer:
    tens = DECADE_WORDS[found.word("decade")]
    return Reading("DATE", f"{_century_of(tens * 10)}{tens}")


@rule(
    "(?:{edge}|{the}(?:[{early}{late}{mid}]{dash}?)?)?(?P<order>[{nth}{ordinal}]){dash}?"
    "(?P<unit>{longunit})"
)
def century(found: Found, scene: Scene) -> Answer:
    number = ordinal_of(found.word("order"))
    if found.word("unit") != "century" or not number:
        return None
    return Reading("DATE", f"{number - 1:02d}")
