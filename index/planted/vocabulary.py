"""Reads the words and patterns that requests to a reader's assistant are told by.

They are in ``data``, because they are long and no program: ``words.txt`` defines pieces,
``signs.txt`` what is made of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

Where = Literal["request", "direct", "start", "anywhere"]

_DEFINED = re.compile(r"([A-Z_]+)(:| =) *(.*)")
_NAMED = re.compile(r"\{([A-Z_]+)\}")
_NEEDING = re.compile(r"\[([^\]]+)\](.+)")
_PLACES: dict[str, Where] = {"{REQUEST}": "request", "{DIRECT}": "direct", "^": "start"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern and what it says: ``weight`` for a ``family`` of signs.

    ``where`` it is to match: where the verb of a request or of a bare imperative may stand, at
    the start of the sentence, or anywhere. ``needs``: every match holds one of these (the
    empty word, where nobody said).
    """

    family: str
    weight: float
    where: Where
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``pieces`` are regular expressions by name, ``words`` the plain words of those lists."""

    pieces: dict[str, str]
    words: dict[str, tuple[str, ...]]
    signs: tuple[Sign, ...]

    def compiled(self, name: str) -> re.Pattern[str]:
        """A piece by itself."""
        return re.compile(self.pieces[name])


@functools.cache
def load() -> Vocabulary:
    """Read both files. Raises KeyError for a name that is used before it is defined."""
    pieces: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for entry in _joined(_lines("words.txt"), deep=1):
        found = _DEFINED.fullmatch(entry)
        if found is None:
            raise ValueError(f"words.txt: no definition: {entry[:60]}")
        name, mark, rest = found.groups()
        if mark == ":":
            words[name] = tuple(word.replace("_", " ") for word in rest.split())
            pieces[name] = f"(?:{'|'.join(words[name])})"
        else:
            pieces[name] = _filled(rest, pieces)
    return Vocabulary(pieces, words, tuple(_signs(pieces)))


def _signs(pieces: dict[str, str]) -> Iterator[Sign]:
    family, weight = "", 0.0
    for entry in _joined(_lines("signs.txt"), deep=8):
        if not entry.startswith(" "):
            family, _, number = entry.partition(" ")
            weight = float(number)
            continue
        text = entry.replace(" ", "")
        needs: tuple[str, ...] = ("",)
        if needing := _NEEDING.fullmatch(text):
            words, text = needing.groups()
            needs = tuple(word.replace("_", " ") for word in words.split("|"))
        start = next((mark for mark in _PLACES if text.startswith(mark)), "")
        pattern = re.compile(_filled(text[len(start) :], pieces))
        yield Sign(family, weight, _PLACES.get(start, "anywhere"), pattern, needs)


def _lines(name: str) -> list[str]:
    text = resources.files("index.planted.data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _joined(lines: list[str], deep: int) -> Iterator[str]:
    """Lines with those that go on with them: they are indented by ``deep`` blanks or more."""
    entry = ""
    for line in lines:
        if line.startswith(" " * deep):
            entry += " " + line.strip()
        else:
            if entry:
                yield entry
            entry = line
    yield entry


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    """A pattern as it is compiled: without the blanks it is laid out with, names replaced."""
    parts = _NAMED.split(pattern.replace(" ", ""))
    return "".join(
        pieces[part] if odd % 2 else part.replace("_", " ") for odd, part in enumerate(parts)
    )
