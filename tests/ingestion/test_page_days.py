"""The day of a page: that of publication before that of an update, and 10/11/2025 if it is sure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.ingestion.parser import parse_article, read_file
from index.models import Article
from tests.helpers.articles import BODY

PAGE = """<!DOCTYPE html><html lang="{lang}"><head><title>Depot burns | The Vorn Post</title>{meta}
</head><body><article><h1>Depot burns</h1><p class="d">{line}</p>
<p>A fire destroyed the bus depot of Vorn in the night, and its smoke could be seen in Lind.</p>
<p>Forty-one buses burned, said the director of the company, Emil Fark, on the spot{told}.</p>
<p>Nobody was hurt, according to the police, who are looking for two young men seen nearby.</p>
</article></body></html>"""
FIRST, SECOND = dt.date(2025, 10, 21), dt.date(2025, 10, 22)
NOVEMBER_10, OCTOBER_11 = dt.date(2025, 11, 10), dt.date(2025, 10, 11)


def source(line: str, *, lang: str = "en", meta: str = "", told: str = "") -> bytes:
    return PAGE.format(line=line, lang=lang, meta=meta, told=told).encode()


def page(line: str, **more: str) -> Article:
    return parse_article("a.html", source(line, **more))


@pytest.mark.parametrize(
    "line",
    [
        "Updated 22 October 2025, 10:00 | Published 21 October 2025, 09:00",
        "Aktualisiert am 22. Oktober 2025, 10:00 Uhr | Veröffentlicht am 21. Oktober 2025",
        "Mis à jour le 22 octobre 2025 à 10h00 | Publié le 21 octobre 2025 à 09h00",
        "Bijgewerkt op 22 oktober 2025 om 10:00 | Gepubliceerd op 21 oktober 2025",
        "Atualizado em 22 de outubro de 2025 | Publicado em 21 de outubro de 2025",
        "Aktualizacja: 22 października 2025 | Opublikowano: 21 października 2025",
        "Güncelleme: 22 Ekim 2025 10:00 | Yayınlanma: 21 Ekim 2025 09:00",
        "Updated 9:00 AM EDT, Wed October 22, 2025 | Published 6:05 PM EDT, Tue October 21, 2025",
        "Actualizado 22/10/2025 10:00 | Publicado 21/10/2025 09:00",
        "Aktualisiert am 22.10.2025, 10:00 Uhr | Veröffentlicht am 21.10.2025",
        '<span class="published">Updated October 22, 2025 | Published October 21, 2025</span>',
    ],
)
def test_the_day_of_publication_stands_behind_that_of_the_update(line: str) -> None:
    assert page(line).published == FIRST


def test_an_update_alone_is_the_day() -> None:
    assert page("Updated 22 October 2025, 10:00").published == SECOND
    meta = '<meta property="article:published_time" content="2025-10-22T08:00:00Z">'
    line = "Updated 22 October 2025 | Published 21 October 2025"
    assert page(line, meta=meta).published == SECOND


@pytest.mark.parametrize(
    ("line", "more", "day"),
    [
        ("Saturday, 10/11/2025", {}, OCTOBER_11),
        ("10/11/2025", {"told": " on November 9"}, NOVEMBER_10),
        ("10/11/2025", {"told": " on Monday"}, None),
        ("10/11/2025", {"told": ", and not since 09/25/2025"}, OCTOBER_11),
        ("10/11/2025", {"lang": "de"}, NOVEMBER_10),
        ("10/11/2025", {"lang": "en-GB"}, NOVEMBER_10),
        ("10/11/2025", {"lang": "en-US"}, None),
        ("Publié le 10/11/2025 à 10h00", {}, NOVEMBER_10),
        ("10/11/2025", {"meta": '<meta name="date" content="2025-10-11">'}, OCTOBER_11),
        ("Published on 10/11/2025, a day after October 10, 2025", {}, OCTOBER_11),
        ("10/11/2025", {}, None),
        ("", {"meta": '<meta name="date" content="10/11/2025">'}, None),
    ],
)
def test_a_day_in_numbers_is_read_where_it_is_sure(
    line: str, more: dict[str, str], day: dt.date | None
) -> None:
    article = page(line, **more)
    assert article.published == day
    if day is None:
        (note,) = article.notes
        assert note.startswith("its date 10/11/2025 may be 10 November or 11 October")
    else:
        assert article.notes == ()


def test_the_files_beside_a_page_tell_how_they_write_dates(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(source("10/11/2025"))
    (tmp_path / "b.txt").write_text("Ferry stops\n10/25/2025\n\nThe ferry stops at noon.\n")
    (tmp_path / "c.txt").write_text("Ferry sinks\n31/31/2025\n\nThe ferry sinks at noon.\n")
    (article,) = read_file(tmp_path, "a.html").articles
    assert article.published == OCTOBER_11
    assert "because the files beside it write the month first" in article.notes[0]


@pytest.mark.parametrize(
    "line",
    [
        "Publié le 21/10/2025",
        "Publicado em 21/10/2025",
        "Pubblicato il 21/10/2025 ore 10:00",
        "Data publikacji: 21.10.2025, 14:05",
        "Actualizado 21/10/2025",
    ],
)
def test_numbers_behind_a_label_of_another_language_are_a_date_line(line: str) -> None:
    text = "A fire destroyed the bus depot of Vorn in the night, and nobody was hurt, they said."
    article = parse_article("a.txt", f"Depot burns\n{line}\n\n{text}\n\n{text}\n".encode())
    assert article.published == FIRST
    assert line not in " ".join(p.text for p in article.paragraphs)


@pytest.mark.parametrize(
    ("moment", "line", "day"),
    [
        ("2025-10-22T02:30:00Z", "Oct. 21, 2025 at 9:30 PM CDT", FIRST),
        ("2025-10-22T02:30:00+00:00", "<time>Published 10/21/2025</time>", FIRST),
        ("2025-10-21T20:30:00.000Z", "22 October 2025, 5:30", SECOND),
        ("2025-10-22T02:30:00Z", "22 October 2025", SECOND),
        ("2025-10-22T02:30:00Z", "Published 22 October 2025 | 21 October 2025", SECOND),
        ("2025-10-22T02:30:00+02:00", "21 October 2025", SECOND),
        ("2025-10-22T18:30:00Z", "21 October 2025", SECOND),
        ("2025-10-21T02:30:00Z", "22 October 2025", FIRST),
        ("2025-10-22T02:30:00Z", "20 October 2025", SECOND),
        ("2025-10-21T20:30:00Z", "Updated 22 October 2025", FIRST),
    ],
)
def test_universal_time_is_dated_as_readers_see_it(moment: str, line: str, day: dt.date) -> None:
    for meta in (
        f'<meta property="article:published_time" content="{moment}">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Depot burns", '
        f'"datePublished": "{moment}"}}</script>',
    ):
        assert page(line, meta=meta).published == day


def test_the_day_of_a_copy_of_a_page_comes_after_that_of_the_article() -> None:
    printed = "Printed 22 October 2025 from www.vorn.example/depot"
    assert page(f"{printed}</p><p>21 October 2025").published == FIRST
    row = "<tr><th>{}</th><td>{}</td></tr>"
    rows = (("Created", "October 22, 2025"), ("Published", "October 21, 2025"))
    assert page(f"<table>{''.join(row.format(*each) for each in rows)}</table>").published == FIRST
    assert page("Created October 22, 2025").published == SECOND


@pytest.mark.parametrize(
    "address", ["archive.example/2025.10.22-143311/", "web.archive.example/web/20251022143311/"]
)
def test_the_moment_of_a_capture_is_no_day_of_a_page(address: str) -> None:
    link = f'<link rel="canonical" href="https://{address}https://vorn.example/depot">'
    meta = '<meta property="article:published_time" content="2025-10-22T14:33:11Z">'
    line = "<table><tr><td>22 Oct 2025 14:33:11 UTC</td></tr></table>{}"
    shown = line.format("<p>21 October 2025</p>")
    assert page(shown, meta=meta + link).published == FIRST
    assert page(shown, meta=meta).published == SECOND
    meta = '<meta property="article:published_time" content="2025-10-21T08:00:00Z">'
    assert page(line.format(""), meta=meta + link).published == FIRST


TOOLBAR = (
    '<div id="wm-ipp-base" lang="en"><div id="wm-ipp"><a href="#">11 captures</a><div>22 Oct 2025 '
    "- 30 Jun 2026</div><p>The Wayback Machine - https://web.archive.example/web/20251022143311/"
    "https://vorn.example/depot</p></div></div>"
)


@pytest.mark.parametrize(
    "toolbar",
    [
        f"<!-- BEGIN WAYBACK TOOLBAR INSERT -->{TOOLBAR}<!-- END WAYBACK TOOLBAR INSERT -->",
        TOOLBAR,
    ],
)
def test_the_toolbar_of_an_archive_is_no_part_of_the_page(toolbar: str) -> None:
    data = source("21 October 2025").replace(b"<body>", b"<body>" + toolbar.encode())
    article = parse_article("a.html", data)
    assert article.published == FIRST
    assert "Wayback" not in "".join(paragraph.text for paragraph in article.paragraphs)
    # one that never ends hides nothing
    opened = data.replace(b"</div>", b"").replace(b"<!-- END WAYBACK TOOLBAR INSERT -->", b"")
    assert "forty-one buses" in str(parse_article("a.html", opened).paragraphs).casefold()


@pytest.mark.parametrize("stated", ["2025-10-21", "21 October 2025"])
def test_a_page_says_nothing_against_a_day_that_is_known(stated: str) -> None:
    page = (
        f'---\ndate: {stated}\n---\n<html><head><meta property="article:published_time" '
        'content="2025-10-03"></head><body><h1>Bridge closes</h1><p>20 October 2025</p>'
        + "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
        + "</body></html>"
    )
    article = parse_article("a.html", page.encode())
    assert (str(article.published), article.notes) == ("2025-10-21", ())
