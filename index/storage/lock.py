"""A lock for the data folder: Chroma's files are damaged if two processes use them."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from index.errors import DataFolderBusy, StorageFull
from index.storage.own_files import HOLDER_NAME
from index.storage.private_files import make_private, write_private
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
