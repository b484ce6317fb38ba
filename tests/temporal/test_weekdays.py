"""Weekdays: which one is meant, by the words before it and the tense of the sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from index.temporal.tagger import find_dates
from tests.helpers.dates import FRIDAY, read, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks ended on Wednesday.", "2025-10-22"),
        ("Trump said Friday that he was tired.", "2025-10-24"),
        ("He was killed Saturday.", "2025-10-18"),
        ("On Monday, the court rejected it.", "2025-10-20"),
        ("The ministers met on Thursday in Rome.", "2025-10-23"),
        ("It had been due to expire Thursday.", "2025-10-23"),
        ("He denied it and on Tuesday flew home.", "2025-10-21"),
        ("He agreed on Monday to meet.", "2025-10-20"),
        ("On Wednesday the bank agreed to close its branch.", "2025-10-22"),
        ("She could not be reached on Tuesday.", "2025-10-21"),
        ("Neither could be found Monday.", "2025-10-20"),
        ("Ahead of the vote, the ministry on Sunday warned of cold.", "2025-10-19"),
        ("The map that was quickly denied came out on Monday.", "2025-10-20"),
        ("The prize was presented by Theresa May on Monday.", "2025-10-20"),
        ("He flew in with Will Young on Monday.", "2025-10-20"),
        ("The dome had to be moved on Monday.", "2025-10-20"),
        ("The pool was kept closed on Monday.", "2025-10-20"),
    ],
)
def test_past_tense_looks_back_and_today_counts(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will meet on Friday.", "2025-10-24"),
        ("He will meet Putin on Tuesday.", "2025-10-28"),
        ("On Saturday he will travel to Kyiv.", "2025-10-25"),
        ("He is to speak on Sunday.", "2025-10-26"),
        ("She is due to meet him on Monday.", "2025-10-27"),
        ("He plans to travel Monday.", "2025-10-27"),
        ("It will match a profit from last season when it reports on Tuesday.", "2025-10-28"),
        ("The firm is preparing to pump mud on Wednesday.", "2025-10-29"),
        (
            "It plans to pump heavy fluids and then cement into the well under the sea, to block"
            " the flow of oil and gas from it, in a so-called top kill operation on Wednesday.",
            "2025-10-29",
        ),
        ("He is due to put his demands to them on Monday.", "2025-10-27"),
        ("The report is scheduled to be officially released on Wednesday.", "2025-10-29"),
        ("A flight is to be carried out on Thursday.", "2025-10-30"),
        ("The dome will be lowered to the seabed on Tuesday.", "2025-10-28"),
        ("The storm could hit the site on Sunday.", "2025-10-26"),
        ("She has a hearing set for Monday.", "2025-10-27"),
        ("They prepared an operation to begin late Tuesday.", "2025-10-28"),
        ("They wrote ahead of their hearing with him on Monday.", "2025-10-27"),
        ("A hearing is scheduled for Thursday.", "2025-10-30"),
        ("She set a hearing for Thursday at ten.", "2025-10-30"),
        ("The hearing will be held on Thursday.", "2025-10-30"),
        ("The pool will stay closed on Thursday.", "2025-10-30"),
        ("Strikes May Go Ahead on Thursday", "2025-10-30"),
        ("The pool will be kept closed on Thursday.", "2025-10-30"),
        ("They hope to begin a “static kill” procedure on Thursday.", "2025-10-30"),
        ('It will hold a "Clean It Up" rally on Saturday.', "2025-10-25"),
        ("They called a meeting for next Thursday.", "2025-10-30"),
        ("A vote planned for Monday was cancelled.", "2025-10-20"),
        ("The result is expected to be announced Thursday.", "2025-10-30"),
        ("The company said it would report on Tuesday.", "2025-10-28"),
        ("The team planned to leave on Thursday.", "2025-10-30"),
        ("They have until Sunday to reply.", "2025-10-26"),
        ("They could leave as soon as Tuesday.", "2025-10-28"),
    ],
)
def test_future_tense_looks_ahead(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("It fell last Friday.", "last Friday", "2025-10-17"),
        ("It fell last Monday.", "last Monday", "2025-10-20"),
        ("It opens next Friday.", "next Friday", "2025-10-31"),
        ("It opens next Monday.", "next Monday", "2025-10-27"),
        ("It opens this Sunday.", "this Sunday", "2025-10-26"),
        ("It opens this coming Friday.", "this coming Friday", "2025-10-31"),
        ("It fell this past Tuesday.", "this past Tuesday", "2025-10-21"),
        ("He left early Thursday.", "early Thursday", "2025-10-23"),
        ("He left late on Thursday.", "late on Thursday", "2025-10-23"),
        ("It rejected Thursday's offer.", "Thursday", "2025-10-23"),
        ("It rejected Thursday’s offer.", "Thursday", "2025-10-23"),
        ("It died the day before last Tuesday.", "the day before last Tuesday", "2025-10-20"),
        ("It came the day after Oct. 3.", "the day after Oct. 3", "2025-10-04"),
    ],
)
def test_words_before_the_weekday(text: str, span: str, expected: str) -> None:
    assert read(text) == [(span, expected)]


def test_part_of_a_named_day_is_in_the_span_and_the_day_is_the_value() -> None:
    assert read("It fell Tuesday night.") == [("Tuesday night", "2025-10-21")]
    assert read("It fell on Thursday morning.") == [("Thursday morning", "2025-10-23")]


def test_previous_weekday_is_told_from_the_day_named_before() -> None:
    text = "On Oct. 13 shares fell, after a rise the previous Friday."
    assert read(text)[1] == ("the previous Friday", "2025-10-10")
    assert read("It fell. The following Tuesday it rose.", FRIDAY)[0][1] == "2025-10-28"


def test_context_is_the_day_named_before_the_text() -> None:
    (found,) = find_dates("The following Tuesday it rose.", FRIDAY, context=dt.date(2024, 1, 1))
    assert found.value == "2024-01-02"


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("It opens Mondays.", "Mondays", "XXXX-WXX-1"),
        ("They meet every Tuesday.", "every Tuesday", "XXXX-WXX-2"),
        ("They meet each Sunday night.", "each Sunday night", "XXXX-WXX-7TNI"),
    ],
)
def test_recurring_weekdays_are_sets(text: str, span: str, expected: str) -> None:
    (found,) = find_dates(text, FRIDAY)
    assert (found.text, found.kind, found.value, found.first) == (span, "SET", expected, None)


@pytest.mark.parametrize(
    "text",
    [
        "Shoppers crowd in on Black Friday.",
        "He wrote for the Sunday Times.",
        "He appeared on Saturday Night Live.",
        "Strong demand for desk-top computers, Sun faces competition.",
        "The sun rose as he sat, then wed.",
        "Sun's chief executive spoke.",
    ],
)
def test_no_weekday(text: str) -> None:
    assert [v for _, v in read(text) if v and len(v) == 10] == []


@pytest.mark.parametrize("offset", range(7))
def test_every_weekday_of_a_past_sentence_is_within_a_week(offset: int) -> None:
    published = FRIDAY + dt.timedelta(days=offset)
    for name in ("Monday", "Wednesday", "Sunday"):
        found = dt.date.fromisoformat(value(f"He died on {name}.", published) or "")
        assert found.strftime("%A") == name
        assert 0 <= (published - found).days < 7


@pytest.mark.parametrize(
    ("text", "span", "day"),
    [
        ("He resigned on Monday last week.", "Monday last week", "2025-10-13"),
        ("He resigned on Friday of last week.", "Friday of last week", "2025-10-17"),
        ("He resigned on Tuesday night this week.", "Tuesday night this week", "2025-10-21"),
        ("He leaves on Friday next week.", "Friday next week", "2025-10-31"),
        ("He resigned on Monday a week ago.", "Monday a week ago", "2025-10-13"),
    ],
)
def test_a_weekday_of_another_week_is_one_expression(text: str, span: str, day: str) -> None:
    assert read(text) == [(span, day)]
