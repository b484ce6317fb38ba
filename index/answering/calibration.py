"""The weights that rank sentences and decide whether they answer, fitted by ``train.calibrate``.

That module says on which questions. What else decides, in ``index.answering.answerability``, are
limits for the questions that no model reads.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A weighted sum of named features. Features without a weight count nothing."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def score(self, features: Mapping[str, float]) -> float:
        """Return the weighted sum."""
        return self.bias + sum(weight * features[name] for name, weight in self.weights.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the logistic function of the weighted sum."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score(features)))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """``skim`` chooses which sentences are read, ``rank`` orders those that were.

    ``relates`` gives the probability that the question has to do with the coverage, judged by the
    best sentence; below ``related`` it is refused. ``answers`` gives the probability that this
    sentence answers; from ``threshold`` on it is shown, and below ``sure`` with a word of doubt. A
    further one is shown if its share of the ranking is at least ``further``. A sentence is an echo
    of one that it entails with at least the probability ``echo``.
    """

    skim: LinearModel
    rank: LinearModel
    relates: LinearModel
    answers: LinearModel
    related: float
    threshold: float
    sure: float
    further: float
    echo: float


@functools.cache
def calibration() -> Calibration:
    """Return the weights that the package ships."""
    stored = json.loads((files("index.answering") / "calibration.json").read_text("utf-8"))

    def model(name: str) -> LinearModel:
        return LinearModel(stored[name]["weights"], stored[name].get("bias", 0.0))

    names = ("related", "threshold", "sure", "further", "echo")
    limits = {name: float(stored[name]) for name in names}
    return Calibration(model("skim"), model("rank"), model("relates"), model("answers"), **limits)
