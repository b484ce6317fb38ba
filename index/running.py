"""Blocking work beside the event loop: one piece at a time, ended early when it is cancelled."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from index.errors import ReindexRunning
from index.meter import Report, Stopped
from index.models import Progress

Result = TypeVar("Result")


@dataclass(slots=True)
class _Running:
    """What runs: who wanted it, since when, how far it is."""

    by: str | None
    since: dt.datetime
    progress: Progress | None = None

    def refusal(self) -> ReindexRunning:
        who = f"that {self.by} started" if self.by else "started"
        told = f"a re-index {who} at {self.since:%H:%M} is running"
        if self.progress is not None and self.progress.total:
            done, total = self.progress.done, self.progress.total
            told += f" ({self.progress.stage}, {done:,} of {total:,} articles)"
        return ReindexRunning(
            f"{told}; wait for it to end", by=self.by, since=self.since, progress=self.progress
        )


class OneAtATime:
    """Refuses a second piece of work instead of letting it wait."""

    def __init__(self) -> None:
        self._running: _Running | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._stop = threading.Event()

    @property
    def busy(self) -> bool:
        return self._running is not None

    @property
    def progress(self) -> Progress | None:
        """How far the piece that runs is; None where none runs."""
        if self._running is None:
            return None
        return self._running.progress or Progress(0, 0, "reading")

    async def run(
        self,
        work: Callable[[threading.Event, Report], Result],
        *,
        by: str | None = None,
        report: Report | None = None,
    ) -> Result:
        """Run ``work`` in a thread, for ``by``; what it reports is passed on to ``report``.

        ``work`` looks at the event given and raises Stopped when it is set. Raises ReindexRunning
        while another piece runs. When the caller is cancelled the work is told to stop, and the
        cancellation goes on once it has.
        """
        if self._running is not None:
            raise self._running.refusal()
        running = _Running(by, dt.datetime.now().astimezone())
        self._running = running
        self._idle.clear()
        self._stop.clear()

        def tell(progress: Progress) -> None:
            running.progress = progress
            if report is not None:
                report(progress)

        task = asyncio.ensure_future(asyncio.to_thread(work, self._stop, tell))
        task.add_done_callback(self._ended)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._stop.set()
            await asyncio.wait([task])  # cancelled once more, it runs on, and is busy until it ends
            raise
        except Stopped:  # by ``stop``: whoever waits is told as of a cancellation
            raise asyncio.CancelledError from None

    def _ended(self, task: asyncio.Future[Result]) -> None:
        """The thread has ended, whoever still waits for it."""
        if not task.cancelled():
            task.exception()  # looked at, so that nobody is told of a failure nobody waits for
        self._running = None
        self._idle.set()

    async def stop(self) -> None:
        """End what runs, and return when it has ended."""
        self._stop.set()
        await self._idle.wait()
