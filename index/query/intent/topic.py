"""What a request is about: its topic and its days, and what in a message is no topic at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from index.english.tokens import STOP_WORDS
from index.english.vocabulary import spelled
from index.models import Scope, TimeExpression
from index.temporal.tagger import find_dates

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_LINK = re.compile(r"<?https?://\S+>?")
_COPY = re.compile(r"\bcc:?(?:\s+@\w+)+", re.IGNORECASE)
_DISCORD = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|(?<!\S):[a-z]\w*:(?!\S)")
"""How Discord writes people, channels and emoji of its own, and how people type emoji."""
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d\U0001f000-\U0001faff]+")
_ADDRESSED = re.compile(r"^\s*(?:@\w+[\s,:]+)+")
_SINCE = re.compile(r"\b(?:since|after|from)\W+(?:the\W+)?$", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WEEK = dt.timedelta(days=7)


def without_noise(text: str) -> str:
    """Return a message without links, emoji and whom it addresses; unchanged if nothing is left.

    "@lena when did it start https://…" asks "when did it start". Lone surrogates, which a terminal
    makes of bytes that are not UTF-8, are spaces.
    """
    text = _SURROGATE.sub(" ", text)
    bare = _EMOJI.sub(" ", _DISCORD.sub(" ", _LINK.sub(" ", text)))
    bare = _ADDRESSED.sub(" ", _COPY.sub(" ", bare))
    bare = " ".join(bare.split())
    return bare if any(map(str.isalnum, bare)) else text


def topic_of(text: str, frame: Collection[str], dates: Sequence[TimeExpression] = ()) -> str | None:
    """Return the words that say what an overview or news is wanted about, or None.

    They reach from the first to the last word that neither asks nor is a day.
    """
    spans = [(found.start, found.end) for found in dates]
    telling = [
        word
        for word in _WORD.finditer(text)
        if not _asks(word.group().lower().replace("’", "'"), frame)
        and not any(start <= word.start() < end for start, end in spans)
    ]
    return text[telling[0].start() : telling[-1].end()] if telling else None


def _asks(word: str, frame: Collection[str]) -> bool:
    word = spelled(word)
    return word in frame or word in STOP_WORDS or word.removesuffix("'s") in frame


def days_of(text: str, today: dt.date) -> tuple[Scope, tuple[TimeExpression, ...]]:
    """Return the days a request is limited to, as the reader's ``today`` means them.

    "since Monday" has no end. Also returns the expressions that name them.
    """
    found = tuple(each for each in find_dates(_capitals(text), today) if each.first is not None)
    if not found:
        return Scope(), ()
    first, last = found[0].first, found[0].last
    if re.fullmatch(r"this week", found[0].text, re.IGNORECASE):
        last = today
    since = bool(_SINCE.search(text[: found[0].start]))
    return Scope(first, None if since else last), found


def _capitals(text: str) -> str:
    """The text with capitals for weekdays and months, which the tagger reads as names."""
    return re.sub(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|"
        r"july|august|september|october|november|december)\b|(?<=\d )may\b|\bmay(?= \d)",
        lambda found: found.group().capitalize(),
        text,
    )
