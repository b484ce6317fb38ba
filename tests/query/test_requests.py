"""The days that a request is limited to."""

from __future__ import annotations

import datetime as dt

import pytest

from index.models import Scope
from index.query.days.requests import days_of
from index.query.intent.classifier import intent_classifier
from index.query.intent.topic import topic_of

SUNDAY = dt.date(2025, 11, 2)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("what's new since monday", Scope(dt.date(2025, 10, 27))),
        ("news of today", Scope(SUNDAY, SUNDAY)),
        ("what happened this week", Scope(dt.date(2025, 10, 27), SUNDAY)),
        ("what's new", Scope()),
        ("news of the last 3 days", Scope(dt.date(2025, 10, 30))),
        ("what was said over the past two weeks", Scope(dt.date(2025, 10, 19))),
        ("the last few days", Scope()),
        ("what's new in the last 24 hours", Scope(dt.date(2025, 11, 1))),
        ("news of the last 36 hours", Scope(dt.date(2025, 10, 31))),
    ],
)
def test_days_are_the_readers(text: str, scope: Scope) -> None:
    assert days_of(text, SUNDAY)[0] == scope


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("summarise the news between 22 October and 26 October 2025", 22, 26),
        ("News from 20 to 24 October 2025", 20, 24),
        ("20-24 October", 20, 24),
        ("what's new until 25 October?", None, 25),
        ("tl;dr of everything before 24 October", None, 23),
        ("anything after the 24th of October", 25, None),
        ("the news after 3 October and before 20 October", 4, 19),
        ("since 20 October before 3 October", 20, None),
        ("what happened after 3 pm on 24 October?", 24, 24),
        ("what happened the day before 24 October?", 24, 24),
        ("summarise 21 October and 24 October", 21, 21),
        ("summarise 23 October and 24 October", 23, 24),
        ("what's new since the 24th of October", 24, None),
        ("summarise the news from the 20th to the 24th of October", 20, 24),
    ],
)
def test_days_have_the_bounds_that_are_named(
    text: str, since: int | None, until: int | None
) -> None:
    first, last = (day and dt.date(2025, 10, day) for day in (since, until))
    scope, dates = days_of(text, SUNDAY)
    assert scope == Scope(first, last)
    assert topic_of(text, intent_classifier().frame, dates) is None


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        (
            "summary of the news from 12 October",
            Scope(dt.date(2025, 10, 12), dt.date(2025, 10, 12)),
        ),
        ("News from last week", Scope(dt.date(2025, 10, 20), dt.date(2025, 10, 26))),
        ("overview from yesterday", Scope(dt.date(2025, 11, 1), dt.date(2025, 11, 1))),
        ("news from Friday on the strike", Scope(dt.date(2025, 10, 31), dt.date(2025, 10, 31))),
        ("news from Friday on", Scope(dt.date(2025, 10, 31))),
        ("news from Friday onwards", Scope(dt.date(2025, 10, 31))),
        ("news from 12 October until now", Scope(dt.date(2025, 10, 12))),
        ("was that before or after 24 October", Scope()),
        ("news before the 24 October summit", Scope(None, dt.date(2025, 10, 24))),
    ],
)
def test_from_a_day_is_that_day_unless_an_end_is_named(text: str, scope: Scope) -> None:
    assert days_of(text, SUNDAY, newest=SUNDAY)[0] == scope


def test_what_has_begun_ends_today() -> None:
    wednesday = dt.date(2025, 10, 29)
    assert days_of("news of this week", wednesday)[0] == Scope(dt.date(2025, 10, 27), wednesday)
    assert days_of("news of this month", wednesday)[0] == Scope(dt.date(2025, 10, 1), wednesday)
    assert days_of("news before this year", wednesday)[0] == Scope(None, dt.date(2024, 12, 31))
    friday = dt.date(2025, 10, 31)
    assert days_of("who will play this Friday", wednesday)[0] == Scope(friday, friday)


def test_a_range_of_weekdays_is_in_their_order() -> None:
    wednesday = dt.date(2026, 12, 2)
    scope, _ = days_of("what happened from Monday to Friday", wednesday)
    assert scope == Scope(dt.date(2026, 11, 23), dt.date(2026, 11, 27))


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("summarize October", Scope(dt.date(2025, 10, 1), dt.date(2025, 10, 31))),
        ("anything new since march?", Scope(dt.date(2025, 3, 1))),
        ("what happened on oct 24", Scope(dt.date(2025, 10, 24), dt.date(2025, 10, 24))),
        ("summarize 24 October 2026", Scope(dt.date(2026, 10, 24), dt.date(2026, 10, 24))),
        ("what's new today", Scope(dt.date(2026, 11, 29), dt.date(2026, 11, 29))),
        ("news from 21 to 23 October", Scope(dt.date(2025, 10, 21), dt.date(2025, 10, 23))),
        ("what's new from October 21 to 23", Scope(dt.date(2025, 10, 21), dt.date(2025, 10, 23))),
        ("news between 22 and 26 October", Scope(dt.date(2025, 10, 22), dt.date(2025, 10, 26))),
    ],
)
def test_a_day_without_a_year_is_the_one_nearest_to_the_newest_article(
    text: str, scope: Scope
) -> None:
    assert days_of(text, dt.date(2026, 11, 29), newest=SUNDAY)[0] == scope
