"""The word lists in ``data``: their files, their lines, and the groups that these are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

from index.english.tokens import stem

IRREGULAR_VERBS, SPELLINGS = "irregular_verbs.txt", "spellings.txt"
FORMS = (IRREGULAR_VERBS, "forms.txt", SPELLINGS)
FAMILIES = ("families.txt",)
PHRASES = "phrasal.txt"
VERBS = "verbs.txt"
SYNONYMS = (VERBS, PHRASES, "nouns.txt", "qualities.txt")
COUNTRIES, OPPOSITES, LIGHT = "countries.txt", "opposites.txt", "light.txt"
SAYING, OFFICES = "saying.txt", "offices.txt"

_DATA = files("index.english") / "data"


def read_lines(*names: str) -> Iterator[str]:
    """Yield the groups of these lists, in order, without comments and empty lines."""
    for name in names:
        for line in (_DATA / name).read_text("utf-8").splitlines():
            group = line.partition("#")[0].strip()
            if group:
                yield group


def stems_of(words: Iterable[str]) -> frozenset[str]:
    """Return the Porter stems of folded words."""
    return frozenset(map(stem, words))


class Group(NamedTuple):
    """``heads`` are matched by ``members``; in a symmetric group, both are the same words."""

    heads: tuple[str, ...]
    members: tuple[str, ...]


def parse_group(line: str) -> Group:
    """Parse ``a b c``, or ``a > b c`` in which only "a" in a question is matched by the others."""
    left, arrow, right = line.partition(">")
    heads = tuple(left.split())
    return Group(heads, tuple(right.split()) if arrow else heads)
