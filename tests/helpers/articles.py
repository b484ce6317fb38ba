"""Pages for the tests of articles, and what the tests ask of an article."""

from __future__ import annotations

from index.errors import UnreadableArticle
from index.ingestion.parser import parse_article
from index.ingestion.splitter import split_article
from index.models import Article

BODY = (
    "Envoys from both governments met in Vienna for a second round of talks on grain exports.\n"
    "The hosts described the mood in the room as cautious after months of public quarrels.\n"
    "Nobody has announced a date for the third round, and the ports remain closed for now."
)
HEADLINE = "Grain talks end without a deal as ports stay closed"


def text_article(text: str, file: str = "page.txt") -> Article:
    return parse_article(file, text.encode())


def attempt(file: str, data: bytes) -> Article | str:
    """The article, or the reason why there is none."""
    try:
        return parse_article(file, data)
    except UnreadableArticle as refused:
        return str(refused)


def page(top: str = "", bottom: str = "", body: str = BODY) -> Article:
    """A page with lines above and below an ordinary story of three paragraphs."""
    return text_article("\n".join(part for part in (top, body, bottom) if part))


def story(article: Article) -> str:
    return "\n".join(p.text for p in article.paragraphs if not p.heading)


def kinds(article: Article) -> dict[str, str]:
    return {article.raw[f.start : f.end]: f.kind for f in article.furniture}


def check_offsets(article: Article) -> None:
    """Sentences stand in order, overlap nowhere, and their quotes read as their text."""
    sentences, passages = split_article(article)
    last = 0
    for number, sentence in enumerate(sentences):
        assert sentence.ordinal == number
        assert last <= sentence.start < sentence.end <= len(article.raw)
        assert " ".join(article.raw[sentence.start : sentence.end].split()) == sentence.text
        last = sentence.end
    covered = [n for passage in passages for n in range(passage.first, passage.last + 1)]
    assert covered == list(range(len(sentences)))
    for furniture in article.furniture:
        assert all(s.end <= furniture.start or furniture.end <= s.start for s in sentences)
