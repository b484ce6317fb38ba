"""The five seed articles: title, outlet, day and what is story."""

from __future__ import annotations

import pytest

from index.ingestion.article_files import list_articles
from index.ingestion.parser import read_article
from index.ingestion.splitter import split_article
from index.models import Article
from tests.helpers import SEEDS

FILES = list_articles(SEEDS)


def seed(number: int) -> Article:
    return read_article(SEEDS, FILES[number])


def story(article: Article) -> str:
    return "\n".join(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    ("number", "published", "source", "outlet", "title"),
    [
        (0, "2025-10-26", "date line", None, "Trump hints Putin summit may be off the table"),
        (1, "2025-10-22", "text", None, "Russia was smug about Trump-Putin talks. Now, Moscow"),
        (2, "2025-11-02", "text", "Kyiv Independent", "Kremlin spokesperson says 'no need' for"),
        (3, "2025-10-24", "date line", "Türkiye Today", "Trump-Putin meeting 'not completely off"),
        (
            4,
            "2025-10-26",
            "date line",
            "MENAFN",
            "Kremlin Says Putin-Trump Meeting Process Complex",
        ),
    ],
)
def test_a_seed_has_its_day_outlet_and_title(
    number: int, published: str, source: str, outlet: str | None, title: str
) -> None:
    article = seed(number)
    assert str(article.published) == published
    assert article.published_from == source
    assert article.outlet == outlet
    assert article.title.startswith(title)
    assert article.raw == (SEEDS / article.file).read_bytes().decode()


@pytest.mark.parametrize(
    ("number", "furniture"),
    [
        (0, ["Also read", "Steve Bannon", "date 2025"]),
        (1, ["Getty", "October 15, 2025", "gestures as he", "Konstantin Palace", "LEAVE A REPLY"]),
        (1, ["Please enter your comment", "Please enter your name"]),
        (2, ["holds a photograph", "2 min read", "These people just escaped", "Olena", "Avatar"]),
        (2, ["Yuliia", "Reporter", "Read more", "News Feed"]),
        (3, ["pose on a podium", "briefing room", "Close", "newsletters", "BigPhoto", "More From"]),
        (
            3,
            [
                "12:39 AM",
                "12:40 AM",
                "speaks at the",
                "greets",
                "gives a speech",
                "AFP",
                "AA Photo",
            ],
        ),
        (4, ["MENAFN", "403"]),
    ],
)
def test_furniture_is_in_no_paragraph(number: int, furniture: list[str]) -> None:
    text = story(seed(number))
    assert [words for words in furniture if words in text] == []


@pytest.mark.parametrize(
    ("number", "sentences", "words"),
    [
        (0, 18, "probably at a later date."),
        (1, 32, "“They should stop right now at the battle lines. … Go home"),
        (2, 13, "he did not plan to meet Putin unless"),
        (3, 34, "Trump dismissed the possibility of supplying Tomahawks"),
        (4, 13, "“The process is complex."),
    ],
)
def test_the_story_stays_whole(number: int, sentences: int, words: str) -> None:
    article = seed(number)
    found, _ = split_article(article)
    assert words in story(article)
    assert len(found) == sentences
    for sentence in found:
        assert " ".join(article.raw[sentence.start : sentence.end].split()) == sentence.text


def test_sub_headings_are_kept_as_headings() -> None:
    headings = [paragraph.text for paragraph in seed(1).paragraphs if paragraph.heading]
    assert headings[1:] == ["Another U-turn?", "Russia blames ‘fake news’"]
    assert sum(paragraph.heading for paragraph in seed(3).paragraphs) == 5


def test_furniture_says_what_it_is() -> None:
    article = seed(2)
    kinds = {article.raw[f.start : f.end]: f.kind for f in article.furniture}
    assert kinds["Yuliia Taradiuk"] == "byline"
    assert kinds["2 min read"] == "read time"
    teasers = [text for text, kind in kinds.items() if kind == "teaser"]
    assert teasers[0].startswith("These people just escaped")
    assert teasers[1].endswith("drought in her nati")
