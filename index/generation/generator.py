"""Answers that a language model writes and that are checked before anybody sees them."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from index.answering.pipeline import CoverageQueryEngine, PipelineResult
from index.faithfulness.checker import FaithfulnessChecker
from index.generation.budget import Budget, estimate_tokens
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
from index.generation.prompt import NO_ANSWER, answer_messages, room, select_sources
from index.generation.relevance import RelevanceJudge, is_hopeless
from index.generation.resilience import ModelCaller, Spent
from index.generation.stream import StreamSplitter, ThoughtFilter, WrittenSentence
from index.generation.verification import SourceVerifier, VerifiedSentence, compose, verify
from index.models import EVERYTHING, NOBODY, Answer, Asker, Draft, Scope

MOST_SENTENCES = 8
"""Sentences of an answer: whoever writes on after them is stopped."""

MOST_REFUSED = 12
"""Sentences in a row that are not shown, after which the model is stopped as well."""

ShowDraft = Callable[[Draft], None]


@dataclass
class Generation:
    """An answer while it is written."""

    bench: SourceVerifier
    kept: list[VerifiedSentence] = field(default_factory=list)
    written: int = 0
    refused: int = 0
    declined: bool = False
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class AnswerGenerator:
    """Asks the model, checks each sentence, and falls back to the articles' own sentences."""

    engine: CoverageQueryEngine
    caller: ModelCaller
    checker: FaithfulnessChecker
    judge: RelevanceJudge
    budget: Budget
    today: Callable[[], dt.date] = dt.date.today

    async def generate(
        self,
        question: str,
        result: PipelineResult,
        scope: Scope = EVERYTHING,
        *,
        show: ShowDraft | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        """Answer through the model, or, with a note that says why, without it.

        ``result`` is what the pipeline found for the question. ``show`` is called with each
        further sentence that was checked. Nothing of a model that fails on the way stays: the
        answer is then made of the articles' own sentences.
        """
        started = time.perf_counter()
        if is_hopeless(result.parts):
            return result.answer
        try:
            draft = await self._write(question, result, show, asker)
        except ModelFailed as error:
            failure = error.failure
        else:
            if await asyncio.to_thread(self.engine.is_live, draft.citations):
                return _by_model(result.answer, draft, time.perf_counter() - started)
            result, failure = await self.engine.arun(question, scope), OUTDATED
        return _without(result.answer, failure, time.perf_counter() - started)

    async def _write(
        self, question: str, result: PipelineResult, show: ShowDraft | None, asker: Asker
    ) -> Draft:
        """What the model writes, as far as it may be shown. Raises ModelFailed."""
        model = self.caller.model
        left = room(model.context, model.answer_tokens, question)
        sources = await asyncio.to_thread(select_sources, result, left)
        messages = answer_messages(question, sources, self.today())
        needed = sum(estimate_tokens(message.content or "") for message in messages)
        lacking = await asyncio.to_thread(self.budget.lacks, asker, needed)
        if lacking is not None:
            raise ModelFailed(lacking)
        page = Generation(SourceVerifier(sources, self.checker))
        thoughts, splitter, spent = ThoughtFilter(), StreamSplitter(), Spent()

        async def take(piece: str) -> bool:
            return await self._turn(page, splitter.feed(thoughts.feed(piece)), show)

        try:
            await self.caller.call(messages, model.answer_tokens, take, spent)
        finally:
            # also when the answer is cancelled: what was used was used
            await asyncio.shield(asyncio.to_thread(self.budget.spend, asker, spent.tokens))
        if await self._turn(page, splitter.feed(thoughts.finish()), show):
            await self._turn(page, splitter.finish(cut=spent.cut), show)
        return await self._finished(page, result)

    async def _turn(
        self, page: Generation, sentences: list[WrittenSentence], show: ShowDraft | None
    ) -> bool:
        """Check further sentences; whether more of them are wanted."""
        for sentence in sentences:
            page.written += 1
            page.refused += 1
            if sentence.text.strip(" .*\"'").upper() == NO_ANSWER:
                page.declined = True
                return False
            if sentence.text in page.seen or len(page.kept) == MOST_SENTENCES:
                continue
            page.seen.add(sentence.text)
            found = await asyncio.to_thread(verify, sentence, page.bench)
            if found is not None:
                page.refused = 0
                page.kept.append(found)
                if show is not None:
                    show(compose(page.kept))
        full = len(page.kept) == MOST_SENTENCES or page.refused >= MOST_REFUSED
        return not (full or page.declined)

    async def _finished(self, page: Generation, result: PipelineResult) -> Draft:
        if not page.kept:
            raise ModelFailed(_why_nothing(page))
        if not await asyncio.to_thread(self.judge.answers, result.parts, page.kept):
            raise ModelFailed(OFF_TOPIC)
        return compose(page.kept)


def _why_nothing(page: Generation) -> ModelFailure:
    if page.declined:
        return FOUND_NOTHING
    return UNSUPPORTED if page.written else WROTE_NOTHING


def _by_model(answer: Answer, draft: Draft, seconds: float) -> Answer:
    return replace(
        answer,
        statements=draft.statements,
        citations=draft.citations,
        abstention=None,
        mode="llm",
        seconds=seconds,
    )


def _without(answer: Answer, failure: ModelFailure, seconds: float) -> Answer:
    """The answer of the articles' own sentences.

    Where these do not answer either, that the model found nothing is no news.
    """
    agreed = not answer.answered and failure in {FOUND_NOTHING, UNSUPPORTED, OFF_TOPIC}
    return replace(answer, seconds=seconds, note=None if agreed else note(failure))
