"""Which events a picture shows where not all fit, and what it says of all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.picture.blocks import articles, long_day
from bot.terminal.layout import count
from index.models import Event


def ranked(events: Sequence[Event], most: int) -> list[int]:
    """Places of the ``most`` weightiest events, the weightiest first.

    That is the one that most articles report; of equals, the one farthest in time from those
    before it, so that a picture does not tell its first week only. A longer ranking begins like
    a shorter one.
    """
    weights = [articles([event]) for event in events]
    days = [event.date.toordinal() for event in events]
    apart = [math.inf] * len(events)
    left = set(range(len(events)))
    found: list[int] = []
    while left and len(found) < most:
        best = max(left, key=lambda i: (weights[i], apart[i], -i))
        left.remove(best)
        found.append(best)
        for i in left:
            apart[i] = min(apart[i], abs(days[i] - days[best]))
    return found


def weightiest(events: Sequence[Event], most: int) -> list[Event]:
    """The same as events, in the order in which they came."""
    return [events[i] for i in sorted(ranked(events, most))]


def facts(events: Sequence[Event]) -> list[str]:
    """From when to when, how many events, and how many articles."""
    first, last = long_day(events[0].date), long_day(events[-1].date)
    return [
        first if first == last else f"{first} – {last}",
        count(len(events), "event"),
        count(articles(events), "article"),
    ]
