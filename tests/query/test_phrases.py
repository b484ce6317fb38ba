"""Wordings that a question quotes."""

from __future__ import annotations

import pytest

from index.query.quoted_phrases import contains_phrase, quoted_phrases
from tests.helpers.answering import read


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ('Who said "painstaking work"?', ("painstaking work",)),
        ("What does ‘fake news’ mean?", ("fake news",)),
        ("Who spoke of a “U-turn”, and who of 'hard times'?", ("u turn", "hard times")),
        ('What is "it"?', ()),
        ('Who said "we simply can\'t"?', ("we simply not",)),
        ("What is Moscow's plan and Kyiv's?", ()),
        ("", ()),
    ],
)
def test_quoted(asked: str, phrases: tuple[str, ...]) -> None:
    assert quoted_phrases(asked) == phrases


def test_a_wording_is_found_whatever_its_marks_and_case() -> None:
    assert contains_phrase("It was a “U-turn”, he said.", ["u turn"])
    assert contains_phrase("Painstaking  work, they say.", ["painstaking work"])
    assert not contains_phrase("Painstaking works, they say.", ["painstaking work"])


def test_a_wording_with_a_contraction_or_another_spelling_is_found() -> None:
    bridge = "He wants to rebuild the bridge but that he alone can't."
    assert contains_phrase(bridge, quoted_phrases('Who wants to "rebuild the bridge"?'))
    assert contains_phrase("I met Zelenskyy today.", quoted_phrases('"I met Zelensky"'))


def test_a_question_knows_the_wordings_that_it_quotes() -> None:
    assert read('Who said "painstaking work" and “fake news”?').phrases == (
        "painstaking work",
        "fake news",
    )
