"""An article without a published date: nothing is guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from index.temporal.tagger import find_dates, find_dates_in_sequence
from tests.helpers.dates import read


@pytest.mark.parametrize(
    "text",
    [
        "on Friday",
        "last Friday",
        "next Monday",
        "yesterday",
        "tonight",
        "last night",
        "tomorrow morning",
        "last week",
        "over the weekend",
        "this month",
        "in August",
        "last summer",
        "on Oct. 21",
        "Saturday, Oct. 25",
        "on 03/04/2025",
        "two weeks ago",
        "a year ago",
        "the third quarter",
        "the previous day",
        "the next day",
        "at 9:30 a.m.",
        "9 a.m. Tuesday",
        "Christmas Day",
        "by year-end",
        "the end of the year",
        "January of this year",
    ],
)
def test_relative_expressions_have_no_value(text: str) -> None:
    (found,) = find_dates(text, None)
    assert (found.value, found.first, found.last) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("October 23, 2025", "2025-10-23"),
        ("Saturday, 25 October 2025", "2025-10-25"),
        ("23/10/2025", "2025-10-23"),
        ("in May 2024", "2024-05"),
        ("in late 2019", "2019"),
        ("the 1990s", "199"),
        ("the third quarter of 1984", "1984-Q3"),
        ("the summer of 2024", "2024-SU"),
        ("Christmas 2020", "2020-12-25"),
        ("two weeks", "P2W"),
        ("every Friday", "XXXX-WXX-5"),
        ("now", "PRESENT_REF"),
        ("recently", "PAST_REF"),
    ],
)
def test_explicit_expressions_resolve(text: str, value: str) -> None:
    assert [v for _, v in read(text, None)] == [value]


def test_a_full_date_gives_later_ones_their_year() -> None:
    first, second, third = find_dates_in_sequence(
        ["He came on Oct. 23, 2024.", "He left on Oct. 25.", "The next day it rained."], None
    )
    assert first[0].value == "2024-10-23"
    assert second[0].value == "2024-10-25"
    assert third[0].value == "2024-10-26"


def test_a_year_alone_gives_no_year_to_a_later_date() -> None:
    assert [v for _, v in read("It fell in 2014. In August it rose.", None)] == ["2014", None]


def test_context_gives_the_year() -> None:
    (found,) = find_dates("He left on Oct. 25.", None, context=dt.date(2024, 10, 1))
    assert found.value == "2024-10-25"
