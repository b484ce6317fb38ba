"""Reranks passages as sentences, as a LlamaIndex ``BaseNodePostprocessor``.

Every sentence of the passages is skimmed, and the best are read (``index.answering.ranking``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from index.answering.corpus import ArticleView, CorpusCache, CorpusView
from index.answering.page_versions import taken_back
from index.answering.ranking import (
    DATED,
    RankedSentence,
    compare_best,
    day_match,
    read_best,
    skim,
)
from index.answering.reprints import Reprints
from index.copies.shingles import words
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import LocalEmbedding, Vector
from index.embedding.multilingual import SentenceMatcher
from index.models import Scope
from index.query.days.asked import RequestedDays
from index.query.language import ENGLISH, language_of
from index.query.question import Question
from index.retrieval.hybrid import RetrievalQuery
from index.storage.ledger.ledger import Ledger


@dataclass
class QuestionQuery(RetrievalQuery):
    """One part of a question, parsed for one state of the coverage, and its vector."""

    question: Question | None = None
    vector: Vector | None = None
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
    its first part is used. Blocks while the models run; thread-safe.
    """

    _ledger: Ledger = PrivateAttr()
    _corpus: CorpusCache = PrivateAttr()
    _embedder: LocalEmbedding = PrivateAttr()
    _cross_encoder: CrossEncoder = PrivateAttr()
    _matcher: SentenceMatcher | None = PrivateAttr()

    def __init__(
        self,
        ledger: Ledger,
        corpus: CorpusCache,
        embedder: LocalEmbedding,
        cross_encoder: CrossEncoder,
        matcher: SentenceMatcher | None = None,
    ) -> None:
        """``matcher`` compares questions in other languages than English, instead of the reader."""
        super().__init__()
        self._ledger = ledger
        self._corpus = corpus
        self._embedder = embedder
        self._cross_encoder = cross_encoder
        self._matcher = matcher

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            raise ValueError("the reranker needs the query")
        query = query_bundle if isinstance(query_bundle, QuestionQuery) else QuestionQuery("")
        corpus = query.corpus or self._corpus.current()
        question = query.question or corpus.parser.parse(query_bundle.query_str)
        vector = query.vector
        if vector is None:
            vector = self._embedder.embed_question(question.text)
        question = replace(question, focus=_in_scope(corpus, question.focus, query.scope))
        ranked = self.rank(corpus, question, vector, nodes)
        return [NodeWithScore(node=SentenceNode.of(each), score=each.score) for each in ranked]

    def rank(
        self,
        corpus: CorpusView,
        question: Question,
        vector: Vector,
        nodes: Sequence[NodeWithScore],
    ) -> list[RankedSentence]:
        """Return all sentences of the passages; the first ``ranking.READ`` have been read, or the
        first ``cross_lingual.COMPARED`` been compared.

        Those of the articles that the conversation was about (``Question.focus``) are there as
        well: a follow-up often has no word that would find them. But one that lacks a name of the
        question is no longer meant. Of an older version of a page there is only what the newer
        ones do not say any more. A sentence that near copies print is there once.
        """
        question = replace(question, focus=self._still_meant(corpus, question))
        found = self._candidates(corpus, question, nodes)
        skimmed = _without_reprints(
            corpus.reprints, skim(question, vector, found, len(corpus.articles))
        )
        skimmed = _each_day_first(question, skimmed)
        if self._matcher is None or language_of(question.text, corpus.parser.is_name) == ENGLISH:
            best = read_best(self._cross_encoder, question, skimmed)
        else:
            best = compare_best(self._matcher, question, skimmed)
        return _each_day_first(question, best)

    def _still_meant(self, corpus: CorpusView, question: Question) -> frozenset[str]:
        """The articles that the conversation was about and that have all names of the question."""
        if not question.names:
            return question.focus
        views = corpus.views(self._ledger, sorted(question.focus))
        names = {name[-1].stem for name in question.names}
        return frozenset(file for file, view in views.items() if names <= view.all_stems)

    def _candidates(
        self, corpus: CorpusView, question: Question, nodes: Sequence[NodeWithScore]
    ) -> list[tuple[ArticleView, int, float]]:
        """Return views of articles, ordinals of sentences, and the scores of their passages."""
        files = {node.metadata["file"] for node in nodes} | question.focus
        views = corpus.views(self._ledger, sorted(files))
        older = corpus.versions.until.keys() & views.keys()
        gone = {file: self._taken_back(corpus, file) for file in older}
        found = [
            (views[file], sentence.ordinal, node.get_score())
            for node in nodes
            if (file := node.metadata["file"]) in views
            for sentence in views[file].sentences
            if node.metadata["start"] <= sentence.start < node.metadata["end"]
            if file not in gone or sentence.ordinal in gone[file]
        ]
        places = {(view.sentences[ordinal].file, ordinal) for view, ordinal, _ in found}
        found += [
            (views[file], sentence.ordinal, 0.0)
            for file in sorted(question.focus & views.keys())
            for sentence in views[file].sentences
            if (file, sentence.ordinal) not in places
            if file not in gone or sentence.ordinal in gone[file]
        ]
        return found

    def _taken_back(self, corpus: CorpusView, file: str) -> set[int]:
        """The sentences of an older version of a page that the newer ones do not have."""
        newer = corpus.versions.newer[file]
        views = corpus.views(self._ledger, (file, *newer))
        if file not in views:
            return set()
        said = (sentence for each in newer if each in views for sentence in views[each].sentences)
        return taken_back(views[file].sentences, said)


def _in_scope(corpus: CorpusView, files: frozenset[str], scope: Scope) -> frozenset[str]:
    """Those of the files that are live articles within the limits of the question."""
    return frozenset(a.file for a in corpus.articles if a.file in files and scope.has(a))


def _without_reprints(reprints: Reprints, ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Return the sentences, those that near copies print word for word once, in the best place.

    It is that of the article that came out first, if a day that is asked about does not favour
    another one, and its passage counts as much as that of any of them.
    """
    printed: dict[object, list[RankedSentence]] = {}
    for each in ranked:
        file = each.sentence.file
        alone = file not in reprints.names
        key = (file, each.ordinal) if alone else (reprints.story(file), words(each.sentence.text))
        printed.setdefault(key, []).append(each)
    found: list[RankedSentence] = []
    for same in printed.values():
        first = min((each for each in same if each.day == same[0].day), key=_came_out)
        passage = max(each.passage for each in same)
        found.append(first if passage == first.passage else replace(first, passage=passage))
    return found


def _came_out(each: RankedSentence) -> tuple[dt.date, str, int]:
    return each.sentence.published or dt.date.max, each.sentence.file, each.ordinal


def _each_day_first(question: Question, ranked: list[RankedSentence]) -> list[RankedSentence]:
    """Where several days are asked about, the best of each goes first."""
    if question.days is None or len(question.days.ranges) < 2:
        return ranked
    firsts: list[RankedSentence] = []
    for one in question.days.ranges:
        of_day = replace(question, days=RequestedDays((one,)))
        match = next((e for e in ranked if day_match(of_day, e.view, e.ordinal) == DATED), None)
        if match is not None and match not in firsts:
            firsts.append(match)
    return firsts + [e for e in ranked if e not in firsts]
