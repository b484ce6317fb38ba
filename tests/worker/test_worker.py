from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.worker import Limits, Worker, WorkerStopped
from tests.worker import behaviour

ENOUGH = Limits(cpu_seconds=60, wall_seconds=120)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker(memory=1_000_000_000)
    yield worker
    worker.close()


def test_it_returns_results_and_keeps_its_process(worker: Worker) -> None:
    assert worker.call(ENOUGH, behaviour.add, 1, second=2) == 3
    first = worker.call(ENOUGH, behaviour.identity)
    assert first == worker.call(ENOUGH, behaviour.identity) != os.getpid()


def test_nothing_is_left_of_a_worker_that_was_closed() -> None:
    worker = Worker()
    worker.call(ENOUGH, behaviour.add, 1, 1)
    worker.close()
    left = weakref.ref(worker)
    del worker
    gc.collect()
    assert left() is None


def test_it_raises_what_the_function_raises(worker: Worker) -> None:
    with pytest.raises(ValueError, match="no such thing"):
        worker.call(ENOUGH, behaviour.fail, "no such thing")
    with pytest.raises(RuntimeError, match="Unreadable: one"):
        worker.call(ENOUGH, behaviour.fail_unreadably)
    assert worker.call(ENOUGH, behaviour.add, 1, 1) == 2


def test_computing_is_limited(worker: Worker) -> None:
    with pytest.raises(WorkerStopped, match=r"^took more than 1 s of computing time$"):
        worker.call(Limits(1, 120), behaviour.backtrack)
    assert worker.call(ENOUGH, behaviour.add, 1, 1) == 2


def test_waiting_is_limited(worker: Worker) -> None:
    with pytest.raises(WorkerStopped, match=r"^took more than 1 s$"):
        worker.call(Limits(60, 1), behaviour.sleep, 60)
    assert worker.call(ENOUGH, behaviour.add, 1, 1) == 2


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (behaviour.exhaust_memory, r"^needed more than 1 GB of memory$"),
        (behaviour.crash, r"^ended the process that read it \(signal 11\)$"),
        (behaviour.leave, r"^ended the process that read it \(status 3\)$"),
    ],
)
def test_a_call_that_ends_the_process_is_named_and_the_next_one_works(
    worker: Worker, act: Callable[[], object], message: str
) -> None:
    with pytest.raises(WorkerStopped, match=message):
        worker.call(ENOUGH, act)
    assert worker.call(ENOUGH, behaviour.add, 1, 1) == 2


def test_a_process_killed_from_outside_is_replaced_without_a_word(worker: Worker) -> None:
    first = worker.call(ENOUGH, behaviour.identity)
    os.kill(first, signal.SIGKILL)
    assert worker.call(ENOUGH, behaviour.identity) != first


def test_closing_ends_a_call(worker: Worker) -> None:
    worker.call(ENOUGH, behaviour.identity)
    timer = threading.Timer(0.3, worker.close)
    timer.start()
    started = time.monotonic()
    with pytest.raises(WorkerStopped, match="was cancelled"):
        worker.call(ENOUGH, behaviour.sleep, 100)
    assert time.monotonic() - started < 60
    timer.join()


def test_a_caller_cancels_its_own_calls_and_no_others(worker: Worker, tmp_path: Path) -> None:
    begun, caller = tmp_path / "begun", worker.caller()
    with ThreadPoolExecutor(3) as pool:
        other = pool.submit(worker.call, ENOUGH, behaviour.begin_and_sleep, begun, 1.5)
        _wait_for(begun.exists)
        waiting = pool.submit(caller.call, ENOUGH, behaviour.add, 1, 1)
        caller.cancel()
        with pytest.raises(WorkerStopped, match=r"^was cancelled$"):
            waiting.result(60)
        assert not other.done()
        assert other.result(60) == "slept"
    begun.unlink()
    with ThreadPoolExecutor(1) as pool, worker.caller() as another:
        running = pool.submit(another.call, ENOUGH, behaviour.begin_and_sleep, begun, 100)
        _wait_for(begun.exists)
        another.cancel()
        with pytest.raises(WorkerStopped, match=r"^was cancelled$"):
            running.result(60)
        with pytest.raises(WorkerStopped, match=r"^was cancelled$"):
            another.call(ENOUGH, behaviour.add, 1, 1)
    assert worker.call(ENOUGH, behaviour.add, 1, 1) == 2


@pytest.mark.parametrize("all_calls", [True, False])
def test_a_call_whose_process_is_still_starting_is_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, all_calls: bool
) -> None:
    begun = tmp_path / "begun"
    slow = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(50)"
    worker = Worker()
    caller = worker.caller()
    with monkeypatch.context() as patched, ThreadPoolExecutor(1) as pool:
        patched.setattr("index.worker._START", slow)
        starting = pool.submit(caller.call, ENOUGH, behaviour.add, 1, 1)
        _wait_for(begun.exists)
        (worker.close if all_calls else caller.cancel)()
        with pytest.raises(WorkerStopped, match=r"^was cancelled$"):
            starting.result(30)
    assert worker.call(ENOUGH, behaviour.add, 1, 1) == 2
    worker.close()


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_is_printed_does_not_get_between_the_replies(worker: Worker) -> None:
    assert worker.call(ENOUGH, behaviour.say, "hello\n" * 100) == "hello\n" * 100
    assert worker.call(ENOUGH, behaviour.add, 1, 1) == 2


def test_what_is_logged_arrives_with_its_traceback(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "tests.worker"):
        worker.call(ENOUGH, behaviour.log, "something")
    assert "logged something" in caplog.text
    assert "ValueError: something" in caplog.text


@pytest.mark.parametrize("name", ["DISCORD_TOKEN", "discord_token", "Bot_Llm_Api_Key"])
def test_secrets_are_not_passed_on(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("BOT_ARTICLES", "seeds")
    worker = Worker()
    assert worker.call(ENOUGH, behaviour.environment, name) is None
    assert worker.call(ENOUGH, behaviour.environment, "BOT_ARTICLES") == "seeds"
    worker.close()


def test_no_collection_walks_through_a_large_result(worker: Worker) -> None:
    gc.collect()
    before = len(gc.get_objects())
    result = worker.call(ENOUGH, behaviour.many_objects, 100_000)
    assert len(result) == 100_000
    assert gc.isenabled()
    assert len(gc.get_objects()) < before + 10_000  # what a collection looks at
    frozen = gc.get_freeze_count()
    del result
    assert gc.get_freeze_count() < frozen - 90_000  # it goes without a collection


def test_what_waits_behind_a_call_that_needs_too_much_memory_is_done(worker: Worker) -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for _ in range(3):
            with ThreadPoolExecutor(5) as pool:
                greedy = pool.submit(worker.call, ENOUGH, behaviour.exhaust)
                others = [pool.submit(worker.call, ENOUGH, behaviour.add, 1, n) for n in range(4)]
            with pytest.raises(WorkerStopped, match="GB of memory"):
                greedy.result()
            assert [other.result() for other in others] == [1, 2, 3, 4]
    finally:
        sys.setswitchinterval(interval)
