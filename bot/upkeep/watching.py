"""Notices changes of the articles that were made outside Discord, and has them indexed."""

from __future__ import annotations

import asyncio
import logging

from discord.ext import tasks

from bot.services import ServedClient
from bot.upkeep.indexing import reindex
from index.errors import CoverageError, ReindexRunning
from index.ingestion.debouncer import Debouncer, snapshot
from index.models import Reindexed

_log = logging.getLogger(__name__)
EVERY = 5.0  # seconds from look to look
BY = "a change of the files"


async def watch(client: ServedClient) -> None:
    """Index what changed while the bot was away, then what changes; ends where that is off.

    An empty index is filled in any case.
    """
    services = client.services
    watcher = Watcher(client)
    await watcher.begin()
    if not services.settings.watch:
        return
    loop = tasks.loop(seconds=EVERY)(watcher.look)
    try:
        await loop.start()
    finally:
        loop.cancel()


class Watcher:
    """Looks at the folder, or where another process indexes at what that one made live."""

    def __init__(self, client: ServedClient) -> None:
        self._client = client
        self._coverage = client.services.coverage
        settings = client.services.settings
        self._folder = settings.articles
        self._follows = settings.read_only or not settings.articles.is_dir()
        self._quiet = Debouncer()
        self._told = ""

    async def begin(self) -> None:
        """What is live is no news; then what changed since it was indexed."""
        try:
            await self._client.news.begin()
            empty = not await self._coverage.articles()
        except CoverageError as error:
            self._tell(error)
            return
        if empty or self._client.services.settings.watch:
            await self._look(at_once=True)

    async def look(self) -> None:
        """One look; never raises."""
        await self._look(at_once=False)

    async def _look(self, *, at_once: bool) -> None:
        try:
            if self._follows:
                await self._coverage.refresh()
                await self._client.news.look()
                return
            now = await asyncio.to_thread(snapshot, self._folder)
            if self._quiet.ready(now) or at_once:
                done = await reindex(self._client, BY, lambda progress: None)
                self._quiet.done(now)
                self._told = ""
                _note(done)
        except ReindexRunning:  # it may have looked before the change: the next look is after it
            return
        except CoverageError as error:
            self._quiet.before = None  # twice as long until the next attempt
            self._tell(error)
        except Exception:
            _log.exception("looking for changes of the articles failed")

    def _tell(self, error: CoverageError) -> None:
        """Once, not at every look."""
        if self._told != str(error):
            self._told = str(error)
            _log.warning("the articles could not be brought up to date: %s", error)


def _note(done: Reindexed) -> None:
    if done.added or done.changed or done.removed:
        _log.info(
            "indexed: %d added, %d changed, %d removed, %d failed",
            len(done.added), len(done.changed), len(done.removed), len(done.failed),
        )  # fmt: skip
