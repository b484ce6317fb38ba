"""Paragraphs of a story that were not extracted."""

from __future__ import annotations

from index.ingestion.loaders.markup import read_page
from index.ingestion.parser import parse_article
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


def test_a_slogan_below_the_story_is_no_standfirst() -> None:
    meta = f'<meta name="description" content="{STANDFIRST}">'
    source = described(meta, "", f"<footer><div>{STANDFIRST}</div></footer>")
    assert story(parse_article("a.html", source.encode())).split("\n") == PARAGRAPHS


def test_another_story_on_the_page_is_not_added() -> None:
    other = "".join(f"<p>{text.replace('bridge', 'lake')}</p>" for text in PARAGRAPHS[:3])
    own = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    first = f"<article><h1>Old bridge closed</h1><div class=body>{own}</div></article>"
    for second in (
        f"<article><h2>Lake closed</h2><div class=body>{other}</div></article>",
        f"<div id=related><div class=body>{other}</div></div>",
        f"<article><h1>Old bridge closed</h1><div class=body>{own}</div></article>",
    ):
        source = f"<html><body>{first}{second}</body></html>"
        assert story(parse_article("a.html", source.encode())).split("\n") == PARAGRAPHS


def test_what_is_hidden_is_not_added() -> None:
    hidden = f'<div class="article-body"><p style="display: none">{PARAGRAPHS[4]}</p></div>'
    source = page(container(PARAGRAPHS[:4]), hidden)
    assert story(parse_article("a.html", source.encode())).split("\n") == PARAGRAPHS[:4]
