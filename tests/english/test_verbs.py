"""The infinitives of forms that are made by rule."""

from __future__ import annotations

import pytest

from index.english.verbs import base_of


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("died", "die"),
        ("lies", "lie"),
        ("tried", "try"),
        ("tries", "try"),
        ("stopped", "stop"),
        ("argued", "argue"),
        ("agreed", "agree"),
        ("called", "call"),
        ("pressed", "press"),
        ("red", None),
    ],
)
def test_the_infinitive_of_a_form(form: str, base: str | None) -> None:
    assert base_of(form) == base
