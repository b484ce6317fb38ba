"""Tells planted instructions by what they mean where they stand, without a list of words.

A logistic head over the vector of a sentence: that of its words as the embedding model read them
in their passage, which the index stores anyway. ``train.planted`` makes the weights; the model card
there says of what, and how well they do.
"""

from __future__ import annotations

import functools
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.loading import read_weights
from index.english.sentences import word_count

WEIGHTS_SHA256 = "5a007f6c93f2fb4ec3b08ca4149c5175885dedd3c17f3cf9302f9e6695836d79"
"""SHA-256 of ``planted.npz``."""

REASON = "reads like an instruction to a bot"
"""How what it finds is described to people."""

FEWEST = 3  # words
APART = 6.0
"""How far above the median score of its article a planted sentence is.

What is planted stands out. Where all sentences of an article score high, as in short ones and in
languages that the model does not know, that says nothing.
"""

MANY = 32
"""Sentences of an article; for each doubling, a planted one is ``APART`` and one further apart.

The more sentences there are, the further the highest of them is from the median by chance.
"""

BESIDE, BESIDE_APART = 3.0, 2.0
"""How far below the limit, and how far above the median, a sentence may be beside a planted one.

Two limits as in Canny's detector of edges: plants often have a second sentence that says by itself
what any article might.
"""

TITLE = 1.0
"""How far below the limit a title may be: to lose one costs less than to lose a sentence."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PlantedHead:
    """``weights`` (384,) and ``bias`` give the score of a sentence, ``limit`` bounds it.

    ``vectors`` have shape (n, 384), and have to be of ``LocalEmbedding``: the weights mean nothing
    for others. What has fewer words than ``FEWEST`` is never planted: it instructs nobody.
    """

    weights: Floats
    bias: float
    limit: float

    def planted(
        self,
        texts: Sequence[str],
        vectors: Floats,
        follows: Sequence[bool] | None = None,
        beside: Sequence[bool] | None = None,
    ) -> list[bool]:
        """Return of each sentence of an article whether it is planted.

        ``follows`` says of each whether it stands right behind the one before it in a paragraph,
        ``beside`` whether it stands right beside one that is withheld; by default none does.
        """
        scores = self._scores(vectors)
        likely = _above(texts, scores, self.limit - BESIDE, BESIDE_APART)
        told = _above(texts, scores, self.limit, _apart(len(scores)))
        if beside is not None:
            told = [t or (b and maybe) for t, b, maybe in zip(told, beside, likely, strict=True)]
        joined = [i for i, behind in enumerate(follows or ()) if behind and i]
        for i in joined:
            told[i] = told[i] or (told[i - 1] and likely[i])
        for i in reversed(joined):
            told[i - 1] = told[i - 1] or (told[i] and likely[i - 1])
        return told

    def planted_title(self, title: str, vector: Floats, vectors: Floats) -> bool:
        """Return whether a title is planted.

        ``vector`` has shape (384,), and is that of the title alone; ``vectors`` are those of the
        sentences of its article.
        """
        scores = self._scores(np.concatenate([vector[None], vectors]))
        return _above([title], scores, self.limit - TITLE, _apart(len(scores)))[0]

    def _scores(self, vectors: Floats) -> Floats:
        scores: Floats = vectors @ self.weights + self.bias
        return scores


def _apart(sentences: int) -> float:
    return APART + max(0.0, math.log2(max(1, sentences) / MANY))


def _above(texts: Sequence[str], scores: Floats, limit: float, apart: float) -> list[bool]:
    """Return which texts, the first ones that have scores, are above both limits."""
    if not texts:
        return []
    least = max(limit, float(np.median(scores)) + apart)
    return [
        bool(score > least) and word_count(text) >= FEWEST
        for text, score in zip(texts, scores, strict=False)
    ]


@functools.cache
def planted_head() -> PlantedHead:
    """Return the head that the package ships. Raises EmbedderFailed if it is damaged."""
    what = "the model that recognises planted instructions"
    data = read_weights("index.guardrails", "planted.npz", WEIGHTS_SHA256, what)
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return PlantedHead(
            stored["weights"].astype(np.float32), float(stored["bias"]), float(stored["limit"])
        )
