"""The coverage: the one object that Discord and the terminal talk to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.answering.quoting import context_of
from index.config import CoverageConfig
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
    from index.answering.pipeline import CoverageQueryEngine
    from index.generation.generator import AnswerGenerator
    from index.generation.rewriter import ModelRewriter
    from index.retrieval.hybrid import Tuning
    from index.timeline.service import TimelineService


@dataclass(frozen=True, slots=True)
class _Answering:
    """What answers questions; without a language model only ``engine``."""

    engine: CoverageQueryEngine
    generator: AnswerGenerator | None = None
    rewriter: ModelRewriter | None = None


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
        self._usage = usage
        self._answering: _Answering | None = None
        self._loading = asyncio.Lock()

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
        answering = await self._load()
        await answering.engine.arun("What happened?")

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

    async def ask(  # noqa: PLR0913  # the options of a question
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
        explain: bool = False,
    ) -> Answer:
        """Answer from what is live, or say that the coverage does not say.

        ``history`` (oldest first) is what a follow-up is understood from. ``show`` is called on
        the event loop with each further part of an answer that is finished: with a language
        model, whenever one of its sentences has been checked. ``asker`` pays for its tokens. With
        ``explain``, the answer says which sentences were considered and what ruled them out.
        """
        await self._updating.follow()
        answering = await self._load()
        standalone = await _rewrite(answering, question, history, asker)
        result = await answering.engine.arun(standalone, scope)
        answer = result.answer
        if answering.generator is not None:
            answer = await answering.generator.generate(
                standalone, result, scope, show=show, asker=asker
            )
        if explain:
            from index.answering.explanation import explain as explanation_of

            answer = replace(answer, explanation=explanation_of(result))
        if standalone == question:
            return answer
        return replace(answer, question=question, understood=standalone)

    async def query_engine(self) -> CoverageQueryEngine:
        """What questions are answered with, as a part for LlamaIndex programs.

        Use it while the coverage is open. Raises EmbedderFailed.
        """
        await self._updating.follow()
        return (await self._load()).engine

    async def search(
        self, text: str, scope: Scope = EVERYTHING, tuning: Tuning | None = None
    ) -> list[tuple[str, float]]:
        """Files of the articles that are about something, best first, with their scores."""
        await self._updating.follow()
        answering = await self._load()
        return await asyncio.to_thread(answering.engine.search_articles, text, scope, tuning)

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

    async def _load(self) -> _Answering:
        """What answers, loaded when it is first needed: that takes a second or more.

        Raises EmbedderFailed.
        """
        async with self._loading:
            if self._answering is None:
                self._answering = await asyncio.to_thread(self._make_answering)
            return self._answering

    def _make_answering(self) -> _Answering:
        from index.answering.pipeline import CoverageQueryEngine
        from index.embedding.local_model import LocalEmbedding

        embedder = self._embedder.load()
        if not isinstance(embedder, LocalEmbedding):
            raise EmbedderFailed(
                f"{type(embedder).__name__} can index but not answer questions, which needs the "
                "local model"
            )
        engine = CoverageQueryEngine(self._ledger, self._store, embedder)
        if self._config.language_model is None:
            return _Answering(engine)
        from index.faithfulness.checker import FaithfulnessChecker
        from index.generation.generator import AnswerGenerator
        from index.generation.relevance import RelevanceJudge
        from index.generation.resilience import ModelCaller
        from index.generation.rewriter import ModelRewriter

        caller = ModelCaller(self._config.language_model)
        budget = Budget(self._config.language_model, self._usage or MemoryUsage())
        generator = AnswerGenerator(
            engine, caller, FaithfulnessChecker(embedder), RelevanceJudge(embedder), budget
        )
        return _Answering(engine, generator, ModelRewriter(caller, budget))

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


async def _rewrite(
    answering: _Answering, question: str, history: Sequence[Turn], asker: Asker
) -> str:
    """The question as it stands alone: by the language model where there is one, else by rules."""
    if not history:
        return question
    from index.query.followup.rewriter import standalone_question

    if answering.rewriter is not None:
        written = await answering.rewriter.rewrite(question, history, asker)
        if written is not None:
            return written
    return await asyncio.to_thread(standalone_question, question, history)
