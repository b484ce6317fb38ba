"""Rules, and how they match the tokens of a text.

Patterns are regular expressions over symbols, one character per token. Groups of tokens are
written in braces: ``{last}{unit}`` matches "last week".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from index.temporal.reference import ReferenceContext
from index.temporal.tense import tense_around
from index.temporal.tokens import SYMBOL, Tokens


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


def compile_rule(pattern: str) -> re.Pattern[str]:
    """Compile a rule: names of groups in braces, everything else as in ``re``."""
    return re.compile(pattern.format_map(_PARTS))


TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The meaning of a match.

    ``group`` narrows the span to a named group of the rule, ``^group`` to what precedes it.
    """

    kind: TimexType
    value: str | None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A match of a rule: tokens ``start`` to ``end`` (exclusive)."""

    tokens: Tokens
    match: re.Match[str]

    @property
    def start(self) -> int:
        """Index of the first token."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Index after the last token."""
        return self.match.end()

    def words(self, group: str) -> list[str]:
        """Return the tokens of a named group; [] if it did not match."""
        start, end = self.match.span(group)
        return self.tokens.words[start:end] if start >= 0 else []

    def word(self, group: str) -> str:
        """Return the tokens of a named group, joined by spaces; "" if it did not match."""
        return " ".join(self.words(group))

    def before(self, distance: int = 1) -> str:
        """Return the token this many positions before the match; "" before the text."""
        at = self.start - distance
        return self.tokens.words[at] if at >= 0 else ""

    def after(self, distance: int = 1) -> str:
        """Return the token this many positions after the match; "" after the text."""
        at = self.end + distance - 1
        return self.tokens.words[at] if at < len(self.tokens.words) else ""

    def symbol_after(self) -> str:
        """Return the symbol of the token after the match; "" after the text."""
        return self.tokens.symbols[self.end : self.end + 1]

    def raw(self, at: int) -> str:
        """Return token ``at`` of the match as written."""
        tokens, at = self.tokens, self.start + at
        return tokens.text[tokens.starts[at] : tokens.ends[at]] if at < len(tokens.words) else ""

    def written(self) -> str:
        """Return the match as written."""
        return self.tokens.text[self.tokens.starts[self.start] : self.tokens.ends[self.end - 1]]

    def raw_after(self) -> str:
        """Return the token after the match as written."""
        return self.raw(self.end - self.start)

    def after_capitals(self) -> bool:
        """Return whether the word before the match is in capitals, as in a headline."""
        at = self.start - 1
        raw = self.tokens.text[self.tokens.starts[at] : self.tokens.ends[at]] if at >= 0 else ""
        return len(raw) > 1 and raw.isupper()

    def tense(self, *, near: bool = False) -> int:
        """Return the tense of the clause around the match; ``near``: it is a day of this week."""
        return tense_around(self.tokens.verbs, self.start, self.end, near=near)


Resolution = Interpretation | list[Interpretation] | None
Resolver = Callable[[RuleMatch, ReferenceContext], Resolution]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over symbols, and what its matches mean; None means no time expression."""

    pattern: re.Pattern[str]
    resolve: Resolver


def rules() -> tuple[list[Rule], Callable[[str], Callable[[Resolver], Resolver]]]:
    """Return an empty list of rules and the decorator that adds to it."""
    found: list[Rule] = []

    def rule(pattern: str) -> Callable[[Resolver], Resolver]:
        def add(resolve: Resolver) -> Resolver:
            found.append(Rule(compile_rule(pattern), resolve))
            return resolve

        return add

    return found, rule
