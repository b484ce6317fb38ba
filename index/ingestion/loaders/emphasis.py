"""Emphasis in Markdown: which asterisks are marks, and which are part of what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 3  # asterisks: bold and italic
_LONGEST_WORD = 40  # characters
_BLANK = re.compile(r"\s")


def emphasis_marks(raw: str, start: int, end: int, runs: Iterable[re.Match[str]]) -> set[int]:
    """Return the offsets of the asterisks in ``raw[start:end]`` that come in pairs of equal length.

    As in CommonMark, the first of a pair stands right before what it emphasizes, and the last right
    behind it. Others are text: "5*3", "s**t". So are those within a word, of which CommonMark pairs
    some, unless they emphasize its beginning: "**T**he".
    """
    marks: set[int] = set()
    open_runs: list[tuple[int, int]] = []  # of each, its begin and end as far as it is unpaired
    lengths = [0] * (_LONGEST + 1)  # how many runs of each length are open

    def pop() -> tuple[int, int]:
        run = open_runs.pop()
        lengths[run[1] - run[0]] -= 1
        return run

    def push(run: tuple[int, int]) -> None:
        open_runs.append(run)
        lengths[run[1] - run[0]] += 1

    for run in runs:
        size = run.end() - run.start()
        if size > _LONGEST:
            continue
        before = raw[run.start() - 1] if run.start() > start else " "
        behind = raw[run.end()] if run.end() < end else " "
        tops = [b - a for a, b in open_runs[-2:]]
        may_close = not before.isspace() and (
            not behind.isalnum()
            or (tops[-1:] == [size] and _in_word(raw, open_runs[-1][1], run.start()))
        )
        if may_close and size == _LONGEST and sum(tops) == size and tops[-1] < size:
            marks.update(range(*pop()), range(*pop()), range(*run.span()))
        elif may_close and lengths[size]:
            while open_runs[-1][1] - open_runs[-1][0] != size:
                pop()
            marks.update(range(*pop()), range(*run.span()))
        elif may_close and tops[-1:] == [_LONGEST]:
            opened, closed = pop()
            marks.update(range(closed - size, closed), range(*run.span()))
            push((opened, closed - size))
        elif not behind.isspace() and not before.isalnum():
            push(run.span())
    return marks


def _in_word(raw: str, start: int, end: int) -> bool:
    """Return whether a stretch of text is short and has no white space."""
    return end - start <= _LONGEST_WORD and _BLANK.search(raw, start, end) is None
