"""Whether a sentence speaks of the days that are asked about."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.ranking import day_match
from index.query.days.asked import RequestedDays, requested_days
from index.temporal.tagger import find_dates
from tests.helpers.answering import NEWEST, read, story_of

THURSDAY = dt.date(2025, 10, 23)
FRIDAY = dt.date(2025, 10, 24)
MONDAY = dt.date(2025, 10, 20)
ANY_DAY = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def asked(text: str, newest: dt.date | None = NEWEST) -> RequestedDays:
    days, _ = requested_days(text, newest)
    assert days is not None
    return days


def test_a_day_is_met_by_that_day_only() -> None:
    days = asked("What happened on 23 October?")
    assert days.includes(THURSDAY)
    assert not days.includes(FRIDAY)
    assert not days.includes(None)


def test_a_range_is_met_by_its_ends_and_what_is_between() -> None:
    days = asked("What happened between 20 October and 23 October?")
    assert all(days.includes(day) for day in (MONDAY, dt.date(2025, 10, 21), THURSDAY))
    assert not days.includes(FRIDAY)


def test_a_year_that_includes_the_day_is_not_about_the_day() -> None:
    days = asked("What happened on 23 October?")
    assert not days.covers(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert asked("What happened in 2025?").covers(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert asked("What happened in 2025?").includes(THURSDAY)


def test_a_weekday_is_any_such_day() -> None:
    days = asked("What happened on Thursday?")
    assert days.includes(THURSDAY)
    assert days.includes(dt.date(2025, 10, 16))
    assert not days.includes(FRIDAY)
    assert not days.covers(MONDAY, THURSDAY)


def test_a_date_beside_a_weekday_decides() -> None:
    days = asked("What happened on Thursday, 23 October?")
    assert not days.includes(dt.date(2025, 10, 16))


def test_two_days_without_between_are_two_days() -> None:
    days = asked("What happened on 20 October and 23 October?")
    assert days.includes(MONDAY)
    assert days.includes(THURSDAY)
    assert not days.includes(dt.date(2025, 10, 21))


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("what happened on the 20th?", [("10-20", "10-20")]),
        ("on the 31st", [("10-31", "10-31")]),
        ("What happened between the 20th and the 24th of October?", [("10-20", "10-24")]),
        ("from the 20th to the 24th", [("10-20", "10-24")]),
        ("from October 20th to the 24th", [("10-20", "10-24")]),
        ("from the 30th to the 2nd of November", [("10-30", "11-02")]),
        ("between the 3rd of June and the 5th", [("06-03", "06-05")]),
        ("on the 20th and 24th of October", [("10-20", "10-20"), ("10-24", "10-24")]),
        ("was it on the 3rd or the 4th?", [("10-03", "10-03"), ("10-04", "10-04")]),
    ],
)
def test_a_day_may_be_named_by_its_number_alone(text: str, ranges: list[tuple[str, str]]) -> None:
    days = asked(text, dt.date(2025, 11, 1))
    expected = [(f"2025-{first}", f"2025-{last}") for first, last in ranges]
    assert [(str(first), str(last)) for first, last in days.ranges] == expected


@pytest.mark.parametrize(
    "text",
    [
        "what is the difference between the 1st and 2nd rounds?",
        "who led between the 1st and the 2nd half?",
        "he fell from the 3rd floor",
        "who ruled before the 20th century",
        "who came in the 2nd?",
        "Anna and the 2nd?",
        "what changed since the 45th",
    ],
)
def test_other_numbers_are_no_days(text: str) -> None:
    assert requested_days(text, NEWEST)[0] is None


def test_without_any_dated_article_a_number_alone_is_no_day() -> None:
    assert requested_days("what happened on the 20th?", None)[0] is None


def test_nothing_named() -> None:
    assert requested_days("What did Putin say?", NEWEST) == (None, [])
    assert requested_days("", None) == (None, [])


def test_the_stretches_that_name_days_are_told() -> None:
    text = "What happened on 23 October in Budapest?"
    _, [(start, end)] = requested_days(text, NEWEST)
    assert "23 October" in text[start:end]
    assert "Budapest" not in text[start:end]


def test_without_any_dated_article_a_full_date_is_still_understood() -> None:
    assert asked("What happened on 23 October 2025?", None).includes(THURSDAY)


def test_expressions_of_a_text_are_matched() -> None:
    days = asked("What happened on 23 October?")
    assert days.match(find_dates("The call came on Thursday.", FRIDAY))
    assert not days.match(find_dates("The call came on Monday.", FRIDAY))
    assert not days.match(find_dates("The call came at last.", FRIDAY))


STORY = story_of(
    "The sanctions came on Monday. They hit two companies. Oil rose.\n\n"
    "On Thursday, Putin spoke. He was calm."
)


@pytest.mark.parametrize(
    ("part", "of_monday", "of_thursday"),
    [
        ("sanctions came", True, False),
        ("hit two", True, False),  # its neighbour's day
        ("Putin spoke", False, True),
        ("He was calm", False, True),
    ],
)
def test_a_sentence_without_a_day_is_of_its_neighbours(
    part: str, of_monday: bool, of_thursday: bool
) -> None:
    ordinal = STORY.ordinal(part)
    monday = day_match(read("What happened on 20 October?"), STORY.view, ordinal)
    thursday = day_match(read("What happened on 23 October?"), STORY.view, ordinal)
    assert (monday > 0, thursday > 0) == (of_monday, of_thursday)


def test_a_day_of_its_own_counts_more_than_a_neighbours() -> None:
    question = read("What happened on 23 October?")
    own = day_match(question, STORY.view, STORY.ordinal("Putin spoke"))
    assert own > day_match(question, STORY.view, STORY.ordinal("He was calm")) > 0


def test_a_story_without_days_is_of_the_day_it_came_out() -> None:
    question = read("What happened on 24 October?")
    assert day_match(question, story_of("It rained. Oil rose.").view, 1) > 0
    assert day_match(question, story_of("It rained. Oil rose.", published=None).view, 1) == 0


@given(ANY_DAY, ANY_DAY, ANY_DAY)
def test_a_day_is_held_just_when_a_range_has_it(one: dt.date, two: dt.date, day: dt.date) -> None:
    since, until = min(one, two), max(one, two)
    assert RequestedDays(((since, until),)).includes(day) == (since <= day <= until)


@given(ANY_DAY)
def test_a_written_date_is_understood_as_that_day(day: dt.date) -> None:
    days = asked(f"What happened on {day.day} {day:%B %Y}?", NEWEST)
    assert days.ranges == ((day, day),)


FIRST, LAST = str(dt.date.min), str(dt.date.max)


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("What did Putin say after 22 October?", [("2025-10-23", LAST)]),
        ("Who resigned since October 22?", [("2025-10-22", LAST)]),
        ("What happened before 22 October?", [(FIRST, "2025-10-21")]),
        ("Who died before 22 October according to Reuters?", [(FIRST, "2025-10-21")]),
        ("Who spoke after 22 October when he resigned?", [("2025-10-23", LAST)]),
        ("Who spoke after the 22nd of October near Kyiv?", [("2025-10-23", LAST)]),
        ("What did Brown say before Tuesday's vote?", [(FIRST, "2025-10-21")]),
        ("What did Brown say after Tuesday?", [("2025-10-22", LAST)]),
        ("Who resigned since Monday?", [("2025-10-20", LAST)]),
        ("What happened from Monday to Thursday?", [("2025-10-20", "2025-10-23")]),
        ("What happened between Monday and Wednesday?", [("2025-10-20", "2025-10-22")]),
        ("What happened until the 22nd of October?", [(FIRST, "2025-10-22")]),
        ("What was said after the 22 October summit?", [("2025-10-22", LAST)]),
        ("Who wrote the report from 22 October?", [("2025-10-22", "2025-10-22")]),
        ("What happened 21-24 October?", [("2025-10-21", "2025-10-24")]),
        ("What happened from October 21 to 24?", [("2025-10-21", "2025-10-24")]),
        ("What happened after 20 October and before 23 October?", [("2025-10-21", "2025-10-22")]),
        (
            "What happened between the fire on 20 October and the vote on 23 October?",
            [("2025-10-20", "2025-10-23")],
        ),
        ("What happened between 23 October and 20 October?", [("2025-10-20", "2025-10-23")]),
        ("Who resigned on Monday last week?", [("2025-10-13", "2025-10-13")]),
        (
            "What did people from Kyiv do on October 20 and October 23?",
            [("2025-10-20", "2025-10-20"), ("2025-10-23", "2025-10-23")],
        ),
        (
            "What happened between Trump and Putin on 20 October and 23 October?",
            [("2025-10-20", "2025-10-20"), ("2025-10-23", "2025-10-23")],
        ),
    ],
)
def test_bounds_and_ranges(text: str, ranges: list[tuple[str, str]]) -> None:
    assert [(str(one), str(other)) for one, other in asked(text).ranges] == ranges


def test_a_year_is_not_after_a_day_of_it() -> None:
    days = asked("What happened after 22 October 2025?")
    assert days.includes(FRIDAY)
    assert not days.includes(dt.date(2025, 10, 22))
    assert not days.covers(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("What did Brown say last week?", [("2025-10-20", "2025-10-26")]),
        ("Who resigned last month?", [("2025-09-01", "2025-09-30")]),
        ("Who resigned this month?", [("2025-10-01", "2025-10-31")]),
        ("Who will play tomorrow?", [("2025-10-30", "2025-10-30")]),
        ("Who plays next Friday?", [("2025-11-07", "2025-11-07")]),
        ("What did he say two days ago?", [("2025-10-27", "2025-10-27")]),
        ("Who resigned in the last three days?", [("2025-10-26", LAST)]),
        ("What did Brown say after Tuesday?", [("2025-10-22", LAST)]),
        ("Who resigned after 12 October?", [("2025-10-13", LAST)]),
        ("Who resigned after 12 October and before the 15th?", [("2025-10-13", "2025-10-14")]),
    ],
)
def test_what_is_counted_from_today_is_of_the_reader(
    text: str, ranges: list[tuple[str, str]]
) -> None:
    days, _ = requested_days(text, NEWEST, dt.date(2025, 10, 29))
    assert days is not None
    assert [(str(one), str(other)) for one, other in days.ranges] == ranges


@pytest.mark.parametrize(
    "text",
    [
        "Who was killed at 3 pm?",
        "What was decided last year?",
        "Who met the same Friday?",
        "Who lost in the last six days before the vote?",
        "Who was it 20 years ago?",
        "Who is it now?",
        "Who led for the year?",
    ],
)
def test_what_no_sentence_is_of_as_such_is_no_day(text: str) -> None:
    assert requested_days(text, NEWEST, dt.date(2025, 10, 29))[0] is None


def test_a_weekday_without_its_apostrophe_is_that_weekday() -> None:
    assert asked("What did he offer at thursdays meeting?").weekdays == {3}


@pytest.mark.parametrize("part", ["morning", "night"])
def test_a_part_of_a_weekday_is_that_weekday(part: str) -> None:
    assert asked(f"What happened on Thursday {part}?").includes(THURSDAY)


COVERED = (dt.date(2016, 7, 24), dt.date(2016, 8, 3), dt.date(2025, 7, 2), NEWEST)


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("what happend on july 24", [("2016-07-24", "2016-07-24")]),
        ("Who met between July 20 and July 26?", [("2016-07-20", "2016-07-26")]),
        ("Who met on July 24 or on July 25?", [("2016-07-24",) * 2, ("2016-07-25",) * 2]),
        ("Who met on August 3?", [("2016-08-03", "2016-08-03")]),
        ("Who met in July?", [("2025-07-01", "2025-07-31")]),
        ("Who met on July 24, 2025?", [("2025-07-24", "2025-07-24")]),
        ("Who met on October 24?", [("2025-10-24", "2025-10-24")]),
        ("Who met on February 29?", [("2024-02-29", "2024-02-29")]),
        ("Who met on March 3?", [("2025-03-03", "2025-03-03")]),
        ("Who has met since July 24?", [("2025-07-24", LAST)]),
    ],
)
def test_a_day_without_a_year_is_of_the_nearest_year_with_anything_of_it(
    text: str, ranges: list[tuple[str, str]]
) -> None:
    days, _ = requested_days(text, NEWEST, covered=COVERED)
    assert days is not None
    assert [(str(one), str(other)) for one, other in days.ranges] == ranges


def test_on_which_side_of_a_day_is_no_bound() -> None:
    assert requested_days("Was he arrested before or after 22 October?", NEWEST)[0] is None
