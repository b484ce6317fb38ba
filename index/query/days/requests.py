"""The days that a request is limited to: "what's new since Monday", "the news of the weekend"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from index.models import EVERYTHING, Scope, TimeExpression
from index.query.days.naming import NamedDays, days_named
from index.query.days.ranges import beside, whole

_THIS = re.compile(r"this\b", re.IGNORECASE)


def days_of(
    text: str,
    today: dt.date,
    newest: dt.date | None = None,
    covered: Sequence[dt.date] = (),
) -> tuple[Scope, tuple[TimeExpression, ...]]:
    """Return the days a request is limited to, and the expressions that name days in it.

    Days are as in ``days_named``: "since Monday" is as the reader's ``today`` means it. What has
    begun but not ended, as "this week", ends today.
    """
    named = days_named(text, newest, today, covered=covered)
    found = tuple(each for days in named for each in days.expressions)
    limits = one_range(text, named[:2]) or (named[0].limits if named else EVERYTHING)
    begun = limits.since is not None and limits.since <= today
    if begun and limits.until and _THIS.match(found[0].text):
        limits = replace(limits, until=min(limits.until, today))
    return limits, found


def one_range(text: str, named: Sequence[NamedDays]) -> Scope | None:
    """Return the days that are named if they are one range: "Monday and Tuesday" are."""
    if len(named) == 1:
        return named[0].limits
    ends = [each.expressions for each in named]
    if len(ends) == 2 and all(len(each) == 1 for each in ends):
        (one,), (other,) = ends
        if beside(text, one, other):
            return whole(one, other)
    return None
