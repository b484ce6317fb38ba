"""HTML: the story aligned with its source, metadata, and pages that are odd."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableArticle
from index.ingestion.loaders.markup import read_page, visible_text
from index.ingestion.loaders.page_days import metadata_day, unswapped
from index.ingestion.metadata.publication_date import Published
from index.ingestion.parser import parse_article
from index.ingestion.splitter import split_article
from index.models import Article
from tests.helpers.articles import check_offsets, kinds, story

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Grain talks end | Example Post</title>
{meta}
<script>var story = "Envoys met in Vienna.";</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Grain talks end without a deal</h1>
{lines}
<figure><img src="a.jpg"><figcaption>The minister speaks in Vienna on Oct. 21, 2025. (AFP Photo)
</figcaption></figure>
<p>Envoys from <b>both governments</b> met in&nbsp;Vienna for a &quot;second&quot;
   round of <a href="/grain">talks</a> on grain &amp; oil, officials said<!-- ad --> on Monday.</p>
<p>&#8220;Nobody <em>wins</em>,&#8221; the host told reporters. &ldquo;We
are&#x20;tired.&rdquo;<script>track("quote")</script></p>
<h2>What comes next</h2>
<p>The ports remain closed for now.<br>Farmers&rsquo; unions called a strike.</p>
<ul><li>First, silos are full to the roof.</li><li>Second, trains are late by days.</li></ul>
<p>Also read | <a href="/x">Storm batters the coast of Portugal</a></p>
</article>
<aside><h3>Most popular</h3><ul><li><a href="/1">Museum reopens</a></li></ul></aside>
<footer>&copy; 2025 Example Post. All rights reserved.</footer></body></html>
"""
STORY = [
    'Envoys from both governments met in Vienna for a "second" round of talks on grain & oil, '
    "officials said on Monday.",
    "“Nobody wins,” the host told reporters. “We are tired.”",
    "The ports remain closed for now.",
    "Farmers’ unions called a strike.",
    "First, silos are full to the roof.",
    "Second, trains are late by days.",
]


def html(meta: str = "", lines: str = "") -> Article:
    return parse_article("a.html", PAGE.format(meta=meta, lines=lines).encode())


def test_the_story_and_nothing_else() -> None:
    article = html()
    assert story(article).split("\n") == STORY
    assert article.title == "Grain talks end without a deal"
    assert [p.text for p in article.paragraphs if p.heading][1:] == ["What comes next"]


CRANES = "Two cranes reached the dock on Monday after a tow of nine days, Olaf Brandt said."
COD = "The ministry has cut the cod quota for the bay to 1,840 tonnes, a fifth less than last year."
BRIDGE = "The council chose a swing bridge by Petra Novotna over four other designs on Wednesday."


def newsletter(stories: dict[str, str]) -> Article:
    link = "<p><a href='/x'>Read more »</a></p>"
    items = "".join(
        f"<table><tr><td><h2>{title}</h2>{text}{link}</td></tr></table>"
        for title, text in stories.items()
    )
    page = f"<html><body><p>View in browser</p><h1>Harbour Weekly</h1>{items}</body></html>"
    return parse_article("a.html", page.encode())


def test_a_link_below_each_story_of_a_newsletter_does_not_end_it() -> None:
    texts = {"New cranes": CRANES, "Quota cut": COD, "A bridge is chosen": BRIDGE}
    article = newsletter({title: f"<p>{text}</p>" for title, text in texts.items()})
    told = [paragraph.text for paragraph in article.paragraphs if not paragraph.heading]
    assert told == list(texts.values())
    assert kinds(article)["Read more »"] == "related"


def test_teasers_below_a_story_with_a_link_each_are_no_part_of_it() -> None:
    long = "".join(f"<p>{CRANES} It is number {number} of ten.</p>" for number in range(10))
    article = newsletter(
        {"New cranes": long, "Quota": f"<p>{COD}</p>", "Bridge": f"<p>{BRIDGE}</p>"}
    )
    assert story(article).count("\n") == 9
    assert kinds(article)[BRIDGE] == "related"


def test_quotes_begin_and_end_exactly_at_the_sentence() -> None:
    article = html()
    quotes = [article.raw[s.start : s.end] for s in split_article(article)[0]]
    assert quotes[0].startswith("Envoys from <b>both")
    assert quotes[0].endswith("officials said<!-- ad --> on Monday.")
    assert quotes[1] == "&#8220;Nobody <em>wins</em>,&#8221; the host told reporters."
    assert quotes[2] == "&ldquo;We\nare&#x20;tired.&rdquo;"
    assert quotes[4] == "Farmers&rsquo; unions called a strike."


@pytest.mark.parametrize(
    ("meta", "lines", "day", "source"),
    [
        (
            '<meta property="article:published_time" content="2025-10-21T08:00:00Z">'
            '<meta property="article:modified_time" content="2025-10-23T08:00:00Z">',
            "",
            "2025-10-21",
            "metadata",
        ),
        (
            '<script type="application/ld+json">{"@context":"https://schema.org",'
            '"@type":"NewsArticle","datePublished":"2025-10-21T10:00:00+03:00",'
            '"dateModified":"2025-10-22"}</script>',
            "",
            "2025-10-21",
            "metadata",
        ),
        ("", '<p class="when">Published 21 Oct 2025 14:05 BST</p>', "2025-10-21", None),
        ('<meta property="article:published_time" content="2025-02-31">', "", "None", None),
        ("", "", "None", None),
    ],
)
def test_the_day_from_metadata_or_from_the_page(
    meta: str, lines: str, day: str, source: str | None
) -> None:
    article = html(meta, lines)
    assert str(article.published) == day
    if source:
        assert article.published_from == source
    assert story(article).split("\n") == STORY


def test_outlet_author_and_url_from_metadata() -> None:
    article = html(
        '<meta property="og:site_name" content="Example Post">'
        '<meta name="author" content="Jane Roe">'
        '<link rel="canonical" href="https://example.com/grain">'
    )
    assert (article.outlet, article.author) == ("Example Post", "Jane Roe")
    assert article.url == "https://example.com/grain"


@pytest.mark.parametrize(
    "source",
    [
        "<p>Envoys met in Vienna on Monday, officials said.</p>",
        "<body><div>Envoys met in Vienna on Monday, officials said.</div></body>",
        "Envoys met in Vienna on Monday, officials said.",
        "<p>Envoys met in <b>Vienna on Monday, officials said.",
        "\ufeff<html><p>Envoys met in Vienna on Monday, officials said.</p></html>",
        "<p>Envoys met in Vienna on Monday, officials said.</p><!-- open",
    ],
)
def test_pages_of_one_sentence(source: str) -> None:
    article = parse_article("a.htm", source.encode())
    (sentence,), _ = split_article(article)
    assert sentence.text == "Envoys met in Vienna on Monday, officials said."
    assert "<p>" not in article.raw[sentence.start : sentence.end]


@pytest.mark.parametrize("source", ["<html></html>", "<p></p>", "<script>Envoys met.</script>"])
def test_pages_without_text(source: str) -> None:
    with pytest.raises(UnreadableArticle):
        parse_article("a.html", source.encode())


def test_visible_text_knows_the_place_of_every_character() -> None:
    raw = "a&amp;b <i>c</i><style>x</style>&nbsp;d&notanentity;<br/>e"
    visible = visible_text(raw)
    assert visible.text.replace("\n", "|") == "a&b c\u00a0d¬anentity;|e"
    assert raw[slice(*visible.spans[1])] == "&amp;"
    assert len(visible.text) == len(visible.spans)


def test_what_cannot_be_found_is_not_aligned() -> None:
    page = read_page("<p>Envoys met in Vienna.</p>")
    assert page.find("Envoys left Vienna.", 0) is None
    assert page.find(" ", 0) is None
    assert page.cut(*(page.find("met in", 0) or (0, 1))).text == "met in"


SOUP = (
    *("<p>", "</p>", "<b>", "</b>", "<div>", "<br>", "<!--", "-->", "&amp;", "&lt", "&#8220;"),
    *("<script>", "</script>", "<", ">", '"', "\n", " ", "\u00ad", "é", "e\u0301"),
    *("Envoys met in Vienna on Monday. ", "“We wait,” he said. ", "2025-10-22"),
)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(SOUP),
        max_size=30,
    )
)
def test_any_soup_of_tags_is_an_article_or_a_reason(parts: list[str]) -> None:
    try:
        article = parse_article("a.html", "".join(parts).encode())
    except UnreadableArticle:
        return
    last = 0
    for sentence in split_article(article)[0]:
        assert last <= sentence.start < sentence.end <= len(article.raw)
        quote = visible_text(article.raw[sentence.start : sentence.end]).text
        assert "".join(quote.split()) == "".join(sentence.text.split())
        last = sentence.end


def test_offsets_of_the_page() -> None:
    article = html()
    sentences, _ = split_article(article)
    assert [s.ordinal for s in sentences] == list(range(len(sentences)))
    check_offsets(parse_article("a.html", b"Envoys met in Vienna. They left.\n"))


@pytest.mark.parametrize(
    "declared",
    [
        """<script type="application/ld+json">{{"@graph": [{{"@type": "WebPage", "datePublished":
        "2019-01-01"}}, {{"@type": ["NewsArticle"], "datePublished": "{}T18:30:00+03:00",
        "dateModified": "2025-10-29"}}]}}</script>""",
        """<script type="application/ld+json">[{{"@type": "BlogPosting",
        "datePublished": "{}"}}]</script>""",
        '<meta itemprop="datePublished" content="{}T08:00:00Z">',
    ],
)
def test_a_page_declares_the_day_of_its_article(declared: str) -> None:
    old = '<aside><a href="/x">Grain</a> <time datetime="2019-03-04">4 March 2019</time></aside>'
    article = html(declared.format("2025-10-21"), old)
    assert (str(article.published), article.published_from) == ("2025-10-21", "metadata")


def test_several_declared_days_decide_nothing() -> None:
    script = (
        '<script type="application/ld+json">{{"@type": "Article", "datePublished": "{}"}}</script>'
    )
    of_others = "".join(script.format(day) for day in ("2025-10-01", "2025-10-02"))
    stated = '<meta property="article:published_time" content="2025-10-21T08:00:00Z">'
    assert str(html(stated + of_others).published) == "2025-10-21"


def test_boxes_of_fast_pages_are_no_story() -> None:
    boxes = (
        "<amp-ad><div fallback>Two shirts for one.</div></amp-ad><amp-sidebar>Menu</amp-sidebar>"
    )
    assert "shirts" not in visible_text(f"<p>Talks end.</p>{boxes}<p>Ports stay shut.</p>").text


def test_the_day_that_a_page_states_in_full_tells_the_month() -> None:
    time = '<time datetime="2016-10-04 05:07:09">10/04/2016</time>'
    found = Published(dt.date(2016, 4, 10), "metadata")
    told = unswapped(time, found)
    assert told is not None
    assert str(told.day) == "2016-10-04"
    assert unswapped(f"{time}<p>Next review: 2016-04-10</p>", found) == found, "both are stated"
    assert unswapped(f"{time}<p>Published April 10, 2016</p>", found) == found, "in words"
    changed = '<meta property="article:modified_time" content="2016-10-04"><p>10/04/2016</p>'
    assert unswapped(changed, found) == found, "the last change"


@pytest.mark.parametrize(
    "beside",
    [
        "<script>/* :: 2015.02.04 rewrite :: */ var a = 1;</script>",
        '<a href="https://other.example/2015/02/04/ships.html">Ships</a>',
        '<img src="/media/2015/02/04/ship.jpg" alt="A ship">',
        "<!-- built 2015-02-04 -->",
    ],
)
def test_days_of_links_and_comments_are_not_the_day_of_the_page(beside: str) -> None:
    assert metadata_day(beside, [], "", [], "2015-02-04") is None
    own = '<link rel="canonical" href="https://a.example/2015/02/04/ships.html">'
    assert metadata_day(f"{own}{beside}", [], "", [], "2015-02-04") is not None


@pytest.mark.parametrize(
    "name", ["q", "button", "label", "output", "blink", "nobr", "x-tooltip", "font-face"]
)
def test_elements_in_a_sentence_neither_lose_nor_divide_it(name: str) -> None:
    sentence = "The bridge’s deck was closed on Monday because of a crack in one of its piers."
    marked = sentence.replace("bridge", f"<{name} class='x'>bridge</{name}>")
    article = html(lines=f"<p>{marked}</p>")
    (found,) = (p for p in article.paragraphs if p.text == sentence)
    assert "".join(article.raw[start:end] for start, end in found.spans) == sentence


@pytest.mark.parametrize("name", ["del", "s", "strike"])
def test_what_its_writer_took_back_is_not_quoted(name: str) -> None:
    struck = f"<{name}>Two people <a href='/x'>were killed</a> in the fire.</{name}>"
    later = "Nobody was hurt in the fire, the brigade said later."
    texts = [p.text for p in html(lines=f"<p>{struck} {later}</p>").paragraphs]
    assert later in texts
    assert not any("killed" in text for text in texts)


def test_a_page_with_little_text_keeps_its_lines_apart() -> None:
    """trafilatura gives all that ``<article>`` has as one line."""
    told = ["The bridge has been closed since Monday, the council said.", "It opens in June."]
    page = (
        "<html><head><title>Bridge closed</title></head><body><nav>Menu</nav><article>"
        "<h1>Bridge closed</h1><p>By Kim Oster</p><p>5 March 2025</p>"
        f"<p>{told[0]}</p><p>{told[1]}</p></article></body></html>"
    )
    article = parse_article("a.html", page.encode())
    assert (article.title, article.author) == ("Bridge closed", "Kim Oster")
    assert story(article).split("\n") == told
    check_offsets(article)
