"""Headlines, and what stands for one."""

from __future__ import annotations

import pytest

from tests.helpers.articles import BODY, HEADLINE, page, story, text_article


@pytest.mark.parametrize(
    "top",
    [
        "Home\nNews\nSport",
        "Skip to content\nMenu",
        "We use cookies to improve your experience.\nAccept all",
        "World",
        "EUROPE | ECONOMY",
        "Close\nnewsletters Newsletters\nX Instagram Youtube",
        "2 min read",
    ],
)
def test_the_headline_below_a_menu(top: str) -> None:
    article = page(f"{top}\n\n{HEADLINE}")
    assert article.title == HEADLINE
    assert story(article) == BODY


def test_a_headline_of_two_sentences_and_a_question() -> None:
    for headline in ("Ports stay shut. Now, farmers are angry", "Will the ports open again soon?"):
        assert page(headline).title == headline


def test_a_headline_that_ends_with_a_stop() -> None:
    headline = "Farmers Warn Of Empty Silos As Ports Stay Closed."
    assert page(headline).title == headline
    assert story(page(headline)) == BODY


def test_without_a_headline_the_first_sentence_stands_for_it() -> None:
    article = page()
    assert article.title == BODY.split("\n", maxsplit=1)[0]
    assert story(article) == BODY
    long = "Envoys of the U.S. met " + "again and again and " * 20 + "left."
    title = text_article(long).title
    assert title.startswith("Envoys of the U.S. met again")
    assert title.endswith("…")
    assert len(title) <= 121


def test_a_single_line_is_story() -> None:
    article = text_article("Kremlin says talks go on")
    assert story(article) == article.title == "Kremlin says talks go on"


def test_front_matter_names_the_headline() -> None:
    article = text_article(f"---\ntitle: 'Talks: no deal'\n---\n{HEADLINE}\n\n{BODY}")
    assert article.title == "Talks: no deal"
    repeated = text_article(f"---\ntitle: {HEADLINE}\n---\n{HEADLINE}\n\n{BODY}")
    assert story(repeated) == BODY


def test_a_lead_of_one_line_without_a_stop_is_story() -> None:
    lead = "Two people were hurt when a crane fell onto the quay on Sunday"
    article = text_article(f"{HEADLINE}\n\n{lead}\n\n{BODY}")
    assert story(article).split("\n")[0] == lead


@pytest.mark.parametrize(
    "above",
    [
        "FOR IMMEDIATE RELEASE\n\nMedia Contact:\nLena Moor\npress@harbour-office.example",
        "PRESS RELEASE\nEmbargoed until 4 November 2025, 00:01",
        "Pressemitteilung",
    ],
)
def test_labels_and_contacts_of_a_press_release_are_no_title(above: str) -> None:
    opening = "PORT VALE, Oct. 22, 2025 -- "
    article = text_article(f"{above}\n\n{HEADLINE}\n\n{opening}{BODY}\n")
    assert article.title == HEADLINE
    assert story(article) == BODY
    assert str(article.published) == "2025-10-22", "the day with the place, not of the embargo"
    assert article.outlet is None
