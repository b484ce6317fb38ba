"""Decides whether the coverage answers a question, with what confidence, and if not, why.

The confidence is the calibrated probability that the best sentence answers
(``index.answering.calibration``), provided that the question has to do with the coverage at all:
the reader has learned from passages on the subject of the question, and another model tells where
there is none. Beside it stands what is exact: a name that the coverage does not have, or the
article of the best sentence, and a day that this sentence is not of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from index.answering import cross_lingual
from index.answering.calibration import calibration
from index.answering.ranking import DATED, RankedSentence, is_among
from index.english.tokens import RUN, is_unreadable, tokenize
from index.models import Abstention, ArticleSummary, Citation
from index.query.question import Question

LEAST_COVER = 0.5
"""The least share of a question's words accounted for where the models cannot read it."""
DAY_ALONE = 0.9
"""The confidence in a sentence of the day, where nothing but a day is asked about."""
DOUBT = 0.05
"""The confidence where a fact rules an answer out."""


Fact = Literal["name", "day", "another name"]
FACTS: frozenset[str] = frozenset(get_args(Fact))
"""The reasons to abstain that ``ruled_out_by`` gives."""
Reason = Fact | Literal["empty", "nothing asked", "unrelated", "words", "not answered"]
"""All reasons to abstain."""


@dataclass(frozen=True, slots=True)
class Decision:
    """``confidence`` is between 0 and 1; ``ruled_out`` names the reason to abstain, or is "".

    An answer is ``doubtful`` if its confidence is below ``sure``, or without it, below that of the
    calibration.
    """

    confidence: float
    ruled_out: Reason | Literal[""]
    sure: float | None = None

    @property
    def doubtful(self) -> bool:
        return self.confidence < (calibration().sure if self.sure is None else self.sure)


def decide(question: Question, ranked: Sequence[RankedSentence]) -> Decision:
    """Decide by the best evidence; ``ranked`` is best first, and not empty."""
    best = ranked[0]
    refused = ruled_out_by(question, best)
    if refused:
        return Decision(min(DOUBT, best.probability), refused)
    # nothing but a day: a sentence of that day is all that it takes
    if not (question.terms or question.recalled):
        dated = question.is_day_alone and best.day == DATED
        return Decision(DAY_ALONE, "") if dated else Decision(DOUBT, "nothing asked")
    if best.meaning is not None:  # compared in its own language
        enough = best.probability >= threshold(question, best)
        return Decision(best.probability, "" if enough else "not answered", cross_lingual.SURE)
    if is_unreadable(question.text):  # the models know no such letters
        told = best.cover >= LEAST_COVER
        return Decision(best.cover, "" if told else "words")
    if best.relatedness < calibration().related:
        return Decision(min(DOUBT, best.probability), "unrelated")
    probability = best.probability
    enough = probability >= threshold(question, best)
    return Decision(probability, "" if enough else "not answered")


def threshold(question: Question, evidence: RankedSentence) -> float:
    """Return the least probability of a sentence that answers, by the model that compared it."""
    if evidence.meaning is None:
        return calibration().threshold
    unspaced = is_unreadable(question.text)
    return cross_lingual.UNSPACED_THRESHOLD if unspaced else cross_lingual.THRESHOLD


def ruled_out_by(question: Question, evidence: RankedSentence) -> Fact | Literal[""]:
    """Return what no reading can make up for: a missing name, another day; or ""."""
    if question.unknown_names:
        return "name"
    if question.days is not None and evidence.day == 0:
        return "day"
    return "" if has_names(question, evidence) else "another name"


def has_names(question: Question, evidence: RankedSentence) -> bool:
    """Return whether the article of a sentence has every name that the question requires."""
    return all(is_among(term, evidence.view.all_stems) for term in question.required)


MAX_WORDS = 6


def abstain(
    question: Question,
    articles: int,
    nearest: ArticleSummary | None,
    closest: Citation | None = None,
    *,
    narrowed: bool,
) -> Abstention:
    """Explain an abstention: what was searched for, what is missing, in how many articles.

    The nearest article is left out if the question asks only about missing names; the closest
    sentence is shown only where no fact rules it out.
    """
    here = Abstention("no topic", narrowed, articles)
    if question.unknown_names:
        missing = tuple(
            dict.fromkeys(_as_written(question, name) for name in question.unknown_names)
        )
        near = None if len(question.terms) == len(question.unknown_names) else nearest
        return replace(here, reason="not mentioned", missing=missing, nearest=near)
    if question.terms or question.recalled:
        words = tuple(_looked_for(question)[:MAX_WORDS])
        return replace(
            here, reason="not answered", looked_for=words, nearest=nearest, closest=closest
        )
    if question.days:
        return replace(here, reason="day not covered", nearest=nearest, day=question.days.single)
    return here


def with_whole_names(why: Abstention, question: Question) -> Abstention:
    """Return the abstention with each missing word as the whole name that it was written in."""
    if why.reason not in ("not mentioned", "not quoted"):
        return why
    whole: dict[str, str] = {}
    for name in question.names:
        words = [_as_written(question, term.folded) for term in name]
        if " ".join(words) in question.text:
            whole |= dict.fromkeys(words, " ".join(words))
    missing = dict.fromkeys(whole.get(word, word) for word in why.missing)
    return replace(why, missing=tuple(missing))


def _as_written(question: Question, folded: str) -> str:
    """The word as the person wrote it."""
    asked = " ".join((question.text, *question.earlier))
    written = (token.text for token in tokenize(asked) if token.folded == folded)
    return next(written, folded).removesuffix("'s").removesuffix("\u2019s")


def _looked_for(question: Question) -> list[str]:
    """The words of the question itself that were looked for; pairs of letters that overlap are one
    word again.
    """
    words: list[str] = []
    for word in (_as_written(question, term.folded) for term in question.terms):
        if words and RUN.match(word) and words[-1][-1] == word[0]:
            words[-1] += word[1:]
        else:
            words.append(word)
    return words
