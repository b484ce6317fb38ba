"""What happened on days: the answer to a question that names nothing but days.

Such a question has no words by which a sentence could be found, or read for an answer. What the
timeline has of these days answers it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from index.models import EVERYTHING, Citation, Scope, Statement, numbered
from index.query.days.asked import days_asked_about, without_days
from index.query.days.requests import one_range
from index.query.intent.topic import topic_of
from index.timeline.service import TimelineService

MAX_REPORTS = 6
"""Reports of an answer, of the most important days if there are more."""
OF_A_DAY = 4
"""Reports of a single day."""
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3
_LEANING = frozenset(("and", "but", "or", "so"))
"""How a follow-up begins that is about what was talked of before: "and on Tuesday?"."""


def days_alone(
    text: str,
    frame: Collection[str],
    today: dt.date,
    newest: dt.date | None,
    covered: Sequence[dt.date] = (),
) -> Scope | None:
    """Return the days that a question asks about, if it asks about nothing else.

    A weekday is the last one of the coverage, whose ``newest`` article that is. ``frame`` are the
    words that only ask.
    """
    days = days_asked_about(text, newest, today, covered)
    spans = [(each.start, each.end) for named in days for each in named.expressions]
    if topic_of(without_days(text, spans), frame) is not None:
        return None
    limits = one_range(text, days)
    return limits if limits != EVERYTHING else None


def leans(text: str) -> bool:
    """Return whether a question about days is about what was talked of before."""
    words = _WORD.findall(text.lower())
    return len(words) < _FEWEST_WORDS or words[0] in _LEANING


class DayReports:
    """Tells what happened on days. Thread-safe; blocks."""

    def __init__(self, timelines: TimelineService) -> None:
        self._timelines = timelines

    def of(self, within: Scope) -> tuple[tuple[Statement, ...], tuple[Citation, ...]] | None:
        """Return what happened on the days of a scope, in order; None if nothing is known of them.

        What was only planned for a day is told where nothing else is.
        """
        single = within.since is not None and within.since == within.until
        events = self._timelines.of_days(
            within,
            days=1 if single else MAX_REPORTS,
            per_day=OF_A_DAY if single else 1,
        )
        if not events:
            return None
        happened = [event for event in events if not event.planned]
        return numbered(
            (Statement(event.text, (), day=event.date), event.citations)
            for event in happened or events
        )
