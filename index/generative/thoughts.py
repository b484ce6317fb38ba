"""Leaves out the thoughts that some models write before their answer."""

from __future__ import annotations

_TAGS = ("think", "thinking", "thought", "reasoning")


class Thoughts:
    """Takes the pieces of what a model writes; gives those that are not its thoughts.

    Servers usually keep thoughts apart. Where one does not, they stand between two tags at the
    beginning. Thoughts without an end are all that there is: nothing is given.
    """

    def __init__(self) -> None:
        self._held = ""
        self._closing: str | None = None
        self._over = False

    def feed(self, piece: str) -> str:
        """What of this piece, and of earlier ones held back, is the answer's."""
        if self._over:
            return piece
        self._held += piece
        if self._closing is None:
            start = self._held.lstrip().lower()
            tags = [tag for tag in _TAGS if f"<{tag}>".startswith(start[: len(tag) + 2])]
            opened = next((tag for tag in tags if start.startswith(f"<{tag}>")), None)
            if opened is None and tags:
                return ""  # too early to tell
            if opened is None:
                return self._end(self._held)
            self._closing = f"</{opened}>"
        _, closed, after = self._held.partition(self._closing)
        return self._end(after.lstrip()) if closed else ""

    def finish(self) -> str:
        """What was held back and turned out to be none."""
        return "" if self._over or self._closing is not None else self._end(self._held)

    def _end(self, text: str) -> str:
        self._over = True
        self._held = ""
        return text
