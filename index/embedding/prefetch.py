"""Process items in the background, a few ahead of the consumer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def prefetch(
    pool: Executor, function: Callable[[Item], Result], items: Iterable[Item], distance: int
) -> Generator[Result, None, None]:
    """Like ``map``, in the threads of ``pool``, at most ``distance`` items ahead of the consumer.

    Exceptions of ``function`` are raised when their result is due. After the generator is closed,
    no further item is started.
    """
    waiting = iter(items)
    futures: deque[Future[Result]] = deque()
    try:
        futures.extend(pool.submit(function, item) for item in islice(waiting, distance))
        while futures:
            result = futures.popleft().result()
            futures.extend(pool.submit(function, item) for item in islice(waiting, 1))
            yield result
    finally:
        for future in futures:
            future.cancel()
