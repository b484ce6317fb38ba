"""Tells the kind of a message: multinomial logistic regression on its vector and its n-grams.

``train.intent`` makes the weights; the model card there says on what, and how well it does. A
message counts as anything but a question of fact only where that is improbable, below a threshold
of each kind that was chosen by cross-validation.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.loading import read_weights
from index.embedding.local_model import Vector
from index.models import Kind
from index.query.intent.features import grams
from index.query.intent.kinds import KINDS

WEIGHTS_SHA256 = "75e7211b8e897e7981ad65413a37dda741a6a89e3aab0880c8e686597f104819"
"""SHA-256 of ``weights.npz``."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Intent:
    """The kind of a message, and the probability of every kind."""

    kind: Kind
    probabilities: Mapping[Kind, float]


@dataclass(frozen=True)
class IntentClassifier:
    """``frame`` are words that ask for an overview or news; what else is said is the topic.

    The weights: ``dense`` (384, kinds), ``sparse`` (n-grams, kinds), ``bias`` (kinds).
    ``thresholds`` (kinds) bound the probability of "fact"."""

    frame: frozenset[str]
    known: frozenset[str]
    vocabulary: Mapping[str, int]
    dense: Floats
    sparse: Floats
    bias: Floats
    thresholds: Floats

    def classify(self, text: str, vector: Vector) -> Intent:
        """Return the kind of a message; ``vector`` is that of the message, shape (384,)."""
        places = [
            self.vocabulary[each]
            for each in sorted(grams(text, self.known))
            if each in self.vocabulary
        ]
        logits = self.bias + vector @ self.dense
        if places:
            logits = logits + self.sparse[places].sum(axis=0) * (2 / np.sqrt(len(places)))
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        likeliest = 1 + int(shares[1:].argmax())
        believed = shares[0] < self.thresholds[likeliest]
        kind = KINDS[likeliest] if believed else KINDS[0]
        return Intent(kind, dict(zip(KINDS, map(float, shares), strict=True)))


@functools.cache
def intent_classifier() -> IntentClassifier:
    """Return the classifier that the package ships. Raises EmbedderFailed if it is damaged."""
    what = "the model that tells kinds of messages apart"
    data = read_weights("index.query.intent", "weights.npz", WEIGHTS_SHA256, what)
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        listed = bytes(stored["grams"]).decode().split("\n")
        return IntentClassifier(
            frozenset(bytes(stored["frame"]).decode().split("\n")),
            frozenset(bytes(stored["known"]).decode().split("\n")),
            {gram: place for place, gram in enumerate(listed)},
            stored["dense"].astype(np.float32),
            stored["sparse"].astype(np.float32) * stored["scale"].astype(np.float32),
            stored["bias"].astype(np.float32),
            stored["thresholds"],
        )
