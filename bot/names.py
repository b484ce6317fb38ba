"""Finds the outlet that somebody names in an option, and what was meant by a misspelt name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from index.models import ArticleSummary, fold_outlet

SUGGESTED = 3
"""Names that are suggested for a misspelt one."""


def outlets_of(articles: Sequence[ArticleSummary]) -> list[str]:
    """Return the outlets of the articles in alphabetical order."""
    return sorted({a.outlet for a in articles if a.outlet}, key=str.casefold)


def find_outlet(wanted: str, outlets: Sequence[str]) -> str | None:
    """Return an outlet as it is spelled in the articles, or None if none is called that."""
    folded = fold_outlet(wanted)
    return next((outlet for outlet in outlets if fold_outlet(outlet) == folded), None)


def like(wanted: str, names: Sequence[str]) -> list[str]:
    """Return the names that are spelled most like a misspelt one, the nearest first."""
    by_folded = {fold_outlet(name): name for name in reversed(names)}
    found = difflib.get_close_matches(fold_outlet(wanted), by_folded, SUGGESTED)
    return [by_folded[name] for name in found]


def did_you_mean(wanted: str, names: Sequence[str]) -> str:
    """``; did you mean The Herald or The Post?``, or "" if no name is like the one wanted."""
    found = like(wanted, names)
    return f"; did you mean {' or '.join(found)}?" if found else ""
