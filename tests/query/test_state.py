"""Questions that ask how things stand are told from others."""

from __future__ import annotations

import pytest

from index.query.state import asks_for_state


@pytest.mark.parametrize(
    "asked",
    [
        "Is the harbour still closed?",
        "has the ferry been found yet",
        "who won the boat race",
        "How did the strike end?",
        "are the divers still looking for the captain",
        "Did the court declare the vote invalid?",
    ],
)
def test_a_question_of_state(asked: str) -> None:
    assert asks_for_state(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "Why did the ferry sink?",
        "Who is Ada Brown?",
        "What did Ada Brown say about the harbour?",
        "When did the strike begin?",
        "which ports were closed",
        "",
    ],
)
def test_another_question(asked: str) -> None:
    assert not asks_for_state(asked)
