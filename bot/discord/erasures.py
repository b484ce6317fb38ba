"""Who is being deleted from the archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.discord.errors import UserError


class Erasures:
    """One erasure at a time, because each holds a thread and rewrites the backups.

    Nobody waits more than once: otherwise, pressing a button often would keep the others waiting.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._people: set[int] = set()

    @asynccontextmanager
    async def of(self, person: int) -> AsyncIterator[None]:
        """Wait for the erasures of others. Raises UserError if this person has one already."""
        if person in self._people:
            raise UserError("I'm already deleting what is kept about you.")
        self._people.add(person)
        try:
            async with self._lock:
                yield
        finally:
            self._people.discard(person)
