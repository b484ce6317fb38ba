"""Months, seasons, quarters, years, decades: "in August", "Q3", "fiscal 1989", "the '90s"."""

from __future__ import annotations

import datetime as dt
import re

from index.english.calendar_words import MONTHS
from index.temporal.calendar import month_value, quarter_of, season_of
from index.temporal.grammar import Interpretation, Resolution, RuleMatch, rules
from index.temporal.lexicon import DECADE_WORDS, SEASONS, ordinal_of, words, year_of
from index.temporal.reference import ReferenceContext
from index.temporal.tense import FUTURE

MONTH_RULES, month_rule = rules()

_CUES = words(
    "in since by until till of from through during for last next this early late mid each every "
    "before after between to and past coming ending ended beginning around -"
)
# A number before these is a count, not a year.
_COUNTED = words(
    "people persons men women children soldiers troops feet miles dollars yards meters metres "
    "kilometers kilometres points shares votes jobs homes workers employees pounds tons tonnes "
    "units copies acres members hours minutes days weeks months years times square cubic barrels "
    "cars delegates students degrees rpm watts mhz block blocks percent per million billion % /"
)
# A number before these may be any year.
_BEHIND_YEARS = words(
    "in at to and or but when where by on for from until till after before with as the a was is of "
    "near that which who he she it they"
)
_YEARS_WRITTEN_AS_SUCH = range(1890, 2061)
_NEAR, _ROUND = 20, 50
_MINUTES = 60
# Names of months that are also names of people or other words.
_NAMES = words("april june august jan")
_SURE_CUES = words("in since until till during last next this early late mid each every")
_OTHER_WORDS = words("may march")
_SEASONS = ("SP", "SU", "FA", "WI")


def counts_something(found: RuleMatch, published: dt.date | None) -> bool:
    """Return whether the number that a match ends with, in the place of a year, is a count.

    It is before "people" and the like, unless it is a year near that of the article; before another
    word if no news is of that year and it is round: "On October 22, 1500 Ukrainian soldiers".
    """
    number, after = year_of(found.words("year")) or 0, found.raw_after()
    usual = number in _YEARS_WRITTEN_AS_SUCH
    if found.after() in _COUNTED:
        return not usual or (published is not None and abs(number - published.year) > _NEAR)
    follows = after.isalpha() and after.lower() not in _BEHIND_YEARS
    return not usual and number % _ROUND == 0 and follows


@month_rule(
    "(?P<which>(?:{edge}?(?:{this}[{past}{coming}]|[{last}{next}{this}{past}{coming}]|{each}))"
    "|{edge}|{when})?(?P<month>{anymonth})(?P<dot>{dot})?(?:{of}|{comma})?"
    "(?:(?P<year>{anyyear})|(?P<rel>[{last}{next}{this}]){year})"
)
def month_of_year(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    number = MONTHS[found.word("month")]
    if found.words("year") and counts_something(found, reference.published):
        return Interpretation("DATE", reference.month(number, found.tense()), "^year")
    if found.words("year"):
        return Interpretation("DATE", month_value(year_of(found.words("year")) or 0, number))
    if reference.published is None:
        return Interpretation("DATE", None)
    step = {"last": -1, "next": 1}.get(found.word("rel"), 0)
    return Interpretation("DATE", month_value(reference.published.year + step, number))


@month_rule(
    "(?P<which>(?:{edge}?(?:{this}[{past}{coming}]|[{last}{next}{this}{past}{coming}]|{each}))"
    "|{edge}|{when})?(?P<month>{anymonth})(?P<dot>{dot})?"
)
def month(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    name, which = found.word("month"), found.words("which")
    if not which and not _is_month(found, name):
        return None
    number = MONTHS[name]
    group = None if len(name) <= 4 and name not in ("june", "july", "may") else "^dot"
    if which[:1] and which[0] in ("each", "every"):
        return Interpretation("SET", f"XXXX-{number:02d}", group)
    return Interpretation(
        "DATE", _month(number, which[-1] if which else "", found, reference), group
    )


def _month(number: int, which: str, found: RuleMatch, reference: ReferenceContext) -> str | None:
    published = reference.published
    if published is None:
        return reference.month(number, found.tense())
    if which in ("last", "past"):
        return month_value(published.year - (number >= published.month), number)
    if which in ("next", "coming", "upcoming"):
        return month_value(published.year + (number <= published.month), number)
    if which == "this":
        return month_value(published.year, number)
    return reference.month(number, found.tense())


def _is_month(found: RuleMatch, name: str) -> bool:
    cue = found.before() in _CUES
    if name in _OTHER_WORDS:
        return cue and not (
            found.after_capitals() and found.before() in ("and", "for", "to", "this")
        )
    if len(name) <= 4 and name not in ("june", "july"):
        return cue and bool(found.words("dot"))
    if name in _NAMES:
        person = found.raw_after()[:1].isupper() and found.after() not in MONTHS
        return not person or found.before() in _SURE_CUES
    return True


@month_rule(
    "(?:{edge}|{when})?(?P<which>{this}[{past}{coming}]|[{last}{next}{this}]"
    "|{the}(?:{past}|{coming}|{early}|{late})?|{that}|{early}|{late})?"
    "(?P<season>{anyseason})(?:{of}?(?P<year>{anyyear}))?"
)
def season(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    name, which = found.word("season"), found.words("which")
    code = SEASONS[name]
    if found.words("year"):
        return Interpretation("DATE", f"{year_of(found.words('year')):04d}-{code}")
    certain = bool(which) and which != ["the"]
    if name in ("fall", "spring") and not certain and found.before() not in ("in", "during"):
        return None
    if reference.published is None:
        return Interpretation("DATE", None)
    year, now = season_of(reference.published)
    index = _SEASONS.index(now) + _season_offset(code, now, which, found.tense())
    return Interpretation("DATE", f"{year + index // 4:04d}-{code}")


def _season_offset(code: str, now: str, which: list[str], tense: int) -> int:
    """Return how many seasons after the current one the season meant is."""
    step = _SEASONS.index(code) - _SEASONS.index(now)
    if "last" in which or "past" in which:
        return step if step < 0 else step - 4
    if "next" in which or "coming" in which:
        return step if step > 0 else step + 4
    if "this" in which:
        return step
    if step > 0 and tense != FUTURE:
        return step - 4
    return step + 4 if step < 0 and tense == FUTURE else step


YEAR_RULES, year_rule = rules()

# Words before a number that is certainly a year, or certainly not.
_YEAR_CUES = words(
    "in since by until till of from through during for between before after the to and early "
    "late circa"
)
_NO_YEAR_BEFORE = words(
    "no number flight room route highway about than nearly some over exactly roughly only "
    "approximately model level points page $ £ € ¥ # %"
)


@year_rule(
    "(?P<which>{edge}|{when}|{the}{year}|{the}?[{fiscal}{financial}]{year}?|{fy}|{apostrophe})?"
    "(?P<year>{anyyear})(?:{dash}{int}|{slash}{int})?"
)
def year(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    number = year_of(found.words("year"))
    if number is None or not 1000 <= number <= 2199:
        return None
    if "thousand" in found.words("year") and found.before() != "year" and not found.word("which"):
        return None  # "two thousand people"
    certain = len(found.words("year")) > 1 or found.word("which").strip("'’‘` ")
    if (found.before(), found.before(2)) == (".", "no") or _in_longer_number(found):
        return None
    if not certain and found.before() in MONTHS and counts_something(found, reference.published):
        return None
    if certain or _is_year(number, found.before(), found.after()):
        return Interpretation("DATE", f"{number:04d}")
    return None


def _in_longer_number(found: RuleMatch) -> bool:
    """Return whether the digits continue a longer number, such as a telephone number."""
    before = found.before(2)
    return found.before() == "-" and before.isdigit() and len(before) != 4


def _is_year(number: int, before: str, after: str) -> bool:
    if before in _NO_YEAR_BEFORE or after in _COUNTED:
        return False
    if before in _YEAR_CUES or before in MONTHS:
        return True
    if after == ":" and number % 100 < _MINUTES:
        return False  # of a live blog: "1905: Welcome"
    return number in _YEARS_WRITTEN_AS_SUCH and (number % 100 != 0 or number == 2000)


@year_rule(
    "(?:{edge}|{when}|{the}(?:[{early}{late}{mid}]{dash}?)?)?(?P<decade>[{decade}{shortdecade}])"
)
def decade(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    digits = re.sub(r"\D", "", found.word("decade"))
    if len(digits) == 2:
        digits = f"{_century_of(int(digits))}{digits}"
    return Interpretation("DATE", digits[:3])


def _century_of(years: int) -> int:
    """Return the first digits of a decade given by its last: the '20s are those of this century."""
    return 20 if years < 30 else 19


@year_rule("{the}(?:[{early}{late}{mid}]{dash}?)?(?P<decade>{decadeword})")
def decade_word(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    tens = DECADE_WORDS[found.word("decade")]
    return Interpretation("DATE", f"{_century_of(tens * 10)}{tens}")


@year_rule(
    "(?:{edge}|{the}(?:[{early}{late}{mid}]{dash}?)?)?(?P<order>[{nth}{ordinal}]){dash}?"
    "(?P<unit>{longunit})"
)
def century(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    number = ordinal_of(found.word("order"))
    if found.word("unit") != "century" or not number:
        return None
    return Interpretation("DATE", f"{number - 1:02d}")


QUARTER_RULES, quarter_rule = rules()

_FILLERS = ("latest", "comparable", "corresponding", "current")


def _relative_year(words: list[str], reference: ReferenceContext) -> int | None:
    if not words:
        return None
    if words[0].isdigit():
        return int(words[0])
    if reference.published is None:
        return None
    if words[0] == "year":
        return (reference.quarter[0] if reference.quarter else reference.published.year) - 1
    return reference.published.year + {"last": -1, "next": 1}.get(words[0], 0)


@quarter_rule(
    "{the}?[{latest}{current}{comparable}]?(?P<before>{otheryear})?(?:{fiscalyear}{dash}?)?"
    "(?P<order>[{ordinal}{second}{nth}{last}]){dash}?(?:{fiscalyear}{dash}?)?"
    "(?P<unit>{quarter}|{half})"
    "(?:[{of}{in}]?[{the}{its}]?{fiscal}?(?P<after>{fourdigits}|[{last}{next}{this}]{year}))?"
)
def nth_quarter(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    unit = found.word("unit")
    order = ordinal_of(found.word("order"))
    if found.word("order") == "last":
        order = 2 if unit == "half" else None
    if order is None or order > (4 if unit == "quarter" else 2):
        return None
    if unit == "half" and not (found.words("before") or found.words("after") or _of_year(found)):
        return None  # of a match, of the players
    letter = "Q" if unit == "quarter" else "H"
    year = _relative_year(found.words("before") or found.words("after"), reference)
    if year is None:
        year = _year_of_quarter(order if letter == "Q" else order * 2, found, reference)
    return Interpretation("DATE", f"{year}-{letter}{order}" if year else None)


def _of_year(found: RuleMatch) -> bool:
    return (found.after(), found.after(2), found.after(3)) == ("of", "the", "year")


def _year_of_quarter(order: int, found: RuleMatch, reference: ReferenceContext) -> int | None:
    if reference.published is None:
        return None
    year, now = quarter_of(reference.published)
    if found.tense() == FUTURE:  # the quarter that has just ended is still being reported
        return year + (order < now - 1)
    return year - 1 if order > now else year


@quarter_rule(
    "(?P<quarter>{qn})(?:[{of}{comma}]?(?P<year>{fourdigits}))?"
    "|(?P<year2>{fourdigits}){dash}?(?P<quarter2>{qn})"
)
def short_quarter(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    number = int((found.word("quarter") or found.word("quarter2"))[1])
    written = found.word("year") or found.word("year2")
    year = int(written) if written else _year_of_quarter(number, found, reference)
    return Interpretation("DATE", f"{year}-Q{number}" if year else None)


@quarter_rule(
    "[{the}{its}](?P<year>[{latest}{current}{comparable}]?{otheryear}?){fiscal}?"
    "(?P<unit>{quarter}|{period})(?P<ago>{a}{year}[{ago}{earlier}]|{last}{year})?"
    "(?:(?P<ended>{ended})(?P<month>{anymonth}))?"
)
def reported_quarter(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    words = found.words("year")
    if found.word("unit") == "period" and not words:
        return None
    if found.words("month") and reference.published:
        return _ended(found, reference)
    year = _relative_year([word for word in words if word not in _FILLERS], reference)
    if found.words("ago") and reference.published:
        year = (reference.quarter[0] if reference.quarter else reference.published.year) - 1
    if "current" in words and reference.published:
        return Interpretation("DATE", "{}-Q{}".format(*quarter_of(reference.published)))
    if reference.quarter:
        return Interpretation("DATE", f"{year or reference.quarter[0]}-Q{reference.quarter[1]}")
    if year and found.word("unit") == "period":
        return Interpretation("DATE", f"{year}")
    return Interpretation(
        "DATE", None if reference.published is None else f"{reference.published.year}-QX"
    )


def _ended(found: RuleMatch, reference: ReferenceContext) -> Interpretation:
    """Resolve "the quarter ended Sept. 30": the month determines the quarter."""
    month = MONTHS[found.word("month")]
    value = reference.month(month, found.tense())
    quarter = (int(value[:4]), (month + 2) // 3) if value else None
    reference.quarter = quarter
    return Interpretation("DATE", f"{quarter[0]}-Q{quarter[1]}" if quarter else None, "^ended")
