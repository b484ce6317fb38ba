"""How much the coverage makes of each day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from index.timeline.recipe import Recipe
from index.timeline.records import Told


def weigh(
    dated: Iterable[Told], published: Mapping[dt.date, int], recipe: Recipe
) -> dict[dt.date, float]:
    """The weight of every day that is named or on which an article came out."""
    naming: set[tuple[dt.date, int]] = set()
    looking_back: Counter[dt.date] = Counter()
    for told in dated:
        naming.add((told.day, told.article))
        if told.published is not None and told.published > told.day:
            looking_back[told.day] += 1
    named = Counter(day for day, _ in naming)
    return {
        day: recipe.naming * named[day]
        + recipe.looking_back * looking_back[day]
        + recipe.publishing * published.get(day, 0)
        for day in named.keys() | published.keys()
    }


def ranked(weights: Mapping[dt.date, float]) -> list[dt.date]:
    """The days, heaviest first, the earlier of equals first."""
    return sorted(weights, key=lambda day: (-weights[day], day))
