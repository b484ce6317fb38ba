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
    shown = ""
    editing = asyncio.Lock()

    async def tick() -> None:
        nonlocal shown
        text = progress_page(latest)
        if text == shown:
            loop.stop()  # until there is something new
            return
        shown = text
        async with editing:
            await reply.show(text)

    def show(progress: Progress) -> None:
        nonlocal latest
        latest = progress
        if not loop.is_running():
            loop.start()

    loop = tasks.loop(seconds=EVERY)(tick)
    loop.start()
    reply.client.unfinished.add(reply)
    try:
        yield show
    finally:
        reply.client.unfinished.discard(reply)
        async with editing:  # an edit under way ends first, or it might come after the last one
            loop.cancel()
