"""What commands, buttons and messages work with. Nothing here is global."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import discord
from discord import app_commands

from bot.discord.erasures import Erasures
from bot.discord.message_state import Edits, Replies, Turns
from bot.discord.metrics import Metrics
from bot.discord.news import NewsAnnouncer
from bot.discord.rate_limiter import RateLimiter
from bot.discord.responders.interactions import LongResponder
from bot.discord.responders.typing_indicator import TypingIndicator
from bot.discord.timeline_cache import TimelineCache
from bot.protocols import CoverageLike
from bot.settings import Settings
from index.models import Reindexed
from index.storage.archive.archive import Archive


def utc_now() -> dt.datetime:
    """Return the time in UTC. discord.py's helper respects a simulated clock in tests."""
    return discord.utils.utcnow()


@dataclass(frozen=True, slots=True)
class Services:
    """What the bot is built from; the caller opens and closes it."""

    coverage: CoverageLike
    archive: Archive
    settings: Settings
    now: Callable[[], dt.datetime] = field(default=utc_now)
    metrics: Metrics = field(default_factory=Metrics)

    @property
    def today(self) -> dt.date:
        """The day where the bot runs: Discord does not say where its readers are."""
        return self.now().astimezone().date()


class BotClient(discord.Client):
    """The interface of ``bot.discord.client.CoverageClient`` for everything that uses it."""

    services: Services
    rate_limiter: RateLimiter
    typing: TypingIndicator
    timelines: TimelineCache
    news: NewsAnnouncer
    unfinished: set[LongResponder]
    turns: Turns
    erasures: Erasures
    edits: Edits
    replies: Replies
    first_index: asyncio.Event
    """Set once the articles that are there when the bot starts have been looked at."""
    indexed: Reindexed | None
    """What the last update of the index did."""

    def answer_view(self, answer: int, *, quotes: bool) -> discord.ui.View:
        """Return the buttons below an answer."""
        raise NotImplementedError

    def background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run ``work`` in the background until it ends or the bot stops."""
        raise NotImplementedError


Interaction: TypeAlias = discord.Interaction[BotClient]
"""What every handler receives; the rest is in ``interaction.client.services``."""

CommandTree: TypeAlias = app_commands.CommandTree[BotClient]
"""The slash commands of the bot."""
