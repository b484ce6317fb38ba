"""Who wrote a page's article."""

from __future__ import annotations

import json

import pytest

from index.ingestion.loaders.page_authors import with_author
from index.ingestion.parser import parse_article


def read(author: object, byline: str = "") -> str | None:
    declared = {
        "@type": "NewsArticle",
        "headline": "Ferry returns to the bay",
        "author": author,
        "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
    }
    page = (
        "<html><head><title>Ferry returns to the bay</title>"
        '<meta property="og:site_name" content="Harbour Gazette">'
        f'<script type="application/ld+json">{json.dumps(declared)}</script></head>'
        f"<body><article><h1>Ferry returns to the bay</h1>{byline}"
        "<p>The ferry across the bay returned on Monday after two years of repairs.</p>"
        "<p>It carries forty cars and two hundred people, the harbour master said.</p>"
        "</article></body></html>"
    )
    return parse_article("ferry.html", page.encode()).author


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"@type": "Person", "name": "Jane Q. Roe"}, "Jane Q. Roe"),
        ({"@type": "Person", "name": "JANE ROE and LEE FOX"}, "JANE ROE; LEE FOX"),
        ([{"@type": "Person", "name": "Jane Roe (jr)"}, {"name": "By Lee Fox"}],
         "Jane Roe; Lee Fox"),
        ([{"@type": "Organization", "name": "Fjord Press"}, {"name": "Jane Roe"}],
         "Jane Roe"),
        ("Jane Roe &amp; Lee Fox", "Jane Roe; Lee Fox"),
        ({"@type": "Person", "name": ["Jane Roe", "Lee Fox"]}, "Jane Roe; Lee Fox"),
        ({"@type": "Organization", "name": "dpa"}, "dpa"),
    ],
)  # fmt: skip
def test_who_is_declared(author: object, expected: str) -> None:
    assert read(author) == expected


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Organization", "name": "Harbour Gazette"},
        {"@type": "Organization", "name": "The Harbour Gazette Ltd"},
        {"@type": "Person", "name": "https://www.harbourgazette.example/staff"},
        {"@type": "Person", "name": "newsroom@harbourgazette.example"},
        {"@type": "Person", "name": ""},
        [],
        None,
    ],
)
def test_nobody_is_declared(author: object) -> None:
    assert read(author) is None


def test_a_blog_may_be_called_like_its_author() -> None:
    fields = {"outlet": "Ada Quill's notebook", "author": "Ada Quill"}
    assert with_author(fields, ()) == fields


def test_who_is_shown_counts_where_only_the_outlet_is_declared() -> None:
    fields = {"outlet": "Harbour Gazette", "author": "Harbour Gazette; Jane Roe; Norway"}
    things = [{"@type": "NewsArticle", "author": {"name": "Harbour Gazette"}}]
    assert with_author(fields, things)["author"] == "Jane Roe"
