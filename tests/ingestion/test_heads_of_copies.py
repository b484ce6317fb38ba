"""The heads of pages that were copied whole, printed, or written down from print."""

from __future__ import annotations

import pytest

from index.ingestion.metadata.outlet import names_medium
from tests.helpers.articles import BODY, HEADLINE, kinds, page, story

MASTHEAD = "The Fenland Gazette"


@pytest.mark.parametrize(
    "top",
    [
        f"Skip to main content\nMenu\nLog in\n\n{MASTHEAD}\n\n"
        f"News  Sports  Business  Opinion  Obituaries  Classifieds  Puzzles\n\nNEWS\n\n{HEADLINE}",
        f"{MASTHEAD}\nNews | Sport | Weather\n{HEADLINE}",
        f"{MASTHEAD}\nwww.fenlandgazette.example/news/44.print/\n\n"
        f"Printed from {MASTHEAD}, 05/11/2024 21:14\n\n{HEADLINE}",
    ],
)
def test_a_masthead_above_menus_is_the_outlet_and_no_headline(top: str) -> None:
    assert names_medium(MASTHEAD)
    article = page(
        f"{top}\n\nAda Quill\nOct. 21, 2024", "© 2024 Fenland Gazette Media LLC\nAbout us | Careers"
    )
    assert (article.title, article.outlet) == (HEADLINE, MASTHEAD)
    assert str(article.published) == "2024-10-21"
    assert story(article) == BODY


def test_a_headline_with_words_of_menus_stays_one() -> None:
    title = "World Business Leaders Meet In China"
    assert page(f"{title}\nOct. 21, 2024").title == title


def test_a_quotation_as_headline_stays_one() -> None:
    article = page("“We Will Not Go Back”\nHarbour pilots answer the minister\n21 October 2024")
    assert article.title == "“We Will Not Go Back”"


@pytest.mark.parametrize(
    "line", ["(Continued on Page 6)", "Continued from page A4", "cont'd on p. 3"]
)
def test_where_a_printed_story_goes_on_is_no_story(line: str) -> None:
    assert kinds(page(HEADLINE, line))[line] == "page break"
