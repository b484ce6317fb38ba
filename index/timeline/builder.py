"""Builds a timeline: the days that the coverage reports most on, and what happened on them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.models import EVERYTHING, Citation, Event, Scope
from index.timeline.candidates import CandidateSource, DatedSentence, Quoted
from index.timeline.day_selection import narrowed, rank_days, score_days
from index.timeline.deduplication import SentenceMeanings, only_words
from index.timeline.entry_selection import Entry, select_entries
from index.timeline.options import PRODUCT, TimelineOptions
from index.timeline.tfidf import TermWeighting

POOL = 400  # undated sentences of a day that are looked at


@dataclass(frozen=True, slots=True)
class Size:
    """At most so many days, or all; at most so many events a day."""

    days: int | None = None
    per_day: int = 1


WHOLE = Size()


def build_timeline(
    source: CandidateSource,
    scope: Scope = EVERYTHING,
    size: Size = WHOLE,
    *,
    meanings: SentenceMeanings = only_words,
    recipe: TimelineOptions = PRODUCT,
) -> tuple[Event, ...]:
    """Events in order of days, the weightiest of a day first.

    A day is there when a sentence tells of it; with a limit, the weightiest days are.
    """
    days, per_day = size.days, size.per_day
    dated = source.dated(scope)
    published = source.published(scope)
    weighing = TermWeighting(dated, source.leads(scope), recipe.damping)
    weights = score_days(dated, published, weighing, recipe)
    order = rank_days(narrowed(weights, dated, source.named(scope)))
    pools: dict[dt.date, list[DatedSentence]] = defaultdict(list)
    for told in dated:
        pools[told.day].append(told)
    chosen: dict[dt.date, list[Entry]] = {}
    step = days or len(order)
    while order and (days is None or len(chosen) < days):
        some, order = order[:step], order[step:]
        if recipe.reported:
            for told in source.reported(some, scope, POOL):
                pools[told.day].append(told)
        for day in some:
            entries = select_entries(pools[day], weighing, meanings, recipe, per_day)
            if entries and (days is None or len(chosen) < days):
                chosen[day] = entries
    newest = max((told.published for told in dated if told.published), default=None)
    return _events(source, chosen, newest)


def _events(
    source: CandidateSource, chosen: Mapping[dt.date, Sequence[Entry]], newest: dt.date | None
) -> tuple[Event, ...]:
    """``newest`` is the day of the newest article: what an undated one dates later is to come."""
    wanted = [
        told.sentence
        for entries in chosen.values()
        for entry in entries
        for told in (entry.speaker, *entry.others)
    ]
    quotes = source.quotes(wanted)
    return tuple(
        Event(
            day,
            quotes[entry.speaker.sentence].text,
            _citations(entry, quotes),
            entry.speaker.planned or _to_come(entry.speaker, newest),
        )
        for day in sorted(chosen)
        for entry in chosen[day]
    )


def _to_come(told: DatedSentence, newest: dt.date | None) -> bool:
    return told.published is None and newest is not None and told.day > newest


def _citations(entry: Entry, quotes: Mapping[int, Quoted]) -> tuple[Citation, ...]:
    told = [quotes[told.sentence] for told in (entry.speaker, *entry.others)]
    return tuple(
        Citation(n, q.file, q.title, q.outlet, q.published, q.start, q.end, q.quote, q.text)
        for n, q in enumerate(told, 1)
    )
