"""Progress that moves: shown when it changed, and never more often than every two seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from discord.ext import tasks

from bot.pages.reindexing import progress_page
from bot.talk.long_reply import LongReply
from index.models import Progress

EVERY = 2.0  # seconds


@asynccontextmanager
async def moving(reply: LongReply) -> AsyncIterator[Callable[[Progress], None]]:
    """Within it, what the callable is given last is shown in the reply."""
    latest: Progress | None = None

    def show(progress: Progress) -> None:
        nonlocal latest
        latest = progress

    editing = asyncio.Lock()

    async def tick() -> None:
        async with editing:
            await reply.show(progress_page(latest))

    loop = tasks.loop(seconds=EVERY)(tick)
    loop.start()
    try:
        yield show
    finally:
        async with editing:  # an edit under way ends first, or it might come after the last one
            loop.cancel()
