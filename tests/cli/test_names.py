"""What was meant by a misspelt name."""

from __future__ import annotations

import pytest

from bot.names import did_you_mean, like

OUTLETS = ["Harbour Gazette", "Kurier Zaborski", "New York Post", "The Herald"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("New York Tost", ["New York Post"]),
        ("harbor gazette", ["Harbour Gazette"]),
        ("the HERALD", ["The Herald"]),
        ("xyz", []),
        ("", []),
    ],
)
def test_names_are_alike_by_their_letters(wanted: str, found: list[str]) -> None:
    assert like(wanted, OUTLETS) == found


def test_a_suggestion_is_part_of_a_sentence() -> None:
    assert did_you_mean("strom.md", ["storm.md", "b2.md"]) == "; did you mean storm.md?"
    assert not did_you_mean("xyz", OUTLETS)
