"""Writes that survive a crash: a file is there whole or not at all, and old ones are kept."""

from __future__ import annotations

import datetime as dt
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

REMOVED = ".removed"


def write_new(path: Path, data: bytes) -> None:
    """Raises FileExistsError when there is something, a dangling link included."""
    with _written(path.parent, data) as temporary:
        # linking never goes over what is there, as renaming does
        try:
            os.link(temporary, path, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, such as FAT
            if os.path.lexists(path):
                raise FileExistsError from None
            temporary.rename(path)
    _flush_folder(path.parent)


def write_over(folder: Path, file: str, data: bytes) -> Path:
    """Replace an article; returns where the old one is kept."""
    path = folder / file
    with _written(path.parent, data) as temporary:
        kept = _place_for(folder, file)
        try:
            os.link(path, kept, follow_symlinks=False)
        except OSError:
            kept.write_bytes(path.read_bytes())
        temporary.replace(path)
    _flush_folder(path.parent)
    return kept


def put_aside(folder: Path, file: str) -> Path:
    """Move an article to where nothing is listed; returns where that is."""
    kept = _place_for(folder, file)
    (folder / file).rename(kept)
    _flush_folder(kept.parent)
    _flush_folder((folder / file).parent)
    return kept


def _place_for(folder: Path, file: str) -> Path:
    """A path below ``.removed`` that was never used: of this moment, then as in the folder."""
    removed = folder / REMOVED
    if removed.is_symlink():  # nothing leaves the folder
        raise OSError(errno.ELOOP, f"{REMOVED} is a link")
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    kept = removed / f"{moment}-{secrets.token_hex(3)}" / file
    kept.parent.mkdir(parents=True)
    return kept


@contextmanager
def _written(folder: Path, data: bytes) -> Iterator[Path]:
    """A hidden file with ``data`` on the disk, gone afterwards unless it was renamed."""
    temporary = folder / f".{secrets.token_hex(8)}.part"
    try:
        # O_EXCL follows no link that somebody put there
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield temporary
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder last; not every system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
