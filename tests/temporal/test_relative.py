"""Expressions told from the published day or from the day that the story is at."""

from __future__ import annotations

import datetime as dt

import pytest

from index.temporal.tagger import find_dates, find_dates_in_sequence
from tests.helpers.dates import FRIDAY, read


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("He left today.", "today", "2025-10-24"),
        ("Yesterday's vote failed.", "Yesterday", "2025-10-23"),
        ("Yesterday’s vote failed.", "Yesterday", "2025-10-23"),
        ("He leaves tomorrow morning.", "tomorrow morning", "2025-10-25TMO"),
        ("He left late yesterday.", "late yesterday", "2025-10-23"),
        ("He left the day before yesterday.", "the day before yesterday", "2025-10-22"),
        ("He leaves the day after tomorrow.", "the day after tomorrow", "2025-10-26"),
        ("He speaks tonight.", "tonight", "2025-10-24TNI"),
        ("He spoke last night.", "last night", "2025-10-23TNI"),
        ("He spoke this morning.", "this morning", "2025-10-24TMO"),
        ("It fell earlier this week.", "earlier this week", "2025-W43"),
        ("It fell last week.", "last week", "2025-W42"),
        ("It opens early next week.", "early next week", "2025-W44"),
        ("It fell last weekend.", "last weekend", "2025-W42-WE"),
        ("It fell over the weekend.", "the weekend", "2025-W42-WE"),
        ("It rains this weekend.", "this weekend", "2025-W43-WE"),
        ("It fell the weekend of Oct. 11.", "the weekend of Oct. 11", "2025-W41-WE"),
        ("They meet the week of Nov. 3.", "the week of Nov. 3", "2025-W45"),
        ("It fell this month.", "this month", "2025-10"),
        ("It fell late last month.", "late last month", "2025-09"),
        ("It opens next month.", "next month", "2025-11"),
        ("It fell this year.", "this year", "2025"),
        ("It fell last year.", "last year", "2024"),
        ("It opens early next year.", "early next year", "2026"),
        ("It ends by the end of the year.", "the end of the year", "2025"),
        ("It ends by year-end.", "year-end", "2025-12-31"),
        ("It fell two days ago.", "two days ago", "2025-10-22"),
        ("It fell 10 days ago.", "10 days ago", "2025-10-14"),
        ("It fell two weeks ago.", "two weeks ago", "2025-W41"),
        ("It fell three months ago.", "three months ago", "2025-07"),
        ("It fell a year ago.", "a year ago", "2024"),
        ("It fell almost four years ago.", "almost four years ago", "2021"),
        ("It fell a decade ago.", "a decade ago", "2015"),
        ("It fell several years ago.", "several years ago", "PAST_REF"),
        ("It fell a day earlier.", "a day earlier", "2025-10-23"),
        ("It fell the previous day.", "the previous day", "2025-10-23"),
        ("It fell the previous month.", "the previous month", "2025-09"),
    ],
)
def test_told_from_the_published_day(text: str, span: str, value: str) -> None:
    assert read(text) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("The next day he left.", "The next day", "2024-03-02"),
        ("He left the next morning.", "the next morning", "2024-03-02TMO"),
        ("He left the following day.", "the following day", "2024-03-02"),
        ("He left the same day.", "the same day", "2024-03-01"),
        ("He left earlier that day.", "earlier that day", "2024-03-01"),
        ("He left that night.", "that night", "2024-03-01TNI"),
        ("He left the day before.", "the day before", "2024-02-29"),
        ("He left the day after.", "the day after", "2024-03-02"),
        ("Three days later he left.", "Three days later", "2024-03-04"),
        ("Two days earlier he left.", "Two days earlier", "2024-02-28"),
        ("He left the following month.", "the following month", "2024-04"),
        ("He left the following year.", "the following year", "2025"),
        ("He left later that year.", "later that year", "2024"),
        ("He left a year later.", "a year later", "2025"),
    ],
)
def test_told_from_the_day_named_before(text: str, span: str, value: str) -> None:
    first, second = find_dates_in_sequence(["He came on March 1, 2024.", text], FRIDAY)
    assert [found.value for found in first] == ["2024-03-01"]
    assert [(found.text, found.value) for found in second] == [(span, value)]


def test_later_in_the_day_is_the_published_one_when_none_was_just_named() -> None:
    texts = ["He came on March 1, 2024.", "He rested.", "He left later in the day."]
    (found,) = find_dates_in_sequence(texts, FRIDAY)[2]
    assert (found.text, found.value) == ("the day", "2025-10-24")
    (found,) = find_dates_in_sequence([texts[0], texts[2]], FRIDAY)[1]
    assert (found.text, found.value) == ("the day", "2024-03-01")


def test_context_stands_for_the_day_named_before() -> None:
    (found,) = find_dates("The next day he left.", FRIDAY, context=dt.date(2024, 2, 28))
    assert found.value == "2024-02-29"


def test_a_year_named_before_carries_the_following_year() -> None:
    assert read("In 2019 he won. The following year he lost.")[1][1] == "2020"
    assert read("In March he won. The following month he lost.")[1][1] == "2025-04"


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("He was ill on Valentine's Day.", "Valentine's Day", "2025-02-14"),
        ("It opens on Christmas Eve.", "Christmas Eve", "2025-12-24"),
        ("It will open on Thanksgiving.", "Thanksgiving", "2025-11-27"),
        ("It fell on Easter Monday.", "Easter Monday", "2025-04-21"),
        ("It fell on Good Friday.", "Good Friday", "2025-04-18"),
        ("It fell on Labor Day.", "Labor Day", "2025-09-01"),
        ("It fell on Memorial Day.", "Memorial Day", "2025-05-26"),
        ("They vote on Election Day.", "Election Day", "2025-11-04"),
        ("It opens on New Year's Day.", "New Year's Day", "2026-01-01"),
        ("It fell last Thanksgiving.", "last Thanksgiving", "2024-11-28"),
        ("It fell on Thanksgiving in 2011.", "Thanksgiving in 2011", "2011-11-24"),
        ("It fell the day after Christmas 2020.", "the day after Christmas 2020", "2020-12-26"),
        ("It falls on Halloween.", "Halloween", "2025-10-31"),
    ],
)
def test_holiday(text: str, span: str, value: str) -> None:
    assert read(text) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("He is now in Kyiv.", "now", "PRESENT_REF"),
        ("He is right now in Kyiv.", "right now", "PRESENT_REF"),
        ("He is currently in Kyiv.", "currently", "PRESENT_REF"),
        ("Nobody walks these days.", "these days", "PRESENT_REF"),
        ("He recently left.", "recently", "PAST_REF"),
        ("He left in recent weeks.", "recent weeks", "PAST_REF"),
        ("Forget the past.", "the past", "PAST_REF"),
        ("It may change in the near future.", "the near future", "FUTURE_REF"),
        ("It may change in the coming days.", "the coming days", "FUTURE_REF"),
    ],
)
def test_reference_without_a_date(text: str, span: str, value: str) -> None:
    (found,) = find_dates(text, FRIDAY)
    assert (found.text, found.value, found.first, found.last) == (span, value, None, None)


@pytest.mark.parametrize(
    "text", ["It was drained overnight on Monday.", "It fell overnight Monday.", "Monday overnight"]
)
def test_a_night_of_a_named_day_is_not_that_of_today(text: str) -> None:
    assert read(text) == [("Monday", "2025-10-20")]
