"""What robots.txt allows, by RFC 9309: the longest rule that matches decides.

Python's own parser ends a group at an empty line, keeps the first of several groups for everybody,
and knows no wildcards; Protego makes expressions of the rules that take time without limit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit, urlunsplit

AGENT = "coverage-bot"
"""The name that rules for this bot have."""

MOST_BYTES = 500_000
"""How much of a robots.txt is read, as the RFC asks."""

_LONGEST_DELAY = 30.0  # seconds
_EVERYBODY = "*"
_LINE_END = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"\*|[A-Za-z_-]+")
_DELAY = re.compile(r"\d{1,6}(?:\.\d{1,3})?")


class Robots:
    """The rules of one site for this bot."""

    def __init__(self, text: str = "") -> None:
        """``text`` is the content of robots.txt; without any, everything is allowed."""
        rules: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
        delays: dict[str, float] = {}
        for agents, name, value in _lines(text.removeprefix("\ufeff")):
            for agent in agents:
                own = rules[agent]
                if name == "crawl-delay" and (delay := _DELAY.fullmatch(value)):
                    delays[agent] = min(float(delay.group()), _LONGEST_DELAY)
                elif name in ("allow", "disallow") and value:
                    own.append((_unquoted(value), name == "allow"))
        agent = AGENT if AGENT in rules else _EVERYBODY
        self._rules = rules[agent]
        self.delay = delays.get(agent, 0.0)
        """Seconds that the site asks to wait between two requests."""

    def allows(self, url: str) -> bool:
        """Return whether an address may be fetched."""
        parts = urlsplit(url)
        path = _unquoted(urlunsplit(("", "", parts.path or "/", parts.query, "")))
        found = [(len(rule), allowed) for rule, allowed in self._rules if _matches(rule, path)]
        return max(found, default=(0, True))[1]


def _lines(text: str) -> Iterator[tuple[frozenset[str], str, str]]:
    """Yield each line of a group that is for this bot or for everybody: for which of them, its name
    and its value.

    Lines that name whom follow one another; any other line of a group ends them. Lines that are
    empty, or say something else, end nothing.
    """
    agents: set[str] = set()
    named = False
    for line in _LINE_END.split(text):
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            token = _TOKEN.match(value)
            agents = agents if named else set()
            agents |= {token.group().lower()} & {AGENT, _EVERYBODY} if token else set()
            named = True
            yield frozenset(agents), name, value
        elif name in ("allow", "disallow", "crawl-delay"):
            named = False
            yield frozenset(agents), name, value


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
