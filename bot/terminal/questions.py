"""Questions from standard input, one a line, however long or odd the lines are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from bot.terminal.arguments import MAX_QUESTION

_ENOUGH = 8 * MAX_QUESTION


def question_lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line) for lines that are not blank, as soon as they arrive.

    No more than 16,000 characters of a line are kept: it is then too long for a question.
    """
    number = 0
    while line := stream.readline(_ENOUGH):
        number += 1
        rest = line
        while rest and not rest.endswith("\n"):
            rest = stream.readline(_ENOUGH)
        if line.strip("\ufeff\0 \t\r\n"):
            yield number, line
