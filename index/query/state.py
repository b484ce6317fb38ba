"""Tells whether a question asks how things stand: "Is it still closed?", "Who won?"

Logistic regression on the n-grams of words that tell the kinds of messages
(``index.query.intent.features``); ``train.states`` makes the weights.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files

from index.query.intent.classifier import intent_classifier
from index.query.intent.features import grams

SURE = 0.65
"""The least probability of a question that asks for a state."""


@dataclass(frozen=True)
class StateQuestionClassifier:
    """The weight of each n-gram, and the bias."""

    weights: Mapping[str, float]
    bias: float

    def probability(self, text: str, known: Collection[str]) -> float:
        """Return how probable it is that a question asks for a state."""
        found = features(text, known)
        total = sum(self.weights.get(gram, 0.0) for gram in found) / math.sqrt(max(len(found), 1))
        return 1 / (1 + math.exp(-self.bias - total))


def features(text: str, known: Collection[str]) -> set[str]:
    """Return the n-grams of words; pieces of words say nothing here."""
    return {gram for gram in grams(text, known) if not gram.startswith(("c:", "length:"))}


@functools.cache
def state_question_classifier() -> StateQuestionClassifier:
    """Return the model that the package ships."""
    stored = json.loads((files("index.query") / "state.json").read_text("utf-8"))
    return StateQuestionClassifier(stored["weights"], stored["bias"])


@functools.lru_cache(maxsize=512)
def asks_for_state(text: str) -> bool:
    """Return whether a question asks how things stand, or ended."""
    return state_question_classifier().probability(text, intent_classifier().known) >= SURE
