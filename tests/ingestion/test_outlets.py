"""The outlet and author, where a page says so."""

from __future__ import annotations

import pytest

from tests.helpers.articles import BODY, HEADLINE, page, story


@pytest.mark.parametrize(
    ("tag", "outlet"),
    [
        ("(MENAFN) ", "MENAFN"),
        ("LONDON (AP) _ ", "AP"),
        ("NAIROBI, Kenya (AP) _ ", "AP"),
        ("LONDON (Reuters) - ", "Reuters"),
        ("MOSCOW, Oct 22 (Reuters) - ", "Reuters"),
        ("PURCHASE, N.Y., April 1 (UPI) — ", "UPI"),
        ("KYIV, Oct. 24, 2025 (AFP) -- ", "AFP"),
        ("WASHINGTON -LRB- Reuters -RRB- - ", "Reuters"),
        ("MOSCOW, October 24. /TASS/. ", "TASS"),
        ("VIENNA (Coast News), July 5, 2024 — ", "Coast News"),
    ],
)
def test_a_wire_tag_names_the_outlet_and_is_not_quoted(tag: str, outlet: str) -> None:
    article = page(HEADLINE, body=tag + BODY)
    assert article.outlet == outlet
    assert story(article) == BODY
    assert article.title == HEADLINE


@pytest.mark.parametrize(
    "opening",
    [
        "(Ships waited for days.) ",
        "The World Food Programme (WFP) said so. ",
        "Vienna (the capital) was cold. ",
        "NATO (and the EU) waited. ",
    ],
)
def test_brackets_in_a_sentence_are_no_wire_tag(opening: str) -> None:
    article = page(HEADLINE, body=opening + BODY)
    assert article.outlet is None
    assert story(article).startswith(opening.strip())


@pytest.mark.parametrize(
    ("bottom", "outlet"),
    [
        ("More From Türkiye Today", "Türkiye Today"),
        ("More from the Example Post »", "Example Post"),
        (
            "Jane Roe\nReporter\nJane Roe is a reporter at the Kyiv Independent. She covers farms.",
            "Kyiv Independent",
        ),
        (
            "About the author\nJane Roe is a correspondent for BBC News, based in Vienna.",
            "BBC News",
        ),
        ("Copyright © 2025 Example Post. All rights reserved.", "Example Post"),
        ("Copyright 2025 The Associated Press. All rights reserved.", "Associated Press"),
        ("This article was first published in Example Weekly.", "Example Weekly"),
        ("© 2025. All rights reserved.", None),
        ("More from politics", None),
        ("Jane Roe | Afp | Getty Images", None),
    ],
)
def test_the_end_of_a_page_names_the_outlet(bottom: str, outlet: str | None) -> None:
    assert page(HEADLINE, bottom).outlet == outlet


@pytest.mark.parametrize(
    ("line", "author", "outlet"),
    [
        ("By Jane Roe, Reuters", "Jane Roe", "Reuters"),
        ("By JANE ROE, Associated Press", "Jane Roe", "Associated Press"),
        ("By Jane Roe | The Guardian", "Jane Roe", "The Guardian"),
        ("By Jane Roe and John Smith", "Jane Roe and John Smith", None),
        ("By Jane Roe, John Smith and Ivan Doe, CNN", "Jane Roe, John Smith and Ivan Doe", "CNN"),
        ("Written by Jane Roe", "Jane Roe", None),
        ("By Jane Roe for Example Post", "Jane Roe", "Example Post"),
    ],
)
def test_bylines(line: str, author: str, outlet: str | None) -> None:
    article = page(f"{HEADLINE}\n{line}")
    assert (article.author, article.outlet) == (author, outlet)
    assert story(article) == BODY


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Von Jana Petersen", "Jana Petersen"),
        ("Par Luc Fabre et Anne Roy", "Luc Fabre et Anne Roy"),
    ],
)
def test_bylines_in_other_languages(line: str, author: str) -> None:
    article = page(f"{HEADLINE}\n{line}\nLa Voce dell'Appennino\n24 October 2025\n")
    assert (article.author, article.outlet) == (author, "La Voce dell'Appennino")
    assert story(article) == BODY


def test_a_sentence_that_begins_like_a_foreign_byline_is_one() -> None:
    assert page(HEADLINE, body=f"Von der Leyen left.\n{BODY}").author is None


@pytest.mark.parametrize(
    "top",
    [
        f"Gazette of Grindal\n{HEADLINE}\nBy Ada Quill – 24 October 2025\n",
        f"Gazette of Grindal\n24 October 2025\n\n{HEADLINE}\n",
    ],
)
def test_the_masthead_above_the_headline(top: str) -> None:
    article = page(top)
    assert (article.title, article.outlet) == (HEADLINE, "Gazette of Grindal")
    assert story(article) == BODY


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Le Courrier de Grindal", "Le Courrier de Grindal"),
        ("Union accepts new offer", None),
        ("Tarjei Nilsen", None),
        ("Ana de la Cruz", None),
    ],
)
def test_a_line_above_the_date_that_is_no_person(line: str, outlet: str | None) -> None:
    article = page(f"{HEADLINE}\n{line}\n24 October 2025\n")
    assert article.outlet == outlet
    assert story(article) == BODY


@pytest.mark.parametrize(
    "headline", ["Von der Leyen Wins Vote in Brussels", "Di Maio Quits Office"]
)
def test_a_headline_is_no_foreign_byline(headline: str) -> None:
    assert page(f"{headline}\n24 October 2025\n").title == headline


def test_a_headline_in_capitals_with_a_line_below_is_no_masthead() -> None:
    headline = "Union Strikes Deal With Rail Bosses"
    article = page(f"{headline}\nWorkers to return on Monday\n\n")
    assert (article.title, article.outlet) == (headline, None)


def test_a_headline_with_words_of_media_is_no_masthead() -> None:
    headline = "Press freedom talks end in Vienna"
    article = page(f"{headline}\n24 October 2025\n\nWhat envoys of both sides said\n")
    assert (article.title, article.outlet) == (headline, None)


def test_the_site_behind_the_headline() -> None:
    article = page(f"{HEADLINE} | Example Post")
    assert (article.title, article.outlet) == (HEADLINE, "Example Post")


def test_outlets_that_are_only_quoted_are_not_the_outlet() -> None:
    body = f"{BODY}\nThe minister told CNN on Friday that he had read it in the Example Post."
    assert page(HEADLINE, body=body).outlet is None
