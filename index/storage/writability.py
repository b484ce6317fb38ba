"""Tells a full disk from a folder that may not be written."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

FREE_SPACE, PERMISSIONS = "free some disk space", "check its permissions"
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_ROOM_BYTES = 1_000_000


def advice_on(error: OSError) -> str:
    """Return what to do about an error of writing, as the end of a sentence."""
    return PERMISSIONS if error.errno in _FORBIDDEN else FREE_SPACE


def advice_on_any(error: OSError) -> str:
    """Return what to do about an error of the system, whatever was done."""
    return advice_on(error) if error.errno in _FORBIDDEN | _FULL else "check the disk"


def why_not_writable(folder: Path) -> str | None:
    """Return what to do so that a megabyte can be written in a folder, None if it can be."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_ROOM_BYTES))
    except OSError as error:
        return advice_on(error)
    return None
