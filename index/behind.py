"""Writing a chunk while the next one is worked on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Item = TypeVar("Item")
LOOK = 0.2  # seconds between two looks whether somebody wants to stop
BREATH = 0.02
"""Seconds between two items, for an event loop that waits for the interpreter while Chroma writes:
without it the next write may take the interpreter again before the loop gets it."""


class Behind(Generic[Item]):
    """Hands items to a function in one other thread, and is at most one chunk of them behind.

    What the function raises is raised by the next call of ``chunk`` or ``finish``.
    """

    def __init__(self, function: Callable[[Item], None], tick: Callable[[], None]) -> None:
        """``tick`` is called now and then while ``chunk`` and ``finish`` wait; it may raise."""
        self._function = function
        self._tick = tick
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._stopped = threading.Event()
        self._running: Future[None] | None = None

    def chunk(self, items: Iterable[Item]) -> None:
        """Begin with these as soon as those before are done; waits for that."""
        self.finish()
        self._running = self._pool.submit(self._all, items)

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
        """End the thread after the item that it is at."""
        self._stopped.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _all(self, items: Iterable[Item]) -> None:
        for item in items:
            if self._stopped.is_set():
                return
            self._function(item)
            self._stopped.wait(BREATH)
