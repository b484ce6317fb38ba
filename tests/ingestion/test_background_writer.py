"""A chunk is written while the next one is worked on, in order, and what fails is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

import pytest

from index.ingestion.progress import Cancelled
from index.ingestion.vector_writer import BackgroundWriter, Job

PATIENCE = 20.0


def _jobs(function: Callable[[int], None], *items: int) -> list[Job]:
    return [partial(function, item) for item in items]


def _no_tick() -> None:
    return


def test_everything_is_written_in_order() -> None:
    written: list[int] = []
    behind = BackgroundWriter(_no_tick)
    behind.chunk(_jobs(written.append, 1, 2))
    behind.chunk(_jobs(written.append, 3))
    behind.finish()
    assert written == [1, 2, 3]
    behind.finish()
    behind.close()


def test_the_next_chunk_begins_while_the_last_is_written() -> None:
    go_on, written = threading.Event(), list[int]()

    def write(item: int) -> None:
        assert go_on.wait(PATIENCE)
        written.append(item)

    behind = BackgroundWriter(_no_tick)
    behind.chunk(_jobs(write, 1, 2))  # returns although nothing is written yet
    assert written == []
    go_on.set()
    behind.chunk(_jobs(write, 3))
    assert written[:2] == [1, 2]
    behind.finish()
    assert written == [1, 2, 3]
    behind.close()


@pytest.mark.parametrize("error", [OSError("disk is full"), TimeoutError("Chroma took too long")])
def test_what_fails_is_raised_by_the_next_call(error: Exception) -> None:
    def write(item: int) -> None:
        if item == 2:
            raise error

    behind = BackgroundWriter(_no_tick)
    behind.chunk(_jobs(write, 1, 2, 3))
    with pytest.raises(type(error), match=str(error)):
        behind.chunk(_jobs(write, 4))
    behind.close()


def test_who_waits_may_stop_it() -> None:
    begun, go_on, written = threading.Event(), threading.Event(), list[int]()

    def write(item: int) -> None:
        written.append(item)
        begun.set()
        assert go_on.wait(PATIENCE)

    def tick() -> None:
        if begun.is_set():
            raise Cancelled

    behind = BackgroundWriter(tick)
    behind.chunk(_jobs(write, 1, 2, 3))
    assert begun.wait(PATIENCE)
    with pytest.raises(Cancelled):
        behind.finish()
    go_on.set()
    behind.close()
    assert written == [1], "what had begun is finished, and nothing after it"


def test_a_job_that_ends_just_after_the_wait_has_not_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wait = Future.result

    def late(future: Future[None], timeout: float | None = None) -> None:
        wait(future)
        if timeout is not None:
            raise TimeoutError

    written = list[int]()
    behind = BackgroundWriter(_no_tick)
    monkeypatch.setattr(Future, "result", late)
    behind.chunk(_jobs(written.append, 1))
    behind.finish()
    behind.close()
    assert written == [1]
