"""Words of a sentence as small numbers, so that a timeline compares sentences without reading them.

A term is a stemmed word without accents and with its spelling folded, so that "Zelensky",
"Zelenskyy" and "Zelenskiy" are one. It is kept as its CRC-32, which is the same on every machine.
"""

from __future__ import annotations

import re
import threading
import unicodedata
import zlib
from functools import lru_cache

import snowballstemmer

from index.events.vocabulary import STOP_WORDS

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_POSSESSIVE = re.compile(r"['’]s?$")
_DOUBLED = re.compile(r"(.)\1+")
_SLAVIC_ENDING = re.compile(r"(?:iy|yi|yy|ii|ij)$")
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = threading.Lock()  # the stemmer keeps its word in itself


def terms(text: str) -> tuple[int, ...]:
    """The distinct terms of a text, in increasing order. Stop words have none."""
    found = set()
    for match in _WORD.finditer(text):
        found.update(_numbers(match.group()))
    return tuple(sorted(found))


@lru_cache(maxsize=100_000)
def _numbers(word: str) -> tuple[int, ...]:
    plain = _POSSESSIVE.sub("", word.lower())
    if plain in STOP_WORDS:
        return ()
    if _UNSPACED.search(plain):  # written without blanks: pairs of characters stand for words
        parts = [plain[i : i + 2] for i in range(max(1, len(plain) - 1))]
    else:
        parts = [fold(plain)]
    return tuple(zlib.crc32(part.encode()) for part in parts if part)


def fold(word: str) -> str:
    """One form for the inflections and common spellings of a lower-case word."""
    decomposed = unicodedata.normalize("NFKD", word)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    bare = _SLAVIC_ENDING.sub("y", bare)
    with _STEMMING:
        stem = str(_STEMMER.stemWord(bare))
    return _DOUBLED.sub(r"\1", stem) if not stem[:1].isdigit() else stem
