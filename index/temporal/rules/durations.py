"""Durations and recurring times: "two weeks", "two-year", "the past 12 months", "daily"."""

from __future__ import annotations

from index.temporal.grammar import Interpretation, Resolution, RuleMatch, rules
from index.temporal.lexicon import UNITS, count_of, words
from index.temporal.reference import ReferenceContext

RULES, rule = rules()

_BARE_BEFORE = words("for in within after by over")
_VAGUE = ("few", "several", "many")


def duration_value(count: float | None, unit: str) -> str | None:
    """Return P2Y, PT16H, PXD, ...; ``unit`` as in UNITS, a count of None is unknown."""
    time = "T" if unit.startswith("T") else ""
    letter = unit[1:] if time else unit
    if letter == "WE":
        return f"P{'X' if count is None else int(count)}WE"
    if letter == "2W":
        letter, count = "W", None if count is None else count * 2
    if count is None:
        return f"P{time}X{letter}"
    if letter == "E":
        letter, count = "Y", count * 10
    elif letter == "C":
        letter, count = "Y", count * 100
    whole, rest = int(count), count - int(count)
    smaller = {"Y": ("M", 12), "H": ("M", 60), "M": ("S", 60) if time else ("D", 30)}.get(letter)
    if not rest:
        return f"P{time}{whole}{letter}"
    if smaller is None:
        return f"P{time}{count:g}{letter}"
    part = f"{round(rest * smaller[1])}{smaller[0]}"
    return f"P{time}{whole}{letter}{part}" if whole else f"P{time}{part}"


_HALF = "{dash}?{and}{dash}?{a}{dash}?{half}{dash}?"


@rule(
    "(?:{approx}(?!{the})|{at}[{least}{most}])?"
    "(?:{the}?(?:[{last}{past}{next}{coming}{ordinal}{previous}{following}{recent}{latest}]"
    "|{this}{past})?)?{approx}?(?P<count>{count})(?:[{dash}{to}{or}]{count})?"
    f"[{{more}}{{trading}}{{fiscal}}]?(?P<inner>{_HALF})?"
    f"(?P<unit>{{anyunits}}|{{unit}})(?P<half>{_HALF})?(?:{{or}}{{so}})?"
)
def duration(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    unit = UNITS[found.word("unit")]
    if _is_age(found) or found.word("unit") == "second":
        return None
    count = count_of(found.words("count"))
    if count is None or count > 1_000_000:
        return None
    if found.words("half") or found.words("inner"):
        count += 0.5
    if unit == "M" and found.raw(0).lower() == "the":
        reference.by_year = True
    return Interpretation("DURATION", duration_value(count, unit))


@rule("(?P<count>{count}|{vague}){dash}?(?P<unit>{unit}|{anyunits}){dash}{long}")
def adjective(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    return _counted(found)


@rule("(?P<count>{count}|{several}|{few}){dash}(?P<unit>{unit})")
def joined(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    if _is_age(found) or found.word("unit") == "second":
        return None
    return _counted(found)


def _counted(found: RuleMatch) -> Interpretation:
    words = found.words("count")
    count = None if any(word in _VAGUE for word in words) else count_of(words)
    return Interpretation("DURATION", duration_value(count, UNITS[found.word("unit")]))


def _is_age(found: RuleMatch) -> bool:
    """Return whether "25-year" continues with "-old"."""
    return "old" in (found.after(), found.after(2) if found.after() == "-" else "")


@rule(
    "(?:{approx}(?!{the}))?{the}?"
    "(?:[{last}{past}{next}{coming}{previous}{following}]|{this}{past})?"
    "(?P<count>{vague})[{more}{trading}]?(?P<unit>{anyunits})(?:{or}{so})?"
)
def vague(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    words = found.words("count")
    count = 2.0 if "couple" in words else None
    return Interpretation("DURATION", duration_value(count, UNITS[found.word("unit")]))


@rule("(?P<unit>{unit}|{anyunits}){dash}{long}")
def lasting(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    word = found.word("unit")
    count = None if word.endswith("s") else 1.0
    return Interpretation("DURATION", duration_value(count, UNITS[word]))


@rule("{a}{unit}(?:{or}(?:{so}|{count})|(?P<half>{and}{a}{half}))?|{half}{a}{unit}")
def one_unit(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    words = found.tokens.words[found.start : found.end]
    unit = UNITS.get(words[1]) or UNITS[words[2]]
    if unit in ("TS", "WE", "Q") or (unit == "TM" and found.after() == "of"):
        return None
    if found.before().isdigit() or found.before() == "once" or found.before() == "twice":
        return Interpretation("SET", duration_value(1, unit))
    count = 1.5 if found.words("half") else 0.5 if words[0] == "half" else 1.0
    return Interpretation("DURATION", duration_value(count, unit))


@rule("(?P<unit>{units})(?:{or}{units})?")
def bare_units(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    if found.before() not in _BARE_BEFORE:
        return None
    return Interpretation("DURATION", duration_value(None, UNITS[found.words("unit")[0]]))


@rule("(?P<each>{each})(?P<count>{other}|{count}|{few})?(?P<unit>{unit}|{anyunits})")
def every(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    words = found.words("count")
    count = 2.0 if words in (["other"], ["alternate"]) else count_of(words) if words else 1.0
    return Interpretation("SET", duration_value(count, UNITS[found.word("unit")]))


_ADVERBS = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "monthly": "P1M",
    "quarterly": "P3M",
    "annually": "P1Y",
    "yearly": "P1Y",
    "hourly": "PT1H",
}


@rule("{daily}|{adverb}|{doubtfuladverb}")
def regularly(found: RuleMatch, reference: ReferenceContext) -> Resolution:
    word = found.tokens.words[found.start]
    if word in ("monthly", "quarterly") and found.after().isalpha():
        return None
    if word == "daily" and (found.raw(0)[0].isupper() or found.raw_after()[:1].isupper()):
        return None  # a newspaper: "the Daily Mail", "the party daily Granma"
    return Interpretation("SET", _ADVERBS[word])
