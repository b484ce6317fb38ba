"""Progress of a re-index, and the way to cancel it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from index.models import Progress

ProgressCallback = Callable[[Progress], None]


class Cancelled(Exception):
    """Whoever started the re-index no longer wants it."""


class ProgressMeter:
    """Counts articles. One that was read counts when its passages have been embedded.

    One thread reads while another embeds what was read.
    """

    def __init__(
        self, total: int, report: ProgressCallback | None, stop: threading.Event | None
    ) -> None:
        self._total = total
        self._report = report
        self._stop = stop
        self._read = 0
        self._embedded = 0
        self._tell(0, "reading")

    def read(self) -> None:
        """One more article was read. Raises Stopped."""
        self._read += 1
        self.look()

    def gathered(self) -> int:
        """How many articles were read so far: what a chunk that is begun now ends with."""
        return self._read

    def tick(self, share: float, upto: int) -> None:
        """That share of a chunk that ends with article ``upto`` is embedded. Raises Stopped."""
        self.look()
        done = self._embedded + round((upto - self._embedded) * share)
        if share >= 1.0:
            self._embedded = upto
        self._tell(done, "embedding")

    def writing(self) -> None:
        """Everything is embedded."""
        self.look()
        self._tell(self._total, "writing")

    def look(self) -> None:
        """Raises Stopped where somebody wants it."""
        if self._stop is not None and self._stop.is_set():
            raise Cancelled

    def _tell(self, done: int, stage: str) -> None:
        if self._report is not None:
            self._report(Progress(done, self._total, stage))
