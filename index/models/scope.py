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


EVERYTHING = Scope()
"""A scope without limits."""
