"""Which rows are learned from together; no PyTorch here."""

from __future__ import annotations

from itertools import islice

from train.plan import plan, together
from train.rows import EntailmentRow, ReaderRow


def read(asked: str) -> ReaderRow:
    return ReaderRow("who", "text", None, False, (), "set", "group", asked=asked)


def test_what_is_read_for_a_question_is_one_unit() -> None:
    claim = EntailmentRow("claim", "evidence", "supported", "set", "group")
    rows = [read("one"), claim, read("two"), read("one"), read(""), read("")]
    assert together(rows) == [[0, 3], [1], [2], [4], [5]]


def test_units_stay_whole_and_every_row_comes_once() -> None:
    units = [[n, n + 1, n + 2] for n in range(0, 90, 3)] + [[n] for n in range(90, 200)]
    lengths = [10 + n % 50 for n in range(200)]
    batches: list[list[int]] = []
    for batch in plan(units, lengths, 400, 14):
        batches.append(batch)
        if sum(map(len, batches)) == len(lengths):
            break
    assert sorted(row for batch in batches for row in batch) == list(range(200))
    for unit in units:
        assert any(set(unit) <= set(batch) for batch in batches)
    for batch in batches:
        assert len(batch) * max(lengths[row] for row in batch) <= 400


def test_a_seed_repeats_the_batches_and_another_does_not() -> None:
    units, lengths = [[n] for n in range(100)], [20] * 100

    def first(seed: int) -> list[list[int]]:
        return list(islice(plan(units, lengths, 100, seed), 40))

    assert first(1) == first(1)
    assert first(1) != first(2)
