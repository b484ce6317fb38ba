"""Kinds of pages that public sets of real pages have (``python -m bench articles``)."""

from __future__ import annotations

import datetime as dt

import pytest

from index.ingestion.parser import parse_article, parse_file
from tests.helpers.articles import story

LEAD = "The mayor of Grindal said on Monday that the old bridge over the fjord would be closed."
MORE = (
    "Divers had found a crack in one of the piers, and the town council wants to see it repaired "
    "before the ice comes, she told reporters.",
    "The ferry company of the island said that its ships would not sail in the dark this winter, "
    "because the harbour has too little light.",
    "About four thousand drivers use the bridge each day, most of them on the way to the cannery, "
    "which has already changed its shifts.",
)
TEXT = "".join(f"<p>{each}</p>" for each in (LEAD, *MORE))
NEWEST = dt.date(2022, 1, 26)


def page(body: str, head: str = "<title>Old bridge closed</title>") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    "line",
    [
        "Publiziert am 26. Januar 2022 von Ada",
        "Pressemitteilung vom 26.01.2022",
        "mercredi 26 janvier 2022, par Ada",
        "Party, 26.1.22",
        "26 | 01 | 2022",
    ],
)
def test_a_day_that_the_page_states_in_any_form(line: str) -> None:
    article = parse_article("a.html", page(f"<h1>Old bridge closed</h1><p>{line}</p>{TEXT}"))
    assert article.published == NEWEST


def test_a_year_alone_is_no_day() -> None:
    article = parse_article("a.html", page(f"<h1>Old bridge closed</h1>{TEXT}<p>(c) 2022</p>"))
    assert article.published is None


def test_dated_teasers_are_no_live_blog() -> None:
    cards = "".join(
        f'<div class="card"><time datetime="2021-0{n}-11">11.0{n}.2021</time><a href="/{n}">'
        f"Another story {n} that has nothing to do with the bridge, as this teaser shows</a></div>"
        for n in range(1, 6)
    )
    body = (
        '<article><h1>Old bridge closed</h1><time datetime="2022-01-26">26.01.2022</time>'
        f"{TEXT}</article><aside>{cards}</aside>"
    )
    head = '<meta property="article:published_time" content="2022-01-26T09:00:00Z">'
    articles = parse_file("a.html", page(body, head)).articles
    assert [article.published for article in articles] == [NEWEST]


def test_teasers_are_no_entries_where_the_story_is_not_found() -> None:
    teasers = "".join(
        f'<div class="card"><p><a href="/{n}">The council met for the {n}. time in this year, and'
        f' it spoke about the harbour and the bridge.</a></p><time datetime="2021-0{n}-11">'
        f"11.0{n}.2021</time></div>"
        for n in range(1, 6)
    )
    head = '<meta property="article:published_time" content="2022-01-26T09:00:00Z">'
    articles = parse_file("a.html", page(f"<h1>Old bridge closed</h1>{teasers}", head)).articles
    assert [article.published for article in articles] == [NEWEST]


def test_the_row_of_a_table_is_one_line() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>Driver {name}</td><td>{50 - n} points</td></tr>"
        for n, name in enumerate(("Berg", "Quill", "Reed", "Holm"), 1)
    )
    told = story(parse_article("a.html", page(f"<h1>Race</h1>{TEXT}<table>{rows}</table>")))
    assert "2 Driver Quill 48 points" in told


def test_entries_of_a_list_are_no_teasers() -> None:
    entries = (
        "Take calls, control the music and open the door of the garage with the buttons on the ear",
        "Up to twelve hours of battery for long days on the water and in the woods near the fjord",
    )
    listed = "\n".join(f"- {each}" for each in entries)
    text = "\n\n".join(("# Radio", LEAD, *MORE, listed, "Read more:\n"))
    told = story(parse_article("a.md", text.encode()))
    assert all(each in told for each in entries)


def test_soft_hyphens_divide_no_words() -> None:
    source = page(f"<h1>Old bridge</h1>{TEXT}<p>The fer&shy;ry com\u00adpany sails on Sunday.</p>")
    article = parse_article("a.html", source)
    last = article.paragraphs[-1]
    assert last.text == "The ferry company sails on Sunday."
    start, end = last.locate(0, len(last.text))
    assert article.raw[start:end] == "The fer&shy;ry com\u00adpany sails on Sunday."


def test_a_headline_below_the_story_makes_no_menu_of_it() -> None:
    open_ended = MORE[0].rstrip(".") + ", and so on"
    lines = f"Old bridge closed for the winter\n\n{LEAD}\n\n{open_ended}\n\n{MORE[1]}\n"
    source = page(
        f"<p>{LEAD}</p><p>{open_ended}</p><h2>Old bridge closed for the winter</h2>",
        "<title>Old bridge closed for the winter</title>",
    )
    assert open_ended in story(parse_article("a.html", source))
    assert open_ended in story(parse_article("a.txt", lines.encode()))


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (  # an agency as the publisher, the site in the title
            "<title>Old bridge closed - Harbour Gate</title>"
            '<meta property="og:site_name" content="Harbour Gate">'
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Old bridge '
            'closed","publisher":{"@type":"Organization","name":"Wire Press"}}</script>',
            "Harbour Gate",
        ),
        (
            "<title>Old bridge closed</title>"
            '<meta property="og:site_name" content="https://www.harbour.example">',
            "harbour.example",
        ),
        ('<title>Old bridge closed</title><meta name="copyright" content="Copyright 2014">', None),
    ],
)
def test_the_outlet(head: str, outlet: str | None) -> None:
    assert parse_article("a.html", page(f"<h1>Old bridge closed</h1>{TEXT}", head)).outlet == outlet


def test_the_name_of_the_site_above_the_page_is_not_the_headline() -> None:
    source = page(
        f'<div id="header"><a href="/"><h1>Harbour Gate</h1></a></div><div><p>Old bridge closed for'
        f" the winter</p>{TEXT}</div>",
        "<title>Old bridge closed for the winter - Entergate</title>",
    )
    assert parse_article("a.html", source).title == "Old bridge closed for the winter"


def test_the_site_behind_a_headline_with_a_dash() -> None:
    head = (
        "<title>Bridge review - shoots for the moon - VG</title>"
        '<meta property="og:title" content="Bridge review - shoots for the moon - VG">'
        '<meta property="og:site_name" content="VG">'
    )
    source = page(f"<h1>Bridge review – shoots for the moon</h1>{TEXT}", head)
    assert parse_article("a.html", source).title == "Bridge review - shoots for the moon"
