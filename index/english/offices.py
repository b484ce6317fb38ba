"""Titles and offices: words before a name that say what somebody is, from one list."""

from __future__ import annotations

from typing import Final, Literal

from index.english import word_lists

Kind = Literal["title", "short", "office", "before", "field", "other"]


def _of(*kinds: Kind) -> list[list[str]]:
    """Return the lines of these kinds; that of an office has its singular first."""
    lines = (line.partition(":") for line in word_lists.read_lines(word_lists.OFFICES))
    return [words.split() for kind, _, words in lines if kind in kinds]


def _words(*kinds: Kind) -> frozenset[str]:
    return frozenset(word for line in _of(*kinds) for word in line)


ROLES: Final = _words("title", "short", "office", "before", "field")
"""Words that come with a name and say what somebody is; they are judged with the other words."""

SHORT_TITLES: Final = _words("short")
"""Abbreviations, without their full stop."""

OFFICES: Final = "|".join(singular for singular, *_ in _of("office"))
"""Alternatives for an expression: what somebody may be called instead of by name."""

_TITLES: Final = _words("title", "short", "office", "before", "other")


def is_title(folded: str) -> bool:
    """Return whether a word before a name is a title or an office, not part of the name."""
    return folded in _TITLES
