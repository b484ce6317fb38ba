"""As many lines as fit, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable

from bot.pages.limits import length

_MORE = 100  # room for the line that says how many more there are


def fitting(lines: Iterable[str], room: int, more: str) -> list[str]:
    """The first lines within ``room`` characters, line feeds counted.

    Where some are left over the last line is ``more`` with their number in place of ``{}``; it
    may be 100 characters long, which ``room`` has to have beside what the lines take.
    """
    given = list(lines)
    left = room - _MORE
    for at, line in enumerate(given):
        left -= length(line) + 1
        if left < 0:
            return [*given[:at], more.format(f"{len(given) - at:,}")]
    return given
