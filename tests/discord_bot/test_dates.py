"""Dates in options, as people type them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.discord.errors import UserError
from bot.discord.questions import parse_day, parse_scope
from index.models import Scope

TODAY = dt.date(2025, 11, 27)  # a Thursday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("nov 1", "2025-11-01", "2025-11-01"),
        ("1 NOV", "2025-11-01", "2025-11-01"),
        ("Nov. 1, 2024", "2024-11-01", "2024-11-01"),
        ("October", "2025-10-01", "2025-10-31"),
        ("october", "2025-10-01", "2025-10-31"),
        ("oct", "2025-10-01", "2025-10-31"),
        ("dec", "2024-12-01", "2024-12-31"),
        ("may", "2025-05-01", "2025-05-31"),
        ("february 2024", "2024-02-01", "2024-02-29"),
        ("2025-10", "2025-10-01", "2025-10-31"),
        ("2025/10", "2025-10-01", "2025-10-31"),
        ("2025/10/22", "2025-10-22", "2025-10-22"),
        ("2025-10-22", "2025-10-22", "2025-10-22"),
        ("2025.1.2", "2025-01-02", "2025-01-02"),
        ("22.10.2025", "2025-10-22", "2025-10-22"),
        ("october 22nd", "2025-10-22", "2025-10-22"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("yesterday", "2025-11-26", "2025-11-26"),
        ("Last Week", "2025-11-17", "2025-11-23"),
        ("  last   friday ", "2025-11-21", "2025-11-21"),
        ("three days ago", "2025-11-24", "2025-11-24"),
    ],
)
def test_dates_and_periods(text: str, first: str, last: str) -> None:
    assert parse_day(text, "since", TODAY) == dt.date.fromisoformat(first)
    assert parse_day(text, "until", TODAY, last=True) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    "text", ["soon", "2025-13", "2025-02-30", "2025-10/22", "nov 31", "x" * 500, "the war", "12"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="I don't understand the date"):
        parse_day(text, "since", TODAY)


def test_a_month_is_a_range() -> None:
    scope = parse_scope("october", "2025-10", None, (), TODAY)
    assert scope == Scope(dt.date(2025, 10, 1), dt.date(2025, 10, 31))


def test_a_day_without_a_year_is_the_one_nearest_to_the_newest_article() -> None:
    """Coverage of last year is asked about as its readers do: "nov 1" is in it."""
    newest = dt.date(2024, 11, 2)
    scope = parse_scope("oct 20", "nov 1", None, (), TODAY, newest=newest)
    assert scope == Scope(dt.date(2024, 10, 20), dt.date(2024, 11, 1))
    scope = parse_scope("yesterday", "2025-11-30", None, (), TODAY, newest=newest)
    assert scope == Scope(dt.date(2025, 11, 26), dt.date(2025, 11, 30))
