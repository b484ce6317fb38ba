"""The sign that the bot is typing: at once, again while it lasts, and one for many in a channel."""

from __future__ import annotations

import asyncio
import logging
import time

import discord

_log = logging.getLogger(__name__)
_AGAIN = 8.0  # Discord shows it for ten seconds
_FRESH = 2.0


class Typing:
    """Never in the way of an answer: it is sent beside it, and when it fails nothing else does."""

    def __init__(self) -> None:
        self._tasks: dict[object, asyncio.Task[None]] = {}
        self._sent: dict[int, float] = {}

    def start(self, channel: discord.abc.MessageableChannel, owner: object) -> None:
        """Type in the channel until ``stop(owner)``."""
        self._tasks[owner] = asyncio.create_task(self._type(channel), name="typing")

    def stop(self, owner: object) -> None:
        """Stop for this owner; others in the channel go on."""
        task = self._tasks.pop(owner, None)
        if task is not None:
            task.cancel()

    async def _type(self, channel: discord.abc.MessageableChannel) -> None:
        try:
            while True:
                now = time.monotonic()
                if now - self._sent.get(channel.id, 0.0) >= _FRESH:
                    self._sent = {c: t for c, t in self._sent.items() if now - t < _FRESH}
                    self._sent[channel.id] = now
                    await channel.typing()
                await asyncio.sleep(_AGAIN)
        except discord.HTTPException as error:
            _log.info("could not show that I am typing: %s", error)
