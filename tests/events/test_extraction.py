"""Candidate events of one article: which sentence tells of which day."""

from __future__ import annotations

import datetime as dt

import pytest

from index.events.extraction import clarity, terms
from tests.helpers.timeline import candidates, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # published on Friday 24 October 2025
        ("Police arrested two suspects on Wednesday in Paris.", [("2025-10-22", False)]),
        ("The court will hear the case in Paris on Monday.", [("2025-10-27", True)]),
        ("The minister visits Budapest on October 30, officials said.", [("2025-10-30", True)]),
        ("The mayor resigned on 3 March 2019 after a scandal.", [("2019-03-03", False)]),
        ("The summit is scheduled for 3 March 2026 in Vienna.", [("2026-03-03", True)]),
        ("The president spoke of the spill in his speech on March 3.", [("2025-03-03", False)]),
        # the day of the saying gives way to the day of the matter
        (
            "On Wednesday, the company said the well was sealed on Monday.",
            [("2025-10-20", False)],
        ),
        ("The company said on Wednesday that the well was sealed.", [("2025-10-22", False)]),
        # what cannot be read as one event
        (f"Police arrested two suspects on Wednesday in Paris{', and in Lyon' * 30}.", []),
        (
            "A court on Thursday rejected the government's plea, opening the door to ... PARIS"
            " -- The cabinet issued a new order Monday on drilling that ... Despite the reforms",
            [],
        ),
        # what an article said before it was corrected
        ("A correction was made on Oct. 23, 2025: An earlier version of this article said no.", []),
        # a bound is not a day that the sentence tells of
        ("Protests have spread across the country since Tuesday.", []),
        ("The ship was searched for drugs after the April 20 collision.", []),
        # a count of many days, or a rough one, is no day at all
        ("It is the biggest success of the president since the crisis began 58 days ago.", []),
        ("The mayor of Paris closed the bridge 12 days ago for repairs.", []),
        ("The mayor of Paris closed the bridge about two days ago for repairs.", []),
        ("The mayor of Paris closed the bridge some weeks ago for repairs.", []),
        ("The mayor of Paris closed the bridge two days ago.", [("2025-10-22", False)]),
        ("Sixty days into the strike, the mayor of Paris closed the bridge.", []),
        # what had been planned for a day gone by may not have happened on it
        ("The court was due to hear the case in Paris on October 20.", []),
        ("The guests of the hotel said the party was like Christmas.", []),
        # what is to come when something else happens today is a plan
        ("He is to ask for more money when he speaks in Paris today.", [("2025-10-24", True)]),
        # without a verb nothing is told
        ("Flash forward to October 17, 2025 in sunny Rome.", []),
        # a day of the speaker, not of the news
        ("“We honour the remarkable guests of the mayor who are here tonight.”", []),
        ("We honour the remarkable guests of the mayor here tonight,” she said.", []),
        ("Some of the worst problems are “facing our country today,” Carson continued.", []),
        ("The “silent” mayor of Paris closed the bridge today.", [("2025-10-24", False)]),
        # a page is no story
        ("Posted by: reader | October 20, 2025 6:13 AM | Report abuse Good riddance to them.", []),
        ("A version appeared on p26 of the main section on Friday 17 October 2025.", []),
        # a day far ahead is one only where the day itself is planned
        (
            "May 30 - The company says it will pay all claims for the spill.",
            [("2025-05-30", False)],
        ),
        # a count behind a weekday is no year
        (
            "On Wednesday, 1500 Ukrainian soldiers crossed the river near Kherson.",
            [("2025-10-22", False)],
        ),
        # periods are no days
        ("The two presidents met in Alaska in August.", []),
        ("Inflation rose last week and in 2024.", []),
    ],
)
def test_days_that_are_told(text: str, expected: list[tuple[str, bool]]) -> None:
    assert told(text) == expected


def test_a_count_that_leads_past_the_article_began_at_the_wrong_day() -> None:
    text = "The storm hit the coast on October 23. Help for the coast came nine days later."
    assert told(text) == [("2025-10-23", False)]
    text = "The storm hit the coast on October 23. Help for the coast came three days later."
    assert told(text) == [("2025-10-23", False)]


def test_an_undated_article_tells_only_what_it_dates_itself() -> None:
    text = (
        "Police arrested two suspects on Wednesday in Paris. The trial began on 3 March 2019. "
        "The mayor resigned over the affair last month."
    )
    found = candidates(text, None)
    assert [c.day for c in found] == [dt.date(2019, 3, 3)]
    assert {c.how for c in found} == {"dated"}


@pytest.mark.parametrize(
    "text",
    [
        "The treaty runs out on 1 January 2099, lawyers for the ministry said.",
        "Prices fell on February 30 and on 45 March, a confused trader said.",
        "The comet returns on 14 July 9999, astronomers at the institute said.",
    ],
)
def test_impossible_and_far_days_are_no_days(text: str) -> None:
    assert told(text) == []


def test_a_day_after_another_day_needs_that_day_near() -> None:
    near = "Putin called Trump on October 16. Zelenskyy left the White House the next day."
    assert ("2025-10-17", False) in told(near)
    far = (
        "Talks in Washington went badly last Friday.\n\nRussia had undermined the talks by a "
        "phone call.\n\nThe team wavered after it, and the guest left Washington the next day."
    )
    assert told(far) == [("2025-10-17", False)]


def test_undated_news_belongs_to_the_article_s_day_and_needs_a_second_source() -> None:
    (found,) = candidates("Rescue teams pulled three survivors from the collapsed hotel.")
    assert (found.how, found.day, found.planned) == ("reported", dt.date(2025, 10, 24), False)


@pytest.mark.parametrize(
    "text",
    [
        "Will rescue teams find more survivors in the collapsed hotel?",
        "Rescue teams will search the collapsed hotel for survivors.",
        "Rescue teams searched the collapsed hotel for survivors last month.",
        "Rescue teams have been searching the collapsed hotel for survivors.",
        "Rescue teams have found three survivors since the hotel collapsed.",
        "A quiet street.",
    ],
)
def test_questions_plans_and_other_days_are_not_the_article_s_news(text: str) -> None:
    assert candidates(text) == []


def test_terms_fold_spellings_and_leave_out_days() -> None:
    assert terms("Zelensky") == terms("ZELENSKYY") == terms("Zelenskiy")
    assert terms("sanctioned") == terms("Sanctions’")
    assert terms("on Monday, October 12, she said") == terms("12")
    assert list(terms("b a c Rosneft Lukoil")) == sorted(terms("Lukoil Rosneft b a c"))
    assert len(terms("外交部发言人")) == 5


@pytest.mark.parametrize(
    ("clear", "less"),
    [
        ("Trump canceled the Budapest summit with Putin.", "He canceled it after that call."),
        ("Police arrested two suspects in Paris.", "But police arrested two suspects in Paris."),
        ("The court in Paris freed the suspects.", "Has the court in Paris freed the suspects?"),
        ("The court in Paris freed the suspects.", "We think the court in Paris freed suspects."),
        ("Police guard the court in Paris.", "Police guard the court in Paris, May 3, 2010."),
        ("Police guard the court in Paris.", "Police guard the court in Paris (left)."),
        ("Police guard the court in Paris.", "PARIS (Reuters) - Police guard the court in Paris."),
    ],
)
def test_what_stands_alone_is_clearer(clear: str, less: str) -> None:
    assert clarity(clear, len(terms(clear))) > clarity(less, len(terms(less)))
