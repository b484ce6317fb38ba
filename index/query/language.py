"""Tells in which language a message is written, as far as the bot has to know it.

A script that English does not use is told by its letters. For Latin letters each word has a weight
for each language, learned by ``train.languages``: multinomial naive Bayes over the word and its
pieces of two and three letters. A message is English in case of doubt.
"""

from __future__ import annotations

import functools
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.loading import read_weights

WEIGHTS_SHA256 = "dfac3ba7d14c5ce29b0ba1195c2b80eb3071eefa73eb983c5740692504d4226c"
"""SHA-256 of ``language.npz``."""
ENGLISH = "en"
SEVERAL = 3
"""Different words of a script that make it one of the coverage's."""
SHORTEST = 2
"""Words from which on a message in Latin letters can be in another language."""
SURE, MAJORITY = 1.0, 0.5
"""How much likelier another language has to be than English (a natural logarithm), and the share of
the words that have to speak for it."""
SURE_OF_TWO, EACH_OF_TWO = 2.0, 0.5
"""How much likelier it has to be where there are only two words, and by each of them."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "bn": re.compile(r"[\u0980-\u09ff]"),
    "zh": re.compile(r"[\u3400-\u9fff]"),
    "other": re.compile(r"[^\W\d_\u0000-\u02ff\u1e00-\u1eff]"),
}
_WITHIN = {
    "ru": (("uk", re.compile(r"[іїєґІЇЄҐ]")),),
    "ar": (("other", re.compile(r"[ٹڈڑںےپچژگھہی]")),),
    "zh": (("other", re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")),),
}
"""Letters that tell apart the languages of one script: Urdu and Persian, Japanese."""


def language_of(text: str, is_name: Callable[[str], bool] = lambda word: False) -> str:
    """Return "en", the code of a language that the bot says a line in, or "other".

    ``is_name`` says which folded words are names of the coverage: they are in no language.
    """
    script = script_of(text)
    if script is not None:
        return next((code for code, own in _WITHIN.get(script, ()) if own.search(text)), script)
    words = _WORD.findall(text)
    lowered = (word.lower().replace("\u0307", "") for word in words)  # of the Turkish İ
    telling = [word for word in lowered if not is_name(word)]
    return language_identifier().identify(telling) if len(telling) >= SHORTEST else ENGLISH


def scripts_of(words: Iterable[str]) -> frozenset[str]:
    """Return the scripts, other than the Latin one, that several of the words are written in.

    A script is named after the first of its languages.
    """
    found: Counter[str] = Counter()
    for word in words:
        if not word.isascii():
            found.update(code for code, letters in _SCRIPTS.items() if letters.search(word))
    return frozenset(code for code, n in found.items() if n >= SEVERAL)


def script_of(text: str) -> str | None:
    """Return the script that most words of a text are written in; None for Latin letters."""
    words = _WORD.findall(text)
    for code, letters in _SCRIPTS.items():
        if 2 * sum(bool(letters.search(word)) for word in words) > len(words):
            return code
    return None


def pieces(word: str) -> Iterator[str]:
    """Yield the features of a word in lower case: the word, its pieces of two and three letters."""
    framed = f"<{word.replace('’', chr(39))}>"
    yield framed
    for n in (2, 3):
        yield from (framed[i : i + n] for i in range(len(framed) - n + 1) if n < len(framed))


@dataclass(frozen=True)
class LanguageIdentifier:
    """``weights`` (features + 1, languages) are log-probabilities; the last row is of the unknown.

    The first language is English.
    """

    languages: tuple[str, ...]
    places: Mapping[str, int]
    weights: npt.NDArray[np.float32]

    def scores(self, word: str) -> npt.NDArray[np.float32]:
        """Return the log-probability of a word in each language, as the mean of its features."""
        rows = [self.places.get(piece, len(self.places)) for piece in pieces(word)]
        found: npt.NDArray[np.float32] = self.weights[rows].mean(axis=0)
        return found

    def identify(self, words: list[str]) -> str:
        """Return the language of words in lower case: English unless another one is sure."""
        scores = np.stack([self.scores(word) for word in words])
        best = 1 + int(scores[:, 1:].sum(axis=0).argmax())
        ahead = scores[:, best] - scores[:, 0]
        if len(words) == SHORTEST:
            sure = float(ahead.sum()) >= SURE_OF_TWO and float(ahead.min()) >= EACH_OF_TWO
        else:
            sure = float(ahead.sum()) >= SURE and float((ahead > 0).mean()) >= MAJORITY
        return self.languages[best] if sure else ENGLISH


@functools.cache
def language_identifier() -> LanguageIdentifier:
    """Return the model that the package ships. Raises EmbedderFailed if it is damaged."""
    what = "the model that recognises languages"
    data = read_weights("index.query", "language.npz", WEIGHTS_SHA256, what)
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        listed = bytes(stored["features"]).decode().split("\n")
        return LanguageIdentifier(
            tuple(bytes(stored["languages"]).decode().split("\n")),
            {feature: place for place, feature in enumerate(listed)},
            stored["weights"].astype(np.float32),
        )
