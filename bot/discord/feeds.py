"""Polls the feeds while the bot runs, and says in the news channel when one brings nothing more."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping

from discord.ext import tasks

from bot.discord.background import reindex_when_idle
from bot.discord.rendering.web import feeds_page
from bot.discord.services import BotClient
from index.errors import CoverageError
from index.health.feeds import trouble_with
from index.ingestion.web.urls import shown_url
from index.models import Polled

_log = logging.getLogger(__name__)
CHECK_INTERVAL = 60.0  # seconds; each feed is only asked when it is due
FEEDS = "the feeds"
_TOLD = "feeds in trouble"  # key in the archive: a restart does not announce it again


async def feeds(client: BotClient) -> None:
    """Poll the feeds of BOT_FEEDS, unless another process maintains the articles folder."""
    settings = client.services.settings
    if not (settings.web.feeds and settings.indexes):
        return
    watcher = FeedWatcher(client)
    loop = tasks.loop(seconds=CHECK_INTERVAL)(watcher.check)
    try:
        await loop.start()
    finally:
        loop.cancel()


class FeedWatcher:
    """Polls what is due, indexes what is new, and announces feeds that bring nothing more."""

    def __init__(self, client: BotClient) -> None:
        self._client = client
        self._logged: set[str] = set()
        self._unindexed = True  # the bot may have been stopped between keeping and indexing
        self._last_warnings: dict[str, str] = {}

    async def check(self) -> None:
        """Poll once, and index what was kept since it was last indexed. Never raises."""
        await self._try(self._poll, "the feeds could not be polled")
        if self._unindexed:
            await self._try(self._index, "what the feeds brought could not be indexed")
        await self._try(self._announce, "the feeds could not be looked at")

    async def _try(self, step: Callable[[], Awaitable[None]], failed: str) -> None:
        """Take a step, and log why it fails: a known error once, not on every check."""
        try:
            await step()
        except CoverageError as error:
            if self._last_warnings.get(failed) != str(error):
                self._last_warnings[failed] = str(error)
                _log.warning("%s: %s", failed, error)
        except Exception:
            _log.exception("%s", failed)
        else:
            self._last_warnings.pop(failed, None)

    async def _poll(self) -> None:
        try:
            await self._client.services.coverage.poll_feeds(done=self._polled)
        except BaseException:
            self._unindexed = True  # the poll that was stopped may have kept something
            raise

    def _polled(self, poll: Polled) -> None:
        self._client.services.metrics.polled(poll)
        _log_poll(poll)
        self._unindexed = self._unindexed or bool(poll.kept)

    async def _index(self) -> None:
        await reindex_when_idle(self._client, FEEDS, lambda progress: None)
        self._unindexed = False

    async def _announce(self) -> None:
        """Say once that a feed fails or is silent, and once that it is well again."""
        services = self._client.services
        troubles = await self._troubles()
        services.metrics.feeds_in_trouble(len(troubles))
        told = _read(await services.archive.state(_TOLD))
        new = [text for url, text in troubles.items() if url not in told]
        known = services.settings.web.feeds
        well = [shown_url(url) for url in told if url in known and url not in troubles]
        for url in troubles.keys() - self._logged:
            _log.warning("%s", troubles[url])
        self._logged = set(troubles)
        if (new or well) and await self._client.news.tell(feeds_page(new, well)):
            await services.archive.set_state(_TOLD, json.dumps(list(troubles)))

    async def _troubles(self) -> Mapping[str, str]:
        """Return the feeds that are in trouble, and a line about each."""
        services = self._client.services
        found: dict[str, str] = {}
        for state in await services.coverage.feeds():
            if state is None:
                continue
            days = services.settings.feed_silent_days
            if trouble := trouble_with(state, services.now(), days):
                found[state.url] = f"{shown_url(state.url)} {trouble}"
        return found


def _read(stored: str | None) -> tuple[str, ...]:
    return tuple(json.loads(stored)) if stored else ()


def _log_poll(poll: Polled) -> None:
    feed = shown_url(poll.feed)
    if poll.outcome == "failed":
        _log.warning("a feed could not be read: %s", poll.error)
    elif poll.kept or poll.failed:
        _log.info(
            "feed %s: %d new, %d could not be kept, %d left",
            feed, len(poll.kept), len(poll.failed), poll.left,
        )  # fmt: skip
    for failure in poll.failed:
        _log.info("an article could not be kept: %s", failure.error)
