"""Scores days by how much the coverage reports on them.

By date-wise counts after Gholipour Ghalandari and Ifrim, "Examining the State-of-the-Art in News
Timeline Summarization" (ACL 2020), in which a sentence counts by its relevance to the theme.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from index.timeline.candidates import DatedSentence
from index.timeline.tfidf import TermWeighting

NAMING = 1.0  # weight of articles that name the day
LOOKING_BACK = 1.0  # of sentences of later articles that name it
PUBLISHING = 0.1  # of articles published that day
RISE = 0.2
"""The share of the rise from the day before to the day after that is added, because reports
increase from the day of an event and fade slowly.
"""
LEAST_SHARE = 0.02  # of the sentences that name a day; with less, the topic only mentions it


def score_days(
    dated: Sequence[DatedSentence],
    published: Mapping[dt.date, int],
    weighting: TermWeighting,
) -> dict[dt.date, float]:
    """Return the weight of every day that is named or on which an article was published.

    A story counts with the relevance of its most relevant sentence that names the day, however many
    articles print it.
    """
    relevance = weighting.relevance(dated).tolist()
    naming: dict[tuple[dt.date, int], float] = {}
    weights: dict[dt.date, float] = defaultdict(float)
    for candidate, weight in zip(dated, relevance, strict=True):
        key = (candidate.day, candidate.story)
        naming[key] = max(naming.get(key, 0.0), weight)
        if candidate.published is not None and candidate.published > candidate.day:
            weights[candidate.day] += LOOKING_BACK * weight
    for (day, _), weight in naming.items():
        weights[day] += NAMING * weight
    for day, stories in published.items():
        weights[day] += PUBLISHING * stories
    return _with_rise(weights)


def _with_rise(weights: Mapping[dt.date, float]) -> dict[dt.date, float]:
    """Add to each day's weight a share of the rise from the day before to the day after.

    At most its own weight is added: the eve of a great event is not great itself.
    """
    return {
        day: day_weight
        + min(day_weight, RISE * (_weight_on(weights, day, 1) - _weight_on(weights, day, -1)))
        for day, day_weight in weights.items()
    }


def _weight_on(weights: Mapping[dt.date, float], day: dt.date, step: int) -> float:
    try:
        return weights.get(day + dt.timedelta(days=step), 0.0)
    except OverflowError:  # the first and the last day that the calendar has
        return 0.0


def narrow_to_topic(
    weights: Mapping[dt.date, float], dated: Sequence[DatedSentence], named: Mapping[dt.date, int]
) -> dict[dt.date, float]:
    """Scale weights by the topic's share of the sentences that name a day.

    The day that everything is dated from ("since the accident of 20 April") is named next to
    every topic, but belongs to one only. If ``named`` is empty, nothing changes.
    """
    if not named:
        return dict(weights)
    on_topic = Counter(candidate.day for candidate in dated)
    shares = {day: on_topic[day] / max(on_topic[day], named.get(day, 0), 1) for day in weights}
    return {
        day: day_weight * shares[day] ** 0.5
        for day, day_weight in weights.items()
        if shares[day] >= LEAST_SHARE
    }


def rank_days(weights: Mapping[dt.date, float]) -> list[dt.date]:
    """Return the days, heaviest first; of equal ones, the earlier first."""
    return sorted(weights, key=lambda day: (-weights[day], day))
