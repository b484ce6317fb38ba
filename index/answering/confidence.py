"""How sure the bot is that the coverage answers, and whether it answers at all.

Two logistic models over the best evidence, both fitted with L2
(``tests/test_evaluation_seeds.py`` holds the first to its purpose, ``bench/abstention.py`` measures
the second):

- RELEVANT tells questions that a coverage answers from near misses and unrelated ones. It decides.
- ANSWERABLE tells questions that a passage answers from those made to look as if it did. It says
  how sure the bot is, less what RELEVANT lacks.

Beside them stand refusals that no similarity outweighs: a name that the coverage does not have, a
day or a speaker without a sentence, a number that is not there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.answering.evidence import Evidence
from index.answering.kinds import Kind
from index.answering.question import Question

ENOUGH = 0.35
"""The least logit of RELEVANT with which an answer is given."""

SHARE = 0.4
"""How much of what RELEVANT lacks is taken off the logit of ANSWERABLE."""

REFUSED = -0.6
"""What any reason to refuse adds to that logit."""

RELEVANT = {
    "cosine": 3.42,
    "cover": 1.54,
    "names": -0.18,
    "weakest": -0.06,
    "holds": 1.93,
    "contrary": 1.98,
    "gap": -0.49,
    "mean": -0.41,
    "least": 3.86,
    "negated": 1.36,
    "missing": -1.84,
    "met": 1.75,
    "day": 4.72,
    "speaker": 2.49,
    "subject": 0.13,
    "terms": 1.5,
    "leans": -0.06,
    "which": -0.68,
    "said": -0.09,
    "named": -0.76,
}
RELEVANT_BIAS = -10.73

ANSWERABLE = {
    "cosine": 2.19,
    "names": 0.63,
    "holds": 0.58,
    "contrary": -0.9,
    "any least": 1.38,
    "negated": -0.61,
}
ANSWERABLE_BIAS = -2.9

UNRELATED = 0.2
"""A question without a name whose best sentence is farther than this is about something else."""

NEUTRAL = 0.7
"""What a feature counts that the question does not ask for: a day, a speaker."""

_NEEDED = frozenset({Kind.COUNT, Kind.MONEY, Kind.AGE, Kind.DURATION})


@dataclass(frozen=True, slots=True)
class Judgement:
    """``confidence`` is between 0 and 1; ``refused`` names what rules an answer out, or is ""."""

    confidence: float
    refused: str


def judge(question: Question, ranked: Sequence[Evidence]) -> Judgement:
    """Weigh the best evidence for a question; ``ranked`` is aligned, best first, not empty."""
    best = ranked[0]
    refused = refusal(question, best)
    if not question.terms:  # nothing but a day: a sentence of that day is all that it takes
        dated = question.days is not None and question.eventful and best.day == 1.0
        return Judgement(0.9 if dated else 0.05, refused or ("" if dated else "nothing asked"))
    seen = features(question, ranked)
    relevant = RELEVANT_BIAS + sum(weight * seen[name] for name, weight in RELEVANT.items())
    logit = ANSWERABLE_BIAS + sum(weight * seen[name] for name, weight in ANSWERABLE.items())
    if relevant < ENOUGH:
        refused = refused or "relevance"
        logit += SHARE * (relevant - ENOUGH)
    logit += REFUSED if refused else 0.0
    return Judgement(1 / (1 + math.exp(-logit)), refused)


def features(question: Question, ranked: Sequence[Evidence]) -> dict[str, float]:
    """What the models see: about 0 to 1, but for the logarithm "terms" and the count "named"."""
    best = ranked[0]
    weights = sum(term.weight for term in question.terms)
    met = [best.alignment.words.get(term.stem, 0.0) for term in best.missing]
    return {
        "cosine": best.cosine,
        "cover": best.cover,
        "names": best.names,
        "weakest": best.weakest,
        "holds": float(best.holds),
        "contrary": float(best.contrary),
        "gap": max((1 - _close(cosine) for cosine in met), default=0.0),
        "mean": best.alignment.mean,
        "least": best.alignment.least,
        "any least": max(evidence.alignment.least for evidence in ranked),
        "negated": float(question.negated),
        "missing": sum(term.weight for term in best.missing) / max(0.1, weights),
        "met": min(met, default=0.6),
        "day": best.day if question.days else NEUTRAL,
        "speaker": best.speaker if question.speaker else NEUTRAL,
        "subject": float(best.subject),
        "terms": math.log(len(question.terms) + 1),
        "leans": float(best.view.leans(best.ordinal)),
        "which": float(question.text.lower().startswith(("which", "in which"))),
        "said": float(question.kind is Kind.SAID),
        "named": float(len(question.names)),
    }


def _close(cosine: float) -> float:
    """A cosine of 0.2 and less is no relation at all, 0.6 and more as good as the word."""
    return min(1.0, max(0.0, (cosine - 0.2) / 0.4))


def refusal(question: Question, best: Evidence) -> str:
    """What the best evidence lacks that nothing makes up for, or ""."""
    asks_words = bool(question.speaker) and question.kind is Kind.SAID
    anything = bool(question.names or question.days)
    lacks = (
        ("name", bool(question.foreign)),
        ("day", question.days is not None and best.day == 0),
        ("speaker", asks_words and best.speaker == 0),
        ("kind", question.kind in _NEEDED and not best.holds),
        ("names", best.names < 0.4),
        ("unrelated", not anything and best.cosine < UNRELATED),
    )
    return next((what for what, lacking in lacks if lacking), "")
