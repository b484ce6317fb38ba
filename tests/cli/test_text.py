"""Text and JSON contain nothing that a terminal would act on."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from bot.cli.rendering import wrapped
from bot.rendering.text import json_line, on_one_line, safe

pytestmark = pytest.mark.slow

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
DIRECTIONS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def acts(text: str, allowed: str = "") -> bool:
    """Whether a terminal would act on a character of ``text``."""
    return any(
        unicodedata.category(char) in {"Cc", "Cs"} or char in DIRECTIONS
        for char in text
        if char not in allowed
    )


@given(ANY_TEXT)
def test_safe_text(text: str) -> None:
    assert not acts(safe(text), allowed="\n\t")
    assert not acts(on_one_line(text))


@given(st.recursive(ANY_TEXT | st.none(), lambda inner: st.dictionaries(ANY_TEXT, inner)))
def test_json_is_safe_and_parses_back(document: object) -> None:
    line = json_line(document)
    assert not acts(line)
    assert json.loads(line) == document


def test_json_keeps_letters_of_every_script() -> None:
    assert json_line({"a": "Київ 東京 é “q”"}) == '{"a": "Київ 東京 é “q”"}'


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("bell\x07", "bell\N{REPLACEMENT CHARACTER}"),
        ("a\tb\r\nc", "a\tb\nc"),
    ],
)
def test_sequences_are_removed_as_a_whole(text: str, left: str) -> None:
    assert safe(text) == left


@given(st.text(max_size=300), st.integers(20, 100), st.integers(0, 16))
def test_wrapped_lines_fit(text: str, width: int, indent: int) -> None:
    for line in wrapped(text, width, indent=indent):
        assert line.cell_len <= max(width, indent + 10)
        assert not line.plain.endswith(" ")


def test_wide_characters_count_twice() -> None:
    lines = wrapped("東京" * 30, 40)
    assert max(line.cell_len for line in lines) <= 40
    assert "".join(line.plain for line in lines) == "東京" * 30


def test_first_line_has_a_prefix_and_others_are_indented() -> None:
    lines = wrapped("one two three four", 14, Text("[1]"), 4)
    assert [line.plain for line in lines] == ["[1] one two", "    three four"]
