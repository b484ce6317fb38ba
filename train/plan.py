"""Which rows are learned from together. Needs no PyTorch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from train.rows import ReaderRow, Row


def together(rows: Sequence[Row]) -> list[list[int]]:
    """The numbers of the rows, those of one question in one list."""
    found: dict[str | int, list[int]] = {}
    for number, row in enumerate(rows):
        asked = row.asked if isinstance(row, ReaderRow) else ""
        found.setdefault(asked or number, []).append(number)
    return list(found.values())


def plan(
    units: Sequence[list[int]], lengths: Sequence[int], tokens: int, seed: int
) -> Iterator[list[int]]:
    """Batches of row numbers without end: about `tokens` tokens each, rows of like length
    together, every row once an epoch, the rows of one of the `units` in one batch. The same `seed`
    gives the same batches."""
    longest = [max(lengths[row] for row in unit) for unit in units]
    epoch = 0
    while True:
        rng = random.Random(seed * 1000 + epoch)  # noqa: S311
        order = list(range(len(units)))
        rng.shuffle(order)
        for first in range(0, len(order), 600):
            pool = sorted(order[first : first + 600], key=longest.__getitem__)
            groups: list[list[int]] = [[]]
            for which in pool:
                if groups[-1] and (len(groups[-1]) + len(units[which])) * longest[which] > tokens:
                    groups.append([])
                groups[-1] += units[which]
            rng.shuffle(groups)
            yield from groups
        epoch += 1
