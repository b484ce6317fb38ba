"""Months, seasons, years, decades, centuries."""

from __future__ import annotations

import datetime as dt

import pytest

from index.temporal.tagger import find_dates
from tests.helpers.dates import FRIDAY, read


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("They met in Alaska in August.", "August", "2025-08"),
        ("It fell in January.", "January", "2025-01"),
        ("It will open in December.", "December", "2025-12"),
        ("It will open in March.", "March", "2026-03"),
        ("It began in May 2024.", "May 2024", "2024-05"),
        ("It began in May, 2024.", "May, 2024", "2024-05"),
        ("It began in February of 1947.", "February of 1947", "1947-02"),
        ("It began in Jan. 2026.", "Jan. 2026", "2026-01"),
        ("It fell last August.", "last August", "2025-08"),
        ("It fell last November.", "last November", "2024-11"),
        ("It opens next January.", "next January", "2026-01"),
        ("It fell in early September.", "early September", "2025-09"),
        ("It fell in mid-October.", "mid-October", "2025-10"),
        ("It opens in late-November.", "late-November", "2025-11"),
        ("It fell at the end of September.", "the end of September", "2025-09"),
        ("In October last year it fell.", "October last year", "2024-10"),
        ("It fell in January of this year.", "January of this year", "2025-01"),
        ("They meet each July.", "each July", "XXXX-07"),
        ("It fell in June.", "June", "2025-06"),
        ("From March to May it fell.", "March", "2025-03"),
    ],
)
def test_month(text: str, span: str, value: str) -> None:
    assert read(text)[0] == (span, value)


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It fell last fall.", "last fall", "2024-FA"),
        ("It fell last summer.", "last summer", "2025-SU"),
        ("It fell this summer.", "this summer", "2025-SU"),
        ("It opens next spring.", "next spring", "2026-SP"),
        ("It fell in the summer of 2024.", "the summer of 2024", "2024-SU"),
        ("It fell in summer 2024.", "summer 2024", "2024-SU"),
        ("It fell in the winter of 1994.", "the winter of 1994", "1994-WI"),
        ("It fell in early summer.", "early summer", "2025-SU"),
        ("It will open this autumn.", "this autumn", "2025-FA"),
        ("It fell this past spring.", "this past spring", "2025-SP"),
    ],
)
def test_season(text: str, span: str, value: str) -> None:
    assert read(text) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It fell in 2019.", "2019", "2019"),
        ("It fell in late 2019.", "late 2019", "2019"),
        ("It fell in mid-1996.", "mid-1996", "1996"),
        ("It fell by the end of 1990.", "the end of 1990", "1990"),
        ("It fell in fiscal 1989.", "fiscal 1989", "1989"),
        ("It fell in fiscal year 2026.", "fiscal year 2026", "2026"),
        ("It fell in FY2026.", "FY2026", "2026"),
        ("It fell in 1776.", "1776", "1776"),
        ("It fell in nineteen ninety-six.", "nineteen ninety-six", "1996"),
        ("It comes by the year two thousand.", "the year two thousand", "2000"),
        ("The 2024-25 season ended.", "2024-25", "2024"),
        ("Trade grew in the 1990s.", "the 1990s", "199"),
        ("Trade grew in the early 1980s.", "the early 1980s", "198"),
        ("Trade grew in the '90s.", "the '90s", "199"),
        ("Trade grew in the ’90s.", "the ’90s", "199"),
        ("Trade grew in the nineties.", "the nineties", "199"),
        ("Trade grew in the 20th century.", "the 20th century", "19"),
    ],
)
def test_year(text: str, span: str, value: str) -> None:
    assert read(text) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in August", dt.date(2025, 8, 1), dt.date(2025, 8, 31)),
        ("in February 2024", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("in 2019", dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        ("in the 1990s", dt.date(1990, 1, 1), dt.date(1999, 12, 31)),
        ("in the 20th century", dt.date(1900, 1, 1), dt.date(1999, 12, 31)),
        ("in the summer of 2024", dt.date(2024, 6, 1), dt.date(2024, 8, 31)),
        ("in the winter of 2023", dt.date(2023, 12, 1), dt.date(2024, 2, 29)),
        ("in the third quarter of 2024", dt.date(2024, 7, 1), dt.date(2024, 9, 30)),
        ("in the second half of 2024", dt.date(2024, 7, 1), dt.date(2024, 12, 31)),
        ("last week", dt.date(2025, 10, 13), dt.date(2025, 10, 19)),
        ("last weekend", dt.date(2025, 10, 18), dt.date(2025, 10, 19)),
    ],
)
def test_days_that_a_period_covers(text: str, first: dt.date, last: dt.date) -> None:
    (found,) = find_dates(text, FRIDAY)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11 Oct 1918: a quake off Puerto Rico.", [("11 Oct 1918", "1918-10-11")]),
        ("This is what he wrote in 2005: it is theirs.", [("2005", "2005")]),
        ("1991: oil was released from tankers.", [("1991", "1991")]),
        ("1905: Welcome to our live coverage.", []),  # five past seven
        ("Samples of May 25 and June 2 were alike.",
         [("May 25", "2025-05-25"), ("June 2", "2025-06-02")]),
    ],
)  # fmt: skip
def test_years_before_a_colon_and_months_that_are_verbs(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert read(text) == expected
