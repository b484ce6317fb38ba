"""Exports of a site's whole database: what nobody could read there is no article."""

from __future__ import annotations

import json

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_file
from tests.helpers.articles import story

TEXT = "The city of Grindal closed its bridge on Monday after divers had found a crack in a pier."
ITEM = """<item><title>{title}</title><pubDate>Tue, 21 Oct 2025 03:30:00 +0000</pubDate>
<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>
<wp:post_date><![CDATA[2025-10-20 22:30:00]]></wp:post_date>
<wp:status>{status}</wp:status><wp:post_type><![CDATA[{kind}]]></wp:post_type></item>
"""


def wordpress(*items: tuple[str, str, str]) -> bytes:
    """Return an export with items of these titles, statuses and types."""
    told = "".join(
        ITEM.format(title=title, text=TEXT, status=status, kind=kind)
        for title, status, kind in items
    )
    return f'<rss version="2.0"><channel><title>Fjord Post</title>{told}</channel></rss>'.encode()


def test_only_what_wordpress_published_is_an_article() -> None:
    parsed = parse_file(
        "site.xml",
        wordpress(
            ("Bridge closed", "publish", "post"),
            ("Bridge to close?", "draft", "post"),
            ("pier-1", "inherit", "attachment"),
            ("Home", "publish", "nav_menu_item"),
            ("Ferry times", "publish", "page"),
            ("Old bridge", "trash", "post"),
            ("Bridge live", "publish", "ticker"),
        ),
    )
    assert [each.title for each in parsed.articles] == [
        "Bridge closed",
        "Ferry times",
        "Bridge live",
    ]
    assert not parsed.failures
    assert str(parsed.articles[0].published) == "2025-10-20", "as the site's own clock had it"


def test_an_export_of_drafts_says_so() -> None:
    with pytest.raises(UnreadableArticle, match="drafts"):
        parse_file("site.xml", wordpress(("Bridge to close?", "draft", "post")))
    drafts = [{"title": "Bridge to close?", "html": f"<p>{TEXT}</p>", "status": "draft"}]
    with pytest.raises(UnreadableArticle, match="drafts"):
        parse_file("site.json", json.dumps(drafts).encode())


def test_drafts_in_json_are_no_articles() -> None:
    stated = ["published", "draft", "publish", "scheduled", 200, "archived", None]
    posts = [
        {"title": f"Bridge {number}", "html": f"<p>{TEXT}</p>", "status": status}
        for number, status in enumerate(stated)
    ]
    parsed = parse_file("site.json", json.dumps({"db": [{"data": {"posts": posts}}]}).encode())
    assert [each.title[-1] for each in parsed.articles] == ["0", "2", "4", "5", "6"]
    assert all(story(each) == TEXT for each in parsed.articles)
