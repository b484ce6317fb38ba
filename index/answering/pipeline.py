"""The question-answering pipeline: parse, retrieve, rank, decide, quote.

It is a LlamaIndex ``BaseQueryEngine``: ``query("...")`` returns a response whose source nodes
are the citations. ``index.coverage.Coverage`` answers with it.
"""

from __future__ import annotations

import asyncio
import contextvars
import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.answering.answerability import (
    DOUBT,
    Decision,
    abstain,
    decide,
    ruled_out_by,
    threshold,
    with_whole_names,
)
from index.answering.corpus import CorpusCache, CorpusView
from index.answering.cross_lingual import NOUNS_HAVE_CAPITALS
from index.answering.echoes import ComparedSentence, EchoDetector
from index.answering.ranking import READ, RankedSentence
from index.answering.reprints import NO_REPRINTS, Reprints
from index.answering.reranker import QuestionQuery, SentenceNode, SentenceReranker
from index.answering.selection import (
    SelectedStatement,
    closest_sentence,
    compose,
    in_order_of_days,
    newer_versions_first,
    newest_evidence_first,
    newest_first,
    select_statements,
)
from index.cross_encoder.model import CrossEncoder
from index.embedding.local_model import LocalEmbedding, Vector, cores
from index.embedding.multilingual import SentenceMatcher
from index.english.tokens import fold, tokenize
from index.english.vocabulary import Rarity
from index.errors import CLOSED, StoreUnavailable
from index.models import (
    EVERYTHING,
    MAX_QUESTION,
    Abstention,
    Answer,
    Citation,
    Scope,
    Statement,
    file_of,
)
from index.query.conversation import NOTHING_BEFORE, Conversation
from index.query.language import language_of
from index.query.question import Question
from index.retrieval.hybrid import HybridRetriever, RetrievalQuery
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore

_T = TypeVar("_T")
NEAREST_ARTICLE = 0.3
"""The least cosine of the closest article that an abstention names."""
NEAR_REPORTS = 0.6
"""The least cosine of two sentences that report the same event."""


@dataclass(frozen=True, slots=True)
class RankedEvidence:
    """What was found for a question, and whether it answers.

    ``ranked`` are the best twelve, best first, possibly none; the cross-encoder has read them if it
    knows their letters; ``others`` are the candidates after them.
    """

    question: Question
    ranked: tuple[RankedSentence, ...]
    decision: Decision
    others: tuple[RankedSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class PipelineResult:
    """The answer, and what it was made from.

    ``texts`` has the files of the sentences found, and ``reprints`` their near copies, all from
    one state of the index. ``scope``, ``before`` and ``today`` are what it was asked with.
    """

    answer: Answer
    found: RankedEvidence
    texts: dict[str, str]
    reprints: Reprints = NO_REPRINTS
    scope: Scope = EVERYTHING
    before: Conversation = NOTHING_BEFORE
    today: dt.date | None = None


@dataclass
class CoverageResponse(Response):
    """A LlamaIndex response: the text, the citations as nodes, and the pipeline's result.

    ``metadata`` says whether the question was "answered", and with which "confidence".
    """

    result: PipelineResult = field(kw_only=True)


class CoverageQueryEngine(BaseQueryEngine):
    """Answers questions from the current index, or abstains; each query is one question.

    ``index.query.splitting.split_message`` splits a text that asks several. Thread-safe. Raises
    StoreUnavailable if Chroma cannot be reached.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: VectorStore,
        embedder: LocalEmbedding,
        cross_encoder: CrossEncoder,
        matcher: SentenceMatcher | None = None,
    ) -> None:
        """``matcher`` compares questions in other languages than English with sentences."""
        rarity = Rarity(embedder.vocabulary())
        self._ledger = ledger
        self._embedder = embedder
        self._corpus = CorpusCache(ledger, rarity)
        self.retriever = HybridRetriever(ledger, store, embedder.embed_question)
        self._matcher = matcher
        self.reranker = SentenceReranker(ledger, self._corpus, embedder, cross_encoder, matcher)
        self._echoes = EchoDetector(cross_encoder)
        self._workers = ThreadPoolExecutor(cores(), "questions")
        self._closed = False
        super().__init__(callback_manager=None)

    def run(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        before: Conversation = NOTHING_BEFORE,
        today: dt.date | None = None,
    ) -> PipelineResult:
        """Answer a question in the calling thread; ``before`` is the conversation before it.

        ``today`` is the reader's; without it, "today" is the day of the newest article. An answer
        comes from one state of the index: if a re-index is committed meanwhile, what was found
        before would not match what is read after, so the question is asked again.
        """
        started = time.perf_counter()
        while True:
            corpus = self._corpus.current()
            result = self._run(corpus, question, scope, before, today)
            if result is not None and self._corpus.is_current(corpus):
                seconds = time.perf_counter() - started
                return replace(result, answer=replace(result.answer, seconds=seconds))

    async def arun(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        before: Conversation = NOTHING_BEFORE,
        today: dt.date | None = None,
    ) -> PipelineResult:
        """Like ``run``, as a LlamaIndex query, without blocking the event loop."""
        query = RetrievalQuery(question, scope=scope, before=before, today=today)
        response = await self.aquery(query)
        assert isinstance(response, CoverageResponse)  # noqa: S101  # _aquery below
        return response.result

    def strange_language(self, text: str) -> str | None:
        """Return the language of a message, None if it is English or one that articles are in."""
        return self._corpus.current().strange(text[:MAX_QUESTION])

    def names(self, text: str) -> tuple[str, ...]:
        """Return the names of the coverage that a message has, folded."""
        question = self._corpus.current().parser.parse(text[:MAX_QUESTION])
        return tuple(term.folded for name in question.names for term in name if term.known)

    def outlets(self) -> tuple[str, ...]:
        """Return the outlets of the coverage."""
        return self._corpus.current().outlets

    def days(self) -> tuple[dt.date | None, tuple[dt.date, ...]]:
        """Return the newest publication date, and all days of the coverage, sorted."""
        parser = self._corpus.current().parser
        return parser.newest, parser.covered

    def newest(self) -> dt.date | None:
        """Return the newest publication date of the coverage."""
        return self._corpus.current().parser.newest

    def names_as_written(self, text: str) -> tuple[str, ...]:
        """Return the names of the coverage that a message has, as it writes them, in order."""
        text = text[:MAX_QUESTION]
        known = set(self.names(text))
        groups: list[tuple[int, int]] = []
        for token in tokenize(text):
            if token.folded in known:
                if groups and text[groups[-1][1] : token.start] == " ":
                    groups[-1] = groups[-1][0], token.end
                else:
                    groups.append((token.start, token.end))
        return tuple(dict.fromkeys(text[start:end] for start, end in groups))

    def says(self, shown: str, extra: str) -> bool:
        """Return whether a sentence says all that another one says; see ``EchoDetector``."""
        one, other = (
            ComparedSentence(text, self._embedder.embed_question(text)) for text in (shown, extra)
        )
        return self._echoes.echoes([(one, other)])[0]

    def contradict(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Return for each pair of sentences whether they report one event and contradict."""
        texts = dict.fromkeys(text for pair in pairs for text in pair)
        vectors = {text: self._embedder.embed_question(text) for text in texts}
        near = [float(vectors[one] @ vectors[other]) >= NEAR_REPORTS for one, other in pairs]
        compared = (
            (ComparedSentence(one), ComparedSentence(other))
            for (one, other), close in zip(pairs, near, strict=True)
            if close
        )
        judged = iter(self._echoes.contradictions(list(compared)))
        return [close and next(judged) for close in near]

    def further(
        self,
        question: str,
        scope: Scope,
        before: Conversation,
        known: Sequence[tuple[str, int, int]],
        today: dt.date,
    ) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
        """Return what else answers a question, outside the (file, start, end) that were shown.

        ``today`` is the reader's.
        """
        result = self.run(question, scope, before, today)
        found = result.found
        good = [
            each
            for each in found.ranked
            if not ruled_out_by(found.question, each)
            and each.probability >= threshold(found.question, each)
            and not any(_overlaps(each, place) for place in known)
        ]
        if not good:
            return (), ()
        read = result.texts.__getitem__
        return compose(select_statements(good, read, self._echoes, reprints=result.reprints))

    def abstained(self, result: PipelineResult) -> PipelineResult:
        """Return a result as an abstention, for somebody who knows that it does not answer.

        What comes closest is left out if its article has changed since.
        """
        found = replace(result.found, decision=Decision(DOUBT, "not answered"))
        why = _abstention(self._corpus.current(), found, result.scope, result.texts)
        if why.closest is not None and not self.is_live([why.closest]):
            why = replace(why, closest=None)
        answer = replace(
            result.answer,
            statements=(),
            citations=(),
            abstention=why,
            confidence=DOUBT,
            doubtful=False,
        )
        return replace(result, answer=answer, found=found)

    def is_live(self, citations: Sequence[Citation]) -> bool:
        """Return whether all quotes are still in the live articles, at their offsets."""
        try:
            return all(self._ledger.raw(c.file)[c.start : c.end] == c.quote for c in citations)
        except KeyError:
            return False

    def close(self) -> None:
        """Refuse new questions, and wait for those that are being answered. Blocks."""
        self._closed = True
        self._workers.shutdown(wait=True, cancel_futures=True)
        self.retriever.close()

    def _query(self, query_bundle: QueryBundle) -> CoverageResponse:
        if not isinstance(query_bundle, RetrievalQuery):
            query_bundle = RetrievalQuery(query_bundle.query_str)
        query, before = query_bundle, query_bundle.before or NOTHING_BEFORE
        return _response(self.run(query.query_str, query.scope, before, query.today))

    async def in_worker(self, work: Callable[[], _T]) -> _T:
        """Do what needs the models in a thread pool of its own. Raises StoreUnavailable if closed.

        The models need a core each; in the pool that everything else shares, a few questions at
        once would hold up the reading of an article.
        """
        if self._closed:
            raise StoreUnavailable(CLOSED)
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, lambda: context.run(work))

    async def _aquery(self, query_bundle: QueryBundle) -> CoverageResponse:
        """Answer in a worker; see ``in_worker``."""
        return await self.in_worker(lambda: self._query(query_bundle))

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _run(
        self,
        corpus: CorpusView,
        text: str,
        scope: Scope,
        before: Conversation,
        today: dt.date | None,
    ) -> PipelineResult | None:
        """The result, its time not taken yet; None where a file went away meanwhile."""
        question = corpus.parser.parse(text[:MAX_QUESTION], before, today)
        found = self._found(corpus, question, scope)
        files = {each.sentence.file for each in (*found.ranked, *found.others)}
        try:
            texts = {file: self._ledger.raw(file) for file in files}
            answer = self._answer(corpus, text, found, scope, texts)
        except KeyError:
            if self._corpus.is_current(corpus):
                raise
            return None
        return PipelineResult(answer, found, texts, corpus.reprints, scope, before, today)

    def _found(self, corpus: CorpusView, question: Question, scope: Scope) -> RankedEvidence:
        """The evidence for a question; alone, if it has a name of its own, no word that points to
        the conversation before it, and no answer together with that: it is a change of subject.

        (Without asking for a name, "what did the scientists find" would be answered more often,
        and so would questions that nothing answers: of 54 in ``bench.followups``, 19% were refused
        in place of 30%.)
        """
        together = self._evidence(corpus, question, scope)
        if not (together.decision.ruled_out and question.earlier and question.has_own_subject):
            return together
        alone = self._evidence(corpus, question.alone, scope)
        return together if alone.decision.ruled_out else alone

    def _evidence(self, corpus: CorpusView, question: Question, scope: Scope) -> RankedEvidence:
        """Retrieve passages, rank their sentences, and decide whether they answer."""
        question = self._as_compared(corpus, question)
        query = QuestionQuery(
            question.searched, scope=scope, days=question.days, question=question, corpus=corpus
        )

        def embed() -> Vector:
            query.vector = self._vector(question)
            return query.vector

        query.embed = embed
        passages = self.retriever.retrieve(query)
        nodes = self.reranker.postprocess_nodes(passages, query)
        ranked = [each.node.ranked for each in nodes if isinstance(each.node, SentenceNode)]
        if not ranked:
            return RankedEvidence(question, (), Decision(0.0, "empty"))
        if question.is_day_alone:  # the sentence that is surest of the day, however it reads
            ranked.sort(key=lambda each: -each.day)
        decision = decide(question, ranked)
        return RankedEvidence(question, tuple(ranked[:READ]), decision, tuple(ranked[READ:]))

    def _vector(self, question: Question) -> Vector:
        """The vector to search for (length 1): of a follow-up, the mean of its own and of that
        with the question before it.
        """
        vector = self._embedder.embed_question(question.text)
        if question.earlier:
            vector = vector + self._embedder.embed_question(question.searched)
            vector /= np.linalg.norm(vector)
        return vector

    def _as_compared(self, corpus: CorpusView, question: Question) -> Question:
        """The question without names where it will be compared by meaning, and any noun of its
        language looks like a name.
        """
        if self._matcher is None or not question.names:
            return question
        language = language_of(question.text, corpus.parser.is_name)
        return replace(question, names=()) if language in NOUNS_HAVE_CAPITALS else question

    def _answer(
        self,
        corpus: CorpusView,
        asked: str,
        found: RankedEvidence,
        scope: Scope,
        texts: Mapping[str, str],
    ) -> Answer:
        """The statements that answer, or why there are none."""
        decision = found.decision
        why = None
        chosen: list[SelectedStatement] = []
        if decision.ruled_out:
            why = self._exact(corpus, _abstention(corpus, found, scope, texts), scope)
            why = with_whole_names(why, found.question)
        else:
            chosen = self._selected(corpus, found, texts)
        statements, citations = compose(chosen)
        return Answer(
            question=asked,
            statements=statements,
            citations=citations,
            abstention=why,
            mode="extractive",
            seconds=0.0,
            confidence=decision.confidence,
            doubtful=bool(statements) and decision.doubtful,
        )

    def _selected(
        self, corpus: CorpusView, found: RankedEvidence, texts: Mapping[str, str]
    ) -> list[SelectedStatement]:
        """The statements of an answer, in the order in which they are shown."""
        question = found.question
        good = [each for each in found.ranked if not ruled_out_by(question, each)]
        good = newer_versions_first(good, corpus.versions.newer)
        ranked = newest_evidence_first(good) if question.state else good
        chosen = select_statements(
            ranked, texts.__getitem__, self._echoes, found.others, corpus.reprints
        )
        if question.state:
            return newest_first(chosen)
        if question.days is not None and question.days.several:
            return in_order_of_days(chosen)
        # the answer first; what is beside it in the order of events
        return [*chosen[:1], *in_order_of_days(chosen[1:])]

    def _exact(self, corpus: CorpusView, why: Abstention, scope: Scope) -> Abstention:
        """Return the abstention, corrected: a name that occurs in a menu or a caption, or is that
        of an outlet or author, is not called missing.
        """
        if why.reason != "not mentioned":
            return why
        of_outlets = {each.folded for outlet in corpus.outlets for each in tokenize(outlet)}
        named = tuple(name for name in why.missing if fold(name) in of_outlets)
        if named == why.missing:
            return replace(why, reason="not answered", missing=(), looked_for=named)
        why = replace(why, missing=tuple(name for name in why.missing if name not in named))
        files = {file_of(article.file) for article in corpus.articles if scope.has(article)}
        beside = [name for name in why.missing if self._ledger.mentioned(name) & files]
        missing = tuple(name for name in why.missing if name not in beside)
        if missing:
            return replace(why, missing=missing)
        authors = _authors(corpus, beside)
        if authors:
            return replace(why, reason="author", missing=authors, nearest=None)
        return replace(why, reason="not quoted", missing=tuple(beside))


def _authors(corpus: CorpusView, names: Sequence[str]) -> tuple[str, ...]:
    """Return the authors of whose names each word is part of one, up to one for each."""
    found: dict[str, None] = {}
    for name in names:
        of_author = (
            article.author
            for article in corpus.articles
            if article.author and fold(name) in {t.folded for t in tokenize(article.author)}
        )
        author = next(of_author, None)
        if author is None:
            return ()
        found[author] = None
    return tuple(found)


def _overlaps(each: RankedSentence, place: tuple[str, int, int]) -> bool:
    file, start, end = place
    return each.sentence.file == file and each.sentence.start < end and start < each.sentence.end


def _abstention(
    corpus: CorpusView, found: RankedEvidence, scope: Scope, texts: Mapping[str, str]
) -> Abstention:
    narrowed = scope != EVERYTHING
    if not corpus.articles:
        return Abstention("no articles")
    if not found.ranked and narrowed:
        return Abstention("out of scope")
    nearest = closest = None
    if found.ranked and found.ranked[0].cosine > NEAREST_ARTICLE:
        best = found.ranked[0]
        nearest = corpus.summary(best.sentence.file)
        if found.decision.ruled_out == "not answered":
            closest = closest_sentence(best, texts[best.sentence.file])
    why = abstain(found.question, len(corpus.articles), nearest, closest, narrowed=narrowed)
    only_outlet = scope == Scope(outlet=scope.outlet)
    return replace(why, outlet=scope.outlet) if only_outlet else why


def _response(result: PipelineResult) -> CoverageResponse:
    answer = result.answer
    return CoverageResponse(
        response=answer.text,
        source_nodes=[_source_node(citation) for citation in answer.citations],
        metadata={"answered": answer.answered, "confidence": answer.confidence},
        result=result,
    )


def _source_node(citation: Citation) -> NodeWithScore:
    node = TextNode(
        text=citation.quote,
        metadata={
            "number": citation.number,
            "file": citation.file,
            "start": citation.start,
            "end": citation.end,
            "title": citation.title,
            "outlet": citation.outlet,
            "published": citation.published.isoformat() if citation.published else None,
            "page": citation.page,
        },
    )
    return NodeWithScore(node=node)
