"""The bot on simcord's simulated Discord: a server, people, and what they read."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.enums import ChannelType
from simcord.env import Env
from simcord.results import InteractionResult

from bot.discord.client import CoverageClient
from bot.discord.services import Services
from bot.protocols import CoverageLike
from bot.settings import Settings
from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import Draft
from index.storage.archive.archive import Archive
from tests.helpers import SEEDS
from tests.helpers.fakes import FakeCoverage
from tests.helpers.index import HashEmbedder, Index, story

MANAGER = discord.Permissions(manage_guild=True, view_channel=True, send_messages=True)
_SETTLE_TIMEOUT = 120.0  # seconds, for a busy machine


@dataclass
class SimulatedBot:
    """A running bot, and a server with one channel and two people: ann and ben."""

    env: Env
    client: CoverageClient
    coverage: CoverageLike
    guild: GuildHandle
    channel: ChannelHandle
    ann: MemberActor
    ben: MemberActor

    async def restart(self) -> None:
        """Start a new bot with the same archive on the same server."""
        self.client = CoverageClient(self.client.services)
        await self.env.restart_bot(self.client)

    async def ask(self, question: str, **options: Any) -> InteractionResult:
        """Let ann use ``/ask`` in the channel."""
        return await self.ann.slash(self.channel, "ask", question=question, **options)

    def mention(self, text: str) -> str:
        """A message that mentions the bot."""
        assert self.client.user is not None
        return f"<@{self.client.user.id}> {text}"

    def start_thread(self, channel: ChannelHandle, on: discord.Message | None = None) -> Any:
        """Let ann start a thread, on a message if one is given, with ben as a member."""
        backend = self.env.backend
        made = backend.create_thread(
            channel.id,
            "A thread",
            self.ann.id,
            type=ChannelType.PUBLIC_THREAD,
            message_id=on.id if on else None,
        )
        backend.add_thread_member(made.id, self.ben.id)
        return next(thread for thread in channel.threads if thread.id == made.id)


@dataclass
class Newsroom:
    """A bot over a real coverage; ``manager`` may manage the server, ann and ben may not."""

    bot: SimulatedBot
    coverage: Coverage
    articles: Path
    manager: MemberActor

    async def admin(self, name: str, **options: Any) -> InteractionResult:
        """Let the manager use a subcommand of ``/admin``."""
        return await self.manager.slash(self.bot.channel, f"admin {name}", **options)

    async def minutes(self, minutes: float) -> None:
        """Let time pass."""
        await self.bot.env.advance_time(60 * minutes)


def settings_for(folder: Path, **given: Any) -> Settings:
    """Settings with folders below ``folder``; the articles folder is created."""
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    return Settings(_env_file=None, articles=articles, data=folder / "data", **given)


@asynccontextmanager
async def run_bot(
    folder: Path,
    coverage: CoverageLike | None = None,
    *,
    settle_timeout: float = 5.0,
    **given: Any,
) -> AsyncIterator[SimulatedBot]:
    """Run a bot with its archive in ``folder``; ``given`` are settings.

    ``settle_timeout`` is how many seconds its work may take, also when it starts.
    """
    settings = settings_for(folder, **given)
    archive = await Archive.open(settings.data)
    fake = coverage or FakeCoverage()
    client = CoverageClient(Services(fake, archive, settings))
    try:
        async with simcord.run(client, settle_timeout=settle_timeout) as env:
            guild = env.create_guild("Newsroom")
            channel = guild.create_text_channel("general")
            ann = guild.add_member(env.create_user("ann"))
            ben = guild.add_member(env.create_user("ben"))
            with env.time_context():
                yield SimulatedBot(env, client, fake, guild, channel, ann, ben)
    finally:
        await client.close()
        await archive.close()


@asynccontextmanager
async def run_newsroom(
    folder: Path,
    *,
    seeds: bool = True,
    embedder: HashEmbedder | None = None,
    wrap: Callable[[Coverage], CoverageLike] | None = None,
    **given: Any,
) -> AsyncIterator[Newsroom]:
    """Run a bot over the indexed seeds, or over no articles without ``seeds``.

    ``wrap`` may replace methods of the coverage; ``given`` are settings.
    """
    if seeds:
        shutil.copytree(_indexed_seeds(), folder, dirs_exist_ok=True)
    articles = folder / "articles"
    articles.mkdir(exist_ok=True)
    config = CoverageConfig(articles, folder / "data")
    source = (embedder or HashEmbedder()).source()
    async with await Coverage.open(config, source) as coverage:
        await coverage.ready()  # opening Chroma may take longer than simcord waits for a start
        wrapped = wrap(coverage) if wrap else coverage
        async with run_bot(folder, wrapped, settle_timeout=_SETTLE_TIMEOUT, **given) as bot:
            role = bot.guild.create_role("Editors", permissions=MANAGER)
            manager = bot.guild.add_member(bot.env.create_user("m_i_a"), roles=[role])
            yield Newsroom(bot, coverage, articles, manager)


def article(name: str, paragraphs: int = 2) -> bytes:
    """The bytes of an article that can be indexed."""
    front = f"---\ntitle: About {name}\ndate: 2026-01-15\noutlet: The {name.title()}\n---\n"
    return f"{front}\n{story(name, paragraphs)}\n".encode()


def texts(channel: ChannelHandle, author: discord.Client | None = None) -> list[str]:
    """The messages in a channel, oldest first; only those of the bot if it is given."""
    return [
        message.content
        for message in channel.history()
        if author is None or message.author == author.user
    ]


def labels(message: Any) -> list[str]:
    """The labels or emoji of the buttons below a message."""
    return [button.get("label") or button["emoji"]["name"] for button in _buttons(message)]


def button(message: Any, kind: str) -> str:
    """The custom_id of a kind of button below a message."""
    ids = [button["custom_id"] for button in _buttons(message)]
    return next(custom_id for custom_id in ids if custom_id.startswith(f"{kind}:"))


def _buttons(message: Any) -> list[Any]:
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    return [button for row in rows for button in row["components"]]


async def until(condition: Callable[[], object]) -> None:
    """Let the bot work until ``condition`` holds."""
    for _ in range(5_000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("the condition was never met")


@asynccontextmanager
async def held(coverage: FakeCoverage) -> AsyncIterator[asyncio.Event]:
    """Hold back every answer until the event is set."""
    gate = asyncio.Event()

    async def wait(show: Callable[[Draft], None]) -> None:
        await gate.wait()

    coverage.meanwhile = wait
    try:
        yield gate
    finally:
        gate.set()
        coverage.meanwhile = None


@cache
def _indexed_seeds() -> Path:
    """Articles and data of the seeds, indexed once per process."""
    folder = Path(_temporary.name)
    shutil.copytree(SEEDS, folder / "articles")
    with Index(folder / "articles", folder / "data", HashEmbedder().source(), base="coverage") as i:
        i.reindexer.run()
    return folder


_temporary = TemporaryDirectory()
