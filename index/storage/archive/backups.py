"""Backups of the archive, the only file that cannot be made anew from the articles."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import re
import sqlite3
from pathlib import Path

from index.errors import StorageFull, StoreUnavailable, UnusableSetting
from index.storage.archive.records import FILE_NAME
from index.storage.database import connect_existing
from index.storage.file_state import replace_database, set_aside_as
from index.storage.lock import create_private

KEPT = 7
"""Days of which a backup is kept."""

PARTIAL = ".part"
"""In the names of copies that are still being made."""
_NAME = re.compile(r"archive-(\d{4}-\d{2}-\d{2})\.sqlite3")


def list_backups(folder: Path) -> list[tuple[dt.date, Path]]:
    """Return (day, file) of the backups in a folder, newest first."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if (day := _day_of(path)) is not None:
                found.append((day, path))
    return sorted(found, reverse=True)


def _day_of(backup: Path) -> dt.date | None:
    """Return the day of a backup by its name; None if the name is another or has no such day."""
    match = _NAME.fullmatch(backup.name)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def back_up(archive: Path, folder: Path, day: dt.date) -> Path:
    """Copy the archive while it is in use, as the backup of ``day``; delete all but the newest.

    Blocks. A damaged archive is not copied over a good backup. Raises StorageFull and
    StoreUnavailable.
    """
    path = folder / f"archive-{day.isoformat()}.sqlite3"
    partial = folder / f".{path.name}{PARTIAL}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_private(partial)
        with (
            contextlib.closing(connect_existing(archive)) as source,
            contextlib.closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        if (damage := find_damage(partial)) is not None:
            raise StoreUnavailable(damaged(archive, damage))
        partial.replace(path)
        for _, old in _by_age(folder, day)[KEPT:]:
            old.unlink()
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(f"the archive {archive} could not be backed up: {error}") from error
    except OSError as error:
        raise StorageFull(
            f"the archive could not be backed up to {folder} ({error.strerror}): free some disk"
            " space, check its permissions, or set BOT_BACKUPS to another folder"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return path


def _by_age(folder: Path, today: dt.date) -> list[tuple[dt.date, Path]]:
    """Return (day, file) of the backups, newest first.

    Those of later days than ``today`` were made while the clock was ahead, and come last.
    """
    return sorted(list_backups(folder), key=lambda found: (found[0] <= today, found), reverse=True)


def find_damage(path: Path) -> str | None:
    """Return what is wrong with an archive's file, in a few words, or None. Never writes."""
    try:
        with contextlib.closing(connect_existing(path)) as db:
            found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if found == "ok":
                new = db.execute("PRAGMA user_version").fetchone()[0] == 0
                if not new:
                    db.execute("SELECT count(*) FROM answer").fetchone()
                return None
            return found.splitlines()[-1]
    except sqlite3.DatabaseError as error:
        return str(error)


def check_archive(path: Path) -> None:
    """Raise StoreUnavailable if the archive exists and is damaged."""
    if path.exists() and (damage := find_damage(path)) is not None:
        raise StoreUnavailable(damaged(path, damage))


def damaged(archive: Path, damage: str) -> str:
    """Return the message for a damaged archive."""
    return f"{archive} is damaged ({damage}): run 'coverage-bot restore' to restore its last backup"


def restore(data: Path, folder: Path, day: dt.date | None = None) -> tuple[dt.date, Path | None]:
    """Replace the archive by the newest intact backup, or by that of ``day``.

    Returns the day of the backup, and where the replaced file is now. The caller holds the lock
    of the data folder. Raises UnusableSetting if there is no such backup, and StorageFull.
    """
    today = dt.datetime.now(dt.UTC).date()
    wanted = [(d, path) for d, path in _by_age(folder, today) if day is None or d == day]
    intact = [(d, path) for d, path in wanted if find_damage(path) is None]
    if not intact:
        found = "is damaged" if wanted else "does not exist"
        which = f"the backup of {day}" if day else f"a usable backup in {folder}"
        days = ", ".join(str(d) for d, _ in list_backups(folder)) or "none"
        raise UnusableSetting(f"{which} {found}; backups there: {days}")
    archive = data / FILE_NAME
    aside = None
    try:
        copy = data / f".{FILE_NAME}{PARTIAL}"
        create_private(copy)
        copy.write_bytes(intact[0][1].read_bytes())
        with copy.open("rb") as stream:
            os.fsync(stream.fileno())
        if archive.exists():
            aside = _unused_name(archive)
            replace_database(archive, copy, aside)
        else:
            copy.replace(archive)
    except OSError as error:
        raise StorageFull(
            f"{archive} cannot be restored ({error.strerror}): free some disk space or check the"
            " permissions of the data folder"
        ) from error
    return intact[0][0], aside


def leftovers(archive: Path, folder: Path) -> list[Path]:
    """Return the archives that a restore replaced, and copies that were not finished."""
    patterns = (
        (archive.parent, f"{set_aside_as(archive).name}*"),
        (archive.parent, f".{FILE_NAME}{PARTIAL}*"),
        (folder, f".archive-*.sqlite3{PARTIAL}*"),
    )
    return sorted(path for where, pattern in patterns for path in where.glob(pattern))


def _unused_name(archive: Path) -> Path:
    """Return where to keep a replaced archive: beside those before, which may be worth more."""
    first = set_aside_as(archive)
    later = (first.with_name(f"{first.name}.{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([first], later) if not path.exists())
