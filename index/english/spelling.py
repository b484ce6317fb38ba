"""Typing errors: which word of the coverage was meant, and what words typed in a hurry mean."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from index.english.synonyms import forms, places, synonyms
from index.english.tokens import STOP_WORDS
from index.english.vocabulary import Lexicon, Rarity

_CHAT = {
    "wat": "what", "wut": "what", "waht": "what", "hwat": "what", "whats": "what", "wht": "what",
    "whne": "when", "wehn": "when", "wen": "when", "wher": "where", "whre": "where",
    "hwo": "who", "woh": "who", "y": "why", "wy": "why", "wich": "which", "whcih": "which",
    "teh": "the", "abt": "about", "abuot": "about", "aobut": "about", "tel": "tell",
    "u": "you", "pls": "please", "plz": "please", "sed": "said", "sayd": "said", "siad": "said",
    "ppl": "people", "govt": "government", "cuz": "because", "coz": "because", "thx": "thanks",
    "didnt": "didn't", "dont": "don't", "doesnt": "doesn't", "wont": "won't", "isnt": "isn't",
}  # fmt: skip


def spelled(folded: str) -> str:
    """Return a word that is typed in a hurry as it is written: "pls" is "please"."""
    return _CHAT.get(folded, folded)


_QUESTION_WORDS = ("what", "when", "where", "which", "who", "whose", "about", "because", "said")


class Speller:
    """Corrects words with a lexicon. Thread-safe."""

    def __init__(self, lexicon: Lexicon, rarity: Rarity) -> None:
        self._lexicon = lexicon
        self._rarity = rarity
        self._like: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in {*lexicon.words(), *_QUESTION_WORDS, *rarity.common_words()}:
            if len(word) > 3 and word.isalpha():
                self._like[word[0], len(word)].append(word)
        self._letters = functools.lru_cache(maxsize=None)(self._find_letters)
        self._nearest = functools.lru_cache(maxsize=4096)(self._find_nearest)

    def correct(self, folded: str, stem: str, *, name: bool) -> str | None:
        """Return the word that was meant, or None if the word is right or no other one is near.

        ``name``: it was written as a name, so only a name can have been meant.
        """
        if folded in _CHAT and not name:
            return _CHAT[folded]
        if len(folded) < 3 or not folded.isalpha() or folded in STOP_WORDS:
            return None
        if self._lexicon.has(folded, stem) or (self._rarity.word(folded) and not name):
            return None
        if places(stem) or forms(stem) or synonyms(stem):
            return None
        return self._nearest(folded, name)

    def _find_nearest(self, folded: str, name: bool) -> str | None:
        best: tuple[bool, int, int, str] | None = None
        lengths = range(len(folded) - MOST_STEPS, len(folded) + MOST_STEPS + 1)
        for word in (each for length in lengths for each in self._near(folded, length)):
            longer = abs(len(word) - len(folded))
            known = self._lexicon.name(word)
            allowed = MOST_STEPS if len(folded) >= 8 or (known and len(folded) >= 7) else 1
            if longer > allowed or (name and not known):
                continue
            if len(folded) == 3 and (len(word) != 4 or not self._lexicon.count(word)):
                continue  # three letters can only be a word of the coverage without one letter
            if not known and len(word) == len(folded) and sorted(word) != sorted(folded):
                continue
            steps = distance(folded, word, allowed)
            if steps <= allowed:
                rank = (not self._lexicon.count(word), steps, -self._lexicon.count(word), word)
                best = rank if best is None or rank < best else best
        return best[3] if best else None

    def _near(self, folded: str, length: int) -> Iterator[str]:
        """The words of a length that may be near, by their letters: few of them are."""
        words = self._like.get((folded[0], length), ())
        other_letters = np.bitwise_count(self._letters(folded[0], length) ^ _letters(folded))
        most = 2 * MOST_STEPS - abs(length - len(folded))
        return (words[i] for i in np.flatnonzero(other_letters <= most).tolist())

    def _find_letters(self, first: str, length: int) -> npt.NDArray[np.uint64]:
        """The letters of all words with a beginning and a length; found when first needed."""
        return np.array([*map(_letters, self._like.get((first, length), ()))], dtype=np.uint64)


MOST_STEPS = 2
"""The most steps between a word and the one that was meant."""


def _letters(word: str) -> np.uint64:
    """The letters of a word as bits: another letter changes two at most, one more or less one."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 64
    return np.uint64(bits)


def distance(left: str, right: str, limit: int) -> int:
    """Return the optimal string alignment distance, or ``limit + 1`` if it is larger."""
    before: list[int] = []
    current = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, previous, current = current, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, current[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, previous[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
    return min(current[-1], limit + 1)
