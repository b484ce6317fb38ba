"""Whether a sentence of another article says all that a shown sentence says: an echo of it.

It does if it entails the shown one, as the cross-encoder judges, and if it agrees in what can be
compared exactly: it has the shown numbers and the wordings in quotation marks, the days that both
name are the same, and it does not say the opposite. It may say more; what is cited has to support
what is shown, not the other way round. (Asking for both ways told fewer true echoes from false
ones: AUROC 0.79 against 0.92.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from index.answering.calibration import calibration
from index.cross_encoder.model import CrossEncoder, Entailment
from index.embedding.local_model import Vector
from index.english.ellipsis import leaves_out_its_verb
from index.english.quantities import Bound, Quantity, bound, exclude, find_quantities, rounds, same
from index.english.tokens import is_unreadable, tokenize
from index.faithfulness.opposition import opposed
from index.models import TimeExpression
from index.query.quoted_phrases import contains_phrase, quoted_phrases

NEAR = 0.6
"""The least cosine of two sentences that are worth judging."""
AT_LENGTH = 4
"""Words of a quotation that says something by itself."""
SOON = dt.timedelta(days=3)
"""How long after an article the days of its news may be."""
CONTRADICTED = 0.8
"""The least probability, in both directions, that one report contradicts the other."""
CONTRADICTED_IF_FACTS_DIFFER = 0.5
"""The same where each has a number, a quoted wording or a day that the other does not have."""


@dataclass(frozen=True, slots=True)
class ComparedSentence:
    """A sentence with its vector, of length 1, its time expressions, and the day of its article."""

    text: str
    vector: Vector | None = None
    mentions: tuple[TimeExpression, ...] = ()
    published: dt.date | None = None


Pair = tuple[ComparedSentence, ComparedSentence]
_Bounded = tuple[Quantity, Bound]


class EchoDetector:
    """Finds echoes and contradictions. Blocks while the cross-encoder runs, on all cores if useful.

    Thread-safe.
    """

    def __init__(self, cross_encoder: CrossEncoder) -> None:
        self._cross_encoder = cross_encoder

    def echoes(self, pairs: Sequence[Pair]) -> list[bool]:
        """Return for each (shown, extra) whether ``extra`` says all that ``shown`` says."""
        least = calibration().echo
        return [chance >= least for chance in self._probabilities(pairs, least)]

    def probabilities(self, pairs: Sequence[Pair]) -> list[float]:
        """Return for each (shown, extra) the probability that it does; 0 if ruled out."""
        return self._probabilities(pairs, 0.0)

    def _probabilities(self, pairs: Sequence[Pair], least: float) -> list[float]:
        """The same; whether two are opposed takes longest, and is only asked from ``least`` on."""
        found = [_without_judging(*pair) for pair in pairs]
        open_ = [pair for pair, known in zip(pairs, found, strict=True) if known is None]
        judged = iter(self._judge(open_))
        chances = [next(judged).supported if known is None else known for known in found]
        return [
            0.0 if chance >= least and opposed(shown.text, extra.text) else chance
            for chance, (shown, extra) in zip(chances, pairs, strict=True)
        ]

    def contradictions(self, pairs: Sequence[Pair]) -> list[bool]:
        """Return for each pair of reports of one event whether they cannot both be true."""
        left = [i for i, pair in enumerate(pairs) if not _unreadable(*pair)]
        for turned in (False, True):
            judged = self._judge([pairs[i][::-1] if turned else pairs[i] for i in left])
            left = [
                i
                for i, found in zip(left, judged, strict=True)
                if found.contradicted >= _contradicted_from(*pairs[i])
            ]
        return [i in left for i in range(len(pairs))]

    def apart(self, pairs: Sequence[Pair]) -> list[bool]:
        """Return for each pair of reports of one event whether each has to stand on its own.

        They do if they contradict each other, if they have numbers or quoted sentences and none in
        common, or if one may not say what the other says (``index.faithfulness.opposition``).
        """
        contradict = self.contradictions(pairs)
        return [
            known
            or _other_numbers(one, other)
            or _other_quotations(one, other)
            or opposed(one.text, other.text)
            for known, (one, other) in zip(contradict, pairs, strict=True)
        ]

    def _judge(self, pairs: Sequence[Pair]) -> list[Entailment]:
        """Judge the first of each pair by the second."""
        return self._cross_encoder.judge_pairs([(one.text, other.text) for one, other in pairs])


def _without_judging(shown: ComparedSentence, extra: ComparedSentence) -> float | None:
    """The probability of an echo where the model need not be asked, else None."""
    if not same_facts(shown, extra):
        return 0.0
    if shown.text == extra.text:
        return 1.0
    if nearness(shown.vector, extra.vector) < NEAR or _unreadable(shown, extra):
        return 0.0
    if _of_later_days(shown, extra):
        return 0.0
    return 0.0 if any(leaves_out_its_verb(each.text) for each in (shown, extra)) else None


def _of_later_days(shown: ComparedSentence, extra: ComparedSentence) -> bool:
    """Whether the other one tells of days long after what is shown, which names none.

    That is of about the day of its article: of a claim of victory, a concession two weeks later is
    no confirmation.
    """
    days = [day for day in _days(extra) if isinstance(day, dt.date)]
    if shown.published is None or _days(shown) or not days:
        return False
    return min(days) - shown.published > SOON


def _contradicted_from(one: ComparedSentence, other: ComparedSentence) -> float:
    """From which probability on two reports are taken to contradict each other."""
    differ = not (same_facts(one, other) or same_facts(other, one))
    return CONTRADICTED_IF_FACTS_DIFFER if differ else CONTRADICTED


def _other_numbers(one: ComparedSentence, other: ComparedSentence) -> bool:
    """Whether both have numbers, and none of them is in the other."""
    ours, theirs = _quantities(one), _quantities(other)
    return bool(ours and theirs) and not any(
        _match(each, known) or _match(known, each) for each in ours for known in theirs
    )


def _other_quotations(one: ComparedSentence, other: ComparedSentence) -> bool:
    """Whether both quote somebody at length, and neither has words that the other quotes."""
    ours, theirs = (
        [each for each in quoted_phrases(said.text) if len(each.split()) >= AT_LENGTH]
        for said in (one, other)
    )
    if not ours or not theirs:
        return False
    return not (contains_phrase(other.text, ours) or contains_phrase(one.text, theirs))


def _unreadable(one: ComparedSentence, other: ComparedSentence) -> bool:
    """Whether one of them has letters that the model does not know."""
    return is_unreadable(one.text) or is_unreadable(other.text)


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


def _are_among(some: list[_Bounded], others: list[_Bounded]) -> bool:
    return all(any(_match(one, each) or _match(each, one) for each in others) for one in some)


def _match(one: _Bounded, other: _Bounded) -> bool:
    (quantity, limit), (known, known_limit) = one, other
    if same(quantity, known):
        return not exclude(limit, known_limit)
    return rounds(quantity, known, "about")


def _quantities(sentence: ComparedSentence) -> list[_Bounded]:
    """Its numbers, without those of dates, each with "more than" or the like before it."""
    tokens = tokenize(sentence.text)
    return [
        (each, bound(tokens, each))
        for each in find_quantities(sentence.text, tokens)
        if not any(
            m.start < tokens[each.last].end and tokens[each.first].start < m.end
            for m in sentence.mentions
        )
    ]


def _days(sentence: ComparedSentence) -> set[object]:
    """The single days that it names."""
    return {m.first for m in sentence.mentions if m.first is not None and m.first == m.last}
