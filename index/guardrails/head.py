"""Tells planted instructions by what they mean where they stand, without a list of words.

A logistic head over the vector of a sentence: that of its words as the embedding model read them
in their passage, which the index stores anyway. ``train.planted`` makes the weights; the model card
there says of what, and how well they do.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.english.sentences import word_count
from index.errors import EmbedderFailed

WEIGHTS_SHA256 = "2cf86c264ed060d280484cb2f400284beb246a909399153410edc2ab8a641bbf"
"""SHA-256 of ``planted.npz``."""

REASON = "reads like an instruction to a bot"
"""How what it finds is described to people."""

FEWEST = 3  # words
APART = 6.0
"""How far above the median score of its article a planted sentence is.

What is planted stands out. Where all sentences of an article score high, as in short ones and in
languages that the model does not know, that says nothing.
"""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PlantedHead:
    """``weights`` (384,) and ``bias`` give the score of a sentence, ``limit`` bounds it."""

    weights: Floats
    bias: float
    limit: float

    def planted(self, texts: Sequence[str], vectors: Floats) -> list[bool]:
        """Return of each sentence of an article whether it is planted.

        ``vectors`` has shape (n, 384), and has to be of ``LocalEmbedding``: the weights mean
        nothing for others. What has fewer words than ``FEWEST`` never is: it instructs nobody.
        """
        if not texts:
            return []
        scores = vectors @ self.weights + self.bias
        limit = max(self.limit, float(np.median(scores)) + APART)
        return [
            bool(score > limit) and word_count(text) >= FEWEST
            for text, score in zip(texts, scores, strict=True)
        ]


@functools.cache
def planted_head() -> PlantedHead:
    """Return the head that the package ships. Raises EmbedderFailed if it is damaged."""
    data = (files("index.guardrails") / "planted.npz").read_bytes()
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise EmbedderFailed(
            "planted.npz, which tells planted instructions, is damaged or has been replaced: "
            "reinstall coverage-bot"
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return PlantedHead(
            stored["weights"].astype(np.float32), float(stored["bias"]), float(stored["limit"])
        )
