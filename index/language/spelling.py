"""Slips of the keys in a question, mended with the coverage's own words.

Only a word that neither the coverage nor English has is mended, and only by one step (two from
eight letters on, in a name from seven) of Damerau and Levenshtein's distance: a letter more, less,
other, or two changed over. A different name is not a slip, so the first letter has to stand; and
only a name is reached by putting another letter for one of its own, for that is mostly another
word. What people abbreviate ("wat", "abt") is listed.
"""

from __future__ import annotations

import functools
from collections import defaultdict

from index.language.lexicon import Lexicon
from index.language.rarity import Rarity
from index.language.synonyms import forms, places, synonyms
from index.language.words import STOP_WORDS

_CHAT = {
    "wat": "what", "wut": "what", "waht": "what", "hwat": "what", "whats": "what", "wht": "what",
    "whne": "when", "wehn": "when", "wen": "when", "wher": "where", "whre": "where",
    "hwo": "who", "woh": "who", "y": "why", "wy": "why", "wich": "which", "whcih": "which",
    "teh": "the", "abt": "about", "abuot": "about", "aobut": "about", "tel": "tell",
    "u": "you", "pls": "please", "plz": "please", "sed": "said", "sayd": "said", "siad": "said",
    "ppl": "people", "govt": "government", "cuz": "because", "coz": "because", "thx": "thanks",
    "didnt": "didn't", "dont": "don't", "doesnt": "doesn't", "wont": "won't", "isnt": "isn't",
}  # fmt: skip
_QUESTION_WORDS = ("what", "when", "where", "which", "who", "whose", "about", "because", "said")


class Speller:
    """Mends words against one lexicon."""

    def __init__(self, lexicon: Lexicon, rarity: Rarity) -> None:
        self._lexicon = lexicon
        self._rarity = rarity
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in {*lexicon.words(), *_QUESTION_WORDS, *rarity.common_words()}:
            if len(word) > 3 and word.isalpha():
                self._by_first[word[0]].append(word)

    def mend(self, folded: str, stem: str, *, name: bool) -> str | None:
        """The word that was meant, or None when it stands or no word is near.

        ``name`` says that it was written as a name: then only a name can have been meant.
        """
        if folded in _CHAT:
            return _CHAT[folded]
        if len(folded) < 3 or not folded.isalpha() or folded in STOP_WORDS:
            return None
        if self._lexicon.has(folded, stem) or (self._rarity.word(folded) and not name):
            return None
        if places(stem) or forms(stem) or synonyms(stem):
            return None
        return self._nearest(folded, name)

    def _nearest(self, folded: str, name: bool) -> str | None:
        best: tuple[bool, int, int, str] | None = None
        for word in self._by_first[folded[0]]:
            known = self._lexicon.name(word)
            allowed = 2 if len(folded) >= 8 or (known and len(folded) >= 7) else 1
            if abs(len(word) - len(folded)) > allowed or (name and not known):
                continue
            if len(folded) == 3 and (len(word) != 4 or not self._lexicon.count(word)):
                continue  # so short a word is only taken for one of the coverage's less a letter
            if not known and len(word) == len(folded) and sorted(word) != sorted(folded):
                continue
            steps = distance(folded, word, allowed)
            if steps <= allowed:
                rank = (not self._lexicon.count(word), steps, -self._lexicon.count(word), word)
                best = rank if best is None or rank < best else best
        return best[3] if best else None


@functools.lru_cache(maxsize=4096)
def distance(left: str, right: str, limit: int) -> int:
    """Optimal string alignment distance; ``limit + 1`` when it is larger than ``limit``."""
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
