"""What feeds and sitemaps list."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from index.errors import UnreadableArticle
from index.ingestion.web.entries import MAX_ENTRIES, Entry, lists_articles, merged, read_listing
from tests.helpers.web import rss

BASE = "https://example.org/feeds/news.xml"
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title>
<link rel="self" href="https://example.org/feeds/news.xml"/>
<entry><title>Old</title><link rel="alternate" href="/old"/><id>tag:1</id>
<published>2026-02-01T08:00:00Z</published><updated>2026-02-02T08:00:00Z</updated></entry>
<entry><title>New</title><link href="../new?a=1&amp;b=2"/><link rel="enclosure" href="/new.mp3"/>
<updated>2026-03-01T08:00:00+01:00</updated></entry></feed>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://i.example/1.1">
<url><loc>https://example.org/one</loc><lastmod>2026-03-01</lastmod></url>
<url><loc>https://example.org/two</loc><news:news><news:publication_date>2026-03-02T07:00:00Z
</news:publication_date></news:news><image:image><image:loc>https://example.org/two.jpg</image:loc>
</image:image></url></urlset>"""
INDEX = """<sm:sitemapindex xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9">
<sm:sitemap><sm:loc>/a.xml</sm:loc><sm:lastmod>2025-01-01</sm:lastmod></sm:sitemap>
<sm:sitemap><sm:loc>/b.xml</sm:loc><sm:lastmod>2026-01-01</sm:lastmod></sm:sitemap>
</sm:sitemapindex>"""


def urls(text: str | bytes, base: str = BASE) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [entry.url for entry in read_listing(data, base).entries]


def test_rss_with_relative_links() -> None:
    links = ["/a", "b", "https://example.org/c#x", "//other.example/d", "mailto:me@x.org", "", "/a"]
    assert urls(rss(links)) == [
        "https://example.org/a",
        "https://example.org/feeds/b",
        "https://example.org/c",
        "https://other.example/d",
    ]


def test_an_item_without_a_link_has_an_address_as_its_id() -> None:
    feed = (
        "<rss><channel><item><guid>https://example.org/g</guid></item>"
        "<item><guid isPermaLink='false'>77</guid></item></channel></rss>"
    )
    assert urls(feed) == ["https://example.org/g"]


def test_atom_newest_first() -> None:
    new, old = read_listing(ATOM.encode(), BASE).entries
    assert (new.url, new.stamp) == ("https://example.org/new?a=1&b=2", "2026-03-01T08:00:00+01:00")
    assert (old.url, old.stamp) == ("https://example.org/old", "2026-02-02T08:00:00Z")
    assert (new.day, old.day) == (None, dt.date(2026, 2, 1))


def test_a_link_that_does_not_say_what_it_is_leads_to_the_article() -> None:
    feed = (
        '<feed><entry><link rel="self" href="/1.atom"/><link href="/1"/>'
        '<link rel="replies" href="/1/comments"/></entry>'
        '<entry><link rel="edit" href="/2.atom"/></entry></feed>'
    )
    assert urls(feed) == ["https://example.org/1", "https://example.org/2.atom"]


def test_the_link_of_a_picture_is_not_that_of_the_item() -> None:
    picture = "<image><link>https://example.org/a.jpg</link></image>"
    assert urls(rss(["/a"], extra=picture)) == ["https://example.org/a"]


def test_dates_of_rss_are_read() -> None:
    dated = "<pubDate>Fri, 27 Feb 2026 09:30:00 +0100</pubDate>"
    (entry,) = read_listing(rss(["/a"], extra=dated).encode(), BASE).entries
    assert entry.day == dt.date(2026, 2, 27)


@pytest.mark.parametrize(
    "stamp",
    [
        "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 01:00:00 +0100",
    ],
)
def test_the_beginning_of_a_calendar_is_no_day(stamp: str) -> None:
    dated = f"<pubDate>{stamp}</pubDate>"
    (entry,) = read_listing(rss(["/a"], extra=dated).encode(), BASE).entries
    assert entry.day is None


def test_sitemaps() -> None:
    assert urls(SITEMAP) == ["https://example.org/two", "https://example.org/one"]
    assert urls(gzip.compress(SITEMAP.encode())) == urls(SITEMAP)
    listing = read_listing(INDEX.encode(), BASE)
    assert [entry.url for entry in listing.sitemaps] == [
        "https://example.org/b.xml",
        "https://example.org/a.xml",
    ]
    assert listing.entries == ()


def test_only_the_newest_of_many_entries() -> None:
    assert len(urls(rss(f"/{n}" for n in range(2_000)))) == MAX_ENTRIES


@pytest.mark.parametrize(
    "text",
    [
        "", "<html><body>Log in</body></html>", "{}", "plain words",
        "<?xml version='1.0'?><opml/>", b"\x1f\x8bbroken",
        gzip.compress(b"x" * 50_000_000, mtime=0),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(text: str | bytes) -> None:
    with pytest.raises(UnreadableArticle):
        urls(text)


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><link>/&b;&x;</link></item>'
        "</channel></rss>"
    )
    (found,) = urls(bomb)
    assert "aaa" not in found
    assert "root" not in found


def test_feeds_are_told_from_pages() -> None:
    assert all(lists_articles(each.encode()) for each in (ATOM, SITEMAP, INDEX, rss(["/a"])))
    assert not lists_articles(b"<!doctype html><html><body><urlset><rss></rss></body></html>")


def test_no_list_takes_the_places_of_the_others() -> None:
    lists = [[Entry(f"https://a.test/{n}/{m}") for m in range(MAX_ENTRIES)] for n in range(5)]
    found = merged([*lists, [lists[0][0], Entry("https://a.test/last")]])
    assert len(found) == MAX_ENTRIES
    assert [entry.url[15:] for entry in found[:7]] == [
        "0/0", "1/0", "2/0", "3/0", "4/0", "0/1", "1/1"
    ]  # fmt: skip
    assert Entry("https://a.test/last") in found


def test_the_newest_of_several_lists_come_first() -> None:
    old = [Entry(f"https://a.test/old/{day}", f"2026-01-{day:02}") for day in (20, 10)]
    new = [Entry(f"https://a.test/new/{day}", f"2026-02-{day:02}") for day in (20, 10)]
    assert merged([old, new]) == (*new, *old)
