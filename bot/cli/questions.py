"""Questions as users type them or pipe them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from bot.rendering.text import in_lines, without_controls
from index.errors import UnusableSetting
from index.models import MAX_QUESTION

_MAX_LINE = 8 * MAX_QUESTION


def clean_question(text: str, noun: str = "question") -> str:
    """Return the question without control characters and empty lines. Raises UnusableSetting."""
    text = in_lines(without_controls(text.removeprefix("\ufeff")))
    if not text:
        raise UnusableSetting(f"the {noun} is empty: write it in quotation marks")
    if len(text) > MAX_QUESTION:
        raise UnusableSetting(
            f"the {noun} has {len(text):,} characters: shorten it to {MAX_QUESTION:,} or fewer"
        )
    return text


def read_questions(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line) for every line that is not blank, as soon as it arrives.

    At most 16,000 characters of a line are kept, which is too long for a question anyway.
    """
    number = 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        rest = line
        while rest and not rest.endswith("\n"):
            rest = stream.readline(_MAX_LINE)
        if line.strip("\ufeff\0 \t\r\n"):
            yield number, line
