"""The Discord client: its intents, commands, buttons and background tasks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.discord.background import TASKS
from bot.discord.command_sync import sync_if_changed
from bot.discord.commands import register_all
from bot.discord.edits import on_delete, on_edit
from bot.discord.erasures import Erasures
from bot.discord.errors import respond_with_error
from bot.discord.feeds import feeds
from bot.discord.message_state import Edits, Replies, Turns
from bot.discord.messages import on_message
from bot.discord.news import NewsAnnouncer
from bot.discord.rate_limiter import RateLimiter
from bot.discord.responders.interactions import LongResponder
from bot.discord.responders.typing_indicator import TypingIndicator
from bot.discord.services import BotClient, Services
from bot.discord.timeline_cache import TimelineCache
from bot.discord.translation import CommandTranslator
from bot.discord.views import BUTTONS
from bot.discord.views.answers import answer_buttons
from bot.discord.views.modals import on_modal_submit
from index.models import Reindexed

_log = logging.getLogger(__name__)


def intents_for(services: Services) -> discord.Intents:
    """Return the intents: servers and messages; message content only if it is switched on."""
    return discord.Intents(
        guilds=True,
        guild_messages=True,
        dm_messages=True,
        message_content=services.settings.read_messages,
    )


class CoverageTree(app_commands.CommandTree[BotClient]):
    """The slash commands, with our error messages."""

    async def on_error(
        self,
        interaction: discord.Interaction[BotClient],
        error: app_commands.AppCommandError,
    ) -> None:
        await respond_with_error(interaction, error)


class CoverageClient(BotClient):
    """Answers on Discord with the given services, which the caller closes."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            intents=intents_for(services),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.services = services
        self.tree = CoverageTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        settings = services.settings
        self.rate_limiter = RateLimiter(
            settings.questions_per_minute, settings.answers_at_once, services.now
        )
        services.metrics.watch(lambda: self.rate_limiter.answering)
        self.typing = TypingIndicator()
        self.timelines = TimelineCache(services.coverage)
        self.news = NewsAnnouncer(self, services.coverage, settings.news_channel)
        self.unfinished: set[LongResponder] = set()
        self.turns = Turns()
        self.erasures = Erasures()
        self.edits = Edits()
        self.replies = Replies()
        self.first_index = asyncio.Event()
        self.indexed: Reindexed | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        register_all(self.tree)

    async def setup_hook(self) -> None:
        """Register buttons, commands and background tasks, after login and before connecting."""
        self.add_dynamic_items(*BUTTONS)
        await self.tree.set_translator(CommandTranslator())
        sync = sync_if_changed(self.tree, self.services.archive)
        self.background(_when_ready(self, sync), "command sync")
        for task in (*TASKS, feeds):
            self.background(_when_ready(self, task(self)), task.__name__)

    async def on_ready(self) -> None:
        """Log a new connection. discord.py resumes a lost one without calling this."""
        _log.info("connected as %s to %d servers", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        await on_message(self, message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        await on_edit(self, payload)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await on_delete(self, [payload.message_id])

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await on_delete(self, sorted(payload.message_ids))

    async def on_interaction(self, interaction: discord.Interaction[BotClient]) -> None:
        """Handle modals; discord.py handles commands and buttons."""
        await on_modal_submit(interaction)

    def answer_view(self, answer: int, *, quotes: bool) -> discord.ui.View:
        return answer_buttons(answer, quotes=quotes)

    def background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(_log_errors(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        if not self.is_closed():  # discord.py closes by itself if Discord refuses the connection
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            unfinished, self.unfinished = self.unfinished, set()
            await asyncio.gather(*(responder.interrupted() for responder in unfinished))
        await super().close()


async def _when_ready(client: discord.Client, work: Awaitable[None]) -> None:
    await client.wait_until_ready()
    await work


async def _log_errors(work: Coroutine[Any, Any, None], name: str) -> None:
    try:
        await work
    except Exception:
        _log.exception("the background task %s failed", name)
