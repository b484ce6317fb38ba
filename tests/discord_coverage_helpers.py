"""A bot on a simulated Discord over a real coverage of the seed articles."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.ports import CoverageLike
from index.config import CoverageConfig
from index.coverage import Coverage
from tests.discord_helpers import Talk, talking
from tests.index_helpers import SEEDS, HashEmbedder, Index, story

MANAGER = discord.Permissions(manage_guild=True, view_channel=True, send_messages=True)
_PATIENT = 120.0  # seconds that a simulated Discord waits for the bot on a busy machine


@dataclass
class Room:
    """A running bot: ``manager`` may manage the server, ann and ben of ``talk`` may not."""

    talk: Talk
    coverage: Coverage
    articles: Path
    manager: MemberActor

    async def admin(self, name: str, **options: Any) -> InteractionResult:
        return await self.manager.slash(self.talk.channel, f"admin {name}", **options)

    async def minutes(self, minutes: float) -> None:
        await self.talk.env.advance_time(60 * minutes)


@asynccontextmanager
async def room(
    folder: Path,
    *,
    seeds: bool = True,
    embedder: HashEmbedder | None = None,
    wrap: Callable[[Coverage], CoverageLike] | None = None,
    **given: Any,
) -> AsyncIterator[Room]:
    """Start a bot whose index of the seeds is up to date, or without ``seeds`` with no article.

    ``wrap`` stands between the bot and the coverage; ``given`` are settings.
    """
    if seeds:
        shutil.copytree(_indexed(), folder, dirs_exist_ok=True)
    articles = folder / "articles"
    articles.mkdir(exist_ok=True)
    config = CoverageConfig(articles, folder / "data")
    source = (embedder or HashEmbedder()).source()
    async with await Coverage.open(config, source) as coverage:
        through = wrap(coverage) if wrap else coverage
        async with talking(folder, through, **given) as talk:
            talk.env.settle_timeout = _PATIENT
            role = talk.guild.create_role("Editors", permissions=MANAGER)
            manager = talk.guild.add_member(talk.env.create_user("m_i_a"), roles=[role])
            yield Room(talk, coverage, articles, manager)


def article(name: str, paragraphs: int = 2) -> bytes:
    """The bytes of an article that can be indexed."""
    front = f"---\ntitle: About {name}\ndate: 2026-01-15\noutlet: The {name.title()}\n---\n"
    return f"{front}\n{story(name, paragraphs)}\n".encode()


@cache
def _indexed() -> Path:
    """Articles and data of the seeds, indexed once for all tests of a process."""
    folder = Path(_kept.name)
    shutil.copytree(SEEDS, folder / "articles")
    with Index(folder / "articles", folder / "data", HashEmbedder().source(), base="coverage") as i:
        i.reindexer.run()
    return folder


_kept = TemporaryDirectory()
