"""XML of news agencies is read item by item; lists of feeds, pages and references are refused."""

from __future__ import annotations

import re

import pytest

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_file
from index.models import Article
from tests.helpers.articles import check_offsets, story
from tests.helpers.growth import grows_too_fast

ONE = (
    "The mayor of Grindal closed the bridge on Monday because of a crack in a pier. "
    "Drivers have to take the ferry until March, she said."
)
TWO = "The ferry company said on Wednesday that it would add 14 crossings a day, and two at night."
NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf.dtd">
<nitf><head><title>BRIDGE-1</title><docdata><date.issue norm="20251020T080000+0200"/></docdata>
<pubdata name="The Post"/></head><body><body.head><hedline><hl1>Bridge &amp; road closed</hl1>
</hedline><byline>By Jane Roe</byline><dateline><location>GRINDAL</location></dateline></body.head>
<body.content><block><p>{ONE}</p><media media-type="image"><media-caption>The bridge as it was seen
from the north in 2019, before it was closed.</media-caption></media><hl2>Ferries</hl2><p>{TWO}</p>
</block></body.content><body.end/></body></nitf>"""
G2 = """<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>
<sent>2025-10-25T00:00:00Z</sent></header><itemSet>{items}</itemSet></newsMessage>"""
ITEM = """<newsItem guid="x"><itemMeta><versionCreated>{day}T08:00:00Z</versionCreated>
<provider literal="AFP"/></itemMeta><contentMeta><headline>{title}</headline><by>Jane Roe</by>
</contentMeta><contentSet>{content}</contentSet></newsItem>"""
XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title>x</title></head><body><p>{text}</p></body></html></inlineXML>"
)
INSIDE = (
    "<inlineXML><nitf><body><body.content><p>{text}</p></body.content></body></nitf></inlineXML>"
)
OLD = """<?xml version="1.0"?><NewsML><NewsEnvelope><DateAndTime>20251025T080000Z</DateAndTime>
</NewsEnvelope><NewsItem><NewsManagement><FirstCreated>20251020T080000+0000</FirstCreated>
</NewsManagement><NewsComponent><NewsLines><HeadLine>Bridge closed</HeadLine>
<ByLine>By Jane Roe</ByLine><CreditLine>AFP</CreditLine></NewsLines><ContentItem><DataContent>
{text}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def articles(text: str, file: str = "a.xml") -> tuple[Article, ...]:
    return parse_file(file, text.encode()).articles


@pytest.mark.parametrize("file", ["a.xml", "a.txt", "a.html"])
def test_nitf(file: str) -> None:
    (article,) = articles(NITF, file)
    assert (article.title, article.outlet, article.author) == (
        "Bridge & road closed",
        "The Post",
        "Jane Roe",
    )
    assert (str(article.published), article.file) == ("2025-10-20", file)
    assert story(article) == f"{ONE}\n{TWO}"
    check_offsets(article)


def test_the_items_of_a_news_message() -> None:
    items = (
        ITEM.format(day="2025-10-20", title="Bridge closed", content=XHTML.format(text=ONE)),
        ITEM.format(day="2025-10-22", title="More ferries", content=INSIDE.format(text=TWO)),
        ITEM.format(day="2025-10-22", title="A picture", content='<remoteContent href="x.jpg"/>'),
    )
    found = parse_file("a.xml", G2.format(items="\n".join(items)).encode())
    assert [(a.file, a.title, a.outlet, str(a.published)) for a in found.articles] == [
        ("a.xml#1", "Bridge closed", "AFP", "2025-10-20"),
        ("a.xml#2", "More ferries", "AFP", "2025-10-22"),
    ]
    assert [story(article) for article in found.articles] == [ONE, TWO]
    assert found.failures == ()  # a picture has no text
    for article in found.articles:
        check_offsets(article)


@pytest.mark.parametrize("text", [f"<![CDATA[{ONE}\n\n{TWO}]]>", f"<p>{ONE}</p><p>{TWO}</p>"])
def test_the_older_newsml(text: str) -> None:
    (article,) = articles(OLD.format(text=text))
    assert (article.title, article.outlet, article.author) == ("Bridge closed", "AFP", "Jane Roe")
    assert str(article.published) == "2025-10-20"
    assert story(article) == f"{ONE}\n{TWO}"
    check_offsets(article)


@pytest.mark.parametrize("prefix", ["n:", "x-y:"])
def test_prefixes_that_are_declared_at_the_root_or_nowhere(prefix: str) -> None:
    item = ITEM.format(day="2025-10-20", title="Bridge closed", content=INSIDE.format(text=ONE))
    name = prefix.strip(":")
    item = item.replace("</itemMeta>", "<rtr:foo rtr:a='1'/></itemMeta>")
    item = re.sub(r"(</?)(?=\w+Item|headline|content|provider|by\b)", rf"\1{prefix}", item)
    text = f"<{prefix}newsMessage xmlns:{name}='x'>{item}</{prefix}newsMessage>"
    (article,) = articles(text)
    assert (article.title, article.outlet, story(article)) == ("Bridge closed", "AFP", ONE)
    (article,) = articles(NITF.replace("<p>", "<p><o:p/>"))
    assert story(article) == f"{ONE}\n{TWO}"


def test_an_item_inside_of_another_loses_nothing_of_either() -> None:
    outer = OLD.format(text=f"<p>{ONE}</p>")
    inner = outer[outer.index("<NewsItem>") : outer.index("</NewsML>")]
    inner = inner.replace(ONE, TWO).replace("Bridge closed", "More ferries")
    for at in ("<NewsComponent>", "</NewsItem>"):
        found = articles(outer.replace(at, f"{inner}{at}", 1))
        assert [(a.title, story(a)) for a in found] == [
            ("Bridge closed", ONE),
            ("More ferries", TWO),
        ]
    found = articles(outer.replace("</NewsItem>", inner, 1))  # the first is not closed
    assert [story(a) for a in found] == [ONE, TWO]


def test_an_empty_element_hides_nothing() -> None:
    text = NITF.replace(f"<p>{ONE}</p>", f'<media media-type="image"/><p>{ONE}</p>')
    assert story(articles(text)[0]) == f"{ONE}\n{TWO}"


def test_a_sitemap_in_a_comment_is_none() -> None:
    page = f"<!-- <urlset> --><!doctype html><title>Bridge closed</title><p>{ONE}</p><p>{TWO}</p>"
    assert story(articles(page, "a.html")[0]) == f"{ONE}\n{TWO}"


RIS = f"TY  - NEWS\nTI  - Bridge closed\nPY  - 2025/10/20\nT2  - Post\nAB  - {ONE}\nER  - \n"
BIBTEX = f"@article{{roe2025,\n  title = {{Bridge closed}},\n  abstract = {{{ONE}}},\n}}\n"
ENDNOTE = f"%0 Newspaper Article\n%T Bridge closed\n%X {ONE}\n"
OPML = (
    '<opml version="2.0"><head><title>Feeds</title></head><body><outline text="a"/></body></opml>'
)
PICTURE = ITEM.format(day="2025-10-22", title="A picture", content='<remoteContent href="x"/>')


@pytest.mark.parametrize("file", ["a.txt", "a.xml"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RIS, r"references \(RIS\)"),
        (BIBTEX, r"references \(BibTeX\)"),
        (ENDNOTE, r"references \(EndNote\)"),
        (f'<?xml version="1.0"?>{OPML}', r"feeds \(OPML\)"),
        (OPML, r"feeds \(OPML\)"),
        ("<urlset><url><loc>x</loc></url></urlset>", "sitemap"),
        (G2.format(items=PICTURE), "without the text"),
    ],
)
def test_what_holds_no_articles_is_refused_by_name(file: str, text: str, words: str) -> None:
    with pytest.raises(UnreadableArticle, match=words) as caught:
        articles(text, file)
    assert "; " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_called_xml_and_is_none() -> None:
    with pytest.raises(UnreadableArticle, match="is not XML, although its name says so; rename it"):
        articles(f"Bridge closed\n\n{ONE}\n")


@pytest.mark.parametrize(
    "top", ["TY is a field, and @roe wrote", '@jane {hello, title = "x"}', "@roe{a, b = 1}"]
)
def test_text_about_references_is_text(top: str) -> None:
    (article,) = articles(f"{top}\n\n{ONE}\n", "a.txt")
    assert ONE in story(article)


@pytest.mark.parametrize(
    "unit",
    [
        "<newsItem>",
        "<newsItem ",
        "<newsItem><p>x</p>",
        "<body.content>",
        "</newsItem><newsItem>",
        "<media>",
        "<a b='",
        "<p>x",
    ],
)
def test_large_files_take_linear_time(unit: str) -> None:
    assert not grows_too_fast(lambda units: articles(f"<nitf><body.content>{units}"), unit, 25_000)


def test_entities_do_not_expand() -> None:
    doctype = '<!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = f"{doctype}<nitf><hl1>&b;</hl1><body.content><p>{ONE}</p></body.content></nitf>"
    (article,) = articles(text)
    assert "aaaa" not in article.title
