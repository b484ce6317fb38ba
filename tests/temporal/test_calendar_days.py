"""Dates with a day and a month, as they are written."""

from __future__ import annotations

import datetime as dt

import pytest

from index.temporal.tagger import find_dates
from tests.helpers.dates import FRIDAY, read


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It began on Oct. 21, 2025, in Kyiv.", "Oct. 21, 2025", "2025-10-21"),
        ("It began October 23, 2025.", "October 23, 2025", "2025-10-23"),
        ("It began on 21 October 2025.", "21 October 2025", "2025-10-21"),
        ("It began on 21st October, 2025.", "21st October, 2025", "2025-10-21"),
        ("It began on the 21st of October.", "the 21st of October", "2025-10-21"),
        ("It began on 24 Oct 2025.", "24 Oct 2025", "2025-10-24"),
        ("It began on 30 Sept. 2025.", "30 Sept. 2025", "2025-09-30"),
        ("Posted Fri, 24 Oct 2025.", "Fri, 24 Oct 2025", "2025-10-24"),
        ("It ends Saturday, Oct. 25.", "Saturday, Oct. 25", "2025-10-25"),
        ("It was Friday 13 June 2025.", "Friday 13 June 2025", "2025-06-13"),
        ("Seen Sat., Oct. 18, at sea.", "Sat., Oct. 18", "2025-10-18"),
        ("Gone since Sunday morning, May 4, 2014.", "Sunday morning, May 4, 2014", "2014-05-04"),
        ("It rained on Oct. 21 , 2010 .", "Oct. 21 , 2010", "2010-10-21"),
        ("ON WEDNESDAY, OCTOBER 22", "WEDNESDAY, OCTOBER 22", "2025-10-22"),
        ("“On Oct. 22,” he said.", "Oct. 22", "2025-10-22"),
        ("`` On Oct. 22 , '' he said .", "Oct. 22", "2025-10-22"),
        ("It was the Fourth of July.", "the Fourth of July", "2025-07-04"),
        ("It was Saturday, March eighth.", "Saturday, March eighth", "2025-03-08"),
        ("He came on March twenty-first.", "March twenty-first", "2025-03-21"),
        ("Born 4 May 1980 in Riga.", "4 May 1980", "1980-05-04"),
        ("On 6 May he left.", "6 May", "2025-05-06"),
        ("He starts January 20 next year.", "January 20 next year", "2026-01-20"),
        ("He left on 3 March last year.", "3 March last year", "2024-03-03"),
        ("Seen 23/10/2025.", "23/10/2025", "2025-10-23"),
        ("Seen 10/23/2025.", "10/23/2025", "2025-10-23"),
        ("Seen 23.10.2025.", "23.10.2025", "2025-10-23"),
        ("Seen 10/23/25.", "10/23/25", "2025-10-23"),
        ("Seen 2025-10-23.", "2025-10-23", "2025-10-23"),
        ("Seen 2025-10-23T09:30:00Z.", "2025-10-23T09:30:00Z", "2025-10-23T09:30"),
        ("He planned 9/11.", "9/11", "2001-09-11"),
        ("He recalled the Sept. 11 attacks.", "Sept. 11", "2001-09-11"),
        ("She ran the Sept. 11 Victim Compensation Fund.", "Sept. 11", "2001-09-11"),
        ("The fire in April first brought it down.", "April", "2025-04"),
    ],
)
def test_written_date(text: str, span: str, value: str) -> None:
    assert read(text) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He resigned on October 16.", "2025-10-16"),
        ("He resigned on Jan. 5.", "2025-01-05"),
        ("The board has set Nov. 10 as the deadline.", "2025-11-10"),
        ("He will resign on Dec. 1.", "2025-12-01"),
        ("He will resign on Jan. 5.", "2026-01-05"),
        ("He resigned on March 3.", "2025-03-03"),
        # entries of a chronology tell the past in the present
        ("Jan 11 - The company says it will pay.", "2025-01-11"),
        ("20 April : Rig explodes, crew says it will sue.", "2025-04-20"),
        ("The bonds are payable Nov. 15.", "2025-11-15"),
        ("He takes office effective Feb. 1.", "2026-02-01"),
        ("The invasion began on Feb. 24.", "2025-02-24"),
    ],
)
def test_year_is_the_nearest_that_the_tense_allows(text: str, value: str) -> None:
    assert [v for _, v in read(text)] == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Oct. 21 and 22", [("Oct. 21", "2025-10-21"), ("22", "2025-10-22")]),
        ("on Oct. 21-23", [("Oct. 21", "2025-10-21"), ("23", "2025-10-23")]),
        ("on October 21–23, 2024", [("October 21", "2024-10-21"), ("23, 2024", "2024-10-23")]),
        ("on 21-23 October", [("21", "2025-10-21"), ("23 October", "2025-10-23")]),
        ("from 1 to 3 May 2024", [("1", "2024-05-01"), ("3 May 2024", "2024-05-03")]),
    ],
)
def test_two_days_share_a_month(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("on 03/04/2025", dt.date(2025, 3, 5), "2025-03-04"),
        ("on 03/04/2025", dt.date(2025, 4, 4), "2025-04-03"),
        ("on 03/11/2025", dt.date(2025, 6, 2), "2025-03-11"),  # the other one is to come
        ("on 03/04/2025", dt.date(2025, 10, 24), None),
        ("on 03.04.2025", dt.date(2025, 10, 24), "2025-04-03"),
        ("on 13/04/2025", dt.date(2025, 10, 24), "2025-04-13"),
        ("on 03/04/2025", None, None),
    ],
)
def test_figures_in_an_unclear_order(
    text: str, published: dt.date | None, value: str | None
) -> None:
    assert read(text, published) == [(text.removeprefix("on "), value)]


def test_a_day_is_its_own_first_and_last() -> None:
    (found,) = find_dates("He left on Oct. 21.", FRIDAY)
    assert (found.kind, found.first, found.last) == (
        "DATE",
        dt.date(2025, 10, 21),
        dt.date(2025, 10, 21),
    )


@pytest.mark.parametrize(
    "text",
    ["Feb. 30", "February 30, 2025", "31 June", "Sept. 31, 2025", "April 31", "29 February 2025"],
)
def test_a_day_that_does_not_exist_has_no_value(text: str) -> None:
    assert [value for _, value in read(text)] == [None]


@pytest.mark.parametrize("text", ["2025-13-45", "2025-02-30", "45/45/2025", "Oct. 0", "Oct. 99"])
def test_figures_that_are_no_date_are_left_alone(text: str) -> None:
    assert all(value is None or len(value) != 10 for _, value in read(text))


def test_a_leap_day_without_a_year_goes_to_a_leap_year() -> None:
    assert read("He was born on Feb. 29.", dt.date(2025, 1, 10)) == [("Feb. 29", "2024-02-29")]


@pytest.mark.parametrize(
    "text", ["24 October, 1130 GMT: the road is open", "October 24, 1815 EST, at the border"]
)
def test_a_time_with_its_zone_is_no_year(text: str) -> None:
    assert next(found for _, found in read(text)) == "2025-10-24"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("On Oct. 21, 25 Palestinians were killed.", ["Oct. 21"]),
        ("On October 7, 12 of the hostages came home.", ["October 7"]),
        ("On Oct. 3, 12 to 15 people fled.", ["Oct. 3"]),
        ("It rained on Oct. 21, 22 and 23.", ["Oct. 21", "22", "23"]),
        ("It rained on Oct. 21, 22.", ["Oct. 21", "22"]),
        ("On Oct. 22, 2000 people protested.", ["Oct. 22"]),
        ("On October 22, 1500 Ukrainian soldiers crossed.", ["October 22"]),
        ("On 22 October 1200 Russian soldiers crossed.", ["22 October"]),
        ("In October 1500 people fled.", ["October"]),
        ("Born on 12 March 1685 in Eisenach.", ["12 March 1685"]),
        ("On October 14, 1066, William won.", ["October 14, 1066"]),
        ("On 4 July 1776 Congress met.", ["4 July 1776"]),
        ("In October 2025 workers went on strike.", ["October 2025"]),
    ],
)
def test_a_count_behind_a_day_belongs_to_no_date(text: str, spans: list[str]) -> None:
    assert [found.text for found in find_dates(text, FRIDAY)] == spans


def test_both_days_of_a_range_are_of_one_year() -> None:
    first, second = find_dates("The games take place Jan. 10-12.", dt.date(2025, 12, 20))
    assert (first.value, second.value) == ("2026-01-10", "2026-01-12")
    first, second = find_dates("The festival ran October 14-16.", dt.date(2025, 8, 1))
    assert first.value is not None
    assert second.value == first.value[:8] + "16"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("What happened on October 22-24?", ["2025-10-22", "2025-10-24"]),
        ("Talks on Oct. 21-24; then nothing.", ["2025-10-21", "2025-10-24"]),
        ("It rained on 21, 22 and 23 October.", ["2025-10-21", "2025-10-22", "2025-10-23"]),
        ("On Oct. 21, 22, and 23, 2024.", ["2024-10-21", "2024-10-22", "2024-10-23"]),
        ("On Oct. 21 and 25 people died.", ["2025-10-21"]),
        ("Polls on Oct. 21, 22 and 23 showed a lead.", ["2025-10-21", "2025-10-22", "2025-10-23"]),
        ("On the twenty-first of October he resigned.", ["2025-10-21"]),
        ("On the thirty first of October he resigned.", ["2025-10-31"]),
        ("He left on the second of November.", ["2025-11-02"]),
        ("He came on 2025/10/24.", ["2025-10-24"]),
        ("He came on 2025/13/24.", []),
    ],
)
def test_days_in_lists_in_words_and_with_slashes(text: str, values: list[str]) -> None:
    assert [value for _, value in read(text)] == values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The first Monday of September brought rain.", "2025-09-01"),
        ("He will resign on the third Thursday of November.", "2025-11-20"),
        ("They met on the last Friday of October 2024.", "2024-10-25"),
        ("They met on the second Tuesday in October last year.", "2024-10-08"),
        ("They met on the fifth Monday of February 2025.", None),
        ("They met on the 2nd Sunday of March.", "2025-03-09"),
    ],
)
def test_a_weekday_of_a_month_is_one_day(text: str, day: str | None) -> None:
    assert [value for _, value in read(text)] == [day]
