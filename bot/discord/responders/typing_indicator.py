"""The typing indicator of a channel."""

from __future__ import annotations

import asyncio
import logging
import time

import discord

from bot.discord.api import API_ERRORS

_log = logging.getLogger(__name__)
_TYPING_INTERVAL = 8.0  # seconds; Discord shows the indicator for ten
_TYPING_MIN_INTERVAL = 2.0
_TYPING_ARRIVAL = 0.3


class TypingIndicator:
    """Shows that the bot is typing, once for all answers in a channel. Failures are ignored."""

    def __init__(self) -> None:
        self._tasks: dict[object, tuple[asyncio.Task[None], asyncio.Event]] = {}
        self._last_sent: dict[int, float] = {}

    def start(self, channel: discord.abc.MessageableChannel, owner: object) -> None:
        """Keep typing in the channel until ``stop(owner)``."""
        sent = asyncio.Event()
        task = asyncio.create_task(self._type(channel, sent), name="typing")
        self._tasks[owner] = task, sent

    async def stop(self, owner: object) -> None:
        """Stop for this owner; others in the channel continue.

        A call in flight gets a moment to arrive: after the answer it would show for ten seconds.
        """
        task, sent = self._tasks.pop(owner, (None, None))
        if task is None or sent is None:
            return
        try:
            await asyncio.wait_for(sent.wait(), _TYPING_ARRIVAL)
        except TimeoutError:
            _log.debug("the typing indicator did not arrive in time")
        task.cancel()

    async def _type(self, channel: discord.abc.MessageableChannel, sent: asyncio.Event) -> None:
        try:
            while True:
                now = time.monotonic()
                recent = {
                    c: t for c, t in self._last_sent.items() if now - t < _TYPING_MIN_INTERVAL
                }
                self._last_sent = recent
                if channel.id not in recent:
                    recent[channel.id] = now
                    await channel.typing()
                sent.set()
                await asyncio.sleep(_TYPING_INTERVAL)
        except API_ERRORS as error:
            _log.info("the typing indicator could not be shown: %s", error)
        finally:
            sent.set()
