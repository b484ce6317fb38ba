"""What commands, buttons and messages are handed; it is opened elsewhere, and none is global."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import discord

from bot.ports import CoverageLike
from bot.settings import Settings
from bot.talk.desk import Desk
from bot.talk.news import News
from bot.talk.timelines import Timelines
from bot.talk.typing import Typing
from index.storage.archive.archive import Archive

if TYPE_CHECKING:
    from bot.talk.long_reply import LongReply


def utc_now() -> dt.datetime:
    """The time, with its zone. Discord's own helper, so that a simulated clock is obeyed."""
    return discord.utils.utcnow()


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that a person's wish is carried out with."""

    coverage: CoverageLike
    archive: Archive
    settings: Settings
    now: Callable[[], dt.datetime] = field(default=utc_now)


class ServedClient(discord.Client):
    """A client that has services. ``bot.client.CoverageClient`` is the one there is."""

    services: Services
    desk: Desk
    typing: Typing
    timelines: Timelines
    news: News
    unfinished: set[LongReply]

    def answer_view(self, answer: int, *, quotes: bool) -> discord.ui.View:
        """The buttons below an answer."""
        raise NotImplementedError

    def background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run ``work`` beside everything else until it ends or the bot stops."""
        raise NotImplementedError


Interaction: TypeAlias = discord.Interaction[ServedClient]
"""What every handler is given: ``interaction.client.services`` has the rest."""
