"""The coverage: the one object that Discord and the terminal talk to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.around import beside
from index.asking import Asking
from index.chroma import Chroma, server_address
from index.config import CoverageConfig
from index.embedder import EmbedderSource, local_embedder
from index.errors import CoverageError
from index.generative.budget import Usage
from index.ledger import Ledger
from index.lock import FolderLock
from index.meter import Report
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
from index.store import VectorStore
from index.updating import Updating

__all__ = ["Coverage", "CoverageConfig"]

if TYPE_CHECKING:
    from index.retrieval import Tuning
    from index.timeline.telling import Teller


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
        self._updating = Updating(config, self._ledger, self._chroma, self._store, embedder)
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

    async def refresh(self, progress: Report | None = None) -> Reindexed | None:
        """Re-index if a cheap look at the files says that something changed, else None.

        Also None while a re-index runs: until it ends, answers are from before it.
        """
        return await self._updating.refresh(progress)

    async def reindex(
        self,
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        progress: Report | None = None,
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
        return await asyncio.to_thread(beside, self._ledger, citation)

    async def failures(self) -> tuple[Failure, ...]:
        """Files that could not be indexed, and why."""
        return tuple(await asyncio.to_thread(self._ledger.failures))

    async def withheld(self) -> tuple[Notice, ...]:
        """What was planted in articles for their readers, and so is no evidence."""
        return tuple(await asyncio.to_thread(self._ledger.withheld))

    async def checks(self) -> tuple[Check, ...]:
        """What is configured, reachable and indexed, for the doctor."""
        from index.checks import Examined, examine

        following: CoverageError | None = None
        try:
            await self._updating.follow()
        except CoverageError as error:
            following = error
        examined = Examined(
            self._config.articles,
            self._config.data,
            self._ledger,
            self._store,
            self._embedder,
            self._updating.indexer,
            following,
        )
        found = await asyncio.to_thread(examine, examined)
        return (*found, *await self._model_checks())

    async def _model_checks(self) -> tuple[Check, ...]:
        if self._config.language_model is None:
            return ()
        from index.generative.examining import examine

        return (await examine(self._config.language_model),)

    def _make_teller(self) -> Teller:
        """What it imports takes seconds the first time, so never on the event loop."""
        from index.timeline.telling import Teller

        return Teller(self._ledger, self._store, self._embedder)

    def _events_of(self, files: Collection[str]) -> tuple[Event, ...]:
        from index.timeline.articles import events_of

        return events_of(self._ledger, self._embedder, files)

    def _close(self) -> None:
        try:
            self._chroma.close()
            self._ledger.close()
        finally:
            self._lock.release()
