"""Decides whether the verified part of a model's answer answers the question.

Each sentence is scored like a sentence of an article, against each part of the question, with
the same features and the same model that decide whether the coverage answers. A sentence
like "He called it off on Wednesday" is read together with the quotes that it cites, because
these and their articles say who and when. The kind of thing that is asked for, a number or a
day, has to be in the sentence itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.answering.alignment import EmbeddedQuestion, align, embed_question
from index.answering.answer_type import has_answer_type
from index.answering.answerability import decide
from index.answering.corpus import ArticleView, words_of
from index.answering.pipeline import PartResult
from index.answering.ranking import RankedSentence, by_score, rank_sentences
from index.embedding.local_model import LocalEmbedding, PassageText, Vector
from index.english.vocabulary import Rarity
from index.generation.verification import VerifiedSentence
from index.models import TimeExpression
from index.query.intent import QuestionType
from index.query.question import Question
from index.storage.ledger.records import StoredSentence
from index.temporal.tagger import find_dates

HOPELESS = frozenset({"name", "empty", "nothing asked", "unrelated"})
"""Reasons to abstain that no writer can overcome: there is nothing to write an answer from."""

CLOSE = 0.25
"""The least cosine between the question and the best sentence of the answer."""

_EXACT_TYPES = frozenset(
    {
        QuestionType.COUNT,
        QuestionType.MONEY,
        QuestionType.AGE,
        QuestionType.DURATION,
        QuestionType.WHEN,
    }
)


def is_hopeless(parts: Sequence[PartResult]) -> bool:
    """Return whether no part of the question has anything that a model could answer it from."""
    return all(part.decision.ruled_out in HOPELESS for part in parts)


class RelevanceJudge:
    """Blocks while the embedding model runs. Thread-safe."""

    def __init__(self, embedder: LocalEmbedding) -> None:
        self._embedder = embedder
        self._rarity = Rarity(embedder.vocabulary())

    def answers(self, parts: Sequence[PartResult], sentences: Sequence[VerifiedSentence]) -> bool:
        """Return whether the sentences answer each part that the extractive answer covers.

        If it covers none, return whether they answer any part.
        """
        parts = [part for part in parts if part.decision.ruled_out not in HOPELESS]
        answered = [part for part in parts if not part.decision.ruled_out]
        if answered:
            return all(self._answers(part, sentences) for part in answered)
        return any(self._answers(part, sentences) for part in parts)

    def _answers(self, part: PartResult, sentences: Sequence[VerifiedSentence]) -> bool:
        question = part.question
        embedded_question = embed_question(self._embedder, question.text)
        ranked = self._rank(embedded_question, part, sentences)
        if decide(question, ranked).ruled_out or not self._is_close(
            embedded_question, sentences[ranked[0].ordinal]
        ):
            return False
        return question.kind not in _EXACT_TYPES or any(
            _has_type(question, one) for one in sentences
        )

    def _is_close(self, embedded_question: EmbeddedQuestion, sentence: VerifiedSentence) -> bool:
        """Return whether the sentence itself, not only its quote, is close to the question."""
        [own] = self._embedder.embed_passages([PassageText(sentence.text)])
        return float(own.vector @ embedded_question.vector) >= CLOSE

    def _rank(
        self,
        embedded_question: EmbeddedQuestion,
        part: PartResult,
        sentences: Sequence[VerifiedSentence],
    ) -> list[RankedSentence]:
        view = ArticleView.of(self._stored(sentences))
        places = [(view, i, 0.0) for i in range(len(sentences))]
        ranked = rank_sentences(part.question, embedded_question.vector, places)
        texts = [evidence.sentence.text for evidence in ranked]
        found = align(self._embedder, self._rarity, embedded_question, texts)
        return by_score(
            _in_context(replace(e, alignment=a), part, sentences[e.ordinal])
            for e, a in zip(ranked, found, strict=True)
        )

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


def _has_type(question: Question, sentence: VerifiedSentence) -> bool:
    """Return whether a sentence itself contains the kind of thing that is asked for."""
    days = find_dates(sentence.text, sentence.sources[0].citation.published)
    return has_answer_type(question, sentence.text, words_of(sentence.text), tuple(days))


def _in_context(
    evidence: RankedSentence, part: PartResult, sentence: VerifiedSentence
) -> RankedSentence:
    """Add who and when a sentence is about, if only the articles of its sources say so."""
    same_quotes = [
        found
        for found in (*part.ranked, *part.others)
        for source in sentence.sources
        if found.sentence.file == source.citation.file
        and source.citation.start <= found.sentence.start < source.citation.end
    ]
    return replace(
        evidence,
        names=max([evidence.names, *(found.names for found in same_quotes)]),
        speaker=max([evidence.speaker, *(found.speaker for found in same_quotes)]),
        day=max([evidence.day, *(found.day for found in same_quotes)]),
    )
