"""Whether a sentence of another article says all that a shown sentence says: an echo of it.

It does if it entails the shown one, as the cross-encoder judges, and if it agrees in what can be
compared exactly: it has the shown numbers and the wordings in quotation marks, and the days that
both name are the same. It may say more; what is cited has to support what is shown, not the other
way round. (Asking for both ways told fewer true echoes from false ones: AUROC 0.79 against 0.92.)
"""

from __future__ import annotations

from dataclasses import dataclass

from index.answering.calibration import calibration
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import Vector
from index.english.quantities import Quantity, find_quantities, rounds, same
from index.english.tokens import is_unreadable, tokenize
from index.models import TimeExpression
from index.query.question import contains_phrase, quoted_phrases

NEAR = 0.6
"""The least cosine of two sentences that are worth judging."""
CONTRADICTED = 0.8
"""The least probability, in both directions, that one report contradicts the other."""
CONTRADICTED_IF_FACTS_DIFFER = 0.5
"""The same where each has a number, a quoted wording or a day that the other does not have."""


@dataclass(frozen=True, slots=True)
class ComparedSentence:
    """A sentence with its vector, of length 1, and its time expressions."""

    text: str
    vector: Vector | None = None
    mentions: tuple[TimeExpression, ...] = ()


class EchoDetector:
    """Blocks while the cross-encoder runs; thread-safe."""

    def __init__(self, cross_encoder: CrossEncoder) -> None:
        self._cross_encoder = cross_encoder

    def echoes(self, shown: ComparedSentence, extra: ComparedSentence) -> bool:
        """Return whether ``extra`` says all that ``shown`` says."""
        return self.probability(shown, extra) >= calibration().echo

    def probability(self, shown: ComparedSentence, extra: ComparedSentence) -> float:
        """Return how probable it is that ``extra`` says all that ``shown`` says; 0 where not."""
        if not same_facts(shown, extra):
            return 0.0
        if shown.text == extra.text:
            return 1.0
        if nearness(shown.vector, extra.vector) < NEAR:
            return 0.0
        if is_unreadable(shown.text) or is_unreadable(extra.text):
            return 0.0  # the model knows no such letters
        [judged] = self._cross_encoder.judge(shown.text, [extra.text])
        return judged.supported

    def contradict(self, one: ComparedSentence, other: ComparedSentence) -> bool:
        """Return whether two reports of one event cannot both be true."""
        if is_unreadable(one.text) or is_unreadable(other.text):
            return False
        differ = not (same_facts(one, other) or same_facts(other, one))
        needed = CONTRADICTED_IF_FACTS_DIFFER if differ else CONTRADICTED
        for claim, evidence in ((one, other), (other, one)):
            [judged] = self._cross_encoder.judge(claim.text, [evidence.text])
            if judged.contradicted < needed:
                return False
        return True


def nearness(one: Vector | None, other: Vector | None) -> float:
    """Return the cosine of two vectors of length 1; 1 where either is unknown."""
    return 1.0 if one is None or other is None else float(one @ other)


def same_facts(shown: ComparedSentence, extra: ComparedSentence) -> bool:
    """Return whether the shown numbers and wordings are in the other, and no day differs."""
    days, other_days = _days(shown), _days(extra)
    if days and other_days and not days & other_days:
        return False
    if not all(contains_phrase(extra.text, [said]) for said in quoted_phrases(shown.text)):
        return False
    return _are_among(_quantities(shown), _quantities(extra))


def _are_among(some: list[Quantity], others: list[Quantity]) -> bool:
    return all(any(_match(one, each) or _match(each, one) for each in others) for one in some)


def _match(one: Quantity, other: Quantity) -> bool:
    return same(one, other) or rounds(one, other, "about")


def _quantities(sentence: ComparedSentence) -> list[Quantity]:
    """Its numbers, without those of dates."""
    tokens = tokenize(sentence.text)
    return [
        each
        for each in find_quantities(sentence.text, tokens)
        if not any(
            m.start < tokens[each.last].end and tokens[each.first].start < m.end
            for m in sentence.mentions
        )
    ]


def _days(sentence: ComparedSentence) -> set[object]:
    """The single days that it names."""
    return {m.first for m in sentence.mentions if m.first is not None and m.first == m.last}
