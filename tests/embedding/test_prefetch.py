"""Working ahead in other threads: in order, never too far, and no further once it is closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.embedding.prefetch import prefetch


def counted(taken: list[int], upto: int = 100) -> Iterator[int]:
    for number in range(upto):
        taken.append(number)
        yield number


def test_results_are_in_order_and_work_is_never_too_far_ahead() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(3) as pool:
        for index, result in enumerate(prefetch(pool, lambda n: n * n, counted(taken), 7)):
            assert result == index * index
            assert len(taken) <= index + 8
    assert len(taken) == 100


def test_an_error_comes_in_its_turn_and_ends_it() -> None:
    taken: list[int] = []

    def fail_at_five(number: int) -> int:
        if number == 5:
            raise ValueError("five")
        return number

    with ThreadPoolExecutor(2) as pool:
        results = prefetch(pool, fail_at_five, counted(taken), 3)
        assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
        with pytest.raises(ValueError, match="five"):
            next(results)
    assert len(taken) < 20


def test_closed_it_begins_nothing_more() -> None:
    gate = threading.Event()
    done: list[int] = []

    def work(number: int) -> None:
        assert number == 0 or gate.wait(60)
        done.append(number)

    with ThreadPoolExecutor(1) as pool:
        results = prefetch(pool, work, range(100), 10)
        next(results)
        results.close()
        gate.set()
    assert done in ([0], [0, 1])  # the second may have been begun before
