"""Patterns over symbols. Groups are named in braces: ``{last}{unit}`` is "last week"."""

from __future__ import annotations

import re

from index.dates.symbols import SYMBOL


def _any(names: str) -> str:
    return "[" + "".join(SYMBOL[name] for name in names.split()) + "]"


_PARTS: dict[str, str] = {
    **SYMBOL,
    "anymonth": _any("month doubtfulmonth shortmonth"),
    "anyweekday": _any("weekday shortweekday"),
    "anyseason": _any("season doubtfulseason"),
    "unit": _any("clockunit day week weekend monthunit quarter year longunit second"),
    "anyunits": _any("clockunits units"),
    "calendarunit": _any("week weekend monthunit quarter year longunit"),
}
_DEFINITIONS = {
    "spelled": "[{one}{small}{teen}]|{tens}(?:{dash}?[{one}{small}])?",
    "count": "[{int}{number}{fourdigits}]{fraction}?|{spelled}|{fraction}"
    "|(?:{a}|{spelled})[{hundred}{thousand}]|{a}{dozen}|{hundred}",
    "vague": "{a}{few}|{a}{couple}{of}?|{couple}{of}|{few}|{several}",
    "approx": "{about}{about}?|{at}[{least}{most}]|[{more}{less}{fewer}]{than}|{up}{to}",
    "anyyear": "{fourdigits}(?!{zone})|{teen}{tens}(?:{dash}?[{one}{small}])?"
    "|{small}{thousand}(?:{and}?(?:{spelled}))?",
    "when": "[{early}{late}{mid}{earlier}{later}{sometime}]{dash}?",
    "edge": "{the}?[{beginning}{end}{middle}]{of}|{the}[{early}{late}{mid}]{dash}?",
    "fiscalyear": "[{fiscal}{financial}]",
    "otheryear": "{fourdigits}|[{last}{next}{this}]{year}{possessive}?"
    "|{year}{dash}?[{earlier}{ago}]",
    "zoned": "(?:{open}?{zone}{close}?)",
}
for _name, _pattern in _DEFINITIONS.items():
    _PARTS[_name] = f"(?:{_pattern.format_map(_PARTS)})"


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a rule: names of groups in braces, the rest as in ``re``."""
    return re.compile(pattern.format_map(_PARTS))
