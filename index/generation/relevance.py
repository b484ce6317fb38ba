"""Whether what is left of a model's text answers the question.

Each of its sentences is weighed like one of an article, against each part of the question, by the
same features and the same model that decide whether the coverage answers. A sentence like "He
called it off on Wednesday" is read together with the quotes that it cites: whom it is about, and
whose words they are, is told there and in their articles. The kind of thing that is asked for, a
number or a day, it has to have itself.
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
"""What rules an answer out, whoever writes it: there is nothing to write it from."""

CLOSE = 0.25
"""The least cosine of the question and the best sentence of the text."""

_OWN = frozenset(
    {
        QuestionType.COUNT,
        QuestionType.MONEY,
        QuestionType.AGE,
        QuestionType.DURATION,
        QuestionType.WHEN,
    }
)


def is_hopeless(parts: Sequence[PartResult]) -> bool:
    """Whether no part of the question has anything that a model could answer it from."""
    return all(part.decision.ruled_out in HOPELESS for part in parts)


class RelevanceJudge:
    """Blocks while the embedding model runs; safe from any thread."""

    def __init__(self, embedder: LocalEmbedding) -> None:
        self._embedder = embedder
        self._rarity = Rarity(embedder.vocabulary())

    def answers(self, parts: Sequence[PartResult], sentences: Sequence[VerifiedSentence]) -> bool:
        """Whether the sentences answer each part that the articles' own sentences answer.

        Where those answer none, whether they answer any part.
        """
        parts = [part for part in parts if part.decision.ruled_out not in HOPELESS]
        answered = [part for part in parts if not part.decision.ruled_out]
        if answered:
            return all(self._answers(part, sentences) for part in answered)
        return any(self._answers(part, sentences) for part in parts)

    def _answers(self, part: PartResult, sentences: Sequence[VerifiedSentence]) -> bool:
        question = part.question
        asked = embed_question(self._embedder, question.text)
        ranked = self._weighed(asked, part, sentences)
        if decide(question, ranked).ruled_out or not self._close(
            asked, sentences[ranked[0].ordinal]
        ):
            return False
        return question.kind not in _OWN or any(_has_it(question, one) for one in sentences)

    def _close(self, asked: EmbeddedQuestion, sentence: VerifiedSentence) -> bool:
        """Whether the sentence itself, not only its quote, has to do with the question."""
        [own] = self._embedder.embed_passages([PassageText(sentence.text)])
        return float(own.vector @ asked.vector) >= CLOSE

    def _weighed(
        self, asked: EmbeddedQuestion, part: PartResult, sentences: Sequence[VerifiedSentence]
    ) -> list[RankedSentence]:
        view = ArticleView.of(self._stored(sentences))
        places = [(view, i, 0.0) for i in range(len(sentences))]
        weighed = rank_sentences(part.question, asked.vector, places)
        texts = [evidence.sentence.text for evidence in weighed]
        found = align(self._embedder, self._rarity, asked, texts)
        return by_score(
            _in_context(replace(e, alignment=a), part, sentences[e.ordinal])
            for e, a in zip(weighed, found, strict=True)
        )

    def _stored(self, sentences: Sequence[VerifiedSentence]) -> list[StoredSentence]:
        """The sentences, with their quotes, in the form in which those of an article are read."""
        texts = [" ".join([s.text, *(source.text for source in s.sources)]) for s in sentences]
        embedded = self._embedder.embed_passages([PassageText(text) for text in texts])
        return [
            _stored(sentence, i, texts[i], embedded[i].vector)
            for i, sentence in enumerate(sentences)
        ]


def _stored(sentence: VerifiedSentence, ordinal: int, text: str, vector: Vector) -> StoredSentence:
    """With its own days and those of its sources; the day of publication is the first one's."""
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


def _has_it(question: Question, sentence: VerifiedSentence) -> bool:
    """Whether a sentence itself has the kind of thing that is asked for."""
    days = find_dates(sentence.text, sentence.sources[0].citation.published)
    return has_answer_type(question, sentence.text, words_of(sentence.text), tuple(days))


def _in_context(
    evidence: RankedSentence, part: PartResult, sentence: VerifiedSentence
) -> RankedSentence:
    """Whom and which day a sentence is about, also where only its sources' articles tell."""
    near = [
        found
        for found in (*part.ranked, *part.others)
        for source in sentence.sources
        if found.sentence.file == source.citation.file
        and source.citation.start <= found.sentence.start < source.citation.end
    ]
    return replace(
        evidence,
        names=max([evidence.names, *(found.names for found in near)]),
        speaker=max([evidence.speaker, *(found.speaker for found in near)]),
        day=max([evidence.day, *(found.day for found in near)]),
    )
