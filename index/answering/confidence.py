"""How sure the bot is that the coverage answers: a logistic model over the best evidence.

The weights were fitted (L2, see ``bench/abstention.py`` for how it is measured) on questions about
single paragraphs, half of them unanswerable on purpose, and on the questions, near misses and
unrelated questions of ``tests/evaluation``. Beside the model stand refusals that no similarity
outweighs: a name that the coverage does not have, a day or a speaker without a sentence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from index.answering.alignment import Alignment
from index.answering.evidence import Evidence
from index.answering.question import Kind, Question

THRESHOLD = 0.2
REFUSED = -0.6
FARTHEST = 0.6
WEIGHTS = {
    "cosine": 1.89,
    "cover": -0.4,
    "names": 0.52,
    "weakest": -0.21,
    "holds": 0.65,
    "contrary": -1.12,
    "foreign": -0.42,
    "gap": -0.24,
    "mean": 1.1,
    "least": 1.35,
    "negated": -0.53,
}
BIAS = -2.93


@dataclass(frozen=True, slots=True)
class Judgement:
    """``confidence`` is between 0 and 1; ``refused`` names what rules an answer out, or is ""."""

    confidence: float
    refused: str

    @property
    def answers(self) -> bool:
        """Whether the evidence is shown as an answer."""
        return not self.refused and self.confidence >= THRESHOLD


def features(question: Question, best: Evidence, alignment: Alignment) -> dict[str, float]:
    """What the model sees, each about 0 to 1."""
    return {
        "cosine": best.cosine,
        "cover": best.cover,
        "names": best.names,
        "weakest": best.weakest,
        "holds": float(best.holds),
        "contrary": float(best.contrary),
        "foreign": min(1.0, len(question.foreign)),
        "gap": gap(best, alignment),
        "mean": alignment.mean,
        "least": alignment.least,
        "negated": float(question.negated),
    }


def judge(question: Question, best: Evidence, alignment: Alignment) -> Judgement:
    """Weigh the best evidence for a question."""
    seen = features(question, best, alignment)
    logit = BIAS + sum(weight * seen[name] for name, weight in WEIGHTS.items())
    refused = refusal(question, best)
    if not refused and gap(best, alignment) > FARTHEST:
        refused = "word"
    if not question.terms:  # nothing but a day: a sentence of that day is all that it takes
        logit = 2.0 if question.days and best.day == 1.0 else -3.0
    logit += REFUSED if refused else 0.0
    return Judgement(1 / (1 + math.exp(-logit)), refused)


def gap(best: Evidence, alignment: Alignment) -> float:
    """How far the worst missing word is from any word of the evidence: 0 nothing is missing."""
    far = [1 - _met(alignment.words.get(term.stem, 0.0)) for term in best.missing]
    return max(far, default=0.0)


def _met(cosine: float) -> float:
    """A cosine of 0.2 and less is no relation at all, 0.6 and more as good as the word."""
    return min(1.0, max(0.0, (cosine - 0.2) / 0.4))


def refusal(question: Question, best: Evidence) -> str:
    """What the best evidence lacks that nothing makes up for, or ""."""
    if question.foreign:
        return "name"
    if question.days and best.day == 0:
        return "day"
    if question.speaker and question.kind is Kind.SAID and best.speaker == 0:
        return "speaker"
    if not best.holds:
        return "kind"
    if best.names < 0.5:
        return "names"
    return ""
