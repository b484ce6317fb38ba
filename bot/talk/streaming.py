"""Drafts of an answer, shown as they come but no more than once a second."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.talk.sending import NOT_TAKEN
from index.models import Draft

_log = logging.getLogger(__name__)
EVERY = 1.0


class Stream:
    """``push`` takes drafts from the coverage; ``close`` ends it before the answer is shown.

    ``show`` is awaited with the newest draft, ``every`` seconds apart; drafts that came meanwhile
    are passed over.
    """

    def __init__(self, show: Callable[[Draft], Awaitable[None]], every: float = EVERY) -> None:
        self._show = show
        self._every = every
        self._newest: Draft | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._wake = asyncio.Event()

    def push(self, draft: Draft) -> None:
        """Have this draft shown, now or when it is time. Called on the event loop."""
        if self._closed:
            return
        self._newest = draft
        self._wake.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="stream")

    async def close(self) -> None:
        """Show no more drafts. Returns when the next message may be sent or edited."""
        self._closed = True
        self._wake.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        """Until closed; the pause after the last draft is waited out as well."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._closed:
                return
            draft, self._newest = self._newest, None
            if draft is not None:
                try:
                    await self._show(draft)
                except NOT_TAKEN as error:
                    _log.info("a draft could not be shown: %s", error)
                await asyncio.sleep(self._every)
