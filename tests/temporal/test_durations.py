"""Lengths of time, what recurs, times of day, quarters."""

from __future__ import annotations

import datetime as dt

import pytest

from index.temporal.tagger import find_dates, find_dates_in_sequence
from tests.helpers.dates import FRIDAY, read


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It took two days.", "two days", "P2D"),
        ("It took six months.", "six months", "P6M"),
        ("It took 12 years.", "12 years", "P12Y"),
        ("It took twenty-four hours.", "twenty-four hours", "PT24H"),
        ("It took 90 minutes.", "90 minutes", "PT90M"),
        ("It took 3 1/2 years.", "3 1/2 years", "P3Y6M"),
        ("It took three-and-a-half years.", "three-and-a-half years", "P3Y6M"),
        ("It took a year and a half.", "a year and a half", "P1Y6M"),
        ("It took half an hour.", "half an hour", "PT30M"),
        ("It took a hundred years.", "a hundred years", "P100Y"),
        ("It took two decades.", "two decades", "P20Y"),
        ("It took a week.", "a week", "P1W"),
        ("It took at least 30 days.", "at least 30 days", "P30D"),
        ("It took more than two years.", "more than two years", "P2Y"),
        ("It took nearly four years.", "nearly four years", "P4Y"),
        ("It fell over the past 12 months.", "the past 12 months", "P12M"),
        ("It opens within the next two weeks.", "the next two weeks", "P2W"),
        ("It opens in the next few weeks.", "the next few weeks", "PXW"),
        ("It opens in a few days.", "a few days", "PXD"),
        ("It took several months.", "several months", "PXM"),
        ("It took a couple of weeks.", "a couple of weeks", "P2W"),
        ("He signed a two-year deal.", "two-year", "P2Y"),
        ("He signed a 48-hour truce.", "48-hour", "PT48H"),
        ("He ended a month-long strike.", "month-long", "P1M"),
        ("It has been so for years.", "years", "PXY"),
        ("It fell ten days before the crash.", "ten days", "P10D"),
    ],
)
def test_duration(text: str, span: str, value: str) -> None:
    (found,) = find_dates(text, FRIDAY)
    assert (found.text, found.value) == (span, value)
    assert (found.kind, found.first, found.last) == ("DURATION", None, None)


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It meets weekly.", "weekly", "P1W"),
        ("It pays annually.", "annually", "P1Y"),
        ("It is printed daily.", "daily", "P1D"),
        ("They meet every day.", "every day", "P1D"),
        ("They meet each month.", "each month", "P1M"),
        ("They meet every two weeks.", "every two weeks", "P2W"),
        ("They meet every other week.", "every other week", "P2W"),
        ("They meet twice a week.", "a week", "P1W"),
    ],
)
def test_set(text: str, span: str, value: str) -> None:
    (found,) = find_dates(text, FRIDAY)
    assert (found.text, found.value, found.kind) == (span, value, "SET")


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It opened at 9:30 a.m. EST.", "9:30 a.m. EST", "2025-10-24T09:30"),
        ("It opened at 9:30 a.m. EST on Monday.", "9:30 a.m. EST on Monday", "2025-10-20T09:30"),
        ("It opens at 5 p.m. EST, Nov. 6.", "5 p.m. EST, Nov. 6", "2025-11-06T17:00"),
        ("It opened at 7pm.", "7pm", "2025-10-24T19:00"),
        ("It opened at 12 a.m.", "12 a.m.", "2025-10-24T00:00"),
        ("It opened at 12:15 p.m.", "12:15 p.m.", "2025-10-24T12:15"),
        ("It opened at 19:30.", "19:30", "2025-10-24T19:30"),
        ("It opened at 10 o'clock.", "10 o'clock", "2025-10-24T10:00"),
        ("It opened at 4 in the morning.", "4 in the morning", "2025-10-24T04:00"),
        ("It opened at noon Thursday.", "noon Thursday", "2025-10-23T12:00"),
        ("It closed at midnight.", "midnight", "2025-10-24T24:00"),
    ],
)
def test_time_of_day(text: str, span: str, value: str) -> None:
    (found,) = find_dates(text, FRIDAY)
    assert (found.text, found.value, found.kind) == (span, value, "TIME")
    assert found.first == found.last == dt.date.fromisoformat(value[:10])


def test_a_time_takes_the_day_of_its_sentence() -> None:
    text = "The blast came at about 10:35 a.m. (0735 GMT) Wednesday."
    assert read(text) == [("10:35 a.m.", "2025-10-22T10:35"), ("Wednesday", "2025-10-22")]


def test_a_time_takes_the_day_named_just_before() -> None:
    texts = [
        "He left on Tuesday.",
        "At 10 p.m. he was gone.",
        "Nobody knew.",
        "At 11 p.m. it rang.",
    ]
    found = find_dates_in_sequence(texts, FRIDAY)
    assert found[1][0].value == "2025-10-21T22:00"
    assert found[3][0].value == "2025-10-24T23:00"


@pytest.mark.parametrize("text", ["It scored 25 p.m.", "at 99:99", "a ratio of 3:45", "Mark 4:11"])
def test_no_time_of_day(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It grew in the third quarter.", "the third quarter", "2025-Q3"),
        ("It reported third-quarter profit.", "third-quarter", "2025-Q3"),
        ("It expects a loss for the third quarter.", "the third quarter", "2025-Q3"),
        ("It will grow in the first quarter.", "the first quarter", "2026-Q1"),
        ("It grew in the third quarter of 1984.", "the third quarter of 1984", "1984-Q3"),
        ("It grew in last year's fourth quarter.", "last year's fourth quarter", "2024-Q4"),
        ("It grew in the fourth quarter last year.", "the fourth quarter last year", "2024-Q4"),
        ("It grew in Q3 2024.", "Q3 2024", "2024-Q3"),
        ("It grew in the second half of 2024.", "the second half of 2024", "2024-H2"),
        ("It grew in the last half of 2024.", "the last half of 2024", "2024-H2"),
        ("It grew in the current quarter.", "the current quarter", "2025-Q4"),
        ("It grew in the quarter ended Sept. 30.", "the quarter", "2025-Q3"),
    ],
)
def test_quarter(text: str, span: str, value: str) -> None:
    assert read(text)[0] == (span, value)


def test_a_year_earlier_is_a_year_after_results_for_nine_months() -> None:
    texts = [
        "It reported third-quarter profit.",
        "In the nine months it earned more than a year earlier.",
    ]
    found = find_dates_in_sequence(texts, FRIDAY)[1]
    assert [one.value for one in found] == ["P9M", "2024"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A year earlier it lost money.", "2024-Q3"),
        ("It earned twice as much as a year ago.", "2024-Q3"),
        ("It lost money in the year-ago quarter.", "2024-Q3"),
        ("It lost money in the year-earlier period.", "2024-Q3"),
        ("It earned more in the quarter.", "2025-Q3"),
        ("It earned more in the latest quarter.", "2025-Q3"),
    ],
)
def test_comparisons_are_with_the_quarter_being_reported(text: str, value: str) -> None:
    _, second = find_dates_in_sequence(["It reported third-quarter profit.", text], FRIDAY)
    assert [found.value for found in second] == [value]
