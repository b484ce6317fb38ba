"""Value types of which there are many, as they go from the process that reads files to the bot."""

from __future__ import annotations

from typing import Any


class Compact:
    """Is pickled as its type and its values, which are given to ``__init__`` again.

    A frozen dataclass with slots is otherwise set attribute by attribute, by name: twice as long or
    more, during which the event loop hardly gets its turn.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        names: tuple[str, ...] = type(self).__slots__
        return type(self), tuple(getattr(self, name) for name in names)
