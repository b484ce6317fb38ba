"""How the files beside an article write their dates: is 10/11/2025 in October or in November?"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.ingestion.metadata.datelines import DateOrder, order_of

_MAX_FILES = 200
_MAX_BYTES = 4_000
_HEAD_LINES = 20
_LONGEST = 120  # characters; longer lines are prose
_SUFFIXES = (".txt", ".text", ".md", ".markdown")


def date_order_in_folder(folder: Path, file: str, run: int | None = None) -> DateOrder | None:
    """Return the order of dates in the heads of the texts in a file's folder; None if it is open.

    Texts in which every date may be either way do not count; if others differ, none does. The
    folder is looked at once a ``run``.
    """
    parent = (folder / file).parent
    return _order_in(parent) if run is None else _order_in_run(parent, run)


@functools.lru_cache(maxsize=64)
def _order_in_run(folder: Path, run: int) -> DateOrder | None:
    return _order_in(folder)


def _order_in(folder: Path) -> DateOrder | None:
    lines = (line for each in islice(_texts(folder), _MAX_FILES) for line in _head(each))
    return order_of("\n".join(lines))


def _texts(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for each in sorted(folder.iterdir()):
            named = each.suffix.lower() in _SUFFIXES and not each.name.startswith(".")
            if named and each.is_file():
                yield each


def _head(path: Path) -> list[str]:
    """Return the short lines at the top of a text, where its date is."""
    try:
        with path.open("rb") as file:
            head = file.read(_MAX_BYTES)
    except OSError:
        return []
    lines = head.decode("utf-8", "replace").splitlines()[:_HEAD_LINES]
    return [line for line in lines if len(line) <= _LONGEST]
