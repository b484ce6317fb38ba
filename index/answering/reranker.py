"""Reranks passages as sentences, as a LlamaIndex ``BaseNodePostprocessor``.

Every sentence of the passages is scored. The words of the best few are then aligned with those
of the question, which needs the model, and these few are reordered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from index.answering.alignment import EmbeddedQuestion, align, embed_question
from index.answering.answerability import ruled_out_by
from index.answering.corpus import CorpusCache, CorpusView
from index.answering.ranking import IN_OFFICE, RankedSentence, by_score, day_match, rank_sentences
from index.embedding.local_model import LocalEmbedding
from index.english.vocabulary import Rarity
from index.query.intent import QuestionType
from index.query.question import Question, RequestedDays
from index.retrieval.hybrid import RetrievalQuery
from index.storage.ledger.ledger import Ledger

ALIGNED = 4
LATEST_MARGIN = 1.2


@dataclass
class QuestionQuery(RetrievalQuery):
    """One part of a question, parsed for one state of the coverage, and embedded."""

    question: Question | None = None
    embedded: EmbeddedQuestion | None = None
    corpus: CorpusView | None = None


class SentenceNode(TextNode):
    """A sentence with file and offsets, and its features for the question."""

    _ranked: RankedSentence = PrivateAttr()

    @classmethod
    def of(cls, ranked: RankedSentence) -> SentenceNode:
        """Return the node of a ranked sentence."""
        sentence = ranked.sentence
        node = cls(
            id_=f"{sentence.file}#{sentence.ordinal}",
            text=sentence.text,
            metadata={
                "file": sentence.file,
                "start": sentence.start,
                "end": sentence.end,
                "title": sentence.title,
                "outlet": sentence.outlet,
                "published": sentence.published.isoformat() if sentence.published else None,
            },
        )
        node._ranked = ranked
        return node

    @property
    def ranked(self) -> RankedSentence:
        """The sentence with its features."""
        return self._ranked


class SentenceReranker(BaseNodePostprocessor):
    """Turns passage nodes into nodes of their sentences, best evidence first.

    With a ``QuestionQuery`` it ranks for that question; any other query is parsed first, and only
    its first part is used. Blocks while the model runs; thread-safe.
    """

    _ledger: Ledger = PrivateAttr()
    _corpus: CorpusCache = PrivateAttr()
    _embedder: LocalEmbedding = PrivateAttr()
    _rarity: Rarity = PrivateAttr()

    def __init__(
        self, ledger: Ledger, corpus: CorpusCache, embedder: LocalEmbedding, rarity: Rarity
    ) -> None:
        super().__init__()
        self._ledger = ledger
        self._corpus = corpus
        self._embedder = embedder
        self._rarity = rarity

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            raise ValueError("the reranker needs the query")
        query = query_bundle if isinstance(query_bundle, QuestionQuery) else QuestionQuery("")
        corpus = query.corpus or self._corpus.current()
        question = query.question or corpus.parser.parse(query_bundle.query_str)[0]
        embedded = query.embedded or embed_question(self._embedder, question.text)
        ranked = self.rank(corpus, question, embedded, nodes)
        return [NodeWithScore(node=SentenceNode.of(each), score=each.score) for each in ranked]

    def rank(
        self,
        corpus: CorpusView,
        question: Question,
        embedded: EmbeddedQuestion,
        nodes: Sequence[NodeWithScore],
    ) -> list[RankedSentence]:
        """Return all sentences of the passages; the first ``aligned(question)`` are aligned."""
        views = corpus.views(self._ledger, (node.metadata["file"] for node in nodes))
        found = [
            (views[file], sentence.ordinal, node.get_score())
            for node in nodes
            if (file := node.metadata["file"]) in views
            for sentence in views[file].sentences
            if node.metadata["start"] <= sentence.start < node.metadata["end"]
        ]
        scored = rank_sentences(question, embedded.vector, found)
        ranked = _each_day_first(question, _theirs_first(question, _recent(question, scored)))
        few = aligned(question)
        best = by_score(self._align(embedded, ranked[:few]))
        return [*_speaking_first(question, best), *ranked[few:]]

    def _align(
        self, embedded: EmbeddedQuestion, ranked: Sequence[RankedSentence]
    ) -> list[RankedSentence]:
        texts = [each.sentence.text for each in ranked]
        found = align(self._embedder, self._rarity, embedded, texts) if texts else []
        return [replace(e, alignment=a) for e, a in zip(ranked, found, strict=True)]


def aligned(question: Question) -> int:
    """Return how many of the best sentences are aligned with the question."""
    return ALIGNED * (1 + question.latest)


def in_order_of_quoting(
    question: Question, ranked: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """Return the aligned sentences in the order in which they are quoted."""
    return _each_day_first(question, _latest_first(question, list(ranked)))


def _recent(question: Question, ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Where the latest is asked for, what is told of newer days comes forward."""
    days = sorted({_day(e) for e in ranked})
    if not question.latest or len(days) < 2:
        return ranked
    bonus = {day: LATEST_MARGIN * i / (len(days) - 1) for i, day in enumerate(days)}
    return sorted(ranked, key=lambda e: -e.score - bonus[_day(e)])


def _latest_first(question: Question, ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Where the latest is asked for, good evidence of the newest day goes first."""
    if not question.latest or not ranked:
        return ranked
    best = ranked[0].score
    good = [e for e in ranked if e.score >= best - LATEST_MARGIN and not ruled_out_by(question, e)]
    newest = sorted(good, key=lambda e: (_day(e), e.score), reverse=True)
    return newest + [e for e in ranked if e not in newest]


def _day(evidence: RankedSentence) -> dt.date:
    """The last day that a sentence itself is of, else the one its article came out."""
    published = evidence.sentence.published or dt.date.min
    own = [m.last for m in evidence.sentence.mentions if m.last and m.first == m.last]
    return max(own, default=published)


def _theirs_first(question: Question, ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Where somebody's words are asked for, what is surely theirs is looked at before the rest."""
    return sorted(
        ranked, key=lambda e: question.kind is QuestionType.SAID and e.speaker < IN_OFFICE
    )


def _speaking_first(question: Question, ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Where somebody's words are asked for, sentences without any of theirs go last."""
    return sorted(ranked, key=lambda e: ruled_out_by(question, e) == "speaker")


def _each_day_first(question: Question, ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Where several days are asked about, the best of each goes first."""
    if question.days is None or len(question.days.ranges) < 2:
        return ranked
    firsts: list[RankedSentence] = []
    for one in question.days.ranges:
        of_day = replace(question, days=RequestedDays((one,)))
        match = next((e for e in ranked if day_match(of_day, e.view, e.ordinal) >= 0.6), None)
        if match is not None and match not in firsts:
            firsts.append(match)
    return firsts + [e for e in ranked if e not in firsts]
