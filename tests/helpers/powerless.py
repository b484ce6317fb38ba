"""Runs a module in a process that the rights of files hold for, even if it belongs to root.

As a script: ``python -m tests.helpers.powerless [MODULE [ARGUMENT ...]]``; without a module, the
bot on the simulated Discord.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_CAPBSET_DROP = 24
_RIGHTS_OF_ROOT = (1, 2, 3)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER


def obey_permissions() -> None:
    """Give up what lets root write everywhere; takes effect when another program is executed."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for right in _RIGHTS_OF_ROOT:
        if libc.prctl(_PR_CAPBSET_DROP, right, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")


def fill_disk() -> None:
    """Let no file grow in this process and those that it executes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write a folder and all it contains."""
    _allow(folder, 0o500, 0o400)
    try:
        yield
    finally:
        _allow(folder, 0o700, 0o600)


def _allow(folder: Path, folders: int, files: int) -> None:
    folder.chmod(0o700)
    for path in [*folder.rglob("*"), folder]:
        path.chmod(folders if path.is_dir() else files)


if __name__ == "__main__":
    obey_permissions()
    called = sys.argv[1:] or ["bench.simulation.discord.start"]
    os.execv(sys.executable, [sys.executable, "-m", *called])
