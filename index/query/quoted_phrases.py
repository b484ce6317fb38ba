"""The wordings that a question quotes, and the texts that have them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.english.tokens import tokenize

_QUOTED = re.compile(r"[“”\"](?P<double>[^“”\"]+)[“”\"]|(?<!\w)[‘'](?P<single>[^‘’']+)[’'](?!\w)")
_LEAST = 5


def quoted_phrases(text: str) -> tuple[str, ...]:
    """Return the quoted wordings of a text, folded, without those under five letters."""
    found = (match["double"] or match["single"] for match in _QUOTED.finditer(text))
    return tuple(phrase for each in found if len(phrase := _bare(each)) >= _LEAST)


def contains_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Return whether a text has one of the folded wordings, as whole words, ignoring marks."""
    bare = f" {_bare(text)} "
    return any(f" {phrase} " in bare for phrase in phrases)


def _bare(text: str) -> str:
    return " ".join(token.folded for token in tokenize(text))
