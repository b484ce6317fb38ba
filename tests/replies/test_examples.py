"""Which questions are offered as examples: those whose answer is sure."""

from __future__ import annotations

import datetime as dt

import pytest

from index.models import Answer, Citation
from index.replies.examples import surely_quotes


@pytest.mark.parametrize(
    ("question", "word", "shown", "sure"),
    [
        ("Who is Bill Clinton?", "Bill Clinton", "Hillary Clinton is in Ohio.", False),
        ("Who is Bill Clinton?", "Bill Clinton", "Bill Clinton is in Ohio.", True),
        ("What happened on 8 November 2016?", "8 November", "They vote on 8 November.", False),
        ("What happened on 4 November 2016?", "4 November", "They met on 4 November.", True),
    ],
)
def test_the_answer_has_the_whole_name_or_is_of_a_day_that_was(
    question: str, word: str, shown: str, sure: bool
) -> None:
    published = dt.date(2016, 11, 5)
    cited = Citation(1, "a.md", "A", None, published, 0, len(shown), shown)
    answer = Answer(question, (), (cited,), None, "extractive", 0.0, 1.0)
    assert surely_quotes(answer, word) == sure
