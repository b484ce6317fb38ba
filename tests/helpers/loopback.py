"""A simulated Discord server with two people, and the bot as a process on the seeds."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.simulation.discord import BotProcess, Channel, Discord, Person
from bench.simulation.discord.world import MANAGE_SERVER, MEMBER, Payload
from index.config import CoverageConfig
from index.coverage import Coverage
from tests.helpers import SEEDS
from tests.helpers.warm import warm_python

ANSWERED = "Why did Trump cancel the summit in Budapest?"
NOT_COVERED = "Who won the football match in Madrid?"
PATIENCE = 60.0  # seconds


@dataclass
class Newsroom:
    """A server on a simulated Discord, and folders for the bot."""

    discord: Discord
    place: Path
    channel: Channel
    ann: Person
    admin: Person

    @property
    def articles(self) -> Path:
        return self.place / "articles"

    @property
    def data(self) -> Path:
        return self.place / "data"

    async def start(self, **settings: str) -> BotProcess:
        """Start the bot on the folders; returns at once."""
        ours = {"articles": str(self.articles), "data": str(self.data)}
        ours["questions_per_minute"] = "600"  # tests ask faster than people
        return await BotProcess.start(
            self.discord, self.place, python=warm_python(), **ours | settings
        )

    async def asks(self, question: str) -> Payload:
        """Ann mentions the bot; returns her message."""
        mention = self.discord.world.application.mention
        return await self.discord.people.says(self.ann, self.channel, f"{mention} {question}")

    async def synced(self) -> None:
        """Wait until the bot has registered its commands."""
        await self.discord.until(lambda: self.discord.world.commands)


@asynccontextmanager
async def newsroom(place: Path) -> AsyncIterator[Newsroom]:
    """The server without a bot; the articles are a copy of the seeds."""
    shutil.copytree(SEEDS, place / "articles")
    async with Discord() as discord:
        guild = discord.world.add_guild("Newsroom")
        yield Newsroom(
            discord,
            place,
            discord.world.add_channel(guild, "general"),
            discord.world.add_person("Ann"),
            discord.world.add_person("Olga", MEMBER | MANAGE_SERVER),
        )


@asynccontextmanager
async def served(place: Path) -> AsyncIterator[Newsroom]:
    """The server with a running bot, which has to stop cleanly, without errors in its log."""
    async with newsroom(place) as room:
        await index(room)
        bot = await room.start()
        try:
            await room.discord.connected()
            await room.synced()
            yield room
            status = await bot.stop()
        finally:
            await bot.kill()
        assert status == 0, bot.said()
        assert "Traceback" not in bot.said(), bot.said()
        assert room.discord.token not in bot.said()


async def index(room: Newsroom) -> None:
    """Index the articles before the bot starts."""
    async with await Coverage.open(CoverageConfig(room.articles, room.data)) as coverage:
        await coverage.reindex()


def write_article(folder: Path, animal: str) -> None:
    """Write an article in two steps, like a slow program."""
    with (folder / f"{animal}.txt").open("w", encoding="utf-8") as stream:
        stream.write(f"---\ntitle: A {animal} in the harbour\ndate: 2026-01-03\n---\n\n")
        stream.flush()
        stream.write(f"A {animal} came into the harbour of Oslo on Friday, the port said.\n")
