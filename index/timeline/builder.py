"""Builds a timeline: the most important days, and what happened on them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.models import EVERYTHING, Citation, Event, Reprint, Scope
from index.timeline.candidates import DatedSentence, LedgerSource
from index.timeline.day_selection import narrow_to_topic, rank_days, score_days
from index.timeline.deduplication import ContradictionCheck, SentenceMeanings
from index.timeline.entry_selection import Entry, select_entries
from index.timeline.tfidf import TermWeighting

POOL = 400  # undated sentences considered per day


@dataclass(frozen=True, slots=True)
class Size:
    """The most days (None: all), and the most events per day."""

    days: int | None = None
    per_day: int = 1


UNLIMITED = Size()


def build_timeline(
    source: LedgerSource,
    scope: Scope = EVERYTHING,
    size: Size = UNLIMITED,
    *,
    meanings: SentenceMeanings,
    contradict: ContradictionCheck,
) -> tuple[Event, ...]:
    """Return events in order of days, the most important of a day first.

    Only days that a sentence reports an event of are used; with a limit, the most important. A
    report that contradicts what is shown is an event of its own.
    """
    days, per_day = size.days, size.per_day
    dated = source.dated(scope)
    published = source.published(scope)
    weighting = TermWeighting(dated, source.leads(scope))
    weights = score_days(dated, published, weighting)
    order = rank_days(narrow_to_topic(weights, dated, source.named(scope)))
    pools: dict[dt.date, list[DatedSentence]] = defaultdict(list)
    for candidate in dated:
        pools[candidate.day].append(candidate)
    selected: dict[dt.date, list[Entry]] = {}
    batch_size = days or len(order)
    while order and (days is None or len(selected) < days):
        batch, order = order[:batch_size], order[batch_size:]
        for candidate in source.reported(batch, scope, POOL):
            pools[candidate.day].append(candidate)
        for day in batch:
            entries = select_entries(pools[day], weighting, meanings, per_day)
            if entries and (days is None or len(selected) < days):
                selected[day] = entries
    newest = max((candidate.published for candidate in dated if candidate.published), default=None)
    return _events(source, selected, newest, contradict)


def _events(
    source: LedgerSource,
    selected: Mapping[dt.date, Sequence[Entry]],
    newest: dt.date | None,
    contradict: ContradictionCheck,
) -> tuple[Event, ...]:
    """Make events. ``newest`` is the newest publication date: later days are in the future."""
    wanted = [
        sentence
        for entries in selected.values()
        for entry in entries
        for candidate in (entry.representative, *entry.others)
        for sentence in (candidate.sentence, *candidate.reprints)
    ]
    quotes = source.quotes(wanted)
    entries = [entry for day in sorted(selected) for entry in selected[day]]
    agreeing = _agreeing([[e.representative, *e.others] for e in entries], quotes, contradict)
    return tuple(_event(reports, quotes, newest) for groups in agreeing for reports in groups)


def _agreeing(
    entries: Sequence[Sequence[DatedSentence]],
    quotes: Mapping[int, Citation],
    contradict: ContradictionCheck,
) -> list[list[list[DatedSentence]]]:
    """Return the reports of each entry in groups that agree; the first of a group is shown.

    Those that contradict the first report make further groups in the same way. All entries are
    compared at once, for the sake of speed.
    """
    groups: list[list[list[DatedSentence]]] = [[] for _ in entries]
    left = dict(enumerate(map(list, entries)))
    while left:
        pairs = [(i, report) for i, (_, *others) in left.items() for report in others]
        told = contradict(
            [(quotes[left[i][0].sentence], quotes[report.sentence]) for i, report in pairs]
        )
        beside: dict[int, list[DatedSentence]] = defaultdict(list)
        for i, (shown, *_) in left.items():
            groups[i].append([shown])
        for (i, report), contradicts in zip(pairs, told, strict=True):
            (beside[i] if contradicts else groups[i][-1]).append(report)
        left = beside
    return groups


def _event(
    reports: Sequence[DatedSentence], quotes: Mapping[int, Citation], newest: dt.date | None
) -> Event:
    """Make one event of reports that agree; each story is cited once, with its other outlets."""
    shown = reports[0]
    stories: dict[int, list[Citation]] = {}
    for report in reports:
        printed = [quotes[sentence] for sentence in (report.sentence, *report.reprints)]
        stories.setdefault(report.story, []).extend(printed)
    return Event(
        shown.day,
        quotes[shown.sentence].shown,
        tuple(_citation(number, each) for number, each in enumerate(stories.values(), 1)),
        shown.planned or _is_future(shown, newest),
    )


def _citation(number: int, printed: Sequence[Citation]) -> Citation:
    """Cite the first of the articles that print a sentence."""
    cited = printed[0]
    others = {each.file: each for each in printed if each.file != cited.file}
    also = tuple(Reprint(each.file, each.outlet, each.published) for each in others.values())
    return replace(cited, number=number, also=also)


def _is_future(candidate: DatedSentence, newest: dt.date | None) -> bool:
    return candidate.published is None and newest is not None and candidate.day > newest
