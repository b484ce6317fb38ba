"""Verbs of saying are known in all their forms."""

from __future__ import annotations

import re

import pytest

from index.english.saying import SPEAKING, forms, says
from index.english.tokens import fold, stem


@pytest.mark.parametrize("kind", ["statement", "speech", "mention", "thought"])
def test_every_form_is_a_form_of_speaking(kind: str) -> None:
    found = forms(kind)  # type: ignore[arg-type]
    assert found
    assert {stem(fold(form)) for form in found} <= SPEAKING


@pytest.mark.parametrize("word", ["added", "confirmed", "admitted", "acknowledged", "revealed"])
def test_what_is_said_in_other_words(word: str) -> None:
    assert stem(fold(word)) in SPEAKING


def test_nouns_are_no_verbs_of_saying() -> None:
    with_bases = re.compile(rf"(?:{says('statement', bases=True)})")
    assert with_bases.fullmatch("warn")
    assert with_bases.fullmatch("reported")
    assert not with_bases.fullmatch("report")
    assert not with_bases.fullmatch("warning")
    assert not re.fullmatch(says("statement"), "warn")
    assert re.fullmatch(says("statement", going_on=True), "warning")
