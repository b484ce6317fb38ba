"""Wordings that a question puts in quotation marks, looked for as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.language.words import fold

_QUOTED = re.compile(r"[“”\"](?P<double>[^“”\"]+)[“”\"]|(?<!\w)[‘'](?P<single>[^‘’']+)[’'](?!\w)")
_LEAST = 5
_MARKS = re.compile(r"[“”\"‘’'.,;:!?…\s-]+")


def quoted_in(text: str) -> tuple[str, ...]:
    """The wordings a text quotes, folded; those of under five letters are left out."""
    found = (match["double"] or match["single"] for match in _QUOTED.finditer(text))
    return tuple(phrase for each in found if len(phrase := _bare(each)) >= _LEAST)


def says(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text has one of the folded wordings, whole words and marks aside."""
    bare = f" {_bare(text)} "
    return any(f" {phrase} " in bare for phrase in phrases)


def _bare(text: str) -> str:
    return _MARKS.sub(" ", fold(text)).strip()
