"""Writing a chunk while the next one is worked on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

Job = Callable[[], None]
LOOK = 0.2  # seconds between two looks whether somebody wants to stop
BREATH = 0.02
"""Seconds between two jobs, for an event loop that waits for the interpreter while Chroma writes:
without it the next write may take the interpreter again before the loop gets it."""


class Behind:
    """Does jobs in order in one other thread, and is at most one chunk of them behind.

    What a job raises is raised by the next call of ``chunk`` or ``finish``; none follows it.
    """

    def __init__(self, tick: Job) -> None:
        """``tick`` is called now and then while ``chunk`` and ``finish`` wait; it may raise."""
        self._tick = tick
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._stopped = threading.Event()
        self._running: Future[None] | None = None

    def chunk(self, jobs: Iterable[Job]) -> None:
        """Begin with these as soon as those before are done; waits for that."""
        self.finish()
        self._running = self._pool.submit(self._all, jobs)

    def finish(self) -> None:
        """Wait until everything is done."""
        running, self._running = self._running, None
        if running is None:
            return None
        try:
            while True:
                self._tick()
                try:
                    return running.result(LOOK)
                except TimeoutError:
                    if running.done():  # its own, not ours
                        raise
        except BaseException:
            self._stopped.set()
            raise

    def close(self) -> None:
        """End the thread after the job that it is at."""
        self._stopped.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _all(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if self._stopped.is_set():
                return
            job()
            self._stopped.wait(BREATH)
