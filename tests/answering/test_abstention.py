"""What is said when the coverage does not answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from index.answering.answerability import abstain
from index.models import Abstention, ArticleSummary
from tests.helpers.answering import read

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
    text = abstain(read(asked), articles, near, narrowed=narrowed).text
    assert text.startswith("The coverage does not say. ")
    assert "\n" not in text
    return text


def test_authors_are_named_in_the_right_number() -> None:
    one = Abstention("author", missing=("Ann Lee",))
    assert one.because == "Ann Lee only appears as an author: try “articles by Ann Lee”."
    two = Abstention("author", missing=("Ann Lee", "Ben Orr"))
    assert two.because == "Ann Lee, Ben Orr only appear as authors: try “articles by Ann Lee”."


@pytest.mark.parametrize(
    "asked",
    [
        "What did Angela Merkel say?",
        "Which elephants did Trump sell?",
        "What happened on 3 May 2021?",
        "hello",
    ],
)
def test_the_reason_is_one_sentence(asked: str) -> None:
    reason = said(asked).removeprefix("The coverage does not say. ")
    assert reason.endswith(".")
    assert ". " not in reason


def test_it_says_what_was_looked_for_as_it_was_written() -> None:
    text = said("Which elephants did Trump sell?")
    assert all(word in text for word in ("elephants", "Trump", "sell", "1,234 articles"))


def test_it_names_the_names_that_no_article_has() -> None:
    text = said("Did Merkel meet Putin and Holmes?")
    assert "mentions Merkel or Holmes" in text
    assert "Putin" not in text


def test_a_single_article_is_not_counted() -> None:
    text = said("Which elephants did Trump sell?", 1)
    assert "The only article does not answer" in text
    assert "1 article" not in text


def test_a_question_of_only_a_day() -> None:
    assert "3 May 2021" in said("What happened on 3 May 2021?")


def test_a_question_of_nothing() -> None:
    assert "topic" in said("hello")


def test_the_nearest_article_is_named_with_file_outlet_and_day() -> None:
    text = said("Which elephants did Trump sell?", near=NEAREST)
    assert text.endswith("The closest article is “Oil rises” (b.txt, The Paper, 9 October 2025).")


def test_what_is_not_known_of_the_nearest_article_is_left_out() -> None:
    bare = replace(NEAREST, outlet=None, published=None)
    assert said("Which elephants did Trump sell?", near=bare).endswith("“Oil rises” (b.txt).")


def test_there_is_no_nearest_article_where_only_missing_names_are_asked_for() -> None:
    assert "closest" not in said("Who is Merkel?", near=NEAREST)
    assert "closest" in said("Which missiles did Merkel sell?", near=NEAREST)


def test_a_narrowed_search_says_so_and_counts_nothing() -> None:
    for articles in (1, 1234):
        text = said("Which elephants did Trump sell?", articles, narrowed=True)
        assert "No article that matches the dates or outlet you chose answers this" in text
    assert "you chose" not in said("Which elephants did Trump sell?")


def test_nothing_indexed_and_nothing_in_the_scope_are_told_apart() -> None:
    nothing, narrowed = Abstention("no articles").text, Abstention("out of scope").text
    assert nothing != narrowed
    assert "indexed" in nothing
    assert "you chose" in narrowed
