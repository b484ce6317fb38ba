"""Discord's limits, and fitting text into them.

Discord's client counts UTF-16 code units and its server counts characters. Text that fits by the
first count fits by both, so lengths here are UTF-16 code units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.discord.rendering.markdown import escape_line_starts

MESSAGE = 2_000
CUSTOM_ID = 100
CHOICES = 25
CHOICE = 100

_MORE_LINE = 100  # room for the line that says how many more there are


def length(text: str) -> int:
    """Return the number of UTF-16 code units; most emoji count as two or more."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, most: int) -> str:
    """Shorten ``text`` to ``most`` code units, ending in an ellipsis if it was longer."""
    if length(text) <= most:
        return text
    end = _prefix(text, most - 1)
    return text[:end].rstrip() + "…"


def cut_escaped(text: str, most: int) -> str:
    """Like ``cut``, for escaped text: no backslash is left without the character it escapes."""
    if length(text) <= most:
        return text
    return text[: _before_escape(text, _prefix(text, most - 1))].rstrip() + "…"


def cut_start(text: str, most: int) -> str:
    """Shorten ``text`` to its end of ``most`` code units, after an ellipsis if it was longer."""
    if length(text) <= most:
        return text
    return "…" + text[len(text) - _prefix(text[::-1], most - 1) :].lstrip()


def join_blocks(blocks: Iterable[str], most: int = MESSAGE) -> tuple[str, ...]:
    """Join blocks with line feeds into messages of at most ``most`` code units.

    No block may be longer than that. An empty block is a blank line, except at either end of a
    message.
    """
    messages: list[str] = []
    for block in blocks:
        joined = f"{messages[-1]}\n{block}" if messages else block
        if messages and length(joined) <= most:
            messages[-1] = joined
        elif block.strip():
            messages.append(block)
    return tuple(message.strip("\n") for message in messages)


def split(text: str, most: int) -> Iterator[str]:
    """Split escaped text into parts of at most ``most`` code units, at spaces if possible.

    No part ends between a backslash and the character it escapes, or starts a heading, a list or
    a quotation.
    """
    most -= 1  # the start of a part may need a backslash
    while length(text) > most:
        at = max(_prefix(text, most), 1)
        space = text.rfind(" ", at // 2, at + 1)
        at = space if space > 0 else _before_escape(text, at)
        yield text[:at].rstrip()
        text = escape_line_starts(text[at:].lstrip())
    yield text


def first_lines(lines: Iterable[str], room: int, more: str) -> list[str]:
    """Return the lines that fit in ``room`` code units, including line feeds.

    If some do not fit, the last line is ``more`` with their number in place of ``{}``; ``room``
    has to include up to 100 code units for it.
    """
    given = list(lines)
    left = room - _MORE_LINE
    for at, line in enumerate(given):
        left -= length(line) + 1
        if left < 0:
            return [*given[:at], more.format(f"{len(given) - at:,}")]
    return given


def _prefix(text: str, most: int) -> int:
    """Return how many characters fit in ``most`` code units."""
    used = 0
    for at, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > most:
            return at
    return len(text)


def _before_escape(text: str, at: int) -> int:
    backslashes = len(text[:at]) - len(text[:at].rstrip("\\"))
    return at - 1 if backslashes % 2 and at > 1 else at
