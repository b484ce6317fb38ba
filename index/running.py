"""Blocking work beside the event loop: one piece at a time, ended early when it is cancelled."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable
from typing import TypeVar

from index.errors import ReindexRunning
from index.meter import Stopped

Result = TypeVar("Result")


class OneAtATime:
    """Refuses a second piece of work instead of letting it wait."""

    def __init__(self) -> None:
        self._since: dt.datetime | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._stop = threading.Event()

    @property
    def busy(self) -> bool:
        return self._since is not None

    async def run(self, work: Callable[[threading.Event], Result]) -> Result:
        """Run ``work`` in a thread; it looks at the event given and raises Stopped when it is set.

        Raises ReindexRunning while another piece runs. When the caller is cancelled the work is
        told to stop, and the cancellation goes on once it has.
        """
        if self._since is not None:
            raise ReindexRunning(
                f"a re-index is running since {self._since:%H:%M}; wait for it to end"
            )
        self._since = dt.datetime.now().astimezone()
        self._idle.clear()
        self._stop.clear()
        task = asyncio.ensure_future(asyncio.to_thread(work, self._stop))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._stop.set()
            await asyncio.wait([task])
            task.exception()  # looked at, so that nobody is told of a failure nobody waits for
            raise
        except Stopped:  # by ``stop``: whoever waits is told as of a cancellation
            raise asyncio.CancelledError from None
        finally:
            self._since = None
            self._idle.set()

    async def stop(self) -> None:
        """End what runs, and return when it has ended."""
        self._stop.set()
        await self._idle.wait()
