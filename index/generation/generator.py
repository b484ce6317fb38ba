"""Answers that a language model writes, each sentence checked before anybody sees it."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import repeat

from index.answering.pipeline import CoverageQueryEngine, PipelineResult
from index.faithfulness.checker import FaithfulnessChecker
from index.generation.budget import Budget, estimate_prompt_tokens
from index.generation.controls import CitedQuote, CitingStatement
from index.generation.errors import (
    FOUND_NOTHING,
    OFF_TOPIC,
    OUTDATED,
    UNSUPPORTED,
    WROTE_NOTHING,
    ModelFailed,
    ModelFailure,
    note,
)
from index.generation.judge import SHARE, ModelJudge
from index.generation.prompt import (
    NO_ANSWER,
    NumberedSource,
    answer_messages,
    heading,
    room,
    select_sources,
)
from index.generation.relevance import RelevanceJudge, is_hopeless
from index.generation.resilience import ModelCaller, Spent
from index.generation.stream import StreamSplitter, ThoughtFilter, WrittenSentence
from index.generation.verification import (
    Candidate,
    SourceVerifier,
    VerifiedSentence,
    compose,
    verify,
)
from index.models import NOBODY, Answer, Asker, Draft

MAX_SENTENCES = 8
"""Sentences per answer; after them the model is stopped."""

MAX_REFUSED = 12
"""Rejected sentences in a row after which the model is stopped, too. Before the first one that is
kept, those that cite nothing do not count: they may be reasoning."""

ShowDraft = Callable[[Draft], None]


@dataclass
class Generation:
    """The state of an answer while it is being written.

    ``lead_lost``: the first sentence that cites something is struck out.
    """

    verifier: SourceVerifier
    candidates: list[Candidate] = field(default_factory=list)
    written: int = 0
    refused: int = 0
    declined: bool = False
    lead_lost: bool = False
    seen: set[str] = field(default_factory=set)

    @property
    def kept(self) -> list[VerifiedSentence]:
        """What the local checks support."""
        return [each.verified for each in self.candidates if each.verified]

    def restart(self) -> None:
        """Forget all that was written: it was reasoning."""
        self.candidates.clear()
        self.seen.clear()
        self.written = self.refused = 0
        self.lead_lost = False


@dataclass(frozen=True, slots=True)
class AnswerGenerator:
    """Lets the model answer and verifies each sentence; falls back to the extractive answer.

    ``model_judge``, where the model is also to judge what it wrote, has the last word on what a
    sentence means. So a sentence that was shown in a draft may be missing in the end.
    """

    engine: CoverageQueryEngine
    caller: ModelCaller
    checker: FaithfulnessChecker
    relevance: RelevanceJudge
    budget: Budget
    model_judge: ModelJudge | None = None
    today: Callable[[], dt.date] = dt.date.today

    async def generate(
        self,
        question: str,
        result: PipelineResult,
        *,
        show: ShowDraft | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        """Return the model's answer or, with a note that says why, the extractive one.

        ``result`` is what the pipeline found for the question. ``show`` is called with a growing
        draft, after each verified sentence. If the model fails, nothing of its text is kept.
        """
        started = time.perf_counter()
        if is_hopeless(result.found):
            return result.answer
        try:
            draft = await self._write(question, result, show, asker)
        except ModelFailed as error:
            failure = error.failure
            if failure is FOUND_NOTHING and error.trusted and result.answer.answered:
                answer = (await asyncio.to_thread(self.engine.abstained, result)).answer
                return replace(answer, seconds=time.perf_counter() - started)
        else:
            if await asyncio.to_thread(self.engine.is_live, draft.citations):
                return _written_by_model(result.answer, draft, time.perf_counter() - started)
            result = await self.engine.arun(question, result.scope, result.before, result.today)
            failure = OUTDATED
        return _extractive(result.answer, failure, time.perf_counter() - started)

    async def _write(
        self, question: str, result: PipelineResult, show: ShowDraft | None, asker: Asker
    ) -> Draft:
        """Return the verified part of what the model writes. Raises ModelFailed."""
        started = time.perf_counter()
        model = self.caller.model
        earlier = result.found.question.earlier
        available = room(model.context, model.answer_tokens, " ".join((question, *earlier)))
        sources = await asyncio.to_thread(select_sources, result, available)
        messages = answer_messages(question, sources, result.today or self.today(), earlier)
        needed = estimate_prompt_tokens(messages)
        failure = await asyncio.to_thread(self.budget.exceeded, asker, needed)
        if failure is not None:
            raise ModelFailed(failure)
        generation = Generation(SourceVerifier(sources, self.checker))
        thoughts, splitter, spent = ThoughtFilter(), StreamSplitter(), Spent()

        async def on_text(piece: str) -> bool:
            nonlocal splitter
            text = thoughts.feed(piece)
            if thoughts.restarted:
                thoughts.restarted = False
                splitter = StreamSplitter()
                generation.restart()
            return await self._check_sentences(generation, splitter.feed(text), show)

        try:
            await self.caller.call(messages, model.answer_tokens, on_text, spent)
        finally:
            # also if the answer is cancelled: its tokens have been used
            await asyncio.shield(asyncio.to_thread(self.budget.spend, asker, spent.tokens))
        if await self._check_sentences(generation, splitter.feed(thoughts.finish()), show):
            await self._check_sentences(generation, splitter.finish(cut=spent.cut), show)
        left = 1 - (time.perf_counter() - started) / model.seconds
        return await self._finish(generation, result, asker, max(0.0, min(left, SHARE)))

    async def _check_sentences(
        self, generation: Generation, sentences: list[WrittenSentence], show: ShowDraft | None
    ) -> bool:
        """Verify further sentences; returns whether more of them are wanted."""
        for sentence in sentences:
            generation.written += 1
            generation.refused += bool(sentence.numbers or generation.kept)
            if sentence.text.strip(" .*\"'").upper() == NO_ANSWER:
                generation.declined = True
                return False
            if sentence.text in generation.seen or len(generation.kept) == MAX_SENTENCES:
                continue
            generation.seen.add(sentence.text)
            found = await asyncio.to_thread(verify, sentence, generation.verifier)
            if found is None:
                lead = bool(sentence.numbers) and not generation.candidates
                generation.lead_lost = generation.lead_lost or lead
                continue
            generation.candidates.append(found)
            if found.verified is not None:
                generation.refused = 0
                if show is not None:
                    show(compose(generation.kept))
        full = len(generation.kept) == MAX_SENTENCES or generation.refused >= MAX_REFUSED
        return not (full or generation.declined)

    async def _finish(
        self, generation: Generation, result: PipelineResult, asker: Asker, share: float
    ) -> Draft:
        """Return what is left after the model's own verdicts. Raises ModelFailed.

        Where these do not count, or the first sentence is struck out, what is left may pose as the
        answer: the local models decide whether it answers.
        """
        verdicts = None
        if generation.candidates or (generation.declined and result.answer.answered):
            verdicts = await self._verdicts(generation, asker, share)
        trusted = verdicts is not None
        pairs = zip(generation.candidates, verdicts or repeat(None), strict=False)
        judged = [candidate.judged(verdict) for candidate, verdict in pairs]
        kept = [each for each in judged if each is not None]
        if not kept:
            raise ModelFailed(_why_nothing(generation), trusted=trusted)
        leads = judged[0] is not None and not generation.lead_lost
        if not (trusted and leads) and not await asyncio.to_thread(
            self.relevance.answers, result.found, kept
        ):
            raise ModelFailed(OFF_TOPIC)
        return compose(kept[:MAX_SENTENCES])

    async def _verdicts(
        self, generation: Generation, asker: Asker, share: float
    ) -> list[bool | None] | None:
        """What the model says of each sentence; None if it does not count, or is not asked.

        What a source has word for word needs no verdict. Where nothing else is left, or the model
        found no answer, it is asked for verdicts on the controls alone, beside the quotes that it
        was given.
        """
        if self.model_judge is None:
            return None
        candidates = generation.candidates
        asked = [each for each in candidates if not each.copied]
        files = {source.citation.file for each in asked for source in each.cited}
        sources = generation.verifier.sources.values()
        beside = [_quote(s) for s in sources if not asked or s.citation.file in files]
        statements = [CitingStatement(c.text, tuple(map(_quote, c.cited))) for c in asked]
        found = await self.model_judge.supported(statements, asker, beside, share)
        if found is None:
            return None
        told = iter(found)
        return [None if each.copied else next(told) for each in candidates]


def _quote(source: NumberedSource) -> CitedQuote:
    return CitedQuote(heading(source.citation), source.line)


def _why_nothing(generation: Generation) -> ModelFailure:
    if generation.declined:
        return FOUND_NOTHING
    return UNSUPPORTED if generation.written else WROTE_NOTHING


def _written_by_model(answer: Answer, draft: Draft, seconds: float) -> Answer:
    return replace(
        answer,
        statements=draft.statements,
        citations=draft.citations,
        abstention=None,
        doubtful=False,
        mode="llm",
        seconds=seconds,
    )


def _extractive(answer: Answer, failure: ModelFailure, seconds: float) -> Answer:
    """Return the extractive answer with a note about the failure.

    If it is an abstention too, a model that found nothing is not worth a note.
    """
    agreed = not answer.answered and failure in {FOUND_NOTHING, UNSUPPORTED, OFF_TOPIC}
    if agreed:
        return replace(answer, seconds=seconds)
    why = note(failure, quoted=answer.answered)
    return replace(answer, seconds=seconds, note=why, advice=failure.advice)
