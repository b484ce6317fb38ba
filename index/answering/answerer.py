"""From a question to an answer: find, weigh, judge, and quote or abstain."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.answering import extractive
from index.answering.abstaining import abstain
from index.answering.alignment import Asked, align, embed
from index.answering.confidence import Judgement, judge, refusal
from index.answering.dates import Days
from index.answering.evidence import Evidence, best_first, day_of, weigh_all
from index.answering.focus import focus
from index.answering.kinds import Kind
from index.answering.library import Librarian, Library
from index.answering.question import Question
from index.answering.source import IN_OFFICE
from index.embedding import LocalEmbedding
from index.language.rarity import Rarity
from index.ledger import Ledger
from index.models import EVERYTHING, Abstention, Answer, Citation, Scope, Statement
from index.retrieval import Hit, Query, Search, Tuning, rank_articles
from index.store import VectorStore

PASSAGES = 32
RANKED = 400
ALIGNED = 4
MOST_ASKED = 2000
LATEST_MARGIN = 1.2

_Made = tuple[tuple[Statement, ...], tuple[Citation, ...], Abstention | None, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one part of a question.

    ``ranked`` is best first, maybe empty; ``others`` are the candidates that came after them.
    """

    question: Question
    ranked: tuple[Evidence, ...]
    judgement: Judgement
    others: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was found for a question, and the answer that its sentences make by themselves.

    ``findings`` are of the question's parts in order; ``texts`` holds the files that their
    sentences come from, all of one state of the index.
    """

    answer: Answer
    findings: tuple[Finding, ...]
    texts: dict[str, str]


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
        return (await self.gather(question, scope)).answer

    async def gather(self, question: str, scope: Scope = EVERYTHING) -> Gathered:
        """Answer, and say what from."""
        return await asyncio.to_thread(self._gather, question, scope)

    def _gather(self, question: str, scope: Scope) -> Gathered:
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
        return Gathered(answer, findings, texts)

    async def live(self, citations: Sequence[Citation]) -> bool:
        """Whether every quote still stands where its citation says, in what is live now."""

        def look() -> bool:
            return all(self._ledger.raw(c.file)[c.start : c.end] == c.quote for c in citations)

        try:
            return await asyncio.to_thread(look)
        except KeyError:
            return False

    def _made(
        self, library: Library, question: str, scope: Scope
    ) -> tuple[_Made, tuple[Finding, ...], dict[str, str]] | None:
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
        return await asyncio.to_thread(self._rank, focus(text), scope, tuning)

    def _rank(self, text: str, scope: Scope, tuning: Tuning | None) -> list[tuple[str, float]]:
        query = Query(text, lambda: self._embedder.embed_question(text)[0], scope)
        tuning = tuning or Tuning(depth=RANKED)
        hits = self._search.find(query, tuning)
        files = self._ledger.files([hit.key for hit in hits])
        return rank_articles(hits, files, tuning.vector_weight)

    def _find(self, library: Library, question: Question, scope: Scope) -> Finding:
        asked = functools.cache(lambda: embed(self._embedder, question.text))
        query = Query(question.text, lambda: asked().vector, scope, question.days)
        return self._weigh(library, question, asked(), self._search.find(query))

    def _weigh(
        self, library: Library, question: Question, asked: Asked, hits: Sequence[Hit]
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
        weighed = weigh_all(question, asked.vector, found)
        ranked = _each_day_first(question, _theirs_first(question, _recent(question, weighed)))
        if not ranked:
            return Finding(question, (), Judgement(0.0, "empty"))
        few = ALIGNED * (1 + question.latest)
        aligned = self._align(asked, ranked[:few])
        ordered = _speaking_first(question, best_first(aligned))
        judgement = judge(question, ordered)
        ordered = _each_day_first(question, _latest_first(question, ordered))
        return Finding(question, tuple(ordered), judgement, tuple(ranked[few:]))

    def _align(self, asked: Asked, ranked: Sequence[Evidence]) -> list[Evidence]:
        """The best few, with their words held against the question's one by one."""
        texts = [evidence.sentence.text for evidence in ranked]
        found = align(self._embedder, self._rarity, asked, texts)
        return [replace(e, alignment=a) for e, a in zip(ranked, found, strict=True)]

    def _answer(
        self,
        library: Library,
        findings: Sequence[Finding],
        scope: Scope,
        texts: Mapping[str, str],
    ) -> _Made:
        answered = [finding for finding in findings if not finding.judgement.refused]
        if not answered:
            best = max(findings, key=lambda f: f.judgement.confidence)
            return (), (), self._abstain(library, best, scope), best.judgement.confidence
        chosen: list[extractive.Chosen] = []
        for finding in answered:
            good = [e for e in finding.ranked if not refusal(finding.question, e)]
            for each in extractive.choose(
                finding.question, good, texts.__getitem__, finding.others
            ):
                if each not in chosen:
                    chosen.append(each)
        statements, citations = extractive.compose(chosen[: 2 * extractive.MOST_STATEMENTS])
        return statements, citations, None, min(f.judgement.confidence for f in answered)

    def _abstain(self, library: Library, finding: Finding, scope: Scope) -> Abstention:
        narrowed = scope != EVERYTHING
        if not library.articles:
            return Abstention("no articles")
        if not finding.ranked and narrowed:
            return Abstention("out of scope")
        nearest = None
        if finding.ranked and finding.ranked[0].cosine > 0.3:
            nearest = library.summary(finding.ranked[0].sentence.file)
        return abstain(finding.question, len(library.articles), nearest, narrowed=narrowed)


def _recent(question: Question, ranked: list[Evidence]) -> list[Evidence]:
    """Where the latest is asked for, what is told of newer days comes forward."""
    days = sorted({_day(e) for e in ranked})
    if not question.latest or len(days) < 2:
        return ranked
    bonus = {day: LATEST_MARGIN * i / (len(days) - 1) for i, day in enumerate(days)}
    return sorted(ranked, key=lambda e: -e.score - bonus[_day(e)])


def _latest_first(question: Question, ranked: list[Evidence]) -> list[Evidence]:
    """Where the latest is asked for, good evidence of the newest day goes first."""
    if not question.latest or not ranked:
        return ranked
    best = ranked[0].score
    good = [e for e in ranked if e.score >= best - LATEST_MARGIN and not refusal(question, e)]
    newest = sorted(good, key=lambda e: (_day(e), e.score), reverse=True)
    return newest + [e for e in ranked if e not in newest]


def _day(evidence: Evidence) -> dt.date:
    """The last day that a sentence itself is of, else the one its article came out."""
    published = evidence.sentence.published or dt.date.min
    own = [m.last for m in evidence.sentence.mentions if m.last and m.first == m.last]
    return max(own, default=published)


def _theirs_first(question: Question, ranked: list[Evidence]) -> list[Evidence]:
    """Where somebody's words are asked for, what is surely theirs is looked at before the rest."""
    return sorted(ranked, key=lambda e: question.kind is Kind.SAID and e.speaker < IN_OFFICE)


def _speaking_first(question: Question, ranked: list[Evidence]) -> list[Evidence]:
    """Where somebody's words are asked for, sentences without any of theirs go last."""
    return sorted(ranked, key=lambda e: refusal(question, e) == "speaker")


def _each_day_first(question: Question, ranked: list[Evidence]) -> list[Evidence]:
    """Where several days are asked about, the best of each goes first."""
    if question.days is None or len(question.days.ranges) < 2:
        return ranked
    firsts: list[Evidence] = []
    for one in question.days.ranges:
        of_day = replace(question, days=Days((one,)))
        match = next((e for e in ranked if day_of(of_day, e.view, e.ordinal) >= 0.6), None)
        if match is not None and match not in firsts:
            firsts.append(match)
    return firsts + [e for e in ranked if e not in firsts]
