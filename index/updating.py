"""Keeping what is live up to date: by indexing the files here, or by following who does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from index.chroma import Chroma
from index.config import CoverageConfig
from index.embedder import EmbedderSource
from index.errors import UnusableSetting
from index.follow import Follower
from index.ledger import Ledger
from index.meter import Report
from index.models import Progress, Reindexed
from index.reindex import Reindexer, Setup
from index.running import OneAtATime
from index.shared import Shared
from index.store import VectorStore

_FOLLOWS = (
    "this process has no articles of its own and follows another one on the Chroma server:"
    " a dry run and a rebuild are for that one"
)


class Updating:
    """One piece of work at a time, in a thread; a process indexes, follows or does neither."""

    def __init__(
        self,
        config: CoverageConfig,
        ledger: Ledger,
        chroma: Chroma,
        store: VectorStore,
        embedder: EmbedderSource,
    ) -> None:
        """Opens nothing: Chroma and the model wait until there is something to do."""
        self._read_only = config.read_only
        self._ledger = ledger
        setup = Setup(config.articles, config.collection)
        self._reindexer = Reindexer(setup, ledger, store, embedder)
        self._follower: Follower | None = None
        if config.chroma_url is not None and (config.read_only or not config.articles.is_dir()):
            shared = Shared(chroma, config.collection)
            self._follower = Follower(ledger, shared, embedder.identity)
        self._work = OneAtATime()

    @property
    def progress(self) -> Progress | None:
        """How far the re-index is that is under way; None where none is."""
        return self._work.progress

    @property
    def indexer(self) -> Reindexer | None:
        """What indexes here; None in a process that follows, or only reads."""
        return None if self._follower is not None or self._read_only else self._reindexer

    async def refresh(self, progress: Report | None) -> Reindexed | None:
        """See ``Coverage.refresh``."""
        if self._work.busy:
            return None
        if self._follower is not None:
            return await self._work.run(self._update)
        # looking is no re-index: whoever asks for one meanwhile is not refused
        if self._read_only or not await asyncio.to_thread(self._reindexer.outdated):
            return None
        if self._work.busy:
            return None

        def work(stop: threading.Event, tell: Report) -> Reindexed:
            return self._reindexer.run(report=tell, stop=stop)

        return await self._work.run(work, by="a change of the files", report=_on_loop(progress))

    async def reindex(
        self, *, dry_run: bool, rebuild: bool, progress: Report | None, by: str | None
    ) -> Reindexed:
        """See ``Coverage.reindex``."""
        if self._follower is None and self._read_only:
            raise UnusableSetting("BOT_READ_ONLY is true: set it to false to index here")
        if self._follower is not None and (dry_run or rebuild):
            raise UnusableSetting(_FOLLOWS)
        if dry_run:
            return await asyncio.to_thread(self._reindexer.plan)

        def work(stop: threading.Event, tell: Report) -> Reindexed:
            if self._follower is not None:
                return self._follower.update() or self._unchanged()
            return self._reindexer.run(rebuild=rebuild, report=tell, stop=stop)

        return await self._work.run(work, by=by, report=_on_loop(progress))

    async def follow(self) -> None:
        """Before a question: has the process that indexes made something else live?"""
        if self._follower is not None and not self._work.busy:
            await self._work.run(self._update)

    async def stop(self) -> None:
        """End what runs, and return when it has ended."""
        await self._work.stop()

    def _update(self, stop: threading.Event, tell: Report) -> Reindexed | None:
        return self._follower.update() if self._follower is not None else None

    def _unchanged(self) -> Reindexed:
        articles = self._ledger.articles()
        return Reindexed(unchanged=len(articles), passages=sum(a.passages for a in articles))


def _on_loop(report: Report | None) -> Callable[[Progress], None] | None:
    """Have ``report`` called on the event loop, in order."""
    if report is None:
        return None
    loop = asyncio.get_running_loop()

    def tell(progress: Progress) -> None:
        loop.call_soon_threadsafe(report, progress)

    return tell
