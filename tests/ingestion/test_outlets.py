"""The outlet and author, where a page says so."""

from __future__ import annotations

import pytest

from tests.helpers.articles import BODY, HEADLINE, page, story, text_article


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
    "tag",
    ["Halm, Nov. 2.—", "Port Lind, Vt., Nov. 2 — ", "London, 2 November.—", "Halm, July 2, 1931--"],
)
def test_a_place_and_a_day_before_a_dash_are_a_wire_tag(tag: str) -> None:
    article = page(f"{HEADLINE}\n3 November 1931", body=tag + BODY)
    assert (article.outlet, story(article), article.title) == (None, BODY, HEADLINE)
    assert str(article.published) == "1931-11-03"


def test_the_day_of_a_wire_tag_tells_the_day_of_the_story() -> None:
    caption = "Envoys arrive in Vienna, Oct. 17, 2025. (AP Photo/Ida Rem)"
    article = page(f"{HEADLINE}\n{caption}", body=f"Vienna, Nov. 2.—{BODY}")
    assert str(article.published) == "2025-11-02"


@pytest.mark.parametrize(
    "opening",
    [
        "On Sunday, Nov. 2 — Envoys never forgot that day — the port closed. ",
        "Vienna, Nov. 2 — a day of rain — was chosen for the talks. ",
        "In Vienna on Nov. 2 -- All Souls’ Day -- the talks began. ",
    ],
)
def test_a_day_in_a_sentence_is_no_wire_tag(opening: str) -> None:
    assert story(page(HEADLINE, body=opening + BODY)) == opening + BODY


def test_a_wire_tag_may_stand_below_key_points() -> None:
    points = "".join(f"* Crossings fall by {number} percent\n" for number in range(4, 9))
    article = page(HEADLINE, body=f"{points}\nOSLO, Nov 4 (NTB) - {BODY}")
    assert article.outlet == "NTB"
    assert "NTB" not in story(article)


@pytest.mark.parametrize(
    "speaker", ["SEN. LENA MOOR (D-NV): ", "LENA MOOR (Labour): ", "LENA MOOR (R-Wyo.): "]
)
def test_who_speaks_in_a_transcript_is_no_wire_tag(speaker: str) -> None:
    turns = "BERG: Will you vote for the bridge?\n\nMOOR: I will.\n\nBERG, HOST: Thank you both."
    article = page(HEADLINE, body=f"{speaker}{BODY}\n\n{turns}")
    assert article.outlet is None
    assert story(article).startswith(speaker + BODY.split()[0])


def test_a_colon_may_end_a_wire_tag() -> None:
    article = page(HEADLINE, body=f"ISLAMABAD (APP): {BODY}")
    assert (article.outlet, story(article)) == ("APP", BODY)


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


def test_the_site_behind_the_headline() -> None:
    article = page(f"{HEADLINE} | Example Post")
    assert (article.title, article.outlet) == (HEADLINE, "Example Post")


def test_outlets_that_are_only_quoted_are_not_the_outlet() -> None:
    body = f"{BODY}\nThe minister told CNN on Friday that he had read it in the Example Post."
    assert page(HEADLINE, body=body).outlet is None


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("The Harbour Gazette\n{}\nBy Ada Quill\n21 October 2025", "The Harbour Gazette"),
        ("HARBOUR GAZETTE\n\n{}\n\n21 October 2025", "HARBOUR GAZETTE"),
        ("The Harbour Gazette\n21 October 2025\n\n{}", "The Harbour Gazette"),
        ("{} - The Paradigm\n21 October 2025", "The Paradigm"),
        ("{} - what we know\n21 October 2025", None),
    ],
)
def test_an_outlet_above_or_behind_the_headline(head: str, outlet: str | None) -> None:
    article = page(head.format(HEADLINE))
    assert article.outlet == outlet
    assert article.title == (HEADLINE if outlet else f"{HEADLINE} - what we know")
    assert str(article.published) == "2025-10-21"
    assert story(article) == BODY


def test_a_headline_with_a_word_of_media_is_the_headline() -> None:
    article = page("Morning News Ends\nThe last edition appears on Friday\n21 October 2025")
    assert article.title == "Morning News Ends"
    assert article.outlet is None


@pytest.mark.parametrize(
    "headline",
    ["Post Office Scandal Deepens", "Train Drivers Union", "Banking Union Review"],
)
def test_a_headline_in_title_case_is_no_outlet(headline: str) -> None:
    article = page(
        f"{headline}\nMinisters face new questions over payouts\nBy Ann Roe\n3 March 2025"
    )
    assert (article.title, article.outlet) == (headline, None)


def test_a_party_behind_the_headline_is_no_outlet() -> None:
    article = page("Drivers call off their strike - Train Union\n3 March 2025")
    assert article.title == "Drivers call off their strike - Train Union"
    assert article.outlet is None


@pytest.mark.parametrize(
    ("rest", "outlet"),
    [
        ("Transport Correspondent", None),
        ("Senior Reporter", None),
        ("Editor-in-Chief", None),
        ("Transport Correspondent, Fjord Post", "Fjord Post"),
        ("The Reporter", "The Reporter"),
        ("Reuters", "Reuters"),
    ],
)
def test_a_job_behind_the_author_is_no_outlet(rest: str, outlet: str | None) -> None:
    for between in ("\nPublished: ", ", "):
        article = page(f"{HEADLINE}\nBy Marion Tully, {rest}{between}14 May 2025", body=BODY)
        assert (article.outlet, article.author) == (outlet, "Marion Tully")


@pytest.mark.parametrize(
    "rights",
    ["(c) Copyright Fjord Post 2025.", "Copyright © Fjord Post 2025", "© 2025 Fjord Post"],
)
def test_neither_the_mark_nor_the_year_of_rights_is_the_outlet(rights: str) -> None:
    assert page(HEADLINE, body=f"{BODY}\n\n{rights}").outlet == "Fjord Post"


@pytest.mark.parametrize(
    "line",
    [
        "The Fjord Times   Friday 10 October 2025   3",
        "THE FJORD TIMES    FRIDAY, OCTOBER 10, 2025    7",
        "The Fjord Times   Freitag, 10. Oktober 2025",
        "The Fjord Times, Friday 10 October 2025",
    ],
)
def test_the_weekday_of_a_date_is_not_the_end_of_the_outlet(line: str) -> None:
    article = page(f"{line}\n\n{HEADLINE}", body=BODY)
    assert (article.outlet or "").casefold() == "the fjord times"
    assert str(article.published) == "2025-10-10"


@pytest.mark.parametrize("note", ["(Adds details)", "(Updates with quotes)", "(Corrects date)"])
def test_what_an_agency_notes_above_a_story_is_no_outlet(note: str) -> None:
    first, *rest = BODY.split("\n")
    text = "\n\n".join([HEADLINE, "21 October 2025", f"{note} {first}", *rest])
    assert text_article(text).outlet is None
