"""Questions beside one that is not answered: about what was found, and really answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice

from index.answering.pipeline import CoverageQueryEngine, PipelineResult
from index.answering.ranking import RankedSentence
from index.models import EVERYTHING, Scope
from index.replies.examples import about_days, about_person, speakers, surely_quotes

SHOWN = 2
TRIES = 3
"""Questions that are asked at most: each takes as long as the one that is not answered."""
NEAR = 0.3
"""The least cosine of a sentence that a question is made from."""
LOOKED_AT = 6
"""Sentences that questions are made from, the nearest ones."""
KEPT = 500
"""Questions of which it is remembered whether they are answered."""


class NearbyQuestions:
    """Makes questions from what was read already, and asks them. Thread-safe; blocks."""

    def __init__(self, engine: CoverageQueryEngine) -> None:
        self._engine = engine
        self._known: dict[tuple[int, str, Scope], bool] = {}
        self._writing = threading.Lock()

    def questions(
        self, result: PipelineResult, revision: int, scope: Scope = EVERYTHING
    ) -> tuple[str, ...]:
        """Return up to two questions near one that was not answered; () if nothing is near.

        ``revision`` is the state of the index: what is answered in one may not be in another.
        """
        asked = result.answer.question.casefold()
        made = (pair for pair in candidates(result) if pair[0].casefold() not in asked)
        found: dict[str, str] = {}
        for question, word in islice(made, TRIES):
            known = word in found or question in found.values()
            wanted = len(found) < SHOWN and not known
            if wanted and self._is_answered(question, word, revision, scope):
                found[word] = question
        return tuple(found.values())

    def _is_answered(self, question: str, word: str, revision: int, scope: Scope) -> bool:
        key = revision, question, scope
        known = self._known.get(key)
        if known is None:
            known = surely_quotes(self._engine.run(question, scope).answer, word)
            with self._writing:
                if len(self._known) >= KEPT:
                    self._known.clear()
                self._known[key] = known
        return known


def candidates(result: PipelineResult) -> Iterator[tuple[str, str]]:
    """Yield questions, each with a word that its answer has to have, the nearest first.

    They ask about somebody whom one of the nearest sentences quotes, or its article does, and what
    happened on a day that one of them names.
    """
    nearest = _nearest(result)
    people = [who for each in nearest if (who := _quoted(each))]
    people += [who for each in nearest for who in islice(speakers(each.view), 2)]
    for who in dict.fromkeys(people):
        yield from about_person(who)
    for each in nearest:
        yield from about_days(each.sentence)


def _nearest(result: PipelineResult) -> list[RankedSentence]:
    found = [each for each in result.found.ranked if each.cosine >= NEAR]
    return sorted(found, key=lambda each: -each.cosine)[:LOOKED_AT]


def _quoted(each: RankedSentence) -> str | None:
    """Who says a sentence, if its article names this person in full."""
    who = each.view.attributions[each.ordinal].who
    surname = who.split()[-1] if who else None
    return next((name for name in speakers(each.view) if name.split()[-1] == surname), None)
