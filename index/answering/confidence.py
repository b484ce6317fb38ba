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

from index.answering.deed import deed_met, deed_missing, told
from index.answering.evidence import Evidence
from index.answering.kinds import Kind, asks_for_town, asks_where_within
from index.answering.question import Question
from index.answering.source import answers_itself
from index.language.unspaced import unread

ENOUGH = 0.55
"""The least logit of RELEVANT with which an answer is given."""

SHARE = 0.4
"""How much of what RELEVANT lacks is taken off the logit of ANSWERABLE."""

REFUSED = -0.6
"""What any reason to refuse adds to that logit."""

RELEVANT = {
    "cosine": 3.17,
    "names": -1.81,
    "topic": 2.03,
    "contrary": 2.11,
    "mean": -1.39,
    "least": 2.69,
    "plain": 1.91,
    "verb": 1.73,
    "negated": 1.51,
    "missing": -3.19,
    "day": 5.51,
    "terms": 0.37,
    "leans": -0.44,
    "which": -1.74,
    "open": 1.08,
    "who": -0.82,
    "named": -1.02,
}
RELEVANT_BIAS = -4.47

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

WORDS = 0.5
"""The least share of a question's words accounted for where the model cannot read it."""

NEUTRAL = 0.7
"""What the day counts where none is asked about."""

UNKNOWN = 0.6
"""What the cosine of a word counts that the question does not have."""

KNOWN = 0.9
"""How far the name of who is introduced has to be met."""

SAID = 0.5
"""How far "in Moscow" has to be met by the sentence, or by what it leans on."""

NEEDED = frozenset({Kind.COUNT, Kind.MONEY, Kind.AGE, Kind.DURATION, Kind.WHEN, Kind.HOUR})
"""Kinds that are not answered by a sentence without a day or number of the kind."""


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
    if relevant < ENOUGH and not by_its_form(question, best):
        refused = refused or "relevance"
        logit += SHARE * (relevant - ENOUGH)
    logit += REFUSED if refused else 0.0
    return Judgement(1 / (1 + math.exp(-logit)), refused)


def features(question: Question, ranked: Sequence[Evidence]) -> dict[str, float]:
    """What the models see: about 0 to 1, but for the logarithm "terms" and the count "named"."""
    best = ranked[0]
    words = best.alignment.words
    weights = sum(term.weight for term in question.terms)
    plain = [
        (term.weight, max(said, words.get(term.stem, 0.0)))
        for term, said in told(question, best)
        if not (term.name or term.light)
    ]
    return {
        "cosine": best.cosine,
        "names": best.names,
        "topic": best.topic,
        "holds": float(best.holds),
        "contrary": float(best.contrary),
        "mean": best.alignment.mean,
        "least": best.alignment.least,
        "any least": max(evidence.alignment.least for evidence in ranked),
        "plain": _mean(plain),
        "verb": deed_met(question, best, UNKNOWN),
        "negated": float(question.negated),
        "missing": sum(term.weight for term in best.missing) / max(0.1, weights),
        "day": best.day if question.days else NEUTRAL,
        "terms": math.log(len(question.terms) + 1),
        "leans": float(best.view.leans(best.ordinal)),
        "which": float(_of_which(question, best)),
        "open": float(question.kind is Kind.OTHER),
        "who": float(question.kind is Kind.WHO),
        "named": float(len(question.names)),
    }


def _of_which(question: Question, best: Evidence) -> bool:
    """Whether one of a kind is asked for that the text has to say something of."""
    town = best.holds and asks_for_town(question.text)
    return question.text.lower().startswith(("which", "in which")) and not town


def _needs_kind(question: Question) -> bool:
    return question.kind in NEEDED or asks_where_within(question.text)


def _mean(weighed: Sequence[tuple[float, float]]) -> float:
    total = sum(weight for weight, _ in weighed)
    return sum(weight * value for weight, value in weighed) / total if total else UNKNOWN


def by_its_form(question: Question, best: Evidence) -> bool:
    """Whether a sentence answers by its form: it has the quoted words, or says who somebody is."""
    introduced = question.kind is Kind.WHO_IS and best.introduces and best.names >= KNOWN
    return best.quoted or introduced


def refusal(question: Question, best: Evidence) -> str:
    """What the best evidence lacks that nothing makes up for, or ""."""
    asks_words = bool(question.speaker) and question.kind is Kind.SAID
    anything = bool(question.names or question.days)
    lacks = (
        ("name", bool(question.foreign)),
        ("day", question.days is not None and best.day == 0),
        ("speaker", asks_words and best.speaker == 0),
        ("opinion", answers_itself(question, best.view, best.ordinal)),
        ("kind", _needs_kind(question) and not best.holds),
        ("names", best.names < 0.4),
        ("place", any(t.exact and s < SAID for t, s in told(question, best))),
        ("office", not best.office),
        ("deed", deed_missing(question, best)),
        ("unrelated", not (anything or best.quoted) and best.cosine < UNRELATED),
        ("words", best.cover < WORDS and unread(question.text)),
    )
    return next((what for what, lacking in lacks if lacking), "")
