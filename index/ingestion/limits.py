"""The child process that reads articles, and how long it may take for one."""

from __future__ import annotations

import functools

from index.worker import Limits, Worker

# Computing time. Ordinary news takes 8 s per MB on a slow machine, in any format.
_BASE_SECONDS = 20.0
_SECONDS_PER_MB = 20.0
# A child that waits (a network drive, a busy machine) is given this many times as long.
_PATIENCE = 10.0


@functools.cache
def reading_worker() -> Worker:
    """Return the worker that all of this process shares; it ends by itself when idle."""
    return Worker()


def reading_limits(size: int) -> Limits:
    """Return the limits for reading and preparing a file of ``size`` bytes."""
    seconds = _BASE_SECONDS + _SECONDS_PER_MB * max(size, 0) / 1_000_000
    return Limits(seconds, seconds * _PATIENCE)
