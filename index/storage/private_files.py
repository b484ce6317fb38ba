"""Files and folders that only their owner can read: they have what people asked."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from index.storage.own_files import own_names


def make_private(folder: Path, *, ours: bool = False) -> None:
    """Create the folder, and close it to everybody but its owner: it has what people asked.

    An existing folder stays as it is if it belongs to somebody else, or has anything in it that is
    not of the bot, unless ``ours`` says that it is the bot's by its name: others may need to enter
    it. Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        if ours or _has_nothing_else(folder):
            folder.chmod(0o700)


def _has_nothing_else(folder: Path) -> bool:
    """Return whether a folder has nothing in it but files of the bot, and is not for everybody."""
    names = {path.name for path in folder.iterdir()}
    return names == own_names(names) and not folder.stat().st_mode & stat.S_ISVTX


def make_tree_private(folder: Path) -> None:
    """Close a folder, with everything in it that is this user's, to everybody but its owner."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            with contextlib.suppress(OSError):
                path.chmod(0o700 if path.is_dir() else 0o600)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read. Raises OSError."""
    with open(path, "w", encoding="utf-8", opener=_open_private) as file:
        file.write(text)


def create_private(path: Path) -> None:
    """Create an empty file that only its owner can read, in place of any other. Raises OSError."""
    path.unlink(missing_ok=True)
    write_private(path, "")


def _open_private(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, 0o600)
    with contextlib.suppress(OSError):
        os.chmod(path, 0o600)  # noqa: PTH101  # a file of an earlier version may be open to all
    return descriptor
