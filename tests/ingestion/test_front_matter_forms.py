"""Front matter in other forms, and dates in every usual form."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article, parse_file
from tests.helpers.articles import check_offsets, story

BODY = "Mayor Ada Berg said on Monday that the bridge over the fjord would be closed until March."
DAY = dt.date(2025, 10, 20)


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "Bridge: closed"\ndate = 2025-10-20T08:00:00Z\noutlet = "Fjord Post"\n+++\n',
        '+++\r\ntitle = "Bridge: closed"\r\npublished = "2025-10-20"\r\n'
        'site = "Fjord Post"\r\n+++\r\n',
        '+++\ntitle = "Bridge: closed"\ndate = 2025-10-20\n[extra]\ntitle = "Bridge"\n'
        'source = "Fjord Post"\n+++\n',
        "---\ntitle: Bridge: closed\ndate: 2025-10-20\nparams:\n  outlet: Fjord Post\n---\n",
        '{"title": "Bridge: closed", "date": "2025-10-20", "outlet": "Fjord Post"}\n',
        '{\n  "headline": "Bridge: closed",\n  "publishedAt": "2025-10-20T08:00:00Z",\n'
        '  "source": {"name": "Fjord Post"}\n}\n',
        '---json\n{"title": "Bridge: closed", "date": "2025-10-20", "site": "Fjord Post"}\n---\n',
        "Title: Bridge: closed\nDate: 20 October 2025\nSource: Fjord Post\n",
        "**Title:** Bridge: closed\n**Date**: 20 October 2025\n**Source:** Fjord Post\n\n---\n",
        "HEADLINE: Bridge: closed\nPUBLISHED: 2025-10-20\nOUTLET: Fjord Post\n",
        "Rubrik: Bridge: closed\nDatum: 20 oktober 2025\nKälla: Fjord Post\nAv: Anna Berg\n",
        "Titel: Bridge: closed\nPublicerad: 2025-10-20 18:05\nKa\u0308lla: Fjord Post\n",
        "Tittel: Bridge: closed\nDato: 20. oktober 2025\nKilde: Fjord Post\nForfatter: A\n",
        "Overskrift: Bridge: closed\nPublisert: 20.10.2025 kl. 18:05\nKilde: Fjord Post\n",
        "Titel: Bridge: closed\nDato: 20/10/2025\nAvis: Fjord Post\n",
        "Titre : Bridge: closed\nDate : 20 octobre 2025\nSource : Fjord Post\nAuteur : A\n",
        "Titre\u00a0: Bridge: closed\nPublié le : 20 octobre 2025\nJournal\u202f: Fjord Post\n",
        "Titel: Bridge: closed\nDatum: 20. Oktober 2025\nQuelle: Fjord Post\n",
        "---\ntitle: Bridge: closed\ndate: 2025-10-20\noutlet: Fjord Post # the paper\n---\n",
        "---\ntitle: Bridge: closed\npublishedAt: 2025-10-20T08:00:00Z\n"
        "publication: Fjord Post\n---\n",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize("above", ["", "\n", "\ufeff \r\n\r\n"])
def test_front_matter_in_other_forms(front: str, name: str, above: str) -> None:
    article = parse_article(name, f"{above}{front}\n{BODY}\n".encode())
    assert (article.title, article.published) == ("Bridge: closed", DAY)
    assert (article.outlet or "").startswith("Fjord Post")
    assert story(article) == BODY
    check_offsets(article)


@pytest.mark.parametrize(
    "labels",
    [
        "Source: Fjord Post\nPublished: 20 October 2025\nTags: bridges, ferries\n",
        "Status: Read\nSource: Fjord Post\nPublished: 20 October 2025\n",
        "**Source:** Fjord Post  \n**Date:** 2025-10-20  \n**Author:** Anna Berg  \n",
        "**Source**: Fjord Post\n\n**Date**: 2025-10-20\n",
        "- **Source:** [Fjord Post](https://fjordpost.example/)\n- **Date:** 20 October 2025\n",
        "Date:: 2025-10-20\r\nSource:: Fjord Post\r\nURL:: <https://fjordpost.example/1>\r\n",
        "Kilde: Fjord Post\nDato: 20. oktober 2025\n",
    ],
)
@pytest.mark.parametrize("heading", ["# Bridge: closed\n", "# Bridge: closed\n\n"])
@pytest.mark.parametrize("above", ["", "\n", "---\naliases: [x]\n---\n"])
def test_labels_right_below_the_headline_are_front_matter(
    labels: str, heading: str, above: str
) -> None:
    article = parse_article("a.md", f"{above}{heading}{labels}\n{BODY}\n".encode())
    assert (article.title, article.published) == ("Bridge: closed", DAY)
    assert (article.outlet, article.published_from) == ("Fjord Post", "front matter")
    assert story(article) == BODY
    check_offsets(article)


def test_labels_below_the_headline_of_plain_text_are_front_matter() -> None:
    labels = "Source: Fjord Post\nPublished: 20 October 2025\nRegion: North\n"
    article = parse_article("a.txt", f"Bridge closed\n=====\n\n{labels}\n{BODY}\n".encode())
    assert (article.title, article.outlet, article.published) == (
        "Bridge closed",
        "Fjord Post",
        DAY,
    )
    assert story(article) == BODY


@pytest.mark.parametrize(
    "kept",
    [
        "Anna Berg: The bridge was never safe, and everybody in the town hall knew it for years.",
        "Summary: Cars have to use the ferry until March, and the town will pay for the tickets.",
    ],
)
def test_a_line_with_a_colon_that_tells_something_is_story(kept: str) -> None:
    labels = "Source: Fjord Post\nDate: 2025-10-20\n"
    article = parse_article("a.md", f"# Bridge: closed\n\n{labels}{kept}\n\n{BODY}\n".encode())
    assert kept in story(article)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("+++\ntitle = x\n+++\n", "not valid TOML"),
        ('+++\ntitle = "x"\n\n', "+++"),
    ],
)
def test_broken_toml_says_what_is_wrong(front: str, words: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        parse_article("a.md", f"{front}{BODY}\n".encode())
    assert words in str(caught.value)


def test_a_rule_below_an_empty_line_is_no_front_matter() -> None:
    for top in ("\n---\n", "\n---\nNote: this is long.\n\n", "\n---\nThis is long.\n---\n"):
        assert BODY in story(parse_article("a.md", f"{top}{BODY}\n".encode()))
    with pytest.raises(UnreadableArticle, match="line 5:"):
        parse_article("a.md", f"\n\n---\ntitle: [x\n---\n{BODY}\n".encode())


@pytest.mark.parametrize("top", ["Note: this is long.\nBy the way: it rains.\n", "Source: AFP\n"])
def test_lines_with_colons_are_no_headers(top: str) -> None:
    article = parse_article("a.txt", f"{top}\n{BODY}\n".encode())
    assert BODY in story(article)
    assert article.published is None


@pytest.mark.parametrize(
    "stated",
    [
        "20.10.25",
        "20/10/2025",
        "10/20/2025",
        "20251020",
        "2025102018",
        "202510201805",
        "20251020180500",
        "20251020T1805Z",
        "1760947200",
        "1760947200000",
        "Mon, 20 Oct 2025 08:00:00 GMT",
        "20 October 2025 at 08:00",
        "20. Oktober 2025",
        "20 octobre 2025",
        "20 de octubre de 2025",
        "20 ottobre 2025",
        "20 de outubro de 2025",
        "20 oktober 2025",
        "20 października 2025",
        "20 жовтня 2025 р.",
        "20 октября 2025 г.",
        "20 Ekim 2025",
        "20-Oct-25",
    ],
)
def test_dates_in_every_form(stated: str) -> None:
    text = f"---\ntitle: Bridge closed\ndate: {stated}\n---\n{BODY}\n"
    article = parse_article("a.md", text.encode())
    assert article.published == DAY
    assert article.notes == ()


@pytest.mark.parametrize(
    "line",
    [
        "Veröffentlicht am 20. Oktober 2025, 18:05 Uhr",
        "Montag, 20. Oktober 2025",
        "Publié le 20 octobre 2025 à 18h05",
        "Publicado el 20 de octubre de 2025",
        "Publicado em 20 de outubro de 2025",
        "Pubblicato il 20 ottobre 2025",
        "Gepubliceerd op 20 oktober 2025",
        "Opublikowano 20 października 2025",
        "20 жовтня 2025, 18:05",
        "20 октября 2025 года",
        "20 Ekim 2025",
        "Mo., 20. Okt. 2025, 17:42 Uhr",
        "Grindaler Nachrichten, 20. Oktober 2025",
        "Publié le 20 oct. 2025 à 08h15",
        "20 de oct. de 2025",
        "lunedì 20 ott 2025",
        "ma 20 okt. 2025",
        "pon., 20 paź 2025 r.",
        "20 жовт. 2025, 09:30",
        "20 окт. 2025 г.",
        "20 Eki 2025 Pazartesi, 10:30",
        "Publicerad 20 oktober 2025 kl. 18.05",
        "Publicerad måndag 20 oktober 2025 klockan 18:05",
        "Uppdaterad 22 oktober 2025 | Publicerad 20 oktober 2025",
        "Publisert 20. oktober 2025",
        "Sist oppdatert 22. oktober 2025 | Publisert 20. oktober 2025",
        "Opdateret 22. oktober 2025 | Offentliggjort 20. okt. 2025 kl. 18:05",
        "Udgivet den 20. oktober 2025",
        "20. oktober 2025 kl. 18.05",
        "Publisert 20.10.2025",
    ],
)
def test_date_lines_in_other_languages(line: str) -> None:
    article = parse_article("a.txt", f"Bridge closed after crack\n{line}\n\n{BODY}\n".encode())
    assert (article.published, article.published_from) == (DAY, "date line")
    assert story(article) == BODY


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("5. marts 2025", dt.date(2025, 3, 5)),
        ("5 augusti 2025", dt.date(2025, 8, 5)),
        ("5. desember 2025", dt.date(2025, 12, 5)),
        ("5. december 2025", dt.date(2025, 12, 5)),
        ("5 maj 2025", dt.date(2025, 5, 5)),
    ],
)
def test_nordic_months(line: str, day: dt.date) -> None:
    article = parse_article("a.txt", f"Bridge closed after crack\n{line}\n\n{BODY}\n".encode())
    assert article.published == day


def test_the_day_comes_first_below_labels_of_other_languages() -> None:
    front = "Rubrik: Bridge closed\nDatum: 10/11/2025\nAv: Anna Berg\n"
    text = f"{front}\n{BODY.replace(' on Monday', '')}\n"
    article = parse_article("a.txt", text.encode())
    assert (article.published, article.notes) == (dt.date(2025, 11, 10), ())


def test_names_in_other_languages_are_those_of_plain_lines_only() -> None:
    """A "Rubrik" is a section in German, and an "avis" a notice in French."""
    front = "Rubrik: Politik\nTitel: Bridge closed\nDatum: 20.10.2025\nQuelle: Fjord Post\n"
    article = parse_article("a.txt", f"{front}\n{BODY}\n".encode())
    assert (article.title, article.outlet, article.published) == (
        "Bridge closed",
        "Fjord Post",
        DAY,
    )
    front = "Titre : Bridge closed\nAvis : favorable\nPublié le : 20 octobre 2025\n"
    article = parse_article("a.txt", f"{front}\n{BODY}\n".encode())
    assert (article.title, article.outlet, article.published) == ("Bridge closed", None, DAY)
    more = {"title": "Bridge closed", "date": "2025-10-20", "rubrik": "Politik", "avis": "Non"}
    yaml = "".join(f"{name}: {value}\n" for name, value in more.items())
    table = f"{','.join(more)},text\n{','.join(more.values())},{BODY}\n"
    for file, text in (
        ("a.md", f"---\n{yaml}---\n{BODY}\n"),
        ("a.md", f"---\n{yaml.replace('title', 'Titel')}---\n# Bridge closed\n\n{BODY}\n"),
        ("a.json", json.dumps({**more, "text": BODY})),
        ("a.csv", table),
    ):
        article = parse_article(file, text.encode())
        assert (article.title, article.outlet, article.published) == ("Bridge closed", None, DAY)


@pytest.mark.parametrize("name", ["Journal", "Par", "Lien"])
def test_names_that_are_english_words_do_not_tell_the_order_of_a_date(name: str) -> None:
    front = f"Title: Bridge closed\n{name}: Wall Street Journal\nDate: 10/11/2025\n"
    article = parse_article("a.txt", f"{front}\n{BODY.replace(' on Monday', '')}\n".encode())
    assert (article.title, article.published) == ("Bridge closed", None)
    assert "may be 10 November or 11 October" in article.notes[0]


@pytest.mark.parametrize("top", ["Av: hva er det?\nKilde: NTB\n", "Obs: Titel: nej.\nDato: -\n"])
def test_other_lines_with_colons_in_other_languages_are_no_headers(top: str) -> None:
    article = parse_article("a.txt", f"{top}\n{BODY}\n".encode())
    assert BODY in story(article)
    assert article.outlet is None


def dated(stated: str, text: str) -> tuple[dt.date | None, tuple[str, ...]]:
    whole = f"---\ntitle: Bridge closed\ndate: {stated}\n---\n{text}\n"
    article = parse_article("a.md", whole.encode())
    return article.published, article.notes


def test_an_ambiguous_date_is_said_unless_the_file_makes_it_certain() -> None:
    quiet = "The bridge over the fjord is closed, and drivers have to take the ferry for now."
    day, (note,) = dated("10/11/2025", quiet)
    assert day is None
    assert "10 November or 11 October" in note
    assert "2025-11-10" in note
    # 10 November 2025 is a Monday, 11 October a Saturday
    assert dated("Monday, 10/11/2025", quiet) == (dt.date(2025, 11, 10), ())
    assert dated("Saturday 10/11/2025", BODY) == (dt.date(2025, 10, 11), ())
    told = f"{quiet} The crack was found on November 9."
    assert dated("10/11/2025", told) == (dt.date(2025, 11, 10), ())
    assert dated("10-11-2025", told) == (dt.date(2025, 11, 10), ())
    assert dated("10-11-2025", quiet)[0] is None
    assert dated("10/11/2025", f"{quiet} It was built by 23/05/1931.")[0] == dt.date(2025, 11, 10)
    assert dated("10/11/2025", f"{quiet} It was built by 05/23/1931.")[0] == dt.date(2025, 10, 11)


def test_an_ambiguous_date_is_certain_beside_its_neighbours() -> None:
    quiet = "The bridge over the fjord is closed, and drivers have to take the ferry for now."
    records = [
        {"title": "One", "date": "10/11/2025", "text": quiet},
        {"title": "Two", "date": "10/23/2025", "text": quiet},
        {"title": "Three", "date": "Monday, 10/11/2025", "text": quiet},
    ]
    found = parse_file("a.json", json.dumps(records).encode()).articles
    assert [article.published for article in found] == [
        dt.date(2025, 10, 11),
        dt.date(2025, 10, 23),
        dt.date(2025, 11, 10),
    ]


@pytest.mark.parametrize(("year", "full"), [("98", 1998), ("25", 2025)])
def test_a_year_of_two_digits_may_be_of_the_last_century(year: str, full: int) -> None:
    assert dated(f"21-10-{year}", BODY)[0] == dt.date(full, 10, 21)


@pytest.mark.parametrize(
    ("stated", "words"),
    [("2025-10", "names no day"), ("2025-02-31", "is not a day"), ("last week", "is not a day")],
)
def test_dates_that_are_no_days_are_said(stated: str, words: str) -> None:
    quiet = "The bridge over the fjord is closed, and drivers have to take the ferry for now."
    day, notes = dated(stated, quiet)
    assert day is None
    assert words in notes[0]
