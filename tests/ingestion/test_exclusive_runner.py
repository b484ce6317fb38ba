"""One piece of work at a time, however often its caller is cancelled."""

from __future__ import annotations

import asyncio
import threading

import pytest

from index.errors import ReindexRunning
from index.ingestion.progress import Cancelled, ProgressCallback
from index.ingestion.updater import ExclusiveRunner


class _Slow:
    """Work that ends when it is let go, whether it was told to stop or not."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.told = threading.Event()
        self.released = threading.Event()

    def __call__(self, stop: threading.Event, tell: ProgressCallback) -> None:
        self.started.set()
        stop.wait(10)
        self.told.set()
        self.released.wait(10)
        raise Cancelled


async def test_who_is_cancelled_twice_leaves_the_work_busy_until_it_ends() -> None:
    one, work = ExclusiveRunner(), _Slow()
    caller = asyncio.create_task(one.run(work))
    await asyncio.to_thread(work.started.wait, 10)
    caller.cancel()
    await asyncio.to_thread(work.told.wait, 10)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert one.busy
    with pytest.raises(ReindexRunning):
        await one.run(work)
    work.released.set()
    await one.stop()
    assert not one.busy


async def test_after_a_failure_the_next_piece_runs() -> None:
    one = ExclusiveRunner()

    def fail(stop: threading.Event, tell: ProgressCallback) -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await one.run(fail)
    assert await one.run(lambda stop, tell: 7) == 7
