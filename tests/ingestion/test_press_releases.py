"""Press releases: their issuer, their day, and what of them is no story."""

from __future__ import annotations

import pytest

from index.ingestion.metadata.release_labels import opens_release
from tests.helpers.articles import check_offsets, kinds, story, text_article

STORY = (
    "The Harbour Trust of Fjordville will open its new pool on Sunday, and the old one closes.\n"
    '"It has been cold for ninety years," said its director, Ada Quill, at the last swim.'
)
HEADLINE = "Fjordville gets a warm pool after ninety years"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            "EMBARGOED UNTIL 00.01 HRS, TUESDAY 14 FEBRUARY 2023\n\nPRESS RELEASE\n"
            f"Harbour Trust of Fjordville\n\n{HEADLINE}",
            STORY,
        ),
        (
            "Embargoed until 00:01 hours on Tuesday 14 February 2023\n\n"
            f"Harbour Trust of Fjordville\n\n{HEADLINE}",
            STORY,
        ),
        (
            "FOR IMMEDIATE RELEASE\n\nContact:\nLena Moor, Press Office\n"
            f"Harbour Trust of Fjordville\n(555) 014-2299\npress@pool.example\n\n{HEADLINE}",
            f"FJORDVILLE, February 14, 2023 — {STORY}",
        ),
        (
            "Harbour Trust of Fjordville\n\nNews release No. 7/2023\n14 February 2023\n\n"
            f"{HEADLINE}",
            STORY,
        ),
    ],
)
@pytest.mark.parametrize("end", ["ENDS", "-ENDS-", "###", "# # #", "-30-"])
def test_a_press_release_is_read_like_an_article(head: str, body: str, end: str) -> None:
    below = (
        "Notes to editors\n1. The pool is 25 metres long and was paid for by the county.\n\n"
        "Lena Moor\nTelephone: 0300 555 0177"
    )
    article = text_article(f"{head}\n\n{body}\n\n{end}\n\n{below}\n")
    assert article.title == HEADLINE
    assert article.outlet == "Harbour Trust of Fjordville"
    assert str(article.published) == "2023-02-14"
    assert story(article) == STORY
    check_offsets(article)


def test_the_day_of_an_embargo_gives_way_to_that_of_the_dateline() -> None:
    head = f"Embargoed until 4 November 2025, 00:01\n\n{HEADLINE}\n\n"
    article = text_article(f"{head}FJORDVILLE, Nov. 3, 2025 -- {STORY}")
    assert str(article.published) == "2025-11-03"


def test_what_may_be_published_at_once_is_of_the_day_that_it_names() -> None:
    head = f"FOR IMMEDIATE RELEASE: November 4, 2025\n\n{HEADLINE}\n\n"
    article = text_article(f"{head}FJORDVILLE — {STORY}")
    assert (article.title, str(article.published)) == (HEADLINE, "2025-11-04")


def test_a_press_release_in_german_is_dated_by_its_number_line() -> None:
    text = (
        "Amtsgericht Seetal\nPressestelle\n\nPressemitteilung Nr. 14/2017 vom 6. April 2017\n\n"
        "Hahn darf weiter krähen\n\n"
        "Die Klage gegen den Hahn hat die Kammer des Amtsgerichts Seetal am Morgen abgewiesen.\n\n"
        "Der Kläger hatte elf Monate lang gezählt und im Saal 7.812 Rufe vorgetragen.\n\n"
        "Jana Kropp\nTelefon: 07999 5501-210\nE-Mail: presse@gericht.example\n"
    )
    article = text_article(text)
    assert (article.title, article.outlet) == ("Hahn darf weiter krähen", "Amtsgericht Seetal")
    assert str(article.published) == "2017-04-06"
    assert story(article).endswith("7.812 Rufe vorgetragen.")


def test_a_headline_in_title_case_is_not_taken_for_who_issued_it() -> None:
    text = f"PRESS RELEASE\n\nFjordville Opens Pool\nThe old one closes\n3 March 2025\n\n{STORY}"
    article = text_article(text)
    assert (article.title, article.outlet) == ("Fjordville Opens Pool", None)


def test_the_end_of_another_text_ends_nothing() -> None:
    text = f"{HEADLINE}\n\n{STORY}\n\n###\n\nThe old pool was built by the city in the year 1934."
    assert "built by the city" in story(text_article(text))


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("FOR IMMEDIATE RELEASE", True),
        ("Press Release:", True),
        ("Communiqué de presse n° 12/2024", True),
        ("EMBARGO: 00:01 Thursday 5 June 2025", True),
        ("Press release blunder costs minister his job", False),
        ("Embargo on grain is lifted", False),
    ],
)
def test_what_opens_a_press_release(line: str, opens: bool) -> None:
    assert opens_release(line) is opens


@pytest.mark.parametrize(
    "line",
    ["Tel.: +47 55 01 02 03", "(555) 014-2299", "555-014-2299", "E-Mail: ada@pool.example"],
)
def test_a_number_or_an_address_of_somebody_is_no_story(line: str) -> None:
    assert kinds(text_article(f"{HEADLINE}\n\n{STORY}\n\n{line}"))[line] == "contact"


@pytest.mark.parametrize("line", ["1992: 0 300", "Score: 21-14-30", "10 000 000 crowns"])
def test_other_numbers_are_no_contact(line: str) -> None:
    assert "contact" not in kinds(text_article(f"{HEADLINE}\n\n{STORY}\n\n{line}")).values()
