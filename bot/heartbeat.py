"""The sign of life that the bot on Discord leaves in its data folder, for the doctor to find.

While the bot runs, it holds the data folder, so that another process cannot check the index.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

from index.models import HealthCheck, count
from index.storage.lock import holder_pid
from index.storage.private_files import write_private

INTERVAL = 30.0  # seconds
_SILENT = dt.timedelta(minutes=3)
_NAME = "heartbeat.json"
_LENGTH = 1_500
"""Bytes of a sign of life, so that a new one takes no more room on a full disk."""
_MAX_TROUBLE = 200


def write_heartbeat(data: Path, now: dt.datetime, servers: int, trouble: str | None = None) -> None:
    """Say that the bot is alive, on so many servers, and why it cannot answer, if so.

    Raises OSError.
    """
    heartbeat = {
        "at": now.isoformat(),
        "servers": servers,
        "trouble": trouble and trouble[:_MAX_TROUBLE],
        "pid": os.getpid(),
    }
    text = json.dumps(heartbeat).ljust(_LENGTH)
    new = data / f"{_NAME}.new"
    try:
        write_private(new, text)
        new.replace(data / _NAME)
    except OSError:
        new.unlink(missing_ok=True)
        if not (data / _NAME).exists():
            raise
        with (data / _NAME).open("r+", encoding="ascii") as file:  # a full disk allows that
            file.write(text)


def remove_heartbeat(data: Path) -> None:
    """The bot has stopped, as it should. Raises OSError."""
    (data / _NAME).unlink(missing_ok=True)


def check_heartbeat(data: Path, now: dt.datetime) -> HealthCheck | None:
    """Return whether the bot that holds the data folder is alive; None if it left no sign.

    A sign that another process left than the one that holds the folder is none.
    """
    try:
        heartbeat = json.loads((data / _NAME).read_text(encoding="utf-8"))
        holder = holder_pid(data)
        if holder is not None and heartbeat["pid"] != holder:
            return None
        silent = now - dt.datetime.fromisoformat(heartbeat["at"])
        servers, trouble = int(heartbeat["servers"]), heartbeat.get("trouble")
    except (OSError, ValueError, KeyError, TypeError):
        return None
    seconds = max(0, round(silent.total_seconds()))
    if trouble is not None and silent <= _SILENT:
        return HealthCheck("bot", False, f"it is running, but cannot answer: {trouble}")
    if silent > _SILENT:
        return HealthCheck(
            "bot", False, f"it has been silent for {seconds // 60} minutes", "restart the bot"
        )
    detail = f"it is running on {count(servers, 'server')} and last reported {seconds} s ago"
    return HealthCheck("bot", True, f"{detail}; stop it to check the index")
