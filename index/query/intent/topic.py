"""What a request is about: the words of it that say more than that something is wanted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.english.calendar_words import SMALL
from index.english.spelling import spelled
from index.english.tokens import STOP_WORDS
from index.models import TimeExpression

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


def topic_of(text: str, frame: Collection[str], dates: Sequence[TimeExpression] = ()) -> str | None:
    """Return the words that say what an overview or news is wanted about, or None.

    They reach from the first to the last word that neither asks, nor is a day, nor says how many
    there are to be of what is asked for: "in 3 sentences", "the five main points".
    """
    spans = [(found.start, found.end) for found in dates]
    words = list(_WORD.finditer(text))
    asking = [_asks(w.group().replace("’", "'"), frame, begins=not w.start()) for w in words]
    telling = [
        word
        for at, word in enumerate(words)
        if not asking[at]
        and not any(start <= word.start() < end for start, end in spans)
        and not (_is_count(text, word) and asking[at + 1 : at + 2] == [True])
    ]
    return text[telling[0].start() : telling[-1].end()] if telling else None


def _is_count(text: str, word: re.Match[str]) -> bool:
    """Whether a word is a number that stands by itself: none of "9/11"."""
    alone = not text[: word.start()].strip() or text[word.start() - 1].isspace()
    return alone and (word.group().isdecimal() or word.group().lower() in SMALL)


def _asks(word: str, frame: Collection[str], *, begins: bool) -> bool:
    """Whether a word only asks; one with a capital inside a message is no slip: "Tel Aviv"."""
    word = word.lower() if word[:1].isupper() and not begins else spelled(word.lower())
    return word in frame or word in STOP_WORDS or word.removesuffix("'s") in frame
