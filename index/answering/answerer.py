"""From a question to an answer: find, weigh, judge, and quote or abstain."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.answering import extractive, wording
from index.answering.alignment import Alignment, align
from index.answering.confidence import Judgement, judge, refusal
from index.answering.evidence import Evidence, weigh_all
from index.answering.library import Librarian, Library
from index.answering.question import Question
from index.embedding import LocalEmbedding, Vector
from index.language.rarity import Rarity
from index.ledger import Ledger
from index.models import Answer, Citation, Scope
from index.retrieval import EVERYTHING, Hit, Search
from index.store import VectorStore

PASSAGES = 16
ALIGNED = 3
MOST_ASKED = 2000
LATEST_MARGIN = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one part of a question; ``ranked`` is best first, maybe empty."""

    question: Question
    ranked: tuple[Evidence, ...]
    judgement: Judgement


class Answerer:
    """Answers from the index as it is when the question comes."""

    def __init__(self, ledger: Ledger, store: VectorStore, embedder: LocalEmbedding) -> None:
        self._ledger = ledger
        self._embedder = embedder
        self._rarity = Rarity(embedder.vocabulary())
        self._librarian = Librarian(ledger, self._rarity)
        self._search = Search(ledger, store)

    async def ask(self, question: str, scope: Scope = EVERYTHING) -> Answer:
        """Answer with quotes, or abstain. Raises StoreUnavailable when Chroma is gone."""
        started = time.perf_counter()
        library = await asyncio.to_thread(self._librarian.library)
        parts = await asyncio.to_thread(library.reader.read, question[:MOST_ASKED])
        findings = [await self._find(library, part, scope) for part in parts]
        answer = await asyncio.to_thread(self._answer, library, findings, scope)
        text, citations, confidence = answer
        return Answer(
            question=question,
            answered=bool(citations),
            text=text,
            citations=citations,
            mode="extractive",
            seconds=time.perf_counter() - started,
            confidence=confidence,
        )

    async def _find(self, library: Library, question: Question, scope: Scope) -> Finding:
        embedded = await self._embedder.aget_query_embedding(question.text)
        vector = np.asarray(embedded, dtype=np.float32)
        hits = await self._search.find(question.text, vector, scope, days=question.days)
        return await asyncio.to_thread(self._weigh, library, question, vector, hits)

    def _weigh(
        self, library: Library, question: Question, vector: Vector, hits: Sequence[Hit]
    ) -> Finding:
        passages = self._ledger.passages([hit.key for hit in hits[:PASSAGES]])
        views = library.views(self._ledger, (p.file for p in passages.values()))
        scores = {hit.key: hit.score for hit in hits}
        found = [
            (views[p.file], sentence.ordinal, scores[key])
            for key, p in passages.items()
            if p.file in views
            for sentence in views[p.file].sentences
            if p.start <= sentence.start < p.end
        ]
        ranked = _latest_first(question, weigh_all(question, vector, found))
        if not ranked:
            return Finding(question, (), Judgement(0.0, "empty"))
        aligned = self._align(question, ranked)
        return Finding(question, tuple(ranked), judge(question, ranked[0], aligned))

    def _align(self, question: Question, ranked: Sequence[Evidence]) -> Alignment:
        texts = [evidence.sentence.text for evidence in ranked[:ALIGNED]]
        found = align(self._embedder, self._rarity, question.text, texts)
        return Alignment(max(a.mean for a in found), max(a.least for a in found), found[0].words)

    def _answer(
        self, library: Library, findings: Sequence[Finding], scope: Scope
    ) -> tuple[str, tuple[Citation, ...], float]:
        answered = [finding for finding in findings if finding.judgement.answers]
        if not answered:
            best = max(findings, key=lambda f: f.judgement.confidence)
            return self._abstain(library, best, scope), (), best.judgement.confidence
        statements: list[extractive.Statement] = []
        texts: dict[str, str] = {}

        def read(file: str) -> str:
            if file not in texts:
                texts[file] = self._ledger.raw(file)
            return texts[file]

        for finding in answered:
            good = [e for e in finding.ranked if not refusal(finding.question, e)]
            for statement in extractive.choose(finding.question, good, read):
                if statement not in statements:
                    statements.append(statement)
        text, citations = extractive.compose(statements[: 2 * extractive.MOST_STATEMENTS])
        return text, citations, min(f.judgement.confidence for f in answered)

    def _abstain(self, library: Library, finding: Finding, scope: Scope) -> str:
        narrowed = scope != EVERYTHING
        if not library.articles or (not finding.ranked and narrowed):
            return wording.empty(narrowed)
        nearest = None
        if finding.ranked and finding.ranked[0].cosine > 0.3:
            nearest = library.summary(finding.ranked[0].sentence.file)
        return wording.abstain(finding.question, len(library.articles), nearest, narrowed=narrowed)


def _latest_first(question: Question, ranked: list[Evidence]) -> list[Evidence]:
    """Where the latest is asked for, good evidence of the newest article goes first."""
    if not question.latest or not ranked:
        return ranked
    best = ranked[0].score
    good = [e for e in ranked if e.score >= best - LATEST_MARGIN and not refusal(question, e)]
    days = sorted({e.sentence.published for e in good if e.sentence.published}, reverse=True)
    newest = [e for day in days for e in good if e.sentence.published == day]
    return newest + [e for e in ranked if e not in newest]
