"""Words that were divided at the end of a line are put together again."""

from __future__ import annotations

import functools
import re

from index.ingestion.source_text import Traced, without

_DIVIDED = re.compile(
    r"(?<=[^\W_])\.?(?P<hyphen>[-‐\u00ad])[^\S\r\n]*+(?:\r\n|\r|\n)\s*+(?=[^\W_])"
)
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,40}-[^\W\d_]{1,40}")
_SOFT = re.compile("(?<=[^\\W_])\u00ad(?=[^\\W_])")
"""A hyphen that is shown only where a line ends."""
_LONGEST = 40  # characters of a word
_BEFORE = re.compile(r"[^\W_]{1,40}\.?$")
_AND = frozenset("and or und oder".split())
"""Words behind which the second part of a compound stands: "Hin- und Rückfahrt"."""
_BEHIND = re.compile(r"[^\W_]{1,40}")


def divides_word(line: str, following: str) -> bool:
    """Return whether a line ends with the first part of a word that the next one continues."""
    ends = len(line) > 2 and line[-1] in "-‐\u00ad" and (line[-2].isalnum() or line[-2] == ".")
    return ends and following[:1].isalnum()


def join_divided(piece: Traced) -> Traced:
    """Remove line breaks within words, and the hyphens that were only added for the break.

    "win-" and "ter" are "winter"; "long-" and "term" stay "long-term", "mid-" and "October"
    "mid-October", "36-" and "hour" "36-hour", "Hin-" and "und" "Hin- und".
    """
    cuts = [match.span() for match in _SOFT.finditer(piece.text)]
    hyphenated: frozenset[str] | None = None
    for match in _DIVIDED.finditer(piece.text):
        at = match.start("hyphen")
        before = _BEFORE.search(piece.text, max(0, at - _LONGEST), at)
        behind = _BEHIND.match(piece.text, match.end())
        if before is None or behind is None or behind.group() in _AND:
            continue
        if hyphenated is None:  # once for a text, however many words are divided in it
            hyphenated = frozenset(_HYPHENATED.findall(piece.text))
        keep = match["hyphen"] != "\u00ad" and _belongs(before.group(), behind.group(), hyphenated)
        cuts.append((at + (1 if keep else 0), match.end()))
    return without(piece, sorted(cuts))


def _belongs(first: str, second: str, hyphenated: frozenset[str]) -> bool:
    """Return whether the hyphen between two parts belongs to the word.

    ``hyphenated`` are the words of the same text that have a hyphen within a line.
    """
    if not second[0].islower() or not first[-1].isalpha():
        return True
    if f"{first}-{second}" in hyphenated:
        return True
    first, second = first.lower(), second.lower()
    words = _words()
    return first + second not in words and {first, second} <= words


@functools.cache
def _words() -> frozenset[str]:
    """Return the whole words that the embedding model knows: the most frequent ones of English."""
    from index.embedding.local_model import read_tokenizer  # slow to import, and rarely needed

    known = read_tokenizer().get_vocab()
    return frozenset(word for word in known if len(word) > 1 and word.isalpha())
