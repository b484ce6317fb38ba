"""Pages that hold several whole articles, each in an element of its own."""

from __future__ import annotations

import pytest

from index.ingestion.parser import parse_file
from tests.helpers.articles import check_offsets

CLOSED = (
    "The county closed the bridge over the Lenne to lorries on Monday after inspectors had found "
    "cracks in two of its girders, the roads office said. Cars may still cross it at thirty "
    "kilometres an hour. A detour by Altdorf takes lorries forty minutes longer, and bakers and "
    "breweries in the valley complain about the cost of it."
)
COST = (
    "Repairs to the bridge will cost four million crowns, twice as much as the county had set "
    "aside for it, the treasurer told the council on Wednesday evening. The council voted by "
    "eleven to four to take the money from the budget for schools, against the votes of the "
    "Greens, who said that they would ask the court."
)


def page(*articles: str, head: str = "") -> bytes:
    inside = "\n".join(f"<article>{each}</article>" for each in articles)
    start = f"<html><head><title>Press review</title>{head}</head><body><h1>Press review</h1>"
    return f"{start}{inside}</body></html>".encode()


def article(title: str, stated: str, text: str) -> str:
    return f"<h2>{title}</h2>{stated}<p>{text}</p>"


FIRST = article("Bridge closed", "<p>The Valley Herald, 18 March 2024</p>", CLOSED)
SECOND = article("The cost", '<time datetime="2024-03-20T18:00">yesterday</time>', COST)


def test_each_article_of_a_press_review_is_one() -> None:
    found = parse_file("review.html", page(FIRST, SECOND)).articles
    assert [(a.title, a.outlet, str(a.published)) for a in found] == [
        ("Bridge closed", "The Valley Herald", "2024-03-18"),
        ("The cost", None, "2024-03-20"),
    ]
    assert [[p.text for p in a.paragraphs] for a in found] == [[CLOSED], [COST]]
    for each in found:
        check_offsets(each)


@pytest.mark.parametrize(
    "other",
    [
        article("Read next", "<p>20 March 2024</p>", "The cost of the bridge doubles."),
        article("The cost", "", COST),  # no day
        f"<p>20 March 2024</p><p>{COST}</p>",  # no headline, as of a comment
        article("All links", "<p>20 March 2024</p>", f'<a href="/1">{COST}</a>'),
    ],
    ids=["teaser", "no day", "comment", "links"],
)
def test_what_is_no_whole_article_makes_no_page_of_several(other: str) -> None:
    found = parse_file("a.html", page(FIRST, other)).articles
    assert len(found) == 1


def test_a_page_that_declares_itself_an_article_is_one() -> None:
    declared = '<meta property="og:type" content="article">'
    assert len(parse_file("a.html", page(FIRST, SECOND, head=declared)).articles) == 1


def exported(outlet: str, header: str, title: str, text: str, number: str) -> str:
    return (
        f'<header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}'
        f'</span><span class="DocHeader">{header}</span></div><div class="titreArticle">'
        f'<p class="titreArticleVisu rdp__articletitle">{title}</p></div>'
        f'<div class="docAuthors">Jeanne Roy</div></header><section><div class="DocText clearfix">'
        f'<div class="docOcurrContainer"><p>{text}</p></div></div></section>'
        f'<div class="publiC-lblNodoc">{number}</div>'
    )


STRIKE = (
    "Les dockers du Havre ont cessé le travail jeudi 14 mars, après l'échec des négociations avec "
    "la direction du port, a annoncé leur syndicat."
)
AGREED = "Un accord a été signé lundi soir entre le syndicat des dockers et la direction du port."


def test_an_export_of_europresse() -> None:
    found = parse_file(
        "europresse.html",
        page(
            exported(
                "Le Monde (site web)",
                "International, vendredi 15 mars 2024 1250 mots, p. 4",
                "La grève s'étend",
                STRIKE,
                "news·20240315·LM·1234567",
            ),
            exported(
                "Ouest-France, no. 23901",
                "Économie, mardi 19 mars 2024 430 mots, p. 8",
                "Accord au Havre",
                AGREED,
                "news·20240319·OF·7654321",
            ),
        ),
    ).articles
    assert [(a.title, a.outlet, str(a.published)) for a in found] == [
        ("La grève s'étend", "Le Monde", "2024-03-15"),
        ("Accord au Havre", "Ouest-France", "2024-03-19"),
    ]
    assert [[p.text for p in a.paragraphs] for a in found] == [[STRIKE], [AGREED]]
    for each in found:
        check_offsets(each)


def record(title: str, *rows: tuple[str, str], below: str = "") -> str:
    cells = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    return f'<li class="item"><h2>{title}</h2>\n<table>{cells}</table>{below}</li>'


def report(*records: str) -> bytes:
    listed = "\n".join(records)
    head = '<html><head><title>Zotero Report</title></head><body><ul class="report">'
    return f"{head}{listed}</ul></body></html>".encode()


BRIDGE = record(
    "Bridge &amp; ferry closed",
    ("Item Type", "Newspaper Article"),
    ("Author", "Ruth Obi"),
    ("Author", "Neil Strand"),
    ("Abstract", CLOSED),
    ("Date", "2025-07-09"),
    ("Publication", "Valley Herald"),
    ("URL", '<a href="https://valley.example/b">https://valley.example/b</a>'),
    ("Date Added", "7/20/2025, 9:14:03 AM"),
)


def test_each_record_of_a_report_is_an_article() -> None:
    month = record("The cost", ("Abstract", COST), ("Date", "July 2025"), ("Publication", "Stone"))
    empty = record("No text", ("Date", "2025-07-10"), below="<h3>Notes:</h3><p>See p. 4</p>")
    parsed = parse_file("report.html", report(BRIDGE, month, empty))
    found = [(a.title, a.outlet, a.author, str(a.published), a.url) for a in parsed.articles]
    assert found == [
        (
            "Bridge & ferry closed",
            "Valley Herald",
            "Ruth Obi, Neil Strand",
            "2025-07-09",
            "https://valley.example/b",
        ),
        ("The cost", "Stone", None, "None", None),
    ]
    assert [[p.text for p in a.paragraphs] for a in parsed.articles] == [[CLOSED], [COST]]
    assert [each.file for each in parsed.failures] == ["report.html#3"]
    for each in parsed.articles:
        check_offsets(each)


def test_notes_of_a_record_are_not_read_and_said() -> None:
    noted = BRIDGE.replace("</table>", "</table><h3>Notes:</h3><ul><li>Ask Ruth.</li></ul>")
    (only,) = parse_file("report.html", report(noted)).articles
    assert "notes and attachments" in only.notes[0]
    assert [p.text for p in only.paragraphs] == [CLOSED]


def test_a_page_with_a_table_of_facts_is_one_article() -> None:
    facts = "<h2>The bridge</h2><table><tr><th>Date</th><td>1931-05-04</td></tr></table>"
    text = f"<html><body><h1>Bridge closed</h1><p>{CLOSED}</p>{facts}<p>{COST}</p></body></html>"
    (only,) = parse_file("a.html", text.encode()).articles
    assert only.title == "Bridge closed"
