"""First names: what tells "Ada Brown" from "Norwich Council"."""

from __future__ import annotations

import functools

from index.english.tokens import fold
from index.english.word_lists import read_lines


def is_first_name(word: str) -> bool:
    """Return whether a word is a known first name."""
    return fold(word) in _first_names()


@functools.cache
def _first_names() -> frozenset[str]:
    return frozenset(fold(name) for line in read_lines("first_names.txt") for name in line.split())
