"""The headline and the outlet that the head of a page tells."""

from __future__ import annotations

import pytest

from index.ingestion.metadata.outlet import headline_of
from index.ingestion.metadata.site_names import fitting_name
from index.ingestion.parser import parse_article

TEXT = "<p>The bridge was closed on Monday, the mayor said, after divers found a crack.</p>" * 3
PAGE = (
    "<html><head>{head}</head><body><header>Fjord</header><h1><span>Old bridge</span> closed</h1>"
    "<article>{text}</article></body></html>"
)


@pytest.mark.parametrize(
    "title",
    [
        "Old bridge closed | FJ | 28.04.2023",
        "Old bridge closed – FJ – 28.04.2023",
        "Old bridge closed：北海新聞Web",
        "Old bridge closed | The Fjord | by Kari Nordmann",
        "The Fjord | Old bridge closed",
    ],
)
def test_a_title_ends_where_the_headline_on_the_page_does(title: str) -> None:
    assert headline_of(title, ["Old bridge closed"]) == "Old bridge closed"
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).title == "Old bridge closed"


def test_a_title_without_its_headline_on_the_page_stays() -> None:
    assert headline_of("Old bridge | closed", ["Old", "Old bridge closed"]) == "Old bridge | closed"


@pytest.mark.parametrize(
    ("known", "names", "address", "outlet"),
    [
        ("Kleinezeitung", ["Kleine Zeitung"], "kleinezeitung.example/a", "Kleine Zeitung"),
        ("Politics", ["Harbour Post"], "https://www.harbour-post.example/a", "Harbour Post"),
        ("Harbour Verlags GmbH", ["Harbour"], "https://harbour.co.uk/a", "Harbour"),
        ("Wire Press", ["FW", "Fjord Welle"], "https://www.fw.example/a", "FW"),
        ("Fjord Welle", ["FW"], "https://www.fw.example/a", "Fjord Welle"),
        ("Radio Fjord (RF)", ["Radio"], "https://rf.example/a", "Radio Fjord (RF)"),
        ("Börsen-Zeitung", ["Zeitung"], "https://boersen-zeitung.example/a", "Börsen-Zeitung"),
        ("Publicado SL", ["Público"], "https://www.publico.example/a", "Público"),
        ("Metro News", ["Sport"], "https://metro.example/a", "Metro News"),
        ("Wire Press", ["Sport", "Home"], "https://harbour.example/a", None),
        ("Wire Press", ["Harbour"], "", None),
        ("Wire Press", ["Harbour"], "https://[harbour", None),
        ("Sky News", ["News"], "https://news.sky.example/a", "Sky News"),
    ],
)
def test_the_name_that_fits_the_address(
    known: str, names: list[str], address: str, outlet: str | None
) -> None:
    assert fitting_name(names, address, known) == outlet


@pytest.mark.parametrize(
    ("declared", "outlet"),
    [
        ("Section", "Harbour Post"),  # the section as the site's name
        ("https://social.example/harbourpost", "Harbour Post"),
        ("Harbour Post", "Harbour Post"),
        ("The_Harbour_Post", "The Harbour Post"),
    ],
)
def test_the_outlet_is_the_name_at_the_address_of_the_page(declared: str, outlet: str) -> None:
    head = (
        "<title>Old bridge closed</title>"
        "<link rel='canonical' href='https://www.harbourpost.example/a'>"
        f"<meta property='og:site_name' content='{declared}'>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Old bridge '
        'closed", "publisher": {"@type": "Organization", "name": "Harbour Post"}}</script>'
    )
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).outlet == outlet


@pytest.mark.parametrize(
    ("thing", "meta", "outlet"),
    [
        ("Organization", "", "Dock Times"),
        ("WebPage", "", "Dock Times"),
        ("Organization", "<meta property='og:site_name' content='Dock Media'>", "Dock Media"),
    ],
)
def test_the_publisher_of_the_article_comes_before_other_organisations(
    thing: str, meta: str, outlet: str
) -> None:
    head = (
        f"<title>Old bridge closed</title>{meta}"
        '<script type="application/ld+json">{"@graph": [{"@type": "%s", "name": "Dock Media"}, '
        '{"@type": "NewsArticle", "headline": "Old bridge closed", "publisher": {"@type": '
        '"NewsMediaOrganization", "name": "Dock Times"}}]}</script>' % thing
    )
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).outlet == outlet


def test_the_name_of_an_account_is_no_outlet() -> None:
    head = (
        "<title>Old bridge closed - The Harbour Post</title>"
        "<meta name='twitter:site' content='@harbourpost'>"
        "<link rel='canonical' href='https://www.harbourpost.example/a'>"
    )
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).outlet == "The Harbour Post"


@pytest.mark.parametrize("site", ["28.04.2023", "Old bridge closed", "2023"])
def test_neither_a_date_nor_the_headline_is_an_outlet(site: str) -> None:
    head = f"<title>Old bridge closed</title><meta property='og:site_name' content='{site}'>"
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).outlet is None


def test_an_address_does_not_replace_a_name() -> None:
    head = (
        "<title>Old bridge closed - hp.example</title>"
        "<link rel='canonical' href='https://www.hp.example/a'>"
        "<meta property='og:site_name' content='Gazette of the Harbour'>"
    )
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).outlet == "Gazette of the Harbour"


def test_the_logo_of_a_site_is_not_the_headline() -> None:
    source = (
        "<html><head><title>Old bridge closed | Fjord Post</title><meta property='og:title' "
        "content='Old bridge closed | Fjord Post'><meta property='og:site_name' content='Fjord "
        f"Post'></head><body><h1>Fjord Post</h1><article><h2>Old bridge closed</h2>{TEXT}</article>"
        "</body></html>"
    )
    assert parse_article("a.html", source.encode()).title == "Old bridge closed"


def test_a_site_that_puts_its_name_before_the_headline() -> None:
    head = (
        "<title>Fjord Post | Old bridge closed</title>"
        "<meta property='og:site_name' content='Fjord Post'>"
    )
    source = f"<html><head>{head}</head><body><article>{TEXT}</article></body></html>"
    article = parse_article("a.html", source.encode())
    assert (article.title, article.outlet) == ("Old bridge closed", "Fjord Post")


def test_a_page_that_is_called_like_its_headline_keeps_it() -> None:
    head = (
        "<title>Old bridge closed for good | Fjord Post</title>"
        "<meta property='og:title' content='Old bridge closed'>"
        '<script type="application/ld+json">{"@type": "WebPage", "name": "Old bridge closed"}'
        "</script>"
    )
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).title == "Old bridge closed"


def test_a_publisher_that_is_nested_too_deeply_has_no_name() -> None:
    nested = f"{'[' * 900}{']' * 900}"
    head = (
        '<title>Old bridge closed</title><script type="application/ld+json">{"@type": '
        f'"NewsArticle", "publisher": {nested}}}</script>'
    )
    source = PAGE.format(head=head, text=TEXT)
    assert parse_article("a.html", source.encode()).title == "Old bridge closed"
