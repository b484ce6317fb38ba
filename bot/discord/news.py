"""Announces new and updated articles in a channel, whichever process indexed them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence

import discord

from bot.discord.api import API_ERRORS, NO_MENTIONS, is_refusal, with_retries
from bot.discord.rendering.articles import news_page
from bot.protocols import CoverageLike
from index.errors import CoverageError
from index.models import ArticleSummary

_log = logging.getLogger(__name__)
_MAX_ARTICLES = 40  # whose events are loaded; a thousand would take a minute


class NewsAnnouncer:
    """Compares the indexed articles with those of the previous check.

    ``channel`` is the id of the channel for announcements, or None to announce nothing. It may be
    changed.
    """

    def __init__(self, client: discord.Client, coverage: CoverageLike, channel: int | None) -> None:
        self._client = client
        self._coverage = coverage
        self.channel = channel
        self._known: Mapping[str, str] = {}
        self._lock = asyncio.Lock()

    async def begin(self) -> None:
        """Remember the current articles without announcing them. Raises CoverageError."""
        if self.channel is not None:
            async with self._lock:
                self._known = _contents(await self._coverage.articles())

    async def check(self) -> None:
        """Announce what changed since the last check, but not a first index. Never raises."""
        if self.channel is None:
            return
        async with self._lock:
            try:
                articles = await self._coverage.articles()
                if self._known:
                    await self._announce(articles, self.channel)
            except CoverageError as error:
                _log.warning("new articles could not be announced: %s", error)
                return  # the next check does it
            except API_ERRORS as error:
                _log.warning("channel %d: news could not be sent: %s", self.channel, error)
                if not is_refusal(error):
                    return
            self._known = _contents(articles)

    async def tell(self, page: str) -> bool:
        """Send a message to the channel. Returns whether nobody has to be told again.

        Without a channel, or with one that refuses it for good, that is so: it stands in the log
        and on the status page.
        """
        if self.channel is None:
            return True
        try:
            await self._send(page, self.channel)
        except API_ERRORS as error:
            _log.warning("channel %d: news could not be sent: %s", self.channel, error)
            return is_refusal(error)
        return True

    async def _announce(self, articles: Sequence[ArticleSummary], channel_id: int) -> None:
        before = self._known
        added = [article for article in articles if article.file not in before]
        changed = [a for a in articles if before.get(a.file, a.sha256) != a.sha256]
        if not added and not changed:
            return
        newest = [article.file for article in (*added, *changed)][:_MAX_ARTICLES]
        events = await self._coverage.events_of(newest)
        await self._send(news_page(added, changed, events), channel_id)

    async def _send(self, page: str, channel_id: int) -> None:
        """Send a message. Raises one of API_ERRORS."""
        nonce = secrets.token_hex(12)
        channel = self._client.get_partial_messageable(channel_id)
        await with_retries(
            lambda: channel.send(
                page, suppress_embeds=True, allowed_mentions=NO_MENTIONS, nonce=nonce
            )
        )


def _contents(articles: Sequence[ArticleSummary]) -> Mapping[str, str]:
    return {article.file: article.sha256 for article in articles}
