"""Decides whether the verified part of a model's answer answers the question.

Each sentence is read like a sentence of an article, by the same models that decide whether the
coverage answers. A sentence like "He called it off on Wednesday" is
read together with the quotes that it cites, because these say who and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from index.answering.answerability import LEAST_COVER, Reason, ruled_out_by
from index.answering.corpus import ArticleView
from index.answering.pipeline import RankedEvidence
from index.answering.ranking import RankedSentence, read_best, skim
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import LocalEmbedding, PassageText, Vector
from index.english.tokens import is_unreadable
from index.generation.verification import VerifiedSentence
from index.models import TimeExpression
from index.storage.ledger.records import StoredSentence
from index.temporal.tagger import find_dates

HOPELESS: frozenset[Reason | Literal[""]] = frozenset(
    {"name", "empty", "nothing asked", "unrelated"}
)
"""Reasons to abstain that no writer can overcome: there is nothing to write an answer from."""

ANSWERS = 0.1
"""The least probability that a written sentence answers the question it was written for.

On ``bench/data/seeds/written_answers.jsonl`` it loses 7% of what answers, and lets through 6% of
what answers another question. Chosen again whenever ``train.calibrate`` has been run.
"""


def is_hopeless(found: RankedEvidence) -> bool:
    """Return whether there is nothing that a model could answer the question from."""
    return found.decision.ruled_out in HOPELESS


class RelevanceJudge:
    """Blocks while the models run. Thread-safe."""

    def __init__(self, embedder: LocalEmbedding, cross_encoder: CrossEncoder) -> None:
        self._embedder = embedder
        self._cross_encoder = cross_encoder

    def answers(self, found: RankedEvidence, sentences: Sequence[VerifiedSentence]) -> bool:
        """Return whether one of the sentences answers the question."""
        if is_hopeless(found):
            return False
        question = found.question
        view = ArticleView.of(self._stored(sentences))
        places = [(view, i, 1.0) for i in range(len(sentences))]
        vector = self._embedder.embed_question(question.text)
        ranked = read_best(self._cross_encoder, question, skim(question, vector, places))
        best = _in_context(ranked[0], found, sentences[ranked[0].ordinal])
        if ruled_out_by(question, best) in {"name", "day"}:  # not by the names of an article
            return False
        if is_unreadable(question.text):
            return best.cover >= LEAST_COVER
        return best.probability >= ANSWERS

    def _stored(self, sentences: Sequence[VerifiedSentence]) -> list[StoredSentence]:
        """Return the sentences, with their quotes, as if they were sentences of an article."""
        texts = [" ".join([s.text, *(source.text for source in s.sources)]) for s in sentences]
        embedded = self._embedder.embed_passages([PassageText(text) for text in texts])
        return [
            _stored(sentence, i, texts[i], embedded[i].vector)
            for i, sentence in enumerate(sentences)
        ]


def _stored(sentence: VerifiedSentence, ordinal: int, text: str, vector: Vector) -> StoredSentence:
    """Make one of them, with its own days and those of its sources, dated like its first source."""
    cited = sentence.sources[0].citation
    return StoredSentence(
        file="",
        title="",
        outlet=cited.outlet,
        published=cited.published,
        ordinal=ordinal,
        paragraph=ordinal,
        start=0,
        end=len(text),
        text=text,
        quote=text,
        vector=vector,
        mentions=_days(sentence),
    )


def _days(sentence: VerifiedSentence) -> tuple[TimeExpression, ...]:
    own = find_dates(sentence.text, sentence.sources[0].citation.published)
    return (*own, *(day for source in sentence.sources for day in source.days))


def _in_context(
    evidence: RankedSentence, found: RankedEvidence, sentence: VerifiedSentence
) -> RankedSentence:
    """Add the day that a sentence is of, if only the articles of its sources say so."""
    same_quotes = [
        each
        for each in (*found.ranked, *found.others)
        for source in sentence.sources
        if each.sentence.file == source.citation.file
        and source.citation.start <= each.sentence.start < source.citation.end
    ]
    return replace(evidence, day=max([evidence.day, *(each.day for each in same_quotes)]))
