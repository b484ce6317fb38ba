"""The names of what the bot keeps in a data folder, and of backups."""

from __future__ import annotations

import re
from collections.abc import Iterable

HOLDER_NAME = "holder.json"
"""Every data folder has this file, from when it was first used."""

BACKUPS_FOLDER = "backups"
"""The folder for backups in the data folder, where no other one is set."""

EMBEDDED_FOLDER = "chroma"
"""The folder of Chroma in the data folder; also what the state of its files is kept under."""

_OF_DATA_FOLDERS = re.compile(
    r"lock|(?:holder|closed|heartbeat)\.json(?:\.new)?|(?:ledger|\.?archive)\.sqlite3\b.*"
    rf"|ledger\.new|{EMBEDDED_FOLDER}(?:\.damaged)?|{BACKUPS_FOLDER}"
)
_BACKUPS = re.compile(r"archive-\d{4}-\d\d-\d\d\.sqlite3")


def own_names(names: Iterable[str]) -> set[str]:
    """Return those names of one folder that are the bot's own, and no articles of anybody."""
    names = set(names)
    own = {name for name in names if _BACKUPS.fullmatch(name)}
    if HOLDER_NAME in names:
        own |= {name for name in names if _OF_DATA_FOLDERS.fullmatch(name)}
    return own
