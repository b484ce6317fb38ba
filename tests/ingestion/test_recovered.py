"""Paragraphs of a story that were not extracted."""

from __future__ import annotations

from index.ingestion.block import Block
from index.ingestion.loaders.markup import read_page
from index.ingestion.loaders.recovered import missed_paragraphs
from index.ingestion.parser import parse_article
from index.ingestion.source_text import verbatim
from tests.helpers.articles import story

PARAGRAPHS = [
    "The bridge over the fjord was closed on Monday, the mayor said, after divers found a crack.",
    "It is ninety years old, and it was built by her grandfather, who never crossed it himself.",
    "Engineers will look at the piers until Friday, and a ferry carries people across meanwhile.",
    "The ferry costs nothing, but it takes half an hour, and the queue was long on Tuesday.",
    "A new bridge would cost nine million kronor, which the town does not have, she said.",
    "The council will meet on Thursday and decide whether the old one can be mended before winter.",
]
ADVERTISEMENT = '<aside class="ad"><p>Buy our boats, which are the best in the harbour.</p></aside>'
COMMENT = (
    '<section class="comments"><p>I have said for many years that this bridge would not last, and'
    " nobody listened to me at all.</p></section>"
)


def container(paragraphs: list[str], kind: str = "article-body") -> str:
    inner = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f'<div class="{kind}"><div class="inner">{inner}</div></div>'


def page(*parts: str) -> str:
    return (
        "<html><head><title>Old bridge closed</title></head><body><main><h1>Old bridge closed</h1>"
        f"{''.join(parts)}</main></body></html>"
    )


def test_a_story_in_several_containers_is_one() -> None:
    source = page(container(PARAGRAPHS[:4]), ADVERTISEMENT, container(PARAGRAPHS[4:]), COMMENT)
    article = parse_article("a.html", source.encode())
    assert story(article).split("\n") == PARAGRAPHS
    for paragraph in article.paragraphs:
        start, end = paragraph.locate(0, len(paragraph.text))
        assert read_page(source[start:end]).text.text == paragraph.text


ENTRIES = [
    "At least seventeen people are killed when a rocket hits a market in the capital. (AP)",
    "A train with acid derails near the lake, and 3,200 people leave their homes. (Reuters)",
    "The opposition wins 58 of the 101 seats in the parliament; its leader concedes nothing. (AFP)",
]


def test_entries_of_nested_lists_with_their_sources_are_story() -> None:
    first, second, third = ENTRIES
    linked = third.replace("(AFP)", "<a href='/b'>(AFP)</a>")
    source = page(
        f"<div><p><b>War</b></p><ul><li>Civil war<ul><li>{first}</li></ul></li></ul>"
        f"<p><b>Accidents</b></p><ul><li>{second}</li></ul>"
        f"<p><b>Politics</b></p><ul><li><a href='/a'>2025 Quessant general election</a><ul>"
        f"<li>{linked}</li></ul></li></ul></div>"
    )
    told = story(parse_article("a.html", source.encode())).split("\n")
    assert [text for text in told if text.endswith(")")] == ENTRIES


def test_what_stands_elsewhere_is_left_out() -> None:
    source = page(container(PARAGRAPHS[:4]), container(PARAGRAPHS[4:], "related"), COMMENT)
    assert story(parse_article("a.html", source.encode())).split("\n") == PARAGRAPHS[:4]


STANDFIRST = (
    "Divers found a crack in the oldest bridge of the town, and a ferry replaces it for now"
)


def described(description: str, top: str, bottom: str = "") -> str:
    """A page that declares a description; ``top`` stands above its story, ``bottom`` below it."""
    return (
        f"<html><head><title>Old bridge closed</title>{description}</head><body><header><h1>Old "
        f'bridge closed</h1>{top}</header><div class="article-body">'
        f"{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</div>{bottom}</body></html>"
    )


def test_the_standfirst_that_a_page_declares_is_part_of_the_story() -> None:
    meta = f'<meta property="og:description" content="{STANDFIRST}">'
    source = described(meta, f'<div class="dek">{STANDFIRST}</div>')
    assert story(parse_article("a.html", source.encode())).split("\n") == [STANDFIRST, *PARAGRAPHS]
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "description": "%s"}</script>'
    )
    source = described(script % STANDFIRST, f'<div class="dek">{STANDFIRST}</div>')
    assert story(parse_article("a.html", source.encode())).split("\n")[0] == STANDFIRST


def test_a_description_that_the_page_hides_is_no_standfirst() -> None:
    meta = f'<meta property="og:description" content="{STANDFIRST}">'
    source = described(meta, f'<div style="display:none"><div>{STANDFIRST}</div></div>')
    assert story(parse_article("a.html", source.encode())).split("\n") == PARAGRAPHS


def test_a_slogan_below_the_story_is_no_standfirst() -> None:
    meta = f'<meta name="description" content="{STANDFIRST}">'
    source = described(meta, "", f"<footer><div>{STANDFIRST}</div></footer>")
    assert story(parse_article("a.html", source.encode())).split("\n") == PARAGRAPHS


def missed(rest: str, extracted: str = "") -> list[str]:
    """What is added to four extracted paragraphs by what stands behind them on the page."""
    first = f'<article><div class="body">{told(PARAGRAPHS[:4])}</div>'
    source = f"<html><body>{first}{rest}</article>{extracted}</body></html>"
    starts = [source.index(text) for text in PARAGRAPHS[:4]]
    blocks = [
        Block(verbatim(source, start, start + len(text)))
        for start, text in zip(starts, PARAGRAPHS, strict=False)
    ]
    return [block.text for block in missed_paragraphs(source, blocks, ())]


def told(paragraphs: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def test_the_place_is_that_of_the_story() -> None:
    others = PARAGRAPHS[4:]
    assert missed(f'<div class="body">{told(others)}</div>') == others
    numbered = "".join(f'<p id="p{n}">{text}</p>' for n, text in enumerate(others))
    assert missed(f'<div class="body">{numbered}</div>') == others
    assert missed(f'<div id="related" class="body">{told(others)}</div>') == []
    assert missed(f'<div class="related">{told(others)}</div>') == []
    assert missed("", f'<article><div class="body">{told(others)}</div></article>') == []


def test_what_is_hidden_or_a_repetition_is_not_added() -> None:
    others = PARAGRAPHS[4:]
    hidden = f'<div style="display: none">{told(others)}</div>'
    assert missed(f'<div class="body"><p hidden>{others[0]}</p><p>{others[1]}</p></div>') == [
        others[1]
    ]
    assert missed(f'{hidden}<div class="body">{told(others)}</div>') == others
    assert missed(f'<div class="body">{told(PARAGRAPHS)}</div>') == others


def quoted(markup: str) -> list[str]:
    """What is added to four extracted paragraphs by what stands between the last two of them."""
    source = f"<article>{told(PARAGRAPHS[:3])}{markup}{told(PARAGRAPHS[3:4])}{markup}</article>"
    starts = [source.index(text) for text in PARAGRAPHS[:4]]
    blocks = [
        Block(verbatim(source, start, start + len(text)))
        for start, text in zip(starts, PARAGRAPHS, strict=False)
    ]
    return [block.text for block in missed_paragraphs(source, blocks, ())]


def test_a_post_that_is_quoted_in_the_story_is_story() -> None:
    said = "we are on it. all of us."
    who = "— Ada Berg (@ada) "
    post = f'<blockquote class="tweet"><p>{said}</p>{who}<a href="/x">20 October</a></blockquote>'
    assert quoted(post) == [said, f"{who}20 October"]
    assert quoted(post.replace("blockquote", "div")) == []
    pulled = PARAGRAPHS[0][:50]
    assert quoted(f"<blockquote><p>{pulled}</p></blockquote>") == []
    assert quoted("<blockquote><p>Share</p></blockquote>") == []


def test_a_link_to_another_story_is_no_quotation() -> None:
    link = '<a href="/x">Ten restaurants that you have to try this summer in the city</a>'
    assert quoted(f'<blockquote class="wp-embedded-content">{link}</blockquote>') == []
