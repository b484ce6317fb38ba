"""Progress counts an article once its passages are embedded, while others are being read."""

from __future__ import annotations

import threading

import pytest

from index.ingestion.progress import Cancelled, ProgressMeter
from index.models import Progress


def test_articles_read_while_a_chunk_is_embedded_are_not_counted_yet() -> None:
    told: list[Progress] = []
    meter = ProgressMeter(10, told.append, None)
    for _ in range(4):
        meter.file_read()
    last_article = meter.files_read()
    meter.file_read()  # the next chunk gathers
    meter.report_embedded(0.5, last_article)
    meter.report_embedded(1.0, last_article)
    meter.report_embedded(0.5, 8)
    assert [progress.done for progress in told] == [0, 2, 4, 6]


def test_whoever_reads_and_whoever_embeds_are_told_to_stop() -> None:
    stop = threading.Event()
    meter = ProgressMeter(10, None, stop)
    meter.check_cancelled()
    stop.set()
    for act in (
        meter.file_read,
        meter.check_cancelled,
        meter.report_writing,
        lambda: meter.report_embedded(0.5, 1),
    ):
        with pytest.raises(Cancelled):
            act()
