"""Progress of a re-index, and its cancellation."""

from __future__ import annotations

import threading
from collections.abc import Callable

from index.models import Progress

ProgressCallback = Callable[[Progress], None]


class Cancelled(Exception):
    """The re-index was cancelled."""


class ProgressMeter:
    """Counts articles: an article counts once its passages have been embedded.

    Articles are read by one thread and embedded by another.
    """

    def __init__(
        self, total: int, report: ProgressCallback | None, stop: threading.Event | None
    ) -> None:
        self._total = total
        self._callback = report
        self._stop = stop
        self._read = 0
        self._embedded = 0
        self._report_progress(0, "reading")

    def file_read(self) -> None:
        """Count one more article that has been read. Raises Cancelled."""
        self._read += 1
        self.check_cancelled()

    def files_read(self) -> int:
        """Return how many articles have been read; a chunk that starts now ends with the last."""
        return self._read

    def report_embedded(self, share: float, last_article: int) -> None:
        """Report that this share of the chunk ending with article ``last_article`` is embedded.

        Raises Cancelled.
        """
        self.check_cancelled()
        done = self._embedded + round((last_article - self._embedded) * share)
        if share >= 1.0:
            self._embedded = last_article
        self._report_progress(done, "embedding")

    def report_writing(self) -> None:
        """Report that everything is embedded. Raises Cancelled."""
        self.check_cancelled()
        self._report_progress(self._total, "writing")

    def check_cancelled(self) -> None:
        """Raise Cancelled if the re-index is to stop."""
        if self._stop is not None and self._stop.is_set():
            raise Cancelled

    def _report_progress(self, done: int, stage: str) -> None:
        if self._callback is not None:
            self._callback(Progress(done, self._total, stage))
