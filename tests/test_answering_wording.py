"""What is said when the coverage does not answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from index.answering import wording
from index.models import ArticleSummary
from tests.answering_helpers import read

NEAREST = ArticleSummary(
    file="b.txt",
    title="Oil rises",
    outlet="The Paper",
    published=dt.date(2025, 10, 9),
    published_from="front matter",
    passages=3,
    sha256="0" * 64,
)


def said(
    asked: str, articles: int = 1234, *, near: ArticleSummary | None = None, narrowed: bool = False
) -> str:
    text = wording.abstain(read(asked), articles, near, narrowed=narrowed)
    assert text.startswith("The coverage does not say")
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    "asked",
    [
        "What did Angela Merkel say?",
        "Which elephants did Trump sell?",
        "What happened on 3 May 2021?",
        "hello",
    ],
)
def test_it_is_one_sentence(asked: str) -> None:
    text = said(asked)
    assert text.endswith(".")
    assert ". " not in text


def test_it_says_what_was_looked_for_as_it_was_written() -> None:
    text = said("Which elephants did Trump sell?")
    assert all(word in text for word in ("elephants", "Trump", "sell", "1,234 articles"))


def test_it_names_the_names_that_no_article_has() -> None:
    text = said("Did Merkel meet Putin and Holmes?")
    assert "mentions Merkel and Holmes" in text
    assert "Putin" not in text


def test_a_single_article_is_not_counted() -> None:
    text = said("Which elephants did Trump sell?", 1)
    assert "the only article" in text
    assert "1 article" not in text


def test_a_question_of_only_a_day() -> None:
    assert "day" in said("What happened on 3 May 2021?")


def test_a_question_of_nothing() -> None:
    assert "articles" in said("hello")


def test_the_nearest_article_is_named_with_file_outlet_and_day() -> None:
    text = said("Which elephants did Trump sell?", near=NEAREST)
    assert text.endswith("The nearest article is “Oil rises” (b.txt, The Paper, 9 October 2025).")


def test_what_is_not_known_of_the_nearest_article_is_left_out() -> None:
    bare = replace(NEAREST, outlet=None, published=None)
    assert said("Which elephants did Trump sell?", near=bare).endswith("“Oil rises” (b.txt).")


def test_there_is_no_nearest_article_where_only_missing_names_are_asked_for() -> None:
    assert "nearest" not in said("Who is Merkel?", near=NEAREST)
    assert "nearest" in said("Which missiles did Merkel sell?", near=NEAREST)


def test_a_narrowed_search_says_so_and_counts_nothing() -> None:
    for articles in (1, 1234):
        text = said("Which elephants did Trump sell?", articles, narrowed=True)
        assert "no article within those limits answers this" in text
    assert "limits" not in said("Which elephants did Trump sell?")


def test_nothing_indexed_and_nothing_in_the_scope_are_told_apart() -> None:
    nothing, narrowed = wording.empty(narrowed=False), wording.empty(narrowed=True)
    assert nothing != narrowed
    for text in (nothing, narrowed):
        assert text.startswith("The coverage does not say: no article")
        assert text.count(".") == 1
