"""Decides whether the coverage answers a question, with what confidence, and if not, why.

Two logistic models score the best evidence, both fitted with L2
(``tests/evaluation/test_seeds.py`` and ``bench/abstention.py`` measure them):

- RELEVANT separates questions that a coverage answers from near misses and unrelated ones. It
  decides.
- ANSWERABLE separates questions that a passage answers from those made to look answerable. It
  gives the confidence, less what RELEVANT is short of.

In addition, exact rules refuse: for a name that the coverage does not have, a day or a speaker
without a sentence, a missing number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.answering.ranking import RankedSentence, gives_own_words
from index.english.synonyms import SPEAKING
from index.english.tokens import RUN, is_unreadable, tokenize
from index.english.verbs import is_phrasal_verb
from index.models import Abstention, ArticleSummary
from index.query.intent import QuestionType, asks_for_opinion, asks_for_town, asks_where_within
from index.query.question import Question, Term

_WHETHER = re.compile(r"^(?:did|does|do|is|are|was|were|has|have|had|will|would)\b", re.IGNORECASE)
_HOW = re.compile(
    r"^(?:how (?:did|does|do|has|have|had|will|would)|what (?:was|were|has been|had been))\b",
    re.IGNORECASE,
)

TOLD = 0.5
"""How far a word has to be met by the sentence, or by what it leans on."""

ALONE = 0.55
"""The least cosine of the only word of such a question, where its words do not meet it."""

AMONG = 0.25
"""The same where it has other words, which are met."""


def action_missing(question: Question, best: RankedSentence) -> bool:
    """Return whether a question is about an action that the sentence does not mention."""
    words = [each for each in term_matches(question, best) if not (each[0].name or each[0].light)]
    if asks_for_opinion(question.text) and _all_unmet(question, best, words):
        return True
    if len(words) == 1 and question.names and _WHETHER.search(question.text):
        return _unmet(best, *words[0], ALONE)
    if not _HOW.search(question.text) or question.verb in SPEAKING:
        return False
    done = next(
        (each for each in term_matches(question, best) if each[0].stem == question.verb), None
    )
    return done is not None and not (done[0].name or done[0].holder) and _unmet(best, *done, AMONG)


def action_match(question: Question, best: RankedSentence, unknown: float) -> float:
    """Return the cosine of the verb; for a phrasal verb, which has no vector, its support."""
    met = best.alignment.words.get(question.verb, unknown)
    if not is_phrasal_verb(question.verb):
        return met
    return max(
        met, *(s for term, s in term_matches(question, best) if term.stem == question.verb), 0.0
    )


def term_matches(question: Question, best: RankedSentence) -> list[tuple[Term, float]]:
    """Return each term of the question with how well it is supported."""
    return list(zip(question.terms, best.told, strict=True))


def _all_unmet(
    question: Question, best: RankedSentence, words: Sequence[tuple[Term, float]]
) -> bool:
    """Whether there are words of what the opinion is about, and none is met."""
    about = [(t, s) for t, s in words if t.stem not in SPEAKING and t.stem != question.verb]
    return bool(about) and all(_unmet(best, term, said, ALONE) for term, said in about)


def _unmet(best: RankedSentence, term: Term, said: float, least: float) -> bool:
    return said < TOLD and best.alignment.words.get(term.stem, 1.0) < least


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

NEEDED = frozenset(
    {
        QuestionType.COUNT,
        QuestionType.MONEY,
        QuestionType.AGE,
        QuestionType.DURATION,
        QuestionType.WHEN,
        QuestionType.HOUR,
    }
)
"""Kinds that are not answered by a sentence without a day or number of the kind."""


@dataclass(frozen=True, slots=True)
class Decision:
    """``confidence`` is between 0 and 1; ``ruled_out`` names the reason to abstain, or is ""."""

    confidence: float
    ruled_out: str


def decide(question: Question, ranked: Sequence[RankedSentence]) -> Decision:
    """Decide by the best evidence; ``ranked`` is aligned, best first, and not empty."""
    best = ranked[0]
    refused = ruled_out_by(question, best)
    if not question.terms:  # nothing but a day: a sentence of that day is all that it takes
        dated = question.days is not None and question.eventful and best.day == 1.0
        return Decision(0.9 if dated else 0.05, refused or ("" if dated else "nothing asked"))
    seen = features(question, ranked)
    relevant = RELEVANT_BIAS + sum(weight * seen[name] for name, weight in RELEVANT.items())
    logit = ANSWERABLE_BIAS + sum(weight * seen[name] for name, weight in ANSWERABLE.items())
    if relevant < ENOUGH and not by_its_form(question, best):
        refused = refused or "relevance"
        logit += SHARE * (relevant - ENOUGH)
    logit += REFUSED if refused else 0.0
    return Decision(1 / (1 + math.exp(-logit)), refused)


def features(question: Question, ranked: Sequence[RankedSentence]) -> dict[str, float]:
    """Return the features of the models: about 0 to 1, except log "terms" and the count "named"."""
    best = ranked[0]
    words = best.alignment.words
    weights = sum(term.weight for term in question.terms)
    plain = [
        (term.weight, max(said, words.get(term.stem, 0.0)))
        for term, said in term_matches(question, best)
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
        "verb": action_match(question, best, UNKNOWN),
        "negated": float(question.negated),
        "missing": sum(term.weight for term in best.missing) / max(0.1, weights),
        "day": best.day if question.days else NEUTRAL,
        "terms": math.log(len(question.terms) + 1),
        "leans": float(best.view.leans(best.ordinal)),
        "which": float(_of_which(question, best)),
        "open": float(question.kind is QuestionType.OTHER),
        "who": float(question.kind is QuestionType.WHO),
        "named": float(len(question.names)),
    }


def _of_which(question: Question, best: RankedSentence) -> bool:
    """Whether one of a kind is asked for that the text has to say something of."""
    town = best.holds and asks_for_town(question.text)
    return question.text.lower().startswith(("which", "in which")) and not town


def _needs_kind(question: Question) -> bool:
    return question.kind in NEEDED or asks_where_within(question.text)


def _mean(weighed: Sequence[tuple[float, float]]) -> float:
    total = sum(weight for weight, _ in weighed)
    return sum(weight * value for weight, value in weighed) / total if total else UNKNOWN


def by_its_form(question: Question, best: RankedSentence) -> bool:
    """Return whether a sentence answers by its form: a quoted wording, or who somebody is."""
    introduced = question.kind is QuestionType.WHO_IS and best.introduces and best.names >= KNOWN
    return best.quoted or introduced


def ruled_out_by(question: Question, best: RankedSentence) -> str:
    """Return what the best evidence lacks that nothing can make up for, or ""."""
    asks_words = bool(question.speaker) and question.kind is QuestionType.SAID
    anything = bool(question.names or question.days)
    lacks = (
        ("name", bool(question.foreign)),
        ("day", question.days is not None and best.day == 0),
        ("speaker", asks_words and best.speaker == 0),
        ("opinion", gives_own_words(question, best.view, best.ordinal)),
        ("kind", _needs_kind(question) and not best.holds),
        ("names", best.names < 0.4),
        ("place", any(t.exact and s < SAID for t, s in term_matches(question, best))),
        ("office", not best.office),
        ("deed", action_missing(question, best)),
        ("unrelated", not (anything or best.quoted) and best.cosine < UNRELATED),
        ("words", best.cover < WORDS and is_unreadable(question.text)),
    )
    return next((what for what, lacking in lacks if lacking), "")


MOST_WORDS = 6


def abstain(
    question: Question, articles: int, nearest: ArticleSummary | None, *, narrowed: bool
) -> Abstention:
    """Explain an abstention: what was searched for, what is missing, in how many articles.

    The nearest article is left out if the question asks only about missing names.
    """
    here = Abstention("no topic", narrowed, articles)
    if question.foreign:
        missing = tuple(_as_written(question, name) for name in question.foreign)
        near = None if len(question.terms) == len(question.foreign) else nearest
        return replace(here, reason="not mentioned", missing=missing, nearest=near)
    if question.terms:
        words = tuple(_looked_for(question)[:MOST_WORDS])
        return replace(here, reason="not answered", looked_for=words, nearest=nearest)
    if question.days:
        return replace(here, reason="day not covered", nearest=nearest)
    return here


def _as_written(question: Question, folded: str) -> str:
    """The word as the person wrote it."""
    written = (token.text for token in tokenize(question.text) if token.folded == folded)
    return next(written, folded).removesuffix("'s").removesuffix("\u2019s")


def _looked_for(question: Question) -> list[str]:
    """The words that were looked for; pairs of letters that overlap are one word again."""
    words: list[str] = []
    for word in (_as_written(question, term.folded) for term in question.terms):
        if words and RUN.match(word) and words[-1][-1] == word[0]:
            words[-1] += word[1:]
        else:
            words.append(word)
    return words
