"""What is said of the newest articles and of the last answer's sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from index.models import EVERYTHING, Scope
from index.replies.wording import latest_coverage, sources
from tests.helpers.fakes import CITATION

DAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("topic", "scope", "told"),
    [
        (None, EVERYTHING, "The latest coverage is from 4 March 2026."),
        ("ferry", Scope(outlet="BBC News"), "The latest coverage of “ferry” by BBC News is from"),
        (None, Scope(until=DAY), "The latest coverage until 4 March 2026 is from"),
    ],
)
def test_the_latest_coverage_within_limits(topic: str | None, scope: Scope, told: str) -> None:
    assert latest_coverage(DAY, topic, scope).startswith(told)


def test_an_article_that_is_quoted_twice_is_one_source() -> None:
    other = replace(CITATION, number=2, file="two.txt", title="Talks go on")
    shown = sources((CITATION, other, replace(CITATION, number=3)))
    assert [statement.numbers for statement in shown] == [(1, 3), (2,)]
