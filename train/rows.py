"""The two kinds of training row, and how they are kept as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

Span = tuple[int, int]
"""Character offsets, end exclusive."""


@dataclass(frozen=True)
class ReaderRow:
    """A question and a passage.

    `sentences` are spans of `passage` with a mark: 1 answers, 0 does not, -1 not known. `answer`
    is a span of `passage`; None either because the passage does not answer (`answered` false) or
    because nobody marked where it does (`answered` true). Rows with the same `asked`, if it is not
    "", are what is read for one question: which of all their sentences answers is learned as well.
    """

    question: str
    passage: str
    answer: Span | None
    answered: bool
    sentences: tuple[tuple[int, int, int], ...]
    source: str
    group: str
    asked: str = ""


@dataclass(frozen=True)
class EntailmentRow:
    """A claim and its evidence.

    `label` is supported, contradicted, not_stated, or not_supported where people only judged
    supported or not (it then stands for either of the other two).
    """

    claim: str
    evidence: str
    label: str
    source: str
    group: str


Row = ReaderRow | EntailmentRow


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write `rows` as JSON lines; how many there were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
            count += 1
    return count


def read(path: Path) -> Iterator[Row]:
    """The rows of a file that `write` made."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            if "claim" in fields:
                yield EntailmentRow(**fields)
            else:
                answer = fields.pop("answer")
                marks = tuple(tuple(mark) for mark in fields.pop("sentences"))
                yield ReaderRow(answer=tuple(answer) if answer else None, sentences=marks, **fields)
