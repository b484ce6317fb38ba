"""A line with nothing but the name of a medium and a day."""

from __future__ import annotations

import pytest

from index.ingestion.metadata.datelines import read_date_line
from index.ingestion.metadata.media_names import medium_probability
from tests.helpers.articles import BODY, HEADLINE, page, story, text_article

UNSURE = "The Coldbridge Leader"


def test_a_name_that_may_be_a_medium_is_one_alone_beside_a_day() -> None:
    assert 0.3 <= medium_probability(UNSURE) < 0.5
    text = f"# {HEADLINE}\n\n*{UNSURE}, 8 June 2021*\n\n{BODY}\n"
    article = text_article(text, "clipping.md")
    assert (article.outlet, str(article.published)) == (UNSURE, "2021-06-08")
    assert story(article) == BODY


@pytest.mark.parametrize(
    "line",
    [
        "The Old Mill, 8 June 2021",
        "The White House, 8 June 2021",
        "Ada Quill, 8 June 2021",
        "Cape Haven, 8 June 2021",
    ],
)
def test_people_and_places_alone_beside_a_day_are_none(line: str) -> None:
    assert page(f"{HEADLINE}\n{line}").outlet is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Dziennik Nadrzeczny | 7 października 2022 | Region", "2022-10-07"),
        ("Fjordavisen | 7. oktober 2022 · Innenriks", "2022-10-07"),
    ],
)
def test_days_in_other_languages_may_stand_before_a_section(line: str, day: str) -> None:
    assert str(page(f"{HEADLINE}\n{line}").published) == day


def test_prose_behind_a_day_in_another_language_is_no_section() -> None:
    assert read_date_line("Dziennik | 7 października 2022 | otwarto most w Zawojach") == ()


def test_the_running_head_of_a_printed_page_is_its_outlet_and_day() -> None:
    article = page(f"THE FENLAND JOURNAL, THURSDAY, APRIL 14, 1921.\n\n{HEADLINE}")
    assert (article.outlet, str(article.published)) == ("The Fenland Journal", "1921-04-14")
    assert article.title == HEADLINE


def test_a_sentence_that_ends_with_a_day_is_no_running_head() -> None:
    assert read_date_line("Envoys Left Vienna on April 14, 1921.") == ()


@pytest.mark.parametrize("stamp", ["Printed from", "Downloaded from", "Clipped from"])
def test_a_stamp_of_printing_names_no_day_of_publication(stamp: str) -> None:
    line = f"{stamp} The Fenland Journal, 19/12/2019 21:14"
    assert [each.label for each in read_date_line(line)] == ["copied"]
    article = page(f"{line}\n\n{HEADLINE}\n\nBy Ada Quill\nMonday 16th December 2019")
    assert (article.title, str(article.published)) == (HEADLINE, "2019-12-16")


@pytest.mark.parametrize("line", ["Pubblicato il 6 marzo 2025", "Le 1er août 2025"])
def test_words_that_announce_a_day_in_another_language_are_no_medium(line: str) -> None:
    assert page(f"{HEADLINE}\n{line}").outlet is None


@pytest.mark.parametrize("author", ["By Kate Dunn", "Kate Dunn"])
def test_a_name_between_headline_and_author_is_no_author_if_it_begins_with_the(author: str) -> None:
    article = page(f"{HEADLINE}\n\nThe Paradigm\n\n{author}\n\n8 April 2025")
    assert (article.title, article.outlet) == (HEADLINE, "The Paradigm")


def test_a_row_of_sections_is_no_medium() -> None:
    article = page(f"Home | News | Sport\n{HEADLINE}\nThe Globe\n8 April 2025")
    assert (article.title, article.outlet) == (HEADLINE, "The Globe")
