"""The sign that the bot is typing: at once, again while it lasts, and one for many in a channel."""

from __future__ import annotations

import asyncio
import logging
import time

import discord

from bot.talk.sending import NOT_TAKEN

_log = logging.getLogger(__name__)
_AGAIN = 8.0  # Discord shows it for ten seconds
_FRESH = 2.0
_PATIENCE = 0.3


class Typing:
    """Sent beside the making of an answer; when it fails, nothing else does."""

    def __init__(self) -> None:
        self._tasks: dict[object, tuple[asyncio.Task[None], asyncio.Event]] = {}
        self._sent: dict[int, float] = {}

    def start(self, channel: discord.abc.MessageableChannel, owner: object) -> None:
        """Type in the channel until ``stop(owner)``."""
        seen = asyncio.Event()
        task = asyncio.create_task(self._type(channel, seen), name="typing")
        self._tasks[owner] = task, seen

    async def stop(self, owner: object) -> None:
        """Stop for this owner; others in the channel go on.

        What is on its way gets a moment to arrive: after the answer, it would stay for ten seconds.
        """
        task, seen = self._tasks.pop(owner, (None, None))
        if task is None or seen is None:
            return
        try:
            await asyncio.wait_for(seen.wait(), _PATIENCE)
        except TimeoutError:
            _log.debug("too late to show that I am typing")
        task.cancel()

    async def _type(self, channel: discord.abc.MessageableChannel, seen: asyncio.Event) -> None:
        try:
            while True:
                now = time.monotonic()
                if now - self._sent.get(channel.id, -_FRESH) >= _FRESH:
                    self._sent = {c: t for c, t in self._sent.items() if now - t < _FRESH}
                    self._sent[channel.id] = now
                    await channel.typing()
                seen.set()
                await asyncio.sleep(_AGAIN)
        except NOT_TAKEN as error:
            _log.info("could not show that I am typing: %s", error)
        finally:
            seen.set()
