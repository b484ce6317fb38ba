"""Remembers how files were left, to notice that they have been changed or not been closed.

Checking a database takes seconds, so that an ordinary start does not: it is checked only if its
files are not as this program left them when it last closed them. Of files that would end the
process if they are damaged, a checksum is compared as well (half a second for a gigabyte). What
else changes without a new size or time (a failing disk) is found by ``coverage-bot doctor``, which
always checks.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path

from index.storage.private_files import write_private

CLOSED_FILE = "closed.json"


_Row = list[str | int]
_STAT = 3  # a row is name, size and time, which a checksum may follow


class FileStates:
    """Sizes and times of groups of files in a data folder, by name.

    All files are in the data folder. No OSError is raised: what cannot be read has changed.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._path = data / CLOSED_FILE

    def as_left(self, name: str, paths: Iterable[Path]) -> bool:
        """Return whether the files of a group are as they were when they were closed."""
        left = self._read().get(name)
        if left is None or [row[:_STAT] for row in left] != self._describe(paths):
            return False
        sums = [(self._data / str(row[0]), row[_STAT]) for row in left if len(row) > _STAT]
        return all(_checksum(path) == known for path, known in sums)

    def save(self, name: str, paths: Iterable[Path], fatal: Iterable[Path] = ()) -> None:
        """Remember a group of files that has just been closed in good order.

        ``fatal`` are those of them that end a process if they are damaged. The checksum of one
        that has kept its size and time is not taken anew, so that damage in between is noticed.
        """
        states = self._read()
        known = [row for row in states.get(name, ()) if len(row) > _STAT]
        summed = {path.relative_to(self._data).as_posix() for path in fatal}
        rows = [
            self._with_checksum(row, known) if row[0] in summed else row
            for row in self._describe(paths)
        ]
        self._write(states | {name: rows})

    def _with_checksum(self, row: _Row, known: list[_Row]) -> _Row:
        before = next((each for each in known if each[:_STAT] == row), None)
        return before or [*row, _checksum(self._data / str(row[0]))]

    def forget(self, name: str) -> None:
        """Have a group checked the next time."""
        states = self._read()
        if states.pop(name, None) is not None:
            self._write(states)

    def _describe(self, paths: Iterable[Path]) -> list[_Row]:
        found: list[_Row] = []
        for path in sorted(paths):
            with contextlib.suppress(OSError):
                status = path.stat()
                name = path.relative_to(self._data).as_posix()
                found.append([name, status.st_size, status.st_mtime_ns])
        return found

    def _read(self) -> dict[str, list[_Row]]:
        try:
            states = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):  # deeply nested, if it is damaged
            return {}
        if not isinstance(states, dict):
            return {}
        return {name: rows for name, rows in states.items() if _are_rows(rows)}

    def _write(self, states: dict[str, list[_Row]]) -> None:
        with contextlib.suppress(OSError):  # then everything is checked the next time
            write_private(self._path, json.dumps(states))


def _are_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, list) for row in rows)


_AT_ONCE = 1 << 20


def _checksum(path: Path) -> int:
    """Return the CRC of a file; -1 if it cannot be read."""
    found = 0
    try:
        with path.open("rb", buffering=0) as file:
            while part := file.read(_AT_ONCE):
                found = zlib.crc32(part, found)
    except OSError:
        return -1
    return found
