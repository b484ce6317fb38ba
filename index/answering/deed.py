"""Whether a sentence tells of the deed that a question is about.

"Did Putin resign?" and "How did he celebrate?" ask about one thing done, "How did she respond to
the warning?" about an answer to one thing: a sentence that names everybody and says nothing of it
is no answer, however near it is otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answering.evidence import Evidence
from index.answering.kinds import asks_for_opinion
from index.answering.question import Question, Term
from index.language.phrasal import is_phrase
from index.language.synonyms import SPEAKING

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


def deed_missing(question: Question, best: Evidence) -> bool:
    """Whether a question is about a deed of which the sentence tells nothing."""
    words = [each for each in told(question, best) if not (each[0].name or each[0].light)]
    if asks_for_opinion(question.text) and _all_unmet(question, best, words):
        return True
    if len(words) == 1 and question.names and _WHETHER.search(question.text):
        return _unmet(best, *words[0], ALONE)
    if not _HOW.search(question.text) or question.verb in SPEAKING:
        return False
    done = next((each for each in told(question, best) if each[0].stem == question.verb), None)
    return done is not None and not (done[0].name or done[0].holder) and _unmet(best, *done, AMONG)


def deed_met(question: Question, best: Evidence, unknown: float) -> float:
    """The cosine of the verb; of one of several words, which has no vector, how far it is told."""
    met = best.alignment.words.get(question.verb, unknown)
    if not is_phrase(question.verb):
        return met
    return max(met, *(s for term, s in told(question, best) if term.stem == question.verb), 0.0)


def told(question: Question, best: Evidence) -> list[tuple[Term, float]]:
    """Each term of the question with how far it is told."""
    return list(zip(question.terms, best.told, strict=True))


def _all_unmet(question: Question, best: Evidence, words: Sequence[tuple[Term, float]]) -> bool:
    """Whether there are words of what the opinion is about, and none is met."""
    about = [(t, s) for t, s in words if t.stem not in SPEAKING and t.stem != question.verb]
    return bool(about) and all(_unmet(best, term, said, ALONE) for term, said in about)


def _unmet(best: Evidence, term: Term, said: float, least: float) -> bool:
    return said < TOLD and best.alignment.words.get(term.stem, 1.0) < least
