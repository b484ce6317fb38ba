"""What robots.txt allows, by RFC 9309: the longest rule that matches decides.

``urllib.robotparser`` reads the file. It takes the first rule that matches and no wildcards,
which real files are full of, so matching is done here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

AGENT = "coverage-bot"
"""The name that rules for this bot have."""

MOST_BYTES = 500_000
"""How much of a robots.txt is read, as the RFC asks."""

_LONGEST_DELAY = 30.0  # seconds


class Robots:
    """The rules of one site for this bot."""

    def __init__(self, text: str = "") -> None:
        """``text`` is the content of robots.txt; without any, everything is allowed."""
        parser = RobotFileParser()
        parser.parse(text.removeprefix("\ufeff").splitlines())
        entry = next((e for e in _entries(parser) if e.applies_to(AGENT)), None)
        rules = [] if entry is None else entry.rulelines
        self._rules = [(_unquoted(rule.path), bool(rule.allowance)) for rule in rules]
        delay = None if entry is None else entry.delay
        self.delay = min(float(delay), _LONGEST_DELAY) if delay else 0.0
        """Seconds that the site asks to wait between two requests."""

    def allows(self, url: str) -> bool:
        """Return whether an address may be fetched."""
        parts = urlsplit(url)
        path = _unquoted(urlunsplit(("", "", parts.path or "/", parts.query, "")))
        found = [(len(rule), allowed) for rule, allowed in self._rules if _matches(rule, path)]
        return max(found, default=(0, True))[1]


def _entries(parser: Any) -> list[Any]:  # what it has read is in no type stub
    """Return the groups of rules, those for everybody last."""
    return [*parser.entries, *filter(None, [parser.default_entry])]


def _unquoted(path: str) -> str:
    """Put a path into one form, in which "%7E" is "~" and "*" is itself."""
    return quote(unquote(path), safe="/?&=:;,+@!*'()$~")


def _matches(rule: str, path: str) -> bool:
    """Match a rule with "*" for anything and "$" for the end, in linear time."""
    ends = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at, last = len(first), others.pop() if others and ends else None
    for part in others:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not ends or at == len(path)
