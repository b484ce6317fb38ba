"""Which words are verbs, and which of them are past forms."""

from __future__ import annotations

import pytest

from index.english.verb_forms import base_forms, past_forms


@pytest.mark.parametrize("word", ["went", "gone", "taken", "heard", "built", "wrote"])
def test_irregular_past_forms(word: str) -> None:
    assert word in past_forms()


@pytest.mark.parametrize(
    "word",
    [
        *("people", "women", "men", "children", "data"),  # plurals
        *("theater", "center", "labor", "defense", "program", "organize"),  # spellings
        *("plane", "lab", "gov", "million"),  # short forms, numerals
        *("put", "cut", "is"),  # also base forms, auxiliaries
    ],
)
def test_other_words_are_no_past_forms(word: str) -> None:
    assert word not in past_forms()


@pytest.mark.parametrize("word", ["say", "go", "hear", "finalise", "finalize", "analyse"])
def test_base_forms(word: str) -> None:
    assert word in base_forms()


@pytest.mark.parametrize("word", ["man", "child", "theatre", "million", "programme", "went"])
def test_other_words_are_no_base_forms(word: str) -> None:
    assert word not in base_forms()
