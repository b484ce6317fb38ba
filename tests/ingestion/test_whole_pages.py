"""Several pages in a file, and what may stand above a page: front matter, a server's headers."""

from __future__ import annotations

import datetime as dt

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article, parse_file
from tests.helpers.articles import check_offsets, story
from tests.helpers.growth import grows_too_fast

ONE = (
    "The mayor of Grindal closed the bridge on Monday because of a crack in a pier. "
    "Drivers have to take the ferry until March, she said."
)
TWO = "The ferry company said on Wednesday that it would add 14 crossings a day, and two at night."
PAGE = (
    '{top}<html><head><title>{title} | {site}</title><meta charset="utf-8">'
    '<meta property="article:published_time" content="{day}T08:00:00Z">'
    '<meta property="og:site_name" content="{site}"></head>'
    "<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
)
FIRST = {"title": "Bridge closed", "site": "Post", "day": "2025-10-20", "text": ONE}
SECOND = {"title": "More ferries", "site": "Herald", "day": "2025-10-22", "text": TWO}
COOKIES = "We use cookies to make this site work for you, and to see how it is used by readers."


def page(told: dict[str, str], top: str = "<!DOCTYPE html>\n") -> str:
    return PAGE.format(top=top, **told)


@pytest.mark.parametrize("top", ["<!DOCTYPE html>\n", "", "<!-- saved from url=(0014)x -->\n"])
@pytest.mark.parametrize(
    "between",
    ["", '<?xml version="1.0"?>', "\n\n", "\n<!-- <html> -->\n", "\n===== b.html =====\n"],
)
@pytest.mark.parametrize("file", ["all.html", "all.txt"])
def test_pages_one_after_another(file: str, between: str, top: str) -> None:
    text = page(FIRST) + between + page(SECOND, top) + "\n"
    found = parse_file(file, text.encode()).articles
    assert [(a.file, a.title, a.outlet, str(a.published)) for a in found] == [
        (f"{file}#1", "Bridge closed", "Post", "2025-10-20"),
        (f"{file}#2", "More ferries", "Herald", "2025-10-22"),
    ]
    assert [story(article) for article in found] == [ONE, TWO]
    for article in found:
        check_offsets(article)


@pytest.mark.parametrize(
    "text",
    [
        page(FIRST).replace("</article>", "<iframe><html><p>x</p></html></iframe></article>"),
        page(FIRST).replace(
            "</article>", "<div><html><p>x</p></html><html></html></div></article>"
        ),
        page(FIRST).replace("</head>", "<script>w('</html><html><p>x')</script></head>"),
        page(FIRST) + "\n<html><body><script>count()</script></body></html>\n",
        page(FIRST) + "</html><!-- <html> -->",
        page(FIRST) + f"<html><body><svg><title>Close</title></svg><p>{COOKIES}</p></body></html>",
        page(FIRST) + "<html><head><title>Cookies</title></head><body><p>OK</p></body></html>",
        "<html><body><ul><li>News<li>Sport</ul></body></html>" + page(FIRST),
        "<html><head><title>Menu</title></head><body><a>News</a></body></html>\n" + page(FIRST),
    ],
)
def test_pages_within_a_page_and_what_servers_add_are_none(text: str) -> None:
    found = parse_file("a.html", text.encode())
    (article,) = found.articles
    assert (article.file, found.failures) == ("a.html", ())
    assert article.title == "Bridge closed"
    assert ONE in " ".join(story(article).split())


YAML = "---\ntitle: Bridge closed\ndate: 2025-10-20\noutlet: Fjord Post\n---\n"
TOML = '+++\ntitle = "Bridge closed"\ndate = 2025-10-20\noutlet = "Fjord Post"\n+++\n\n'
JSON = '{"title": "Bridge closed", "date": "2025-10-20", "outlet": "Fjord Post"}\n'
HEADERS = "Title: Bridge closed\nDate: 20 October 2025\nSource: Fjord Post\n\n"
FRAGMENT = f"<p>{ONE}</p>\n\n<p>The council met <b>twice</b> &amp; voted on it, it was said.</p>\n"
BREAKS = f"{ONE}<br><br>The council met <b>twice</b> &amp; voted on it, it was said.<br />\n"
WHOLE = page(
    {**SECOND, "text": f"{ONE}</p><p>The council met twice &amp; voted on it, it was said."}
)

PARTS = [FRAGMENT, WHOLE, FRAGMENT.replace("\n\n", ""), BREAKS]


@pytest.mark.parametrize("front", [YAML, TOML, JSON, HEADERS])
@pytest.mark.parametrize(
    ("file", "below"),
    [
        *((file, text) for file in ("a.html", "a.txt") for text in PARTS),
        ("a.md", FRAGMENT),
        ("a.md", WHOLE),
    ],
)
def test_a_page_below_front_matter(file: str, below: str, front: str) -> None:
    article = parse_article(file, (front + below).encode())
    assert (article.title, article.outlet) == ("Bridge closed", "Fjord Post")
    assert article.published == dt.date(2025, 10, 20)
    told = f"{ONE}\nThe council met twice & voted on it, it was said."
    assert story(article).endswith(told)
    assert "<" not in "".join(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize("element", ["article", "main"])
def test_markdown_in_parts_of_a_page_stays_markdown(element: str) -> None:
    below = f"<{element}>\n\n## The bridge\n\n{ONE}\n\n- *Ferries* run\n\n</{element}>\n"
    (first, *others) = parse_article("a.md", (YAML + below).encode()).paragraphs
    assert (first.text, first.heading) == ("The bridge", True)
    assert [paragraph.text for paragraph in others] == [ONE, "Ferries run"]


@pytest.mark.parametrize("front", [YAML, TOML, HEADERS])
def test_front_matter_is_that_of_the_first_page(front: str) -> None:
    found = parse_file("a.html", (front + page(FIRST) + page(SECOND)).encode()).articles
    assert [(a.title, a.outlet, str(a.published)) for a in found] == [
        ("Bridge closed", "Fjord Post", "2025-10-20"),
        ("More ferries", "Herald", "2025-10-22"),
    ]


def test_text_with_some_markup_below_front_matter_stays_what_it_is() -> None:
    text = f"{YAML}{ONE}\n\nAn element like <p> or <b> or <i> is *not* a page.\n"
    assert "not a page" in story(parse_article("a.md", text.encode()))
    assert "<b>" in story(parse_article("a.txt", text.encode()))


RESPONSE = (
    "HTTP/1.1 200 OK\r\nDate: Mon, 27 Oct 2025 08:00:00 GMT\r\nServer: nginx\r\n"
    "Content-Type: text/html; charset={charset}\r\nX-Long: a\r\n b\r\n\r\n"
)
REDIRECT = "HTTP/2 301 \r\nlocation: https://post.example/a\r\n\r\n"


@pytest.mark.parametrize("above", ["", REDIRECT])
@pytest.mark.parametrize("file", ["a.html", "a.txt", "a.md"])
def test_the_headers_of_a_response_are_no_text(file: str, above: str) -> None:
    text = above + RESPONSE.format(charset="utf-8") + page(FIRST)
    article = parse_article(file, text.encode())
    assert (article.title, article.outlet, str(article.published)) == (
        "Bridge closed",
        "Post",
        "2025-10-20",
    )
    assert story(article) == ONE
    check_offsets(article)
    without = text.partition("\r\n")[2] if not above else text
    assert story(parse_article(file, without.encode())) == ONE


def test_a_response_states_its_encoding() -> None:
    told = {**FIRST, "text": ONE.replace("mayor", "мэр")}
    text = RESPONSE.format(charset="windows-1251") + page(told).replace(
        '<meta charset="utf-8">', ""
    )
    assert "мэр of Grindal" in story(parse_article("a.txt", text.encode("cp1251")))


def test_other_responses() -> None:
    feed = '<rss version="2.0"><channel><title>Post</title><item><title>Bridge closed</title>'
    feed += f"<description>{ONE}</description></item></channel></rss>"
    article = parse_article("a.txt", (RESPONSE.format(charset="utf-8") + feed).encode())
    assert (article.title, story(article)) == ("Bridge closed", ONE)
    check_offsets(article)
    with pytest.raises(UnreadableArticle, match="response 404 of a server"):
        parse_article("a.txt", (RESPONSE.replace("200 OK", "404 Not Found") + page(FIRST)).encode())


@pytest.mark.parametrize("text", ["HTTP/1.1 200 OK is what a server says.\n", "Content-Type: x\n"])
def test_text_about_responses_is_text(text: str) -> None:
    article = parse_article("a.txt", f"{text}\n{ONE}\n".encode())
    assert text.strip() in " ".join(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    "unit",
    [
        "</html>",
        "</html><html>",
        "</html><!--",
        "<html></html>x",
        "HTTP/1.1 200 OK\na:b\n\n",
        "a:b\n",
    ],
)
def test_large_files_take_linear_time(unit: str) -> None:
    assert not grows_too_fast(lambda units: parse_file("a.html", units.encode()), unit, 25_000)
