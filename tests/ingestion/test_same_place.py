"""Paragraphs that stand where those of the story do."""

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
