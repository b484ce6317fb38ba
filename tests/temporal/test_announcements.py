"""Weekdays that a clause in the present tense announces, and those of which it only tells."""

from __future__ import annotations

import pytest

from tests.helpers.dates import read, value

# published on Friday 24 October 2025


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voters go to the polls on Sunday to elect a new council.", "2025-10-26"),
        ("The strike starts on Saturday, the union warned.", "2025-10-25"),
        ("Ministers are meeting on Thursday to discuss the fire.", "2025-10-30"),
        ("He said the company reports its earnings on Thursday.", "2025-10-30"),
        ("The ferries do not run on Thursday.", "2025-10-30"),
        ("There is a vigil on Saturday.", "2025-10-25"),
        ("The report comes out on Thursday.", "2025-10-30"),
        ("On Wednesday the minister faces parliament.", "2025-10-29"),
        ("On Saturday, the family hosts a dinner.", "2025-10-25"),
        ("The mayor, who leaves on Monday, said so.", "2025-10-27"),
        ("Voters in Chile go to the polls on Sunday.", "2025-10-26"),
        ("Leaders of the EU meet in Brussels on Monday.", "2025-10-27"),
        ("The leaders hold talks on Thursday in Geneva.", "2025-10-30"),
        ("The vote comes on Thursday.", "2025-10-30"),
        ("On Tuesday, Democrats vote in Arizona.", "2025-10-28"),
        ("Striker fit as the team meets Italy on Saturday", "2025-10-25"),
        ("Striker fit as Norway meet Italy on Saturday", "2025-10-25"),
        ("She said she looked forward to meeting the king on Tuesday.", "2025-10-28"),
    ],
)
def test_what_is_announced_is_ahead(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister tells reporters on Monday that no one is to blame.", "2025-10-20"),
        ("The photo shows the ship on Monday.", "2025-10-20"),
        ("Leaders of the EU met in Brussels on Monday.", "2025-10-20"),
        ("Attacks on a police post on Sunday left two dead.", "2025-10-19"),
        ("The decision follows a vote on Thursday.", "2025-10-23"),
        ("The move comes after talks on Wednesday.", "2025-10-22"),
        ("As the ship leaves port on Sunday, a fire breaks out on deck.", "2025-10-19"),
        ("Shares fell as the bank reports losses on Monday.", "2025-10-20"),
        ("Despite a series of costly defeats on Tuesday, he goes on.", "2025-10-21"),
        ("The attack on Monday is the third by this group.", "2025-10-20"),
        ("A Sunday paper writes that he is ill.", "2025-10-19"),
        ("Volume was down from 886 million shares Thursday.", "2025-10-23"),
        ("The inquiry, which costs two million, heard witnesses on Tuesday.", "2025-10-21"),
        ("He is safe, police say, after the crash on Monday.", "2025-10-20"),
        ("The inquiry was to begin on Wednesday, but it has been put off.", "2025-10-22"),
        ("She said on Tuesday her worry is that he is ill.", "2025-10-21"),
        ("The experts told a news conference on Wednesday that it works.", "2025-10-22"),
    ],
)
def test_what_is_only_told_of_has_been(text: str, expected: str) -> None:
    assert value(text) == expected


def test_a_verb_may_be_the_last_word() -> None:
    assert value("On Thursday it comes") == "2025-10-23"
    assert value("On Thursday it ends") == "2025-10-30"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The council, which met on Thursday, votes again on Saturday.", ["23", "25"]),
        ("The ship, which left Hamburg on Sunday, arrives in Rostock on Thursday.", ["19", "30"]),
        ("The deal signed on Thursday takes effect on Saturday.", ["23", "25"]),
        ("Ministers who met on Thursday meet again on Saturday.", ["23", "25"]),
        ("The bill, passed on Thursday, goes to the Senate on Wednesday.", ["23", "29"]),
    ],
)
def test_what_is_told_of_a_subject_is_another_time(text: str, days: list[str]) -> None:
    assert [day for _, day in read(text)] == [f"2025-10-{day}" for day in days]
