"""What is known of messages until the bot stops: what happens to them, edits, and replies."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

import discord


class Turns:
    """A lock for each message that something happens to."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, message: int) -> AsyncIterator[None]:
        """Wait for what happens to the message already, and keep others waiting."""
        lock = self._locks.setdefault(message, asyncio.Lock())
        async with lock:
            yield


class Edits:
    """Tells an edit from everything else that Discord reports as an update of the message.

    A pin, a preview of a link or a thread says again when the message was last edited.
    """

    ARRIVES = dt.timedelta(minutes=5)
    """How long after an edit its event is believed to be about it: a lost connection delays it, and
    a clock may be wrong. Only the time is left to judge by after a restart."""

    def __init__(self) -> None:
        self._handled: OrderedDict[int, tuple[dt.datetime, int]] = OrderedDict()

    def is_new(self, message: int, edited: dt.datetime, text: str, now: dt.datetime) -> bool:
        """Whether this edit has just been made, and was not asked about before."""
        while self._handled and now - next(iter(self._handled.values()))[0] > self.ARRIVES:
            self._handled.popitem(last=False)
        edit = (edited, hash(text))
        if now - edited > self.ARRIVES or self._handled.get(message) == edit:
            return False
        self._handled[message] = edit
        self._handled.move_to_end(message)
        return True


class Replies:
    """What the bot said to a message that is no answer: a refusal, or how far the first index is.

    Answers are in the archive. An edit takes the place of these, and they go with the message.
    """

    MOST = 1_000
    """Messages that are remembered, the latest ones, until the bot stops."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, discord.PartialMessage] = OrderedDict()

    def keep(self, message: int, reply: discord.PartialMessage) -> None:
        """Remember the reply to a message."""
        self._kept[message] = reply
        self._kept.move_to_end(message)
        if len(self._kept) > self.MOST:
            self._kept.popitem(last=False)

    def of(self, message: int) -> discord.PartialMessage | None:
        """Return the reply to a message, if there is one."""
        return self._kept.get(message)

    def forget(self, message: int) -> None:
        """Forget the reply to a message: it shows an answer now, or was deleted."""
        self._kept.pop(message, None)
