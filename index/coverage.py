"""The coverage: the one object that Discord and the terminal talk to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.answering.quoting import context_of
from index.config import CoverageConfig, LanguageModel
from index.embedding.embedder import EmbedderSource, local_embedder
from index.errors import CoverageError, EmbedderFailed
from index.generation.budget import Budget, MemoryUsage, Usage
from index.ingestion.progress import ProgressCallback
from index.ingestion.updater import IndexUpdater
from index.models import (
    EVERYTHING,
    NOBODY,
    Answer,
    ArticleSummary,
    Asker,
    Check,
    Citation,
    Draft,
    Event,
    Failure,
    Notice,
    Progress,
    Reindexed,
    Scope,
    Turn,
)
from index.storage.chroma import Chroma, server_address
from index.storage.ledger.ledger import Ledger
from index.storage.lock import FolderLock
from index.storage.vector_store import VectorStore

if TYPE_CHECKING:
    from index.answering.pipeline import AnswerPipeline
    from index.generation.generator import AnswerGenerator
    from index.generation.rewriter import ModelRewriter
    from index.retrieval.hybrid import Tuning
    from index.timeline.service import TimelineService


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers; without a language model only ``answerer``."""

    answerer: AnswerPipeline
    writer: AnswerGenerator | None = None
    rewriter: ModelRewriter | None = None


class Asking:
    """The parts are made with the first question: it takes a second to load the models."""

    def __init__(
        self,
        ledger: Ledger,
        store: VectorStore,
        embedder: EmbedderSource,
        model: LanguageModel | None = None,
        usage: Usage | None = None,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._embedder = embedder
        self._model = model
        self._usage = usage
        self._parts: Parts | None = None
        self._making = asyncio.Lock()

    async def ask(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        """Answer, or say that the coverage does not say; see ``Coverage.ask``."""
        parts = await self.parts()
        asked = await _understood(parts, question, history, asker)
        if parts.writer is None:
            answer = await parts.answerer.ask(asked, scope)
        else:
            answer = await parts.writer.ask(asked, scope, show=show, asker=asker)
        if asked == question:
            return answer
        return replace(answer, question=question, understood=asked)

    async def warm(self) -> None:
        """Have the model, the vectors and the words of the articles in memory."""
        await (await self.parts()).answerer.ask("What happened?")

    async def parts(self) -> Parts:
        """What answers, made when it is first needed. Raises EmbedderFailed."""
        async with self._making:
            if self._parts is None:
                self._parts = await asyncio.to_thread(self._make)
            return self._parts

    def _make(self) -> Parts:
        from index.answering.pipeline import AnswerPipeline
        from index.embedding.local_model import LocalEmbedding

        embedder = self._embedder.load()
        if not isinstance(embedder, LocalEmbedding):
            raise EmbedderFailed(
                f"{type(embedder).__name__} can index, but not answer: questions are compared with "
                "sentences word by word, which takes the local model"
            )
        answerer = AnswerPipeline(self._ledger, self._store, embedder)
        if self._model is None:
            return Parts(answerer)
        from index.faithfulness.checker import FaithfulnessChecker
        from index.generation.generator import AnswerGenerator
        from index.generation.relevance import RelevanceJudge
        from index.generation.resilience import ModelCaller
        from index.generation.rewriter import ModelRewriter

        caller = ModelCaller(self._model)
        budget = Budget(self._model, self._usage or MemoryUsage())
        writer = AnswerGenerator(
            answerer, caller, FaithfulnessChecker(embedder), RelevanceJudge(embedder), budget
        )
        return Parts(answerer, writer, ModelRewriter(caller, budget))


async def _understood(parts: Parts, question: str, history: Sequence[Turn], asker: Asker) -> str:
    """The question as it stands alone: by the model where one can, else by rules."""
    if not history:
        return question
    from index.query.followup.rewriter import standalone_question

    if parts.rewriter is not None:
        written = await parts.rewriter.rewrite(question, history, asker)
        if written is not None:
            return written
    return await asyncio.to_thread(standalone_question, question, history)


class Coverage:
    """Use as ``async with await Coverage.open(config) as coverage``.

    Every method may raise a CoverageError, whose message is one line for a person. Nothing
    blocks the event loop: SQLite, Chroma and the model are used in threads.
    """

    def __init__(
        self, config: CoverageConfig, embedder: EmbedderSource, usage: Usage | None = None
    ) -> None:
        """Blocks; use ``open``."""
        if config.chroma_url is not None:
            server_address(config.chroma_url)
        self._config = config
        self._embedder = embedder
        self._lock = FolderLock(config.data, config.command)
        try:
            self._ledger = Ledger(config.data)
        except BaseException:
            self._lock.release()
            raise
        self._chroma = Chroma(config.data, config.chroma_url)
        self._store = VectorStore(self._chroma, self._ledger)
        self._updating = IndexUpdater(config, self._ledger, self._chroma, self._store, embedder)
        model = config.language_model
        self._asking = Asking(self._ledger, self._store, embedder, model, usage)

    @classmethod
    async def open(
        cls,
        config: CoverageConfig,
        embedder: EmbedderSource | None = None,
        usage: Usage | None = None,
    ) -> Coverage:
        """Take the data folder and open the ledger; Chroma and the models wait until needed.

        ``usage`` keeps the tokens that people spend; without it they are forgotten in the end.
        Raises DataFolderBusy, StorageFull, UnusableSetting.
        """
        return await asyncio.to_thread(cls, config, embedder or local_embedder(), usage)

    async def close(self) -> None:
        """End a re-index that runs, and let go of everything."""
        await self._updating.stop()
        await asyncio.to_thread(self._close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def warm(self) -> None:
        """Load what answers questions, so that the first does not wait for it."""
        await self._updating.follow()
        await self._asking.warm()

    @property
    def indexing(self) -> Progress | None:
        """How far the re-index is that is under way; None where none is."""
        return self._updating.progress

    async def refresh(self, progress: ProgressCallback | None = None) -> Reindexed | None:
        """Re-index if a cheap look at the files says that something changed, else None.

        Also None while a re-index runs: until it ends, answers are from before it.
        """
        return await self._updating.refresh(progress)

    async def reindex(
        self,
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        progress: ProgressCallback | None = None,
        by: str | None = None,
    ) -> Reindexed:
        """Bring the index up to date. ``dry_run`` only says what would be done.

        ``rebuild`` embeds everything again, beside what is live. A process that follows another
        one takes over what that one indexed, and can do neither. ``by`` is whom a second caller
        is told of, in a ReindexRunning.
        """
        return await self._updating.reindex(
            dry_run=dry_run, rebuild=rebuild, progress=progress, by=by
        )

    async def ask(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        """Answer from what is live, or say that the coverage does not say.

        ``history`` (oldest first) is what a follow-up is understood from. ``show`` is called on
        the event loop with each further part of an answer that is finished: with a language
        model, whenever one of its sentences has been checked. ``asker`` pays for its tokens.
        """
        await self._updating.follow()
        return await self._asking.ask(question, scope, history=history, show=show, asker=asker)

    async def search(
        self, text: str, scope: Scope = EVERYTHING, tuning: Tuning | None = None
    ) -> list[tuple[str, float]]:
        """Files of the articles that are about something, best first, with their scores."""
        await self._updating.follow()
        parts = await self._asking.parts()
        return await parts.answerer.rank(text, scope, tuning)

    async def timeline(
        self,
        topic: str | None = None,
        scope: Scope = EVERYTHING,
        *,
        days: int | None = None,
        per_day: int = 1,
    ) -> tuple[Event, ...]:
        """What happened when; the ``days`` weightiest days, or all, in order."""
        await self._updating.follow()
        teller = await asyncio.to_thread(self._make_teller)
        return await teller.tell(topic, scope, days=days, per_day=per_day)

    async def events_of(self, files: Collection[str]) -> tuple[Event, ...]:
        """What these articles report, in order of days, each cited from them alone."""
        return await asyncio.to_thread(self._events_of, files)

    async def articles(self) -> tuple[ArticleSummary, ...]:
        """Newest first, undated last."""
        return tuple(await asyncio.to_thread(self._ledger.articles))

    async def article_text(self, file: str) -> str:
        """The file as it was indexed. KeyError where it is not live."""
        return await asyncio.to_thread(self._ledger.raw, file)

    async def beside(self, citation: Citation) -> tuple[str, str] | None:
        """The sentences before and after a quote, empty where it is the first or the last.

        None where the article does not say it any more, or is gone.
        """
        return await asyncio.to_thread(context_of, self._ledger, citation)

    async def failures(self) -> tuple[Failure, ...]:
        """Files that could not be indexed, and why."""
        return tuple(await asyncio.to_thread(self._ledger.failures))

    async def withheld(self) -> tuple[Notice, ...]:
        """What was planted in articles for their readers, and so is no evidence."""
        return tuple(await asyncio.to_thread(self._ledger.withheld))

    async def checks(self) -> tuple[Check, ...]:
        """What is configured, reachable and indexed, for the doctor."""
        from index.health.checks import Inspected, run_checks

        following: CoverageError | None = None
        try:
            await self._updating.follow()
        except CoverageError as error:
            following = error
        examined = Inspected(
            self._config.articles,
            self._config.data,
            self._ledger,
            self._store,
            self._embedder,
            self._updating.indexer,
            following,
        )
        found = await asyncio.to_thread(run_checks, examined)
        return (*found, *await self._model_checks())

    async def _model_checks(self) -> tuple[Check, ...]:
        if self._config.language_model is None:
            return ()
        from index.health.checks import check_language_model

        return (await check_language_model(self._config.language_model),)

    def _make_teller(self) -> TimelineService:
        """What it imports takes seconds the first time, so never on the event loop."""
        from index.timeline.service import TimelineService

        return TimelineService(self._ledger, self._store, self._embedder)

    def _events_of(self, files: Collection[str]) -> tuple[Event, ...]:
        from index.timeline.service import events_of

        return events_of(self._ledger, self._embedder, files)

    def _close(self) -> None:
        try:
            self._chroma.close()
            self._ledger.close()
        finally:
            self._lock.release()
