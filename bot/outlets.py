"""Finds the outlet that somebody names in an option."""

from __future__ import annotations

from collections.abc import Sequence

from index.models import ArticleSummary, fold_outlet


def outlets_of(articles: Sequence[ArticleSummary]) -> list[str]:
    """Return the outlets of the articles in alphabetical order."""
    return sorted({a.outlet for a in articles if a.outlet}, key=str.casefold)


def find_outlet(wanted: str, outlets: Sequence[str]) -> str | None:
    """Return an outlet as it is spelled in the articles, or None if none is called that."""
    folded = fold_outlet(wanted)
    return next((outlet for outlet in outlets if fold_outlet(outlet) == folded), None)
