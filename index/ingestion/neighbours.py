"""How the files beside an article write their dates: is 10/11/2025 in October or in November?"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.ingestion.metadata.datelines import DateOrder, order_of

_MOST_FILES = 200
_MOST_BYTES = 4_000
_HEAD_LINES = 20
_LONGEST = 120  # characters; longer lines are prose
_SUFFIXES = (".txt", ".text", ".md", ".markdown")


def order_beside(folder: Path, file: str) -> DateOrder | None:
    """Return the order of dates in the heads of the texts in the same folder; None if it is open.

    Texts in which every date may be either way do not count; if others differ, none does.
    """
    path = folder / file
    lines = (line for each in islice(_texts_beside(path), _MOST_FILES) for line in _head(each))
    return order_of("\n".join(lines))


def _texts_beside(path: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for each in sorted(path.parent.iterdir()):
            named = each.suffix.lower() in _SUFFIXES and not each.name.startswith(".")
            if named and each != path and each.is_file():
                yield each


def _head(path: Path) -> list[str]:
    """Return the short lines at the top of a text, where its date is."""
    try:
        with path.open("rb") as file:
            head = file.read(_MOST_BYTES)
    except OSError:
        return []
    lines = head.decode("utf-8", "replace").splitlines()[:_HEAD_LINES]
    return [line for line in lines if len(line) <= _LONGEST]
