"""A lock for the data folder: Chroma's files are damaged if two processes use them."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import stat
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from index.errors import DataFolderBusy, StorageFull
from index.storage.own_files import HOLDER_NAME, own_names
from index.storage.writability import advice_on

LOCK_NAME = "lock"
ON_DISCORD = "the bot on Discord"
"""How the process that answers on Discord introduces itself."""


class FolderLock:
    """Held from construction until ``release``; the system releases it when the process ends.

    ``command`` is what people know the process by ("coverage-bot ask"). Raises DataFolderBusy if
    another process holds the folder, and StorageFull if the folder cannot be written.
    """

    def __init__(self, folder: Path, command: str, *, read_only: bool = False) -> None:
        """With ``read_only``, a folder that cannot be written is used without a lock."""
        self._lock = FileLock(folder / LOCK_NAME, timeout=0, mode=0o600, thread_local=False)
        try:
            if not read_only:
                make_private(folder)
            self._lock.acquire()
            with contextlib.suppress(OSError):
                (folder / LOCK_NAME).chmod(0o600)  # one of an earlier version may be open to all
            started = dt.datetime.now().astimezone().isoformat(timespec="seconds")
            holder = {"pid": os.getpid(), "command": command, "started": started}
            write_private(folder / HOLDER_NAME, json.dumps(holder))
        except Timeout as error:
            raise DataFolderBusy(
                f"data folder {folder} is in use by {_describe_holder(folder)}: "
                f"{_advice(_read_holder(folder))}"
            ) from error
        except OSError as error:
            if read_only:
                return
            self.release()
            raise StorageFull(
                f"data folder {folder} cannot be written ({error.strerror or error}): "
                f"{advice_on(error)}, or set BOT_DATA to another folder"
            ) from error

    @property
    def held(self) -> bool:
        """Whether no other process can have the folder."""
        return self._lock.is_locked

    def release(self) -> None:
        """Release the lock."""
        self._lock.release()


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


def holder_pid(folder: Path) -> int | None:
    """Return the number of the process that took the folder last, if it is known."""
    holder = _read_holder(folder)
    return holder.pid if holder else None


def _describe_holder(folder: Path) -> str:
    """Describe the process that holds the folder, as far as it is known."""
    holder = _read_holder(folder)
    if holder is None:
        return "another process"
    return f"process {holder.pid} ({holder.command}, started {holder.started:%H:%M})"


def _advice(holder: _Holder | None) -> str:
    if holder is not None and holder.command == ON_DISCORD:
        return "ask it there, change its articles with /admin, or stop it first"
    return "stop it, or set BOT_DATA to another folder"


class _Holder(NamedTuple):
    pid: int
    command: str
    started: dt.datetime


def _read_holder(folder: Path) -> _Holder | None:
    """Return who took the folder last; None if that is not known, or is still being written."""
    try:
        holder = json.loads((folder / HOLDER_NAME).read_text(encoding="utf-8"))
        started = dt.datetime.fromisoformat(holder["started"])
        return _Holder(int(holder["pid"]), str(holder["command"]), started)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
