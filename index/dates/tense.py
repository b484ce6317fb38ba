"""Whether the clause around a word speaks of what was or of what will be."""

from __future__ import annotations

from typing import Final

PAST: Final = -1
UNKNOWN: Final = 0
FUTURE: Final = 1

_FUTURE_WORDS: Final = frozenset(
    ["will", "shall", "ll", "would", "scheduled", "expected", "expects", "expect", "due", "upcoming", "tomorrow", "plan", "plans", "planned", "planning", "intend", "intends", "ending", "expire", "expires", "payable", "deadline", "tentatively", "going", "must", "should", "may", "might", "could", "hopes", "hope", "wants", "set", "slated", "likely", "seeks"]
)
_PAST_WORDS: Final = frozenset(
    ["said", "told", "was", "were", "had", "did", "has", "have", "been", "came", "went", "took", "made", "got", "gave", "found", "fell", "rose", "led", "began", "became", "held", "met", "won", "lost", "left", "kept", "sent", "shot", "spoke", "struck", "broke", "brought", "built", "bought", "sold", "paid", "ran", "saw", "showed", "stood", "thought", "wrote", "died", "cut", "hit", "put", "quit", "read", "hurt", "drew", "drove", "flew", "grew", "knew", "threw", "hung", "sank", "slid", "plunged", "sat", "slept", "spent", "stole", "swore", "taught", "tore", "wore", "ate", "bore", "chose", "dealt", "dug", "fed", "fled", "fought", "felt", "froze", "hid", "laid", "lay", "lent", "lit", "meant", "rode", "rang", "sought", "shook", "shrank", "sang", "shut", "spread", "sprang", "stuck", "swept", "swam", "swung", "understood", "woke", "wound", "last", "ended", "since"]
)
# End in "ed" or look like a past without being one.
_NOT_PAST: Final = frozenset(
    ["need", "indeed", "united", "red", "bed", "fed", "exceed", "proceed", "speed", "feed", "seed", "hundred", "limited", "based", "related", "armed", "aged", "alleged", "so-called", "named", "unified"]
)
_PASSIVE: Final = frozenset(("be", "being", "get"))
_BREAKS: Final = frozenset((".", "!", "?", ";", "“", '"', "''", "``"))
_REACH: Final = 25


def _cue(words: list[str], at: int) -> int:
    word = words[at]
    if word in _FUTURE_WORDS:
        return FUTURE
    if word == "to" and at + 1 < len(words) and words[at + 1] == "be":
        return FUTURE
    if word in _PAST_WORDS:
        return PAST
    if word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST:
        before = words[at - 1] if at else ""
        return UNKNOWN if before in _PASSIVE else PAST
    return UNKNOWN


def tense_around(words: list[str], start: int, end: int) -> int:
    """Return PAST, FUTURE or UNKNOWN for the expression in ``words[start:end]``.

    The nearest verb before it in its sentence decides; where there is none (the expression
    opens the sentence), the nearest after it does.
    """
    for at in range(start - 1, max(-1, start - _REACH), -1):
        if words[at] in _BREAKS and not _abbreviates(words, at):
            break
        if cue := _cue(words, at):
            return cue
    for at in range(end, min(len(words), end + _REACH)):
        if words[at] in _BREAKS and not _abbreviates(words, at):
            break
        if cue := _cue(words, at):
            return cue
    return UNKNOWN


def _abbreviates(words: list[str], at: int) -> bool:
    """Whether the full stop belongs to a short form (Inc., Mr., U.S.) and ends no sentence."""
    return words[at] == "." and at > 0 and len(words[at - 1]) <= 4 and at + 1 < len(words)
