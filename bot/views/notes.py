"""Texts that a button has to know and that may be longer than its ``custom_id``."""

from __future__ import annotations

import hashlib

from bot.pages.errors import Refused
from bot.pages.limits import length
from index.storage.archive.archive import Archive

_INLINE, _KEPT = "=", "#"
KEPT_LENGTH = 25


async def noted(archive: Archive, text: str, room: int) -> str:
    """What stands for ``text`` in at most ``room`` characters, of which there are 25 at least."""
    if length(text) < room:
        return _INLINE + text
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    key = digest[: KEPT_LENGTH - 1]
    await archive.set_state(_name(key), text)
    return _KEPT + key


async def read_note(archive: Archive, note: str) -> str:
    """The text that ``noted`` gave this for. Raises Refused where the archive lost it."""
    if note.startswith(_INLINE):
        return note[1:]
    text = await archive.state(_name(note[1:]))
    if text is None:
        raise Refused("I no longer know what this button was for; please use the command again.")
    return text


def _name(key: str) -> str:
    return f"text {key}"
