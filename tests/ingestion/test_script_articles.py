"""Pages whose text stands only in what they declare for search engines."""

from __future__ import annotations

import datetime as dt
import json

from index.ingestion.parser import parse_file
from tests.helpers.articles import BODY, attempt, check_offsets, story

CRUMBS = '<script type="application/ld+json">{"@type": "BreadcrumbList", "name": "News"}</script>'
DECLARED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Harbour Gazette"},
        {
            "@type": "NewsArticle",
            "headline": "Ferry returns to the bay",
            "datePublished": "2026-02-27T08:00:00+01:00",
            "author": [{"@type": "Person", "name": "Jane Roe"}],
            "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
            "articleBody": BODY,
        },
    ],
}
PAGE = (
    "<!DOCTYPE html><html><head><title>Ferry returns to the bay</title>"
    '{crumbs}<script type="application/ld+json">{declared}</script></head><body>{shown}'
    "<noscript>Please enable JavaScript.</noscript></body></html>"
)


def page(shown: str = "<div id='root'></div>") -> bytes:
    return PAGE.format(crumbs=CRUMBS, declared=json.dumps(DECLARED), shown=shown).encode()


def test_a_page_that_shows_nothing_is_read_as_it_declares() -> None:
    (article,) = parse_file("ferry.html", page()).articles
    assert (article.title, article.outlet, article.author, article.published) == (
        "Ferry returns to the bay",
        "Harbour Gazette",
        "Jane Roe",
        dt.date(2026, 2, 27),
    )
    assert story(article) == BODY
    check_offsets(article)


def test_a_page_that_shows_its_text_is_read_as_it_shows_it() -> None:
    shown = "".join(f"<p>{line} It was so.</p>" for line in BODY.splitlines())
    (article,) = parse_file("ferry.html", page(f"<article>{shown}</article>")).articles
    assert story(article).count("It was so.") == len(BODY.splitlines())


def test_a_page_that_declares_no_text_has_none() -> None:
    declared = '{"@type": "NewsArticle", "articleBody": ""}'
    empty = PAGE.format(crumbs=CRUMBS, declared=declared, shown="<div></div>")
    assert "no article text" in str(attempt("ferry.html", empty.encode()))
