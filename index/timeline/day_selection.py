"""How much the coverage makes of each day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from index.timeline.candidates import DatedSentence
from index.timeline.options import TimelineOptions
from index.timeline.tfidf import TermWeighting

LEAST_SHARE = 0.02  # of the sentences that name a day; with less the topic only mentions it


def score_days(
    dated: Sequence[DatedSentence],
    published: Mapping[dt.date, int],
    weighing: TermWeighting,
    recipe: TimelineOptions,
) -> dict[dt.date, float]:
    """The weight of every day that is named or on which an article came out.

    An article counts by its sentence nearest to the theme among those that name the day.
    """
    relevance = weighing.relevance(dated).tolist() if recipe.relevant else [1.0] * len(dated)
    naming: dict[tuple[dt.date, int], float] = {}
    weights: dict[dt.date, float] = defaultdict(float)
    for told, worth in zip(dated, relevance, strict=True):
        key = (told.day, told.article)
        naming[key] = max(naming.get(key, 0.0), worth)
        if told.published is not None and told.published > told.day:
            weights[told.day] += recipe.looking_back * worth
    for (day, _), worth in naming.items():
        weights[day] += recipe.naming * worth
    for day, articles in published.items():
        weights[day] += recipe.publishing * articles
    return _with_rise(weights, recipe.rise)


def _with_rise(weights: Mapping[dt.date, float], share: float) -> dict[dt.date, float]:
    """Add to each day a share of the difference between its two neighbours.

    At most as much as its own weight: the eve of a great event is not great itself.
    """
    return {
        day: weight + min(weight, share * (_at(weights, day, 1) - _at(weights, day, -1)))
        for day, weight in weights.items()
    }


def _at(weights: Mapping[dt.date, float], day: dt.date, step: int) -> float:
    try:
        return weights.get(day + dt.timedelta(days=step), 0.0)
    except OverflowError:  # the first and the last day that the calendar has
        return 0.0


def narrowed(
    weights: Mapping[dt.date, float], dated: Sequence[DatedSentence], named: Mapping[dt.date, int]
) -> dict[dt.date, float]:
    """Weights on a topic, by the share that the topic has of what is told of a day.

    The day that everything is dated from ("since the accident of 20 April") is named beside every
    topic, and is a day of none but its own. Where ``named`` is empty nothing changes.
    """
    if not named:
        return dict(weights)
    own = Counter(told.day for told in dated)
    shares = {day: own[day] / max(own[day], named.get(day, 0), 1) for day in weights}
    return {
        day: weight * shares[day] ** 0.5
        for day, weight in weights.items()
        if shares[day] >= LEAST_SHARE
    }


def rank_days(weights: Mapping[dt.date, float]) -> list[dt.date]:
    """The days, heaviest first, the earlier of equals first."""
    return sorted(weights, key=lambda day: (-weights[day], day))
