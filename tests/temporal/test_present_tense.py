"""Weekdays ahead that a verb in the present tense announces, and those it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from index.temporal.tagger import find_dates_in_sequence

TUESDAY = dt.date(2025, 10, 21)


def days(text: str) -> list[str | None]:
    return [found.value for found in find_dates_in_sequence([text], TUESDAY)[0]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A trial begins on Thursday.", "2025-10-23"),
        ("The council meets on Friday to debate the plan.", "2025-10-24"),
        ("A judge hears the appeal on Monday.", "2025-10-27"),
        ("The vote is on Thursday.", "2025-10-23"),
        ("The rule takes effect on Friday.", "2025-10-24"),
        ("The rule comes into force on Saturday.", "2025-10-25"),
        ("Negotiations resume on Thursday in Geneva.", "2025-10-23"),
        ("A show of his work opens Friday.", "2025-10-24"),
        ("Judges hear the case on Monday.", "2025-10-27"),
        ("The judges return on Monday.", "2025-10-27"),
        ("The inquiry begins at 10:00 on Thursday.", "2025-10-23T10:00"),
        ("The polls open at 7 a.m. Thursday.", "2025-10-23T07:00"),
        ("The hearing opens on Thursday.", "2025-10-23"),
        ("Early voting begins on Saturday.", "2025-10-25"),
        ("The road is closed on Thursday for repairs.", "2025-10-23"),
        ("The results are published Friday.", "2025-10-24"),
        ("The airline flies its last route on Saturday.", "2025-10-25"),
        ("Trump and Putin meet on Friday.", "2025-10-24"),
        ("France and Germany play on Friday in Lyon.", "2025-10-24"),
        ("He said the mayor and the unions meet on Friday.", "2025-10-24"),
        ("The minister, who resigned on Monday, speaks on Thursday.", "2025-10-23"),
        ("The bank, which cut rates last spring, meets on Wednesday.", "2025-10-22"),
    ],
)
def test_the_present_tense_announces_a_day(text: str, day: str) -> None:
    assert days(text)[-1] == day


@pytest.mark.parametrize(
    "text",
    [
        "The move comes after talks on Monday.",
        "He did not meet her on Monday.",
        "The two sides failed to meet on Monday.",
        "The court, which hears appeals, ruled on Monday.",
        "A man is in hospital after a crash on Monday.",
        "The talks on Monday were cut short.",
        "After votes on Monday, the party split.",
        "As of Monday's close, shares were down six percent.",
        "The move follows Monday's statement by the bank, which holds a tenth of the firm.",
        "The work begins after the ruling on Monday.",
        "She opened the show on Monday, which closes in May.",
        "The council approved the plan on Monday.",
        "The council abandoned a plan Monday to sell the pool.",
        "The council unveiled new plans on Monday.",
        "The vote follows growing protests on Monday.",
        "They signed the trade and security deal on Monday.",
        "Trump and Putin cut ties on Monday.",
        "Reilly briefed the cabinet, two secretaries and the rest Monday.",
        "He is charged with murder over the shooting on Monday.",
    ],
)
def test_other_weekdays_stay_in_the_past(text: str) -> None:
    assert days(text)[0] == "2025-10-20"


def test_days_joined_by_and_are_of_one_clause() -> None:
    assert days("The doctors strike on Thursday and Friday.") == ["2025-10-23", "2025-10-24"]
    assert days("The doctors met on Sunday and Monday.") == ["2025-10-19", "2025-10-20"]


def test_a_plan_to_do_something_is_ahead() -> None:
    assert days("It has no plans to meet him on Monday.") == ["2025-10-27"]


def test_two_clauses_two_days() -> None:
    text = "An inquiry begins on Thursday, the minister said on Tuesday."
    assert days(text) == ["2025-10-23", "2025-10-21"]
