"""The base class of the buttons, and texts that are too long for a ``custom_id``."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import discord

from bot.discord.errors import UserError, handle_errors
from bot.discord.rendering.limits import length
from bot.discord.services import Interaction
from index.storage.archive.archive import Archive

Button = discord.ui.Button[Any]
_INLINE, _STORED = "=", "#"
_REFERENCE_LENGTH = 25


class PersistentButton(discord.ui.DynamicItem[Button], template="never"):
    """A button whose state is in its ``custom_id``. Errors are shown to whoever pressed it.

    Subclasses define ``template``, ``from_custom_id`` and ``pressed``. ``template`` is a regular
    expression with a group for each part of the state; it has to start with a word of its own.
    """

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Call ``pressed`` and report errors."""
        async with handle_errors(interaction):
            await self.pressed(interaction)

    async def pressed(self, interaction: Interaction) -> None:
        """Do what the button is for."""
        raise NotImplementedError


async def store_text(archive: Archive, text: str, room: int, now: dt.datetime) -> str:
    """Return a reference to ``text`` of at most ``room`` (at least 25) code units.

    Short texts are part of the reference, and long ones are saved in the archive, as long as
    answers are.
    """
    if length(text) < room:
        return _INLINE + text
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    key = digest[: _REFERENCE_LENGTH - 1]
    await archive.set_state(_state_name(key), text, now)
    return _STORED + key


async def load_text(archive: Archive, reference: str) -> str:
    """Return the text behind a reference. Raises UserError if the archive has lost it."""
    if reference.startswith(_INLINE):
        return reference[1:]
    text = await archive.state(_state_name(reference[1:]))
    if text is None:
        raise UserError("I no longer know what this button is for. Please use the command again.")
    return text


def _state_name(key: str) -> str:
    # index.storage.archive.privacy knows these texts by the first word
    return f"text {key}"
