"""What is said of the last answer's sources."""

from __future__ import annotations

from dataclasses import replace

from index.replies.wording import sources
from tests.helpers.fakes import CITATION


def test_an_article_that_is_quoted_twice_is_one_source() -> None:
    other = replace(CITATION, number=2, file="two.txt", title="Talks go on")
    shown = sources((CITATION, other, replace(CITATION, number=3)))
    assert [statement.numbers for statement in shown] == [(1, 3), (2,)]
