"""What a page declares of other articles is not its own, and its own head is believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from index.ingestion.loaders.other_articles import without_other_articles
from index.ingestion.loaders.schema_org import declared_things
from index.ingestion.parser import parse_article
from index.models import Article
from tests.helpers.growth import grows_too_fast

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Bridge closed | The Post</title>{head}</head>
<body><article><h1>Bridge closed</h1>{line}
<p>The mayor of Grindal closed the bridge on Monday because of a crack in one of the piers.</p>
<p>Drivers have to take the ferry until March, she said, and the ferry is full on most days.</p>
</article></body></html>"""
OTHER = {
    "@type": "NewsArticle",
    "headline": "Storm hits coast of Lind",
    "datePublished": "2024-05-06T08:00:00Z",
    "url": "https://post.example/storm",
    "author": {"@type": "Person", "name": "Ola Dahl"},
}
OWN = {
    "@type": "NewsArticle",
    "headline": "Bridge closed",
    "datePublished": "2025-10-20T08:00:00Z",
    "url": "https://post.example/bridge",
}
CANONICAL = '<link rel="canonical" href="https://www.post.example/bridge/">'
PUBLISHED = '<meta property="article:published_time" content="2025-10-20T08:00:00Z">'
LINE = '<p class="d">20 October 2025</p>'


def ld(*things: Any) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things
    )


def page(head: str = "", line: str = "") -> Article:
    return parse_article("a.html", PAGE.format(head=head, line=line).encode())


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (ld(OTHER, OWN), ""),
        (ld(OTHER, OWN, {**OTHER, "headline": "Rain"}), ""),
        (ld(OWN, OTHER), ""),
        (ld([OTHER, OWN]), ""),
        (ld({"@graph": [OTHER, OWN]}), ""),
        (ld({**OWN, "hasPart": [OTHER]}), ""),
        (ld(OWN, {"@type": "ItemList", "itemListElement": [{"item": OTHER}]}), LINE),
        # its own, by another headline or by none
        (CANONICAL + ld({**OWN, "headline": "Grindal is cut off from the fjord"}), ""),
        (ld({**OWN, "headline": "Why the bridge of Grindal is closed for months"}), ""),
        (ld({"@type": "NewsArticle", "datePublished": "2025-10-20"}), ""),
    ],
)
def test_related_stories_give_no_day_and_no_author(head: str, line: str) -> None:
    article = page(head, line)
    assert (article.title, str(article.published)) == ("Bridge closed", "2025-10-20")
    assert article.author is None


@pytest.mark.parametrize(
    ("title", "declared"),
    [
        ("Grindal: why nobody can cross the fjord", [OWN]),  # written for search engines
        ("The Post", [OWN]),
        ("格林达尔大桥", [{**OWN, "headline": "市长宣布关闭峡湾桥梁"}]),
        ("大桥因裂缝关闭至三月", [{**OWN, "headline": "大桥因桥墩裂缝关闭"}, OTHER]),
        ("The Post", [OTHER, {**OTHER, "datePublished": "2024-05-07"}]),
        # by another headline, beside one whose words are in its title
        (
            "Storm hits the coast of Lind",
            [{**OWN, "url": "https://post.example/123"}, {**OTHER, "headline": "Storm hits Grain"}],
        ),
        (
            "Fjord cut off",
            [{**OWN, "headline": "Grindal", "url": "https://www.post.co.uk/bridge?a=1"}, OTHER],
        ),
    ],
)
def test_a_pages_own_article_is_never_dropped(title: str, declared: list[dict[str, Any]]) -> None:
    raw = PAGE.replace("Bridge closed", title).format(head=CANONICAL + ld(*declared), line="")
    kept = [thing["headline"] for thing in declared_things(without_other_articles(raw))]
    own = [each for each in declared if each is not OTHER or title == "The Post"]
    assert kept == [each["headline"] for each in own]


def test_entries_of_a_live_blog_are_not_others() -> None:
    raw = PAGE.format(head=ld({**OWN, "liveBlogUpdate": [OTHER]}), line="")
    assert without_other_articles(raw) == raw


BELOW = "A crack in a pier was found by divers who had looked for a lost anchor, the town said."
H1 = "<h1>Bridge closed</h1>"
SAVED = '<meta name="date" content="2025-11-03">'


@pytest.mark.parametrize(
    ("head", "line", "day", "said"),
    [
        (SAVED, LINE, "2025-10-20", True),
        # it says the same, and there is a teaser
        (SAVED, "<p>3 November 2025</p><div><a>Rain</a><p>4 March 2019</p></div>", "2025-11-03", 0),
        (SAVED.replace("date", "DC.date"), LINE, "2025-11-03", False),
        (SAVED.replace("date", "dcterms.date"), LINE, "2025-11-03", False),
        (SAVED, "<p>29 November 2025</p>", "2025-11-03", False),  # of an event
        (SAVED, "<p>29 November 2025</p><p>Published 20 October 2025</p>", "2025-10-20", True),
        (SAVED, f"<p>{BELOW}</p><aside>Published 20 February 2025</aside>", "2025-11-03", False),
        (SAVED, '<p class="d">Updated 20 October 2025</p>', "2025-11-03", False),
        (SAVED, "<p>Published 20 October 2025 | Updated 1 November 2025</p>", "2025-10-20", True),
        (SAVED, "<aside><a href='/x'>Grain</a> 4 March 2019</aside>", "2025-11-03", False),
        (SAVED, "", "2025-11-03", False),
        (SAVED, f"<p>{BELOW}</p><p>Published: 20 October 2025</p>", "2025-11-03", False),
        (SAVED, f"<p>{BELOW}</p><p>20 October 2025</p>", "2025-11-03", False),
        (SAVED, f"<p>Bridge closed</p><p>4 May 2024</p><p>News</p>{H1}{LINE}", "2025-10-20", True),
        (SAVED + ld(OWN), LINE, "2025-10-20", False),
        (SAVED + PUBLISHED.replace("2025-10-20", "2025-11-03"), LINE, "2025-11-03", False),
        (SAVED.replace("11-03", "10-21"), LINE, "2025-10-21", False),
    ],
)
def test_a_mere_date_does_not_win_over_the_line_below_the_headline(
    head: str, line: str, day: str, said: bool
) -> None:
    article = page(head, line)
    assert str(article.published) == day
    note = "its day is 2025-10-20, as the page says below its headline, not 2025-11-03, as its"
    assert article.notes == (f"{note} metadata says",) * said


@pytest.mark.parametrize(
    "unit",
    [
        '<script type="application/ld+json">{"@type":"Article","headline":"Storm"}</script>',
        '<script type="application/ld+json">' + "[" * 40 + "]" * 40 + "</script>",
        "<meta name=title ",
        "<h1>",
        "<h1>大桥因裂缝关闭至三月</h1>",
        "<link canonical ",
        '<meta name="date" content="2025-11-03">',
    ],
)
def test_a_large_page_takes_linear_time(unit: str) -> None:
    assert not grows_too_fast(lambda units: page(units, LINE), unit, 25_000)
