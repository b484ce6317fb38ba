"""One thing at a time for each message: a question is answered before its edit is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


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
