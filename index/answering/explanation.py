"""Why an answer was chosen or refused, for ``ask --explain`` and the debug log."""

from __future__ import annotations

from collections.abc import Sequence

from index.answering.answerability import ruled_out_by
from index.answering.pipeline import PipelineResult
from index.answering.ranking import RankedSentence
from index.models import Candidate, Citation, Explanation
from index.query.question import Question

MAX_CANDIDATES = 12


def explain(result: PipelineResult) -> Explanation:
    """Return why a question was answered or refused, with its best candidates in order."""
    found, citations = result.found, result.answer.citations
    question = found.question
    ranked = (*found.ranked, *found.others)[:MAX_CANDIDATES]
    return Explanation(
        question=question.text,
        looked_for=tuple(term.folded for term in (*question.terms, *question.recalled)),
        confidence=found.decision.confidence,
        ruled_out=found.decision.ruled_out,
        candidates=tuple(_candidate(question, each, citations) for each in ranked),
    )


def _candidate(
    question: Question, ranked: RankedSentence, citations: Sequence[Citation]
) -> Candidate:
    sentence = ranked.sentence
    quoted = any(
        c.file == sentence.file and c.start <= sentence.start and sentence.end <= c.end
        for c in citations
    )
    return Candidate(
        file=sentence.file,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        score=ranked.score,
        features=tuple(ranked.features.items()),
        ruled_out=ruled_out_by(question, ranked),
        quoted=quoted,
    )
