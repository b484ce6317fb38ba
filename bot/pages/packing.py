"""Blocks of text into messages of a limited length; a block is parted only where it must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.pages.escape import line_starts_escaped
from bot.pages.limits import MESSAGE, length


def packed(blocks: Iterable[str], most: int = MESSAGE) -> tuple[str, ...]:
    """Messages of whole blocks, each on lines of its own; none may be longer than ``most``.

    An empty block is a blank line, but not at either end of a message.
    """
    messages: list[str] = []
    for block in blocks:
        joined = f"{messages[-1]}\n{block}" if messages else block
        if messages and length(joined) <= most:
            messages[-1] = joined
        elif block.strip():
            messages.append(block)
    return tuple(message.strip("\n") for message in messages)


def parted(text: str, most: int) -> Iterator[str]:
    """``text`` in stretches of at most ``most``, at blanks where there are any.

    ``text`` is escaped already. A stretch never ends between a backslash and what it escapes, and
    begins no heading, list or quotation.
    """
    most -= 1  # what begins a stretch may need a backslash
    while length(text) > most:
        at = _fitting(text, most)
        blank = text.rfind(" ", at // 2, at + 1)
        at = blank if blank > 0 else _before_escape(text, at)
        yield text[:at].rstrip()
        text = line_starts_escaped(text[at:].lstrip())
    yield text


def _fitting(text: str, most: int) -> int:
    """How many characters of ``text`` fit, at least one."""
    used = 0
    for at, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > most:
            return max(at, 1)
    return len(text)


def _before_escape(text: str, at: int) -> int:
    backslashes = len(text[:at]) - len(text[:at].rstrip("\\"))
    return at - 1 if backslashes % 2 and at > 1 else at
