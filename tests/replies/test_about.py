"""What is said of the articles themselves, without a model."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import pytest

from index.models import ArticleSummary, Scope
from index.replies.about import MAX_TITLES, AboutRequest, about
from index.storage.ledger.ledger import Ledger
from tests.helpers.index import HashEmbedder, Index, write


class Articles(Ledger):
    """A ledger that has nothing but a list of articles, none of which has any word."""

    def __init__(self, articles: Sequence[ArticleSummary]) -> None:
        self._articles = list(articles)

    def articles(self) -> list[ArticleSummary]:
        return self._articles

    def article_count(self) -> int:
        return len(self._articles)

    def article_words(self, *_: object) -> list[tuple[str, float]]:
        return []


def ledger(number: int) -> Articles:
    day = dt.date(2026, 4, 30)
    return Articles(
        ArticleSummary(f"{n}.md", f"Report {n}", "The Post", day - dt.timedelta(n), None, 1, "")
        for n in range(number)
    )


@pytest.mark.parametrize(
    ("number", "last"),
    [
        (MAX_TITLES, "“Report 9” (The Post, 21 April 2026)"),
        (MAX_TITLES + 1, "1 older article is not listed."),
        (MAX_TITLES + 2, "2 older articles are not listed."),
    ],
)
def test_only_the_newest_titles_are_listed(number: int, last: str) -> None:
    lines = about(
        ledger(number), AboutRequest("list the headlines", "titles"), {"list", "headlines"}
    )
    assert lines[0] == "“Report 0” (The Post, 30 April 2026)"
    assert lines[-1] == last


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "0 of 1 article mentions “whales”."), (2, "None of the 2 articles mentions “whales”.")],
)
def test_a_topic_that_no_article_has(number: int, told: str) -> None:
    assert about(ledger(number), AboutRequest("how many on whales"), {"many"}) == (told,)


def test_articles_without_authors() -> None:
    lines = about(ledger(2), AboutRequest("who wrote them", "authors"), {"who", "wrote", "them"})
    assert lines == ("The articles do not name their authors.",)


OUTLETS = Articles(
    [
        ArticleSummary("a.md", "Ferry", "Fjord Post", None, None, 1, "", author="Ada Brown"),
        ArticleSummary("b.md", "Bridge", "Dock Times", None, None, 1, "", author="Jo Green"),
        ArticleSummary("c.md", "Tunnel", "The Echo", None, None, 1, "", author="Al Reed"),
    ]
)
FRAME = {"how", "many", "articles", "are", "from", "by"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "how many articles are from the Fjord Post and Dock Times?",
            "2 of 3 articles are from Fjord Post or Dock Times.",
        ),
        (
            "how many articles are by Brown or by Reed?",
            "2 of 3 articles are by Ada Brown or Al Reed.",
        ),
    ],
)
def test_several_outlets_or_authors(text: str, told: str) -> None:
    assert about(OUTLETS, AboutRequest(text), FRAME)[0] == told


@pytest.mark.parametrize("letter", "İßŉﬃ")
def test_an_author_behind_letters_that_are_longer_without_their_case(letter: str) -> None:
    asked = AboutRequest(f"{letter * 14} how many articles are by ada BROWN?")
    line, *_ = about(OUTLETS, asked, FRAME)
    assert line == f"None of the 3 articles is by Ada Brown and mentions “{letter * 14}”."


def test_only_authors_of_whom_the_text_has_a_word_are_searched_for() -> None:
    articles = [
        ArticleSummary(f"{n}.md", "Ferry", None, None, None, 1, "", author=f"Ada Brown{n:04}")
        for n in range(2000)
    ]
    with patch("index.replies.about.re.search", wraps=re.search) as search:
        line, *_ = about(Articles(articles), AboutRequest("how many articles by Brown0007"), FRAME)
    assert line == "One of the 2,000 articles is by Ada Brown0007."
    assert search.call_count < 10


def test_an_author_without_a_name() -> None:
    article = ArticleSummary("a.md", "Ferry", None, None, None, 1, "", author=" ")
    asked = AboutRequest("how many articles are there")
    assert about(Articles([article]), asked, {*FRAME, "there"})[0] == "I have 1 article."


def test_authors_of_no_articles() -> None:
    asked = AboutRequest("who wrote the articles from 2019", "authors", Scope(dt.date(2019, 1, 1)))
    lines = about(OUTLETS, asked, {"who", "wrote", "the", "articles", "from", "2019"})
    assert lines == ("None of the 3 articles was published from 1 January 2019 on.",)


def test_what_stands_beside_or_is_in_either(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    stories = {"a": "Dolphins were seen.", "b": "Whales were seen.", "c": "The spill is in Texas."}
    write(folder, **stories, d="The spill is in Florida.", e="Florida votes in May.")
    with Index(folder, tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        for topic, found in (
            ("dolphins or whales", 2),
            ("dolphins, whales or turtles", 2),
            ("the spill in Texas or Florida", 2),
        ):
            asked = AboutRequest(f"how many mention {topic}")
            line, *_ = about(index.ledger, asked, {"how", "many", "mention"})
            assert line.startswith(f"{found} of 5 articles"), line


def test_the_author_of_a_single_article_is_told_with_it() -> None:
    asked = AboutRequest("who wrote the articles from the Fjord Post?", "authors")
    assert about(OUTLETS, asked, FRAME | {"who", "wrote", "the"}) == (
        "One of the 3 articles is from Fjord Post, by Ada Brown.",
    )


def test_people_of_one_author_line_are_counted_each() -> None:
    lines = ("Ada Brown; Jo Green", "Jo Green", None)
    articles = [
        ArticleSummary(f"{n}.md", "Ferry", None, None, None, 1, "", author=line)
        for n, line in enumerate(lines)
    ]
    asked = AboutRequest("who wrote them", "authors")
    told = about(Articles(articles), asked, {"who", "wrote", "them"})
    assert told[-1] == "2 authors: Jo Green (2), Ada Brown (1)."


@pytest.mark.parametrize(
    ("wish", "line"),
    [
        ("oldest", "The oldest article is “Report 2” (The Post, 28 April 2026)."),
        ("newest", "The newest article is “Report 0” (The Post, 30 April 2026)."),
    ],
)
def test_who_asks_for_one_end_gets_one_line(wish: str, line: str) -> None:
    assert about(ledger(3), AboutRequest("the oldest?", wish), {"oldest"}) == (line,)


def test_each_of_several_authors_is_known() -> None:
    day = dt.date(2026, 4, 30)
    articles = Articles(
        ArticleSummary(f"{author}.md", author, "The Post", day, None, 1, "", author=author)
        for author in ("Jane Roe; Lee Fox", "Lee Fox", "Ann Berg")
    )
    counted, *titles = about(articles, AboutRequest("what did lee fox write?"), {"write", "did"})
    assert counted == "2 of 3 articles are by Lee Fox."
    assert len(titles) == 2
