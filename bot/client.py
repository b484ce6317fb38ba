"""The Discord client: its intents, commands and buttons, and what runs while it is connected."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.commands import register_all
from bot.reporting import report
from bot.services import ServedClient, Services
from bot.syncing import sync_if_changed
from bot.talk.desk import Desk
from bot.talk.long_reply import LongReply
from bot.talk.messages import on_message
from bot.talk.news import News
from bot.talk.timelines import Timelines
from bot.talk.typing import Typing
from bot.upkeep import DUTIES
from bot.views import BUTTONS
from bot.views.answers import answer_buttons
from bot.views.submitted import submitted

_log = logging.getLogger(__name__)


def intents_for(services: Services) -> discord.Intents:
    """Servers and messages; what stands in every message only where that is switched on."""
    return discord.Intents(
        guilds=True,
        guild_messages=True,
        dm_messages=True,
        message_content=services.settings.read_messages,
    )


class CoverageTree(app_commands.CommandTree[ServedClient]):
    """The slash commands, with one way to tell what went wrong."""

    async def on_error(
        self,
        interaction: discord.Interaction[ServedClient],
        error: app_commands.AppCommandError,
    ) -> None:
        await report(interaction, error)


class CoverageClient(ServedClient):
    """Answers on Discord with the services it is given; closing those is up to who opened them."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            intents=intents_for(services),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.services = services
        self.tree = CoverageTree(self)
        settings = services.settings
        self.desk = Desk(settings.questions_per_minute, settings.answers_at_once, services.now)
        self.typing = Typing()
        self.timelines = Timelines(services.coverage)
        self.news = News(self, services.coverage, settings.news_channel)
        self.unfinished: set[LongReply] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        register_all(self.tree)

    async def setup_hook(self) -> None:
        """After the login, before the connection: buttons, commands, duties."""
        self.add_dynamic_items(*BUTTONS)
        told = sync_if_changed(self.tree, self.services.archive)
        self.background(_from_the_connection(self, told), "sync")
        for duty in DUTIES:
            self.background(_from_the_connection(self, duty(self)), duty.__name__)

    async def on_ready(self) -> None:
        """Connected, or connected afresh after a loss that could not be mended."""
        _log.info("connected as %s to %d servers", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        await on_message(self, message)

    async def on_interaction(self, interaction: discord.Interaction[ServedClient]) -> None:
        """Commands and buttons are looked after by discord.py; forms are ours."""
        await submitted(interaction)

    def answer_view(self, answer: int, *, quotes: bool) -> discord.ui.View:
        return answer_buttons(answer, quotes=quotes)

    def background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(_logged(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(reply.interrupted() for reply in self.unfinished))
        await super().close()


async def _from_the_connection(client: discord.Client, duty: Awaitable[None]) -> None:
    await client.wait_until_ready()
    await duty


async def _logged(work: Coroutine[Any, Any, None], name: str) -> None:
    try:
        await work
    except Exception:
        _log.exception("%s ended with an error", name)
