"""The vocabulary of the coverage, the weight of each word, and the correction of typing errors."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterable

from index.english.synonyms import forms, places, synonyms
from index.english.tokens import STOP_WORDS
from index.english.word_counts import BESIDE, WordCounts

_TITLES = frozenset(
    """mr mrs ms miss mister madam sir dame lord lady dr doctor prof professor king queen prince
    princess tsar czar sultan pope bishop rev reverend rabbi imam sheikh senator sen congressman
    congresswoman rep representative judge justice general gen colonel col captain capt major
    sergeant admiral officer comrade candidate president-elect vice deputy former ex late old
    young new team administration president minister premier leader spokesman spokeswoman
    spokesperson press-secretary envoy negotiator secretary ambassador chancellor prime-minister
    ceo chief-executive boss mayor governor""".split()
)


ONLY_NAME = 0.95
"""The least share of its places inside sentences at which a word is capitalised as a name is."""


def is_title(folded: str) -> bool:
    """Return whether a word before a name is a title or an office, not part of the name."""
    return folded in _TITLES


class Lexicon:
    """The words of one state of the index; read-only."""

    def __init__(self, counted: WordCounts) -> None:
        """``counted`` has all sentences and titles; it is not changed, and must not be."""
        self._counted = counted
        self._before: defaultdict[str, set[str]] = defaultdict(set)
        for pair in counted.pairs:
            first, _, second = pair.partition(BESIDE)
            self._before[second].add(first)

    def has(self, folded: str, stem: str) -> bool:
        """Return whether the coverage has the word in any form."""
        known = self._counted
        return folded in known.words or stem in known.stems or stem in known.titles

    def name(self, folded: str) -> bool:
        """Return whether it is capitalised inside sentences at least two times out of three."""
        seen = self.count(folded)
        capitals = self._counted.capitals.get(folded, 0)
        return bool(seen) and folded not in STOP_WORDS and 3 * capitals >= 2 * seen

    def only_name(self, folded: str) -> bool:
        """Return whether it is always capitalised inside sentences, and occurs more than once."""
        seen = self.count(folded)
        return seen > 1 and self._counted.capitals.get(folded, 0) >= ONLY_NAME * seen

    def forms_one_name(self, first: str, second: str) -> bool:
        """Return whether two words occur together as one name: Steve Witkoff, White House."""
        return first in self._before.get(second, ())

    def first_names(self, surname: str) -> frozenset[str]:
        """Return first names that occur before a surname, without titles and offices."""
        before = self._before.get(surname, ())
        return frozenset(first for first in before if not is_title(first) and self.name(first))

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency over sentences, between 0 and 1.

        ln(1 + N/n) / ln(1 + N): 1 for a word in one sentence, near 0 for a word in all.
        """
        total = max(self._counted.sentences, 1)
        found = max(self._counted.stems.get(stem, 0), 1)
        return math.log(1 + total / found) / math.log(1 + total)

    def count(self, folded: str) -> int:
        """Return how often the word occurs."""
        return self._counted.words.get(folded, 0)

    def words(self) -> Iterable[str]:
        """Return all words, folded."""
        return self._counted.words.keys()


FIRST_WORD = 1996
LAST_WORD = 29611
COMMON_RANK = 9000


class Rarity:
    """Rarity of words in English, by their ids in a WordPiece vocabulary."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._ranks = vocabulary

    def weight(self, folded: str) -> float:
        """Return a weight from about 0.2 (very common) to 1 (rare)."""
        rank = self._ranks.get(folded)
        if rank is None or rank < FIRST_WORD:
            return 1.0
        share = math.log(rank - FIRST_WORD + 2) / math.log(LAST_WORD - FIRST_WORD + 2)
        return max(0.2, min(1.0, share**2))

    def common(self, folded: str) -> bool:
        """Return whether any English reader knows the word."""
        rank = self._ranks.get(folded)
        return rank is not None and FIRST_WORD <= rank < FIRST_WORD + COMMON_RANK

    def common_words(self) -> list[str]:
        """Return common words of four or more letters."""
        return [w for w in self._ranks if len(w) > 3 and w.isalpha() and self.common(w)]

    def word(self, folded: str) -> bool:
        """Return whether it is a word of the vocabulary, and so not a typing error."""
        return folded in self._ranks


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
    """Corrects words with a lexicon."""

    def __init__(self, lexicon: Lexicon, rarity: Rarity) -> None:
        self._lexicon = lexicon
        self._rarity = rarity
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in {*lexicon.words(), *_QUESTION_WORDS, *rarity.common_words()}:
            if len(word) > 3 and word.isalpha():
                self._by_first[word[0]].append(word)

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

    def _nearest(self, folded: str, name: bool) -> str | None:
        best: tuple[bool, int, int, str] | None = None
        for word in self._by_first[folded[0]]:
            known = self._lexicon.name(word)
            allowed = 2 if len(folded) >= 8 or (known and len(folded) >= 7) else 1
            if abs(len(word) - len(folded)) > allowed or (name and not known):
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


@functools.lru_cache(maxsize=4096)
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
