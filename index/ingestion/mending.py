"""Mends a ledger that turns out to be damaged while it is in use."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from index.config import CoverageConfig
from index.errors import ReindexRunning, StoreUnavailable
from index.ingestion.updater import IndexUpdater
from index.models import Reindexed
from index.storage.chroma import Chroma
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from index.storage.ledger.repair import find_damage, mend_ledger

_T = TypeVar("_T")
_BY = "the repair of the index"


class LedgerMender:
    """Mends the ledger and indexes the articles again, once for all who meet the damage.

    Nothing blocks the event loop. A ledger that may not be written is left as it is.
    """

    def __init__(
        self,
        config: CoverageConfig,
        ledger: Ledger,
        chroma: Chroma,
        updating: IndexUpdater,
        on_mended: Callable[[], None],
    ) -> None:
        """``on_mended`` is called when another file has taken the place of the damaged one."""
        self._config = config
        self._ledger = ledger
        self._chroma = chroma
        self._updating = updating
        self._on_mended = on_mended
        self._running: asyncio.Task[Reindexed | None] | None = None
        self._mended = 0

    async def run(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """Do ``work``, and once more if the ledger was damaged and has been mended.

        Work that begins while the ledger is being mended waits for that. Raises what ``work``
        raises, and any CoverageError if the ledger cannot be mended.
        """
        if self._is_needed:
            await self.check()
        before = self._mended
        try:
            return await work()
        except StoreUnavailable:
            if self._mended == before and self._is_needed:
                await self.check()
            if self._mended == before:
                raise
        return await work()

    async def check(self) -> Reindexed | None:
        """Look for damage, and return what was indexed after it was mended; None if there is none.

        Raises StorageFull, EmbedderFailed or UnusableSetting if it cannot be mended.
        """
        if self._config.writes_nothing:
            return None
        if self._running is None:
            self._running = asyncio.create_task(self._check(), name="mending")
            self._running.add_done_callback(self._on_done)
        # whoever stops waiting does not stop it for the others
        return await asyncio.shield(self._running)

    async def stop(self) -> None:
        """Stop mending; what is left is done when the ledger is opened again."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    @property
    def _is_needed(self) -> bool:
        """Whether damage has been found that is not mended yet."""
        return self._running is not None or self._ledger.database.damaged

    def _on_done(self, task: asyncio.Task[Reindexed | None]) -> None:
        self._running = None
        if not task.cancelled():
            task.exception()  # retrieved, so that asyncio does not log it as unhandled

    async def _check(self) -> Reindexed | None:
        damage = await asyncio.to_thread(find_damage, self._config.data / LEDGER_FILE)
        if damage is None:
            self._ledger.database.damaged = False
            return None
        interrupted = StoreUnavailable(f"the index is damaged ({damage}) and is being mended")
        await self._updating.stop(interrupted)
        await asyncio.to_thread(self._replace, damage)
        self._mended += 1
        self._on_mended()
        while True:
            try:
                return await self._updating.reindex(
                    dry_run=False, rebuild=False, progress=None, by=_BY
                )
            except ReindexRunning:  # it began before the file was replaced
                await self._updating.stop(interrupted)

    def _replace(self, damage: str) -> None:
        """Put a mended file in the place of the ledger's, and open it."""
        embedded = self._config.chroma_url is None
        with self._chroma.kept_closed():
            self._ledger.database.reopen(
                lambda: mend_ledger(self._config.data, embedded=embedded, damage=damage)
            )
