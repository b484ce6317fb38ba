"""What a request is about: the words of it that say more than that something is wanted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.english.spelling import spelled
from index.english.tokens import STOP_WORDS
from index.models import TimeExpression

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


def topic_of(text: str, frame: Collection[str], dates: Sequence[TimeExpression] = ()) -> str | None:
    """Return the words that say what an overview or news is wanted about, or None.

    They reach from the first to the last word that neither asks nor is a day.
    """
    spans = [(found.start, found.end) for found in dates]
    telling = [
        word
        for word in _WORD.finditer(text)
        if not _asks(word.group().replace("’", "'"), frame, begins=not word.start())
        and not any(start <= word.start() < end for start, end in spans)
    ]
    return text[telling[0].start() : telling[-1].end()] if telling else None


def _asks(word: str, frame: Collection[str], *, begins: bool) -> bool:
    """Whether a word only asks; one with a capital inside a message is no slip: "Tel Aviv"."""
    word = word.lower() if word[:1].isupper() and not begins else spelled(word.lower())
    return word in frame or word in STOP_WORDS or word.removesuffix("'s") in frame
