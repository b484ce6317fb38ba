"""Tells a channel of new coverage, whoever indexed it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping

import discord

from bot.pages.news import news_page
from bot.ports import CoverageLike
from bot.talk.outbox import NOBODY
from bot.talk.sending import NOT_TAKEN, surely
from index.errors import CoverageError

_log = logging.getLogger(__name__)
_LOOKED_AT = 40  # articles whose events may be told: of a thousand it would take a minute


class News:
    """Compares what is live with what was live when it last looked.

    ``channel`` is the id of the channel to tell, or None to tell nobody; it may be set anew.
    """

    def __init__(self, client: discord.Client, coverage: CoverageLike, channel: int | None) -> None:
        self._client = client
        self._coverage = coverage
        self.channel = channel
        self._known: Mapping[str, str] = {}
        self._turn = asyncio.Lock()

    async def begin(self) -> None:
        """What is live now is no news. Raises CoverageError."""
        if self.channel is not None:
            async with self._turn:
                self._known = await self._live()

    async def look(self) -> None:
        """Tell of what came or changed since; of a first index nobody is told. Never raises."""
        if self.channel is None:
            return
        async with self._turn:
            try:
                before, self._known = self._known, await self._live()
                if before:
                    await self._tell(before, self.channel)
            except CoverageError as error:
                _log.warning("new coverage could not be told: %s", error)
            except NOT_TAKEN as error:  # the channel is gone, or not ours to write in
                _log.warning("channel %d could not be told of news: %s", self.channel, error)

    async def _live(self) -> Mapping[str, str]:
        return {article.file: article.sha256 for article in await self._coverage.articles()}

    async def _tell(self, before: Mapping[str, str], channel: int) -> None:
        articles = await self._coverage.articles()
        added = [article for article in articles if article.file not in before]
        changed = [a for a in articles if before.get(a.file, a.sha256) != a.sha256]
        if not added and not changed:
            return
        newest = [article.file for article in (*added, *changed)][:_LOOKED_AT]
        events = await self._coverage.events_of(newest)
        page, nonce = news_page(added, changed, events), secrets.token_hex(12)
        there = self._client.get_partial_messageable(channel)
        await surely(
            lambda: there.send(page, suppress_embeds=True, allowed_mentions=NOBODY, nonce=nonce)
        )
