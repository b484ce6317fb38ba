"""A bot on a simulated Discord, for tests: its parts, a server with people, what they read.

    async with talking(tmp_path) as talk:
        result = await talk.ann.slash(talk.channel, "ask", question="Who met?")

``talk.env`` is simcord's environment, ``talk.client`` the bot, ``talk.coverage`` what it asks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import simcord
from cli_helpers import FakeCoverage
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env

from bot.client import CoverageClient
from bot.ports import CoverageLike
from bot.services import Services
from bot.settings import Settings
from index.storage.archive.archive import Archive


def settings_for(folder: Path, **given: Any) -> Settings:
    """Settings on folders below ``folder``, of which the articles folder is made."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    return Settings(_env_file=None, articles=articles, data=folder / "data", **given)


@dataclass
class Talk:
    """A running bot, a server with one channel, and two people on it: ann and ben."""

    env: Env
    client: CoverageClient
    coverage: CoverageLike
    guild: GuildHandle
    channel: ChannelHandle
    ann: MemberActor
    ben: MemberActor

    async def restart(self) -> None:
        """A new bot on the same archive and the same server."""
        services = self.client.services
        self.client = CoverageClient(services)
        await self.env.restart_bot(self.client)


@asynccontextmanager
async def talking(
    folder: Path, coverage: CoverageLike | None = None, **given: Any
) -> AsyncIterator[Talk]:
    """Start a bot with an archive in ``folder``; ``given`` are settings."""
    settings = settings_for(folder, **given)
    archive = await Archive.open(settings.data)
    fake = coverage or FakeCoverage()
    client = CoverageClient(Services(fake, archive, settings))
    try:
        async with simcord.run(client) as env:
            guild = env.create_guild("Newsroom")
            channel = guild.create_text_channel("general")
            ann = guild.add_member(env.create_user("ann"))
            ben = guild.add_member(env.create_user("ben"))
            with env.time_context():
                yield Talk(env, client, fake, guild, channel, ann, ben)
    finally:
        await client.close()
        await archive.close()


def texts(channel: ChannelHandle, author: discord.Client | None = None) -> list[str]:
    """What was written into a channel, oldest first; only by the bot where it is given."""
    return [
        message.content
        for message in channel.history()
        if author is None or message.author == author.user
    ]
