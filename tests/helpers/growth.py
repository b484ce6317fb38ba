"""Does work take time like the size of what it works on?"""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable

from index.errors import UnreadableArticle

_SECONDS = 0.4  # of CPU time; below, growth is not measurable
_MAX_GROWTH = 9.0  # for four times the text
_MEASUREMENTS = 3


def grows_too_fast(work: Callable[[str], object], unit: str, shorter: int = 12_500) -> bool:
    """Return whether four times as many units take more than ``_MAX_GROWTH`` times as long.

    ``work`` gets the repeated units, first ``shorter`` characters of them. Every time that it is
    measured: on a busy machine, one measurement says little.
    """

    def measure(length: int) -> float:
        return _seconds(work, unit * (length // len(unit)))

    for _ in range(_MEASUREMENTS):
        before, after = measure(shorter), measure(4 * shorter)
        if after <= _SECONDS or after <= _MAX_GROWTH * before:
            return False
    return True


def _seconds(work: Callable[[str], object], text: str) -> float:
    """Return the CPU time that it takes; a refusal counts, too.

    The collector pauses: a collection takes as long as what other tests have left behind.
    """
    gc.disable()
    try:
        started = time.thread_time()
        with contextlib.suppress(UnreadableArticle):
            work(text)
        return time.thread_time() - started
    finally:
        gc.enable()
