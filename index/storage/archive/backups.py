"""Backups of the archive, the only file that cannot be made anew from the articles."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import (
    CoverageError,
    DatabaseDamaged,
    StorageFull,
    StoreUnavailable,
    UnusableSetting,
)
from index.storage.archive.records import ARCHIVE_FILE
from index.storage.database import (
    ARCHIVE,
    connect_existing,
    damage_of,
    newest_version,
    schema_of,
    schema_of_version,
    to_coverage_error,
)
from index.storage.private_files import create_private
from index.storage.replacement import any_exists, move_log, replace_database, set_aside_as

KEPT = 7
"""Days of which a backup is kept."""

_LOCK = ".lock"
_PATIENCE = 300  # seconds: a copy of a large archive on a slow disk is read again to check it
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


@contextlib.contextmanager
def backups_locked(folder: Path) -> Iterator[None]:
    """Let nobody else make or change backups in a folder, if there is one. Blocks.

    Else a copy that was begun before somebody was forgotten would become a backup after that.
    Raises StoreUnavailable if it takes minutes, and OSError.
    """
    if not folder.is_dir():
        yield
        return
    lock = FileLock(folder / _LOCK, timeout=_PATIENCE, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreUnavailable(
            f"another process is busy with the backups in {folder}: try again, or stop it"
        ) from error
    try:
        _give_to_owner(folder / _LOCK, folder)
        yield
    finally:
        lock.release()


def _give_to_owner(path: Path, folder: Path) -> None:
    """Give a file that root made to the owner of its folder, who could not open it otherwise."""
    with contextlib.suppress(OSError, AttributeError):  # Windows has no owners
        if os.geteuid() == 0:
            owner = folder.stat()
            os.chown(path, owner.st_uid, owner.st_gid)


def back_up(archive: Path, folder: Path, day: dt.date, oldest: dt.date = dt.date.min) -> Path:
    """Copy the archive while it is in use, as the backup of ``day``; delete what is superseded.

    Blocks. A damaged archive is not copied over a good backup, and an older backup stays until the
    day is before ``oldest`` if it has more than the newer ones. Raises StorageFull and
    StoreUnavailable.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with backups_locked(folder):
            return _back_up(archive, folder, day, oldest)
    except sqlite3.DatabaseError as error:
        translated = to_coverage_error(error, folder, "")
        if isinstance(translated, StorageFull) and archive.exists():
            raise _cannot_write(folder, str(error)) from error
        raise StoreUnavailable(f"the archive {archive} could not be backed up: {error}") from error
    except OSError as error:
        raise _cannot_write(folder, error.strerror) from error


def _cannot_write(folder: Path, why: str | None) -> StorageFull:
    return StorageFull(
        f"the archive could not be backed up to {folder} ({why}): free some disk space, check its"
        " permissions, or set BOT_BACKUPS to another folder"
    )


def _back_up(archive: Path, folder: Path, day: dt.date, oldest: dt.date) -> Path:
    path = folder / f"archive-{day.isoformat()}.sqlite3"
    partial = folder / f".{path.name}{PARTIAL}"
    try:
        create_private(partial)
        with (
            contextlib.closing(connect_existing(archive)) as source,
            contextlib.closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        if (damage := find_damage(partial)) is not None:
            raise StoreUnavailable(damaged(archive, damage))
        if _answers_given(partial) < _answers_given(path):
            return path  # of the same day, from before the archive was lost
        partial.replace(path)
        for old in _superseded(_by_age(folder, day), oldest):
            old.unlink()
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return path


def _by_age(folder: Path, today: dt.date) -> list[tuple[dt.date, Path]]:
    """Return (day, file) of the backups, newest first.

    Those of later days than ``today`` were made while the clock was ahead, and come last.
    """
    return sorted(list_backups(folder), key=lambda found: (found[0] <= today, found), reverse=True)


def _superseded(backups: Sequence[tuple[dt.date, Path]], oldest: dt.date) -> Iterator[Path]:
    """Yield the backups that are not among the newest, except one that has more than they have.

    An archive only has fewer answers than before if it was lost and begun anew: its backups must
    not push out the last one of what was lost.
    """
    most = max(_answers_given(path) for _, path in backups[:KEPT])
    for day, path in backups[KEPT:]:
        given = _answers_given(path)
        if day < oldest or given <= most:
            yield path
        most = max(most, given)


def _answers_given(path: Path) -> int:
    """Return how many answers an archive ever had, deleted ones included; 0 if it has none."""
    try:
        with contextlib.closing(connect_existing(path)) as db:
            tables = _tables(db)
            kept = _sum(db, "SELECT count(*) FROM answer") if "answer" in tables else 0
            past = _sum(db, "SELECT sum(questions) FROM past") if "past" in tables else 0
            return kept + past
    except sqlite3.DatabaseError:
        return 0


def _sum(db: sqlite3.Connection, query: str) -> int:
    return int(db.execute(query).fetchone()[0] or 0)


def _tables(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def find_damage(path: Path) -> str | None:
    """Return what is wrong with an archive's file, in a few words, or None. Never writes.

    A file without any table is not damaged: it is one that was never used. Raises StorageFull or
    StoreUnavailable if the file cannot be read for another reason: a good one must not be replaced
    because it belongs to somebody else.
    """
    try:
        with contextlib.closing(connect_existing(path)) as db:
            found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
            return _check_content(db) if found == "ok" else found.splitlines()[-1]
    except sqlite3.DatabaseError as error:
        return damage_of(error, path)


def is_damaged(path: Path) -> bool:
    """Return whether a file is known to be damaged; not if it cannot be read for now."""
    try:
        return find_damage(path) is not None
    except CoverageError:
        return False


def _check_content(db: sqlite3.Connection) -> str | None:
    """Check what SQLite does not: whether all tables are there, and texts are UTF-8."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > newest_version(ARCHIVE):
        return None  # nothing is known about it
    if differing := schema_of(db) ^ schema_of_version(ARCHIVE, version):
        name = min(name for _, name, _ in differing)
        return f"table {name} does not match version {version}"
    for table in sorted(_tables(db)):
        for _ in db.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
            pass
    return None


def check_archive(path: Path, folder: Path) -> None:
    """Check an archive before it is opened; ``folder`` has its backups.

    Raises StoreUnavailable, and StorageFull if it cannot be read.
    """
    check_beginning(path, folder)
    if path.exists() and (damage := find_damage(path)) is not None:
        raise StoreUnavailable(damaged(path, damage))


def check_beginning(path: Path, folder: Path) -> None:
    """Raise StoreUnavailable if an archive would begin anew although there is a backup of one."""
    lost = find_loss(path, folder)
    if lost is not None:
        raise StoreUnavailable(
            f"{path} {lost}: run 'coverage-bot restore' to restore its last backup, or move the "
            f"backups out of {folder} to begin an empty archive"
        )


def find_loss(path: Path, folder: Path) -> str | None:
    """Return, in a few words, that an archive is lost of which there is a backup; else None."""
    if not has_nothing(path):
        return None
    day = next((day for day, backup in list_backups(folder) if _holds_something(backup)), None)
    if day is None:
        return None
    how = "has nothing of the archive in it" if path.exists() else "is missing"
    return f"{how}, but there is a backup of {day}"


def has_nothing(path: Path) -> bool:
    """Return whether an archive is missing, or has nothing in it that would be missed."""
    if not path.exists():
        return True
    try:
        return not _rows_in(path)
    except sqlite3.Error:
        return False  # whoever opens it says what is wrong with it


def _is_archive(backup: Path) -> bool:
    """Return whether a backup has tables of ours, and is not an empty file, say."""
    try:
        with contextlib.closing(connect_existing(backup)) as db:
            return "answer" in _tables(db)
    except sqlite3.Error:
        return False


def _holds_something(backup: Path) -> bool:
    """Return whether a backup has anything that would be missed; True if it cannot be read now."""
    try:
        return _rows_in(backup)
    except sqlite3.DatabaseError as error:
        return not isinstance(to_coverage_error(error, backup, ""), DatabaseDamaged)


def _rows_in(path: Path) -> bool:
    """Return whether a file has rows that would be missed. Raises sqlite3.Error."""
    with contextlib.closing(connect_existing(path)) as db:
        return any(
            _sum(db, f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608
            for table in _MISSED & _tables(db)
        )


_MISSED = {"answer", "past", "tokens", "feed"}


def damaged(archive: Path, damage: str) -> str:
    """Return the message for a damaged archive."""
    return f"{archive} is damaged ({damage}): run 'coverage-bot restore' to restore its last backup"


def restore(data: Path, folder: Path, day: dt.date | None = None) -> tuple[dt.date, Path | None]:
    """Replace the archive by the newest intact backup, or by that of ``day``.

    Returns the day of the backup, and where the replaced file is now. The caller holds the lock
    of the data folder. Waits for whoever changes the backups, and they wait for it. Raises
    UnusableSetting if there is no such backup, StorageFull, and StoreUnavailable.
    """
    archive = data / ARCHIVE_FILE
    try:
        # in a folder that nobody may write, nobody changes them
        locked = os.access(folder, os.W_OK)
        with backups_locked(folder) if locked else contextlib.nullcontext():
            return _restore(archive, folder, day)
    except OSError as error:
        raise _cannot_restore(archive, error.strerror) from error
    except sqlite3.Error as error:
        raise _cannot_restore(archive, str(error)) from error


def _cannot_restore(archive: Path, why: str | None) -> StorageFull:
    return StorageFull(
        f"{archive} cannot be restored ({why}): free some disk space or check the permissions of"
        " the data folder and of the backups"
    )


def _restore(archive: Path, folder: Path, day: dt.date | None) -> tuple[dt.date, Path | None]:
    today = dt.datetime.now(dt.UTC).date()
    wanted = [(d, path) for d, path in _by_age(folder, today) if day is None or d == day]
    intact = [(d, path) for d, path in wanted if _is_archive(path) and find_damage(path) is None]
    if not intact:
        raise UnusableSetting(_no_backup(folder, day, damaged=bool(wanted)))
    found, backup = intact[0]
    aside = None
    copy = archive.with_name(f".{ARCHIVE_FILE}{PARTIAL}")
    create_private(copy)
    with (  # not byte by byte: SQLite leaves out what another program has only half written
        contextlib.closing(connect_existing(backup)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    with copy.open("rb") as stream:
        os.fsync(stream.fileno())
    if archive.exists():
        aside = _unused_name(archive)
        replace_database(archive, copy, aside)
    else:
        move_log(archive, _unused_name(archive))
        copy.replace(archive)
    return found, aside


def _no_backup(folder: Path, day: dt.date | None, *, damaged: bool) -> str:
    """Return the message about a backup that cannot be restored: that of ``day``, or any."""
    others = ", ".join(str(each) for each, _ in list_backups(folder) if each != day)
    if day is None and damaged:
        return f"every backup in {folder} is damaged: set BOT_BACKUPS to a folder with a good one"
    if day is None or not (others or damaged):
        return f"there are no backups in {folder}: set BOT_BACKUPS to their folder"
    which = f"the backup of {day} in {folder} is damaged"
    which = which if damaged else f"there is no backup of {day} in {folder}"
    return f"{which}: {f'choose one of {others}' if others else 'there is no other'}"


def leftovers(archive: Path, folder: Path) -> list[Path]:
    """Return the archives that a restore replaced, and copies that were not finished."""
    patterns = (
        (archive.parent, f"{set_aside_as(archive).name}*"),
        (archive.parent, f".{ARCHIVE_FILE}{PARTIAL}*"),
        (folder, f".archive-*.sqlite3{PARTIAL}*"),
    )
    return sorted(path for where, pattern in patterns for path in where.glob(pattern))


def _unused_name(archive: Path) -> Path:
    """Return where to keep a replaced archive: beside those before, which may be worth more."""
    first = set_aside_as(archive)
    later = (first.with_name(f"{first.name}.{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([first], later) if not any_exists(path))
