"""Limits of a question or a timeline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.models.articles import ArticleSummary, fold_outlet


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits of a question or timeline. Both days are inclusive; None means no limit."""

    since: dt.date | None = None
    until: dt.date | None = None
    outlet: str | None = None

    def has(self, article: ArticleSummary) -> bool:
        """Return whether an article is within the limits; one without a date is in no range."""
        day = article.published
        if self.outlet is not None and fold_outlet(article.outlet) != fold_outlet(self.outlet):
            return False
        if self.since is not None and (day is None or day < self.since):
            return False
        return self.until is None or (day is not None and day <= self.until)

    def narrowed(self, other: Scope) -> Scope:
        """Return the limits of both: the days that both allow, and the other's outlet, if any."""
        return Scope(
            since=max(filter(None, (self.since, other.since)), default=None),
            until=min(filter(None, (self.until, other.until)), default=None),
            outlet=other.outlet or self.outlet,
        )


EVERYTHING = Scope()
"""A scope without limits."""
