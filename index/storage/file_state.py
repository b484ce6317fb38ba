"""Remembers how files were left, to notice that they have been changed or not been closed.

Checking a database takes seconds, so that an ordinary start does not: it is checked only if its
files are not as this program left them when it last closed them. What changes without a new size
or time (a failing disk) is found by ``coverage-bot doctor``, which always checks.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from index.storage.lock import write_private

FILE_NAME = "closed.json"


class FileStates:
    """Sizes and times of groups of files in a data folder, by name. Never raises."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._path = data / FILE_NAME

    def as_left(self, name: str, paths: Iterable[Path]) -> bool:
        """Return whether the files of a group are as they were when they were closed."""
        return self._read().get(name) == self._describe(paths)

    def save(self, name: str, paths: Iterable[Path]) -> None:
        """Remember a group of files that has just been closed in good order."""
        self._write(self._read() | {name: self._describe(paths)})

    def forget(self, name: str) -> None:
        """Have a group checked the next time."""
        states = self._read()
        if states.pop(name, None) is not None:
            self._write(states)

    def _describe(self, paths: Iterable[Path]) -> list[list[str | int]]:
        found: list[list[str | int]] = []
        for path in sorted(paths):
            with contextlib.suppress(OSError):
                status = path.stat()
                name = path.relative_to(self._data).as_posix()
                found.append([name, status.st_size, status.st_mtime_ns])
        return found

    def _read(self) -> dict[str, list[list[str | int]]]:
        try:
            states = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):  # deeply nested, if it is damaged
            return {}
        return states if isinstance(states, dict) else {}

    def _write(self, states: dict[str, list[list[str | int]]]) -> None:
        with contextlib.suppress(OSError):  # then everything is checked the next time
            write_private(self._path, json.dumps(states))


def set_aside_as(path: Path) -> Path:
    """Return where a damaged file or folder is put."""
    return path.with_name(f"{path.name}.damaged")


def replace_database(path: Path, new: Path, aside: Path) -> None:
    """Put a SQLite file in the place of another, which is kept as ``aside`` with its log.

    What was written last is only in the log, so that goes into the file first if it can, or else
    along with it. There is a file at ``path`` at every moment, because a program that finds none
    there would begin an empty one. Nobody has either file open. Raises OSError.
    """
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        aside.hardlink_to(path)
    except OSError:  # not on every file system
        shutil.copy2(path, aside)
    for suffix in _LOG:
        log = path.with_name(path.name + suffix)
        if log.exists():
            log.replace(aside.with_name(aside.name + suffix))
    new.replace(path)


_LOG = ("-wal", "-shm")


def set_aside(path: Path) -> Path:
    """Rename a damaged file or folder, replacing the one set aside before; return its new path.

    Raises OSError.
    """
    aside = set_aside_as(path)
    if aside.is_dir():
        shutil.rmtree(aside)
    else:
        aside.unlink(missing_ok=True)
    return path.rename(aside)
