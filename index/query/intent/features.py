"""The features of a message beside its vector: n-grams of words and of letters.

Words that the classifier does not know are one and the same, so that "compare _ and _ on _" is a
feature whatever is compared. Letters make up for typing errors. Needs nothing but the standard
library, so that training computes the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection

UNKNOWN, NUMBER, MENTION = "_", "#", "<at>"
LONGEST = 8
"""Words from which on a message is simply long."""

_MENTION = re.compile(r"(?<!\w)@\w+")
_LINK = re.compile(r"https?://\S+")
_WORD = re.compile(r"<at>|[a-z]+'?[a-z]*|\d+|[^\w\s]")


def words(text: str) -> list[str]:
    """Return the words, numbers and marks of a message, in lower case, without links."""
    plain = _LINK.sub(" ", text.lower().replace("’", "'"))
    return _WORD.findall(_MENTION.sub(MENTION, plain))


def grams(text: str, known: Collection[str]) -> set[str]:
    """Return the features: one to three words in a row, three or four letters, the length."""
    found = words(text)
    row = ["^"]
    for word in found:
        shown = word if word in known else NUMBER if word.isdigit() else UNKNOWN
        if shown != UNKNOWN or row[-1] != UNKNOWN:
            row.append(shown)
    row.append("$")
    made = {" ".join(part) for n in (1, 2, 3) for part in _runs(row, n)} - {"^", "$"}
    for word in found:
        if word[0].isalpha():
            made.update("c:" + part for n in (3, 4) for part in _pieces(f"<{word}>", n))
    made.add(f"length:{min(len(found), LONGEST)}")
    return made


def _runs(row: list[str], n: int) -> list[list[str]]:
    return [row[i : i + n] for i in range(len(row) - n + 1)]


def _pieces(word: str, n: int) -> list[str]:
    return [word[i : i + n] for i in range(len(word) - n + 1)]
