"""Has the bot answer in a Discord on this machine, and keeps the messages that it really sends."""

from __future__ import annotations

import json
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from bench.simulation.discord import BotProcess, Channel, Discord, Person
from bench.simulation.discord.world import MANAGE_SERVER, MEMBER, Payload
from index.config import CoverageConfig
from index.coverage import Coverage

LONG = 120.0  # seconds; a slow machine may take a while
ROOT = Path(__file__).parent.parent.parent
QUESTION = "Why did Trump cancel the summit in Budapest?"
FOLLOW_UP = "And what did Peskov say about it?"
NOT_COVERED = "What did Macron say about the cancelled summit?"
CHECKED = "fact check: Trump cancelled a summit with Putin in Budapest. He met Putin there anyway."
ARTICLE = (
    b"---\ntitle: Orb\xc3\xa1n offers Budapest once more\ndate: 2025-11-03\n"
    b"outlet: The Daily Example\n---\n\n"
    b"Hungarian Prime Minister Viktor Orb\xc3\xa1n said on Monday that Budapest remained ready to "
    b"host a meeting of the two presidents.\n"
)


@dataclass
class Recording:
    """Scenes by name, each a few messages; the files that came with them by their path."""

    scenes: dict[str, list[Payload]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    address: str = ""

    def json(self) -> str:
        """For the page that draws them."""
        told = {"scenes": self.scenes, "people": self.people, "now": time.time()}
        return json.dumps(told).replace(self.address, "")


class Stage:
    """One server, Ann who asks, and Olga who looks after the articles."""

    def __init__(self, discord: Discord, channel: Channel, ann: Person, olga: Person) -> None:
        self.discord, self.channel, self.ann, self.olga = discord, channel, ann, olga

    async def ask(self, question: str) -> tuple[Payload, Payload]:
        """Ann's mention of the bot, and the answer."""
        text = f"{self.discord.world.application.mention} {question}"
        asked = await self.discord.people.says(self.ann, self.channel, text)
        return asked, (await self.discord.replies(asked))[0]

    async def call(self, person: Person, command: str, shows: str, **options: Any) -> Payload:
        """The answer to a command once it shows what it is waited for, with the command's name."""
        called = await self.discord.people.calls(person, self.channel, command, **options)
        message = await self.discord.answer(called)
        await self.discord.until(lambda: shows in json.dumps(message), LONG)
        return {**message, "command": command}

    async def click(self, person: Person, message: Payload, label: str) -> Payload:
        """The answer to a click."""
        return await self.discord.answer(await self.discord.people.clicks(person, message, label))


@asynccontextmanager
async def _stage() -> AsyncIterator[Stage]:
    """The bot on the seeds, indexed and connected."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        copytree(ROOT / "seeds", place / "articles")
        async with Discord() as discord:
            channel = discord.world.add_channel(discord.world.add_guild("Newsroom"), "general")
            ann = discord.world.add_person("Ann")
            olga = discord.world.add_person("Olga", MEMBER | MANAGE_SERVER)
            stage = Stage(discord, channel, ann, olga)
            config = CoverageConfig(place / "articles", place / "data")
            async with await Coverage.open(config) as coverage:
                await coverage.reindex()
            folders = {"articles": str(place / "articles"), "data": str(place / "data")}
            bot = await BotProcess.start(discord, place, **folders)
            try:
                await discord.until(lambda: discord.gateway.connected, LONG)
                await discord.until(lambda: discord.world.commands)
                yield stage
            finally:
                await bot.stop()


async def record() -> Recording:
    """Play every scene."""
    made = Recording()
    async with _stage() as stage:
        discord = stage.discord
        asked, answer = await stage.ask(QUESTION)
        made.scenes["answer"] = [asked, answer]
        made.scenes["quotes"] = [await stage.click(stage.ann, answer, "Quotes")]
        reply = await discord.people.says(stage.ann, stage.channel, FOLLOW_UP, reply_to=answer)
        made.scenes["follow-up"] = [reply, (await discord.replies(reply))[0]]
        made.scenes["abstention"] = list(await stage.ask(NOT_COVERED))
        made.scenes["check"] = list(await stage.ask(CHECKED))
        made.scenes["briefing"] = [await stage.call(stage.ann, "briefing", "Sources")]
        made.scenes["help"] = [await stage.call(stage.ann, "help", "For example")]
        made.scenes["timeline"] = [await stage.call(stage.ann, "timeline", ".png")]
        file = ("orban-budapest.txt", ARTICLE)
        uploaded = await stage.call(stage.olga, "admin upload", "Added", file=file)
        made.scenes["admin"] = [uploaded, await stage.call(stage.olga, "admin status", "Memory")]
        made.people = {p.id: p.name for p in (discord.world.application, stage.ann, stage.olga)}
        made.files, made.address = dict(discord.world.files), discord.address
    for message in (one for scene in made.scenes.values() for one in scene):
        for file in message["attachments"]:
            _measure(file, made.files[file["url"].removeprefix(made.address)])
    return made


def _measure(attachment: Payload, data: bytes) -> None:
    """Discord tells the size of pictures; ours are PNG."""
    if data.startswith(b"\x89PNG"):
        attachment["width"], attachment["height"] = struct.unpack(">II", data[16:24])
