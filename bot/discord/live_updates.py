"""Messages that change while work is in progress: drafts of an answer, and progress bars."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from discord.ext import tasks

from bot.discord.api import API_ERRORS
from bot.discord.rendering.admin import progress_page
from bot.discord.responders.interactions import LongResponder
from bot.discord.services import BotClient
from index.models import Draft, Progress

_log = logging.getLogger(__name__)
DRAFT_INTERVAL = 1.0  # seconds
PROGRESS_INTERVAL = 2.0  # seconds


class DraftThrottle:
    """Shows the newest draft, at most once per interval; drafts in between are skipped.

    ``push`` takes drafts from the coverage, and ``close`` ends it before the answer is shown.
    """

    def __init__(
        self, show: Callable[[Draft], Awaitable[None]], interval: float = DRAFT_INTERVAL
    ) -> None:
        self._show = show
        self._interval = interval
        self._newest: Draft | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._wake = asyncio.Event()

    def push(self, draft: Draft) -> None:
        """Show this draft, now or after the interval. Must be called on the event loop."""
        if self._closed:
            return
        self._newest = draft
        self._wake.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="drafts")

    async def close(self) -> None:
        """Show no more drafts. Returns when the next message may be sent or edited."""
        self._closed = True
        self._wake.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        """Run until closed; the interval after the last draft is observed as well."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._closed:
                return
            draft, self._newest = self._newest, None
            if draft is not None:
                try:
                    await self._show(draft)
                except API_ERRORS as error:
                    _log.info("a draft could not be shown: %s", error)
                await asyncio.sleep(self._interval)


@asynccontextmanager
async def live_progress(
    client: BotClient, responder: LongResponder
) -> AsyncIterator[Callable[[Progress], None]]:
    """Yield a function that takes progress, which is shown every two seconds if it changed."""
    latest: Progress | None = None
    shown = ""
    editing = asyncio.Lock()

    async def update() -> None:
        nonlocal shown
        text = progress_page(latest)
        if text == shown:
            loop.stop()  # until there is new progress
            return
        shown = text
        async with editing:
            await responder.show(text)

    def show(progress: Progress) -> None:
        nonlocal latest
        latest = progress
        if not loop.is_running():
            loop.start()

    loop = tasks.loop(seconds=PROGRESS_INTERVAL)(update)
    loop.start()
    client.unfinished.add(responder)
    try:
        yield show
    finally:
        client.unfinished.discard(responder)
        async with editing:  # otherwise an edit in flight could overwrite the result
            loop.cancel()
