"""Puts files in the place of others, and damaged ones aside."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path


def set_aside_as(path: Path) -> Path:
    """Return where a damaged file or folder is put."""
    return path.with_name(f"{path.name}.damaged")


def replace_database(path: Path, new: Path, aside: Path) -> None:
    """Put a SQLite file in the place of another, which is kept as ``aside`` with its log.

    What was written last is only in the log, so that goes into the file first if it can, or else
    along with it. There is a file at ``path`` at every moment, because a program that finds none
    there would begin an empty one. Who has the file open goes on with it. Raises OSError.
    """
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        aside.hardlink_to(path)
    except OSError:  # not on every file system
        shutil.copy2(path, aside)
    move_log(path, aside)
    new.replace(path)


def move_log(path: Path, aside: Path) -> None:
    """Rename what SQLite left beside a file, as if the file were called ``aside``.

    SQLite would write it into whatever comes in the place of the file. Raises OSError.
    """
    for log, moved in zip(_logs(path), _logs(aside), strict=True):
        if log.exists():
            log.replace(moved)


def any_exists(path: Path) -> bool:
    """Return whether there is a SQLite file of this name, or what SQLite leaves beside one."""
    return any(each.exists() for each in (path, *_logs(path)))


def _logs(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal")]


def set_aside(path: Path) -> Path:
    """Rename a damaged file or folder, replacing the one set aside before; return its new path.

    Raises OSError.
    """
    aside = set_aside_as(path)
    remove(aside)
    return path.rename(aside)


def remove(path: Path) -> None:
    """Delete a file, a link or a folder, if there is one. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
