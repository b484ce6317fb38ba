"""What the tests of time expressions share: a Friday to publish on, and short answers."""

from __future__ import annotations

import datetime as dt

from index.temporal.tagger import find_dates

FRIDAY = dt.date(2025, 10, 24)


def read(text: str, published: dt.date | None = FRIDAY) -> list[tuple[str, str | None]]:
    """Return the span and value of every expression in the text."""
    return [(found.text, found.value) for found in find_dates(text, published)]


def value(text: str, published: dt.date | None = FRIDAY) -> str | None:
    """Return the value of the only expression in the text."""
    (found,) = find_dates(text, published)
    return found.value
