"""The question-answering pipeline: parse, retrieve, rank, decide, quote."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.answering.alignment import EmbeddedQuestion, align, embed_question
from index.answering.answerability import Decision, abstain, decide, ruled_out_by
from index.answering.corpus import CorpusCache, CorpusView
from index.answering.ranking import IN_OFFICE, RankedSentence, by_score, day_match, rank_sentences
from index.answering.selection import MOST_STATEMENTS, SelectedStatement, compose, select_statements
from index.embedding.local_model import LocalEmbedding
from index.english.vocabulary import Rarity
from index.models import EVERYTHING, Abstention, Answer, Citation, Scope, Statement
from index.query.extraction import extract_question
from index.query.intent import QuestionType
from index.query.question import Question, RequestedDays
from index.retrieval.hybrid import HybridSearch, PassageHit, RetrievalQuery, Tuning, rank_articles
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore

PASSAGES = 32
RANKED = 400
ALIGNED = 4
MOST_ASKED = 2000
LATEST_MARGIN = 1.2

_Made = tuple[tuple[Statement, ...], tuple[Citation, ...], Abstention | None, float]


@dataclass(frozen=True, slots=True)
class PartResult:
    """What was found for one part of a question.

    ``ranked`` is best first, maybe empty; ``others`` are the candidates that came after them.
    """

    question: Question
    ranked: tuple[RankedSentence, ...]
    judgement: Decision
    others: tuple[RankedSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class GatheredEvidence:
    """All that was found for a question, and the answer that its sentences make by themselves.

    ``findings`` are of the question's parts in order; ``texts`` holds the files that their
    sentences come from, all of one state of the index.
    """

    answer: Answer
    findings: tuple[PartResult, ...]
    texts: dict[str, str]


class AnswerPipeline:
    """Answers from the index as it is when the question comes."""

    def __init__(self, ledger: Ledger, store: VectorStore, embedder: LocalEmbedding) -> None:
        self._ledger = ledger
        self._embedder = embedder
        self._rarity = Rarity(embedder.vocabulary())
        self._librarian = CorpusCache(ledger, self._rarity)
        self._search = HybridSearch(ledger, store)

    async def ask(self, question: str, scope: Scope = EVERYTHING) -> Answer:
        """Answer with quotes, or abstain. Raises StoreUnavailable when Chroma is gone."""
        return (await self.gather(question, scope)).answer

    async def gather(self, question: str, scope: Scope = EVERYTHING) -> GatheredEvidence:
        """Answer, and say what from."""
        return await asyncio.to_thread(self._gather, question, scope)

    def _gather(self, question: str, scope: Scope) -> GatheredEvidence:
        """Answer in the thread that calls.

        An answer is of one state of the index: where a re-index was committed meanwhile, what was
        found before and read after would not fit together, and the question is asked again.
        """
        started = time.perf_counter()
        while True:
            library = self._librarian.library()
            made = self._made(library, question[:MOST_ASKED], scope)
            if made is not None and self._librarian.present(library):
                break
        (statements, citations, abstention, confidence), findings, texts = made
        answer = Answer(
            question=question,
            statements=statements,
            citations=citations,
            abstention=abstention,
            mode="extractive",
            seconds=time.perf_counter() - started,
            confidence=confidence,
        )
        return GatheredEvidence(answer, findings, texts)

    async def live(self, citations: Sequence[Citation]) -> bool:
        """Whether every quote still stands where its citation says, in what is live now."""

        def look() -> bool:
            return all(self._ledger.raw(c.file)[c.start : c.end] == c.quote for c in citations)

        try:
            return await asyncio.to_thread(look)
        except KeyError:
            return False

    def _made(
        self, library: CorpusView, question: str, scope: Scope
    ) -> tuple[_Made, tuple[PartResult, ...], dict[str, str]] | None:
        """The answer, what was found and the files of it; None where one went away meanwhile."""
        parts = library.reader.read(question)
        findings = tuple(self._find(library, part, scope) for part in parts)
        found = {e.sentence.file for f in findings for e in (*f.ranked, *f.others)}
        try:
            texts = {file: self._ledger.raw(file) for file in found}
            return self._answer(library, findings, scope, texts), findings, texts
        except KeyError:
            if self._librarian.present(library):
                raise
            return None

    async def rank(
        self, text: str, scope: Scope = EVERYTHING, tuning: Tuning | None = None
    ) -> list[tuple[str, float]]:
        """Files and scores of the articles about something, best first."""
        return await asyncio.to_thread(self._rank, extract_question(text), scope, tuning)

    def _rank(self, text: str, scope: Scope, tuning: Tuning | None) -> list[tuple[str, float]]:
        query = RetrievalQuery(text, lambda: self._embedder.embed_question(text)[0], scope)
        tuning = tuning or Tuning(depth=RANKED)
        hits = self._search.find(query, tuning)
        files = self._ledger.files([hit.key for hit in hits])
        return rank_articles(hits, files, tuning.vector_weight)

    def _find(self, library: CorpusView, question: Question, scope: Scope) -> PartResult:
        asked = functools.cache(lambda: embed_question(self._embedder, question.text))
        query = RetrievalQuery(question.text, lambda: asked().vector, scope, question.days)
        return self._weigh(library, question, asked(), self._search.find(query))

    def _weigh(
        self,
        library: CorpusView,
        question: Question,
        asked: EmbeddedQuestion,
        hits: Sequence[PassageHit],
    ) -> PartResult:
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
        weighed = rank_sentences(question, asked.vector, found)
        ranked = _each_day_first(question, _theirs_first(question, _recent(question, weighed)))
        if not ranked:
            return PartResult(question, (), Decision(0.0, "empty"))
        few = ALIGNED * (1 + question.latest)
        aligned = self._align(asked, ranked[:few])
        ordered = _speaking_first(question, by_score(aligned))
        judgement = decide(question, ordered)
        ordered = _each_day_first(question, _latest_first(question, ordered))
        return PartResult(question, tuple(ordered), judgement, tuple(ranked[few:]))

    def _align(
        self, asked: EmbeddedQuestion, ranked: Sequence[RankedSentence]
    ) -> list[RankedSentence]:
        """The best few, with their words held against the question's one by one."""
        texts = [evidence.sentence.text for evidence in ranked]
        found = align(self._embedder, self._rarity, asked, texts)
        return [replace(e, alignment=a) for e, a in zip(ranked, found, strict=True)]

    def _answer(
        self,
        library: CorpusView,
        findings: Sequence[PartResult],
        scope: Scope,
        texts: Mapping[str, str],
    ) -> _Made:
        answered = [finding for finding in findings if not finding.judgement.refused]
        if not answered:
            best = max(findings, key=lambda f: f.judgement.confidence)
            return (), (), self._abstain(library, best, scope), best.judgement.confidence
        chosen: list[SelectedStatement] = []
        for finding in answered:
            good = [e for e in finding.ranked if not ruled_out_by(finding.question, e)]
            for each in select_statements(
                finding.question, good, texts.__getitem__, finding.others
            ):
                if each not in chosen:
                    chosen.append(each)
        statements, citations = compose(chosen[: 2 * MOST_STATEMENTS])
        return statements, citations, None, min(f.judgement.confidence for f in answered)

    def _abstain(self, library: CorpusView, finding: PartResult, scope: Scope) -> Abstention:
        narrowed = scope != EVERYTHING
        if not library.articles:
            return Abstention("no articles")
        if not finding.ranked and narrowed:
            return Abstention("out of scope")
        nearest = None
        if finding.ranked and finding.ranked[0].cosine > 0.3:
            nearest = library.summary(finding.ranked[0].sentence.file)
        return abstain(finding.question, len(library.articles), nearest, narrowed=narrowed)


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
