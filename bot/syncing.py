"""Telling Discord of the slash commands, only when they are not what it was told before."""

from __future__ import annotations

import hashlib
import json
import logging

import discord
from discord import app_commands

from bot.services import ServedClient
from index.storage.archive.archive import Archive

_log = logging.getLogger(__name__)


def fingerprint(tree: app_commands.CommandTree[ServedClient]) -> str:
    """A hash of everything that Discord is told of the commands."""
    commands = [command.to_dict(tree) for command in tree.get_commands()]
    text = json.dumps(commands, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_if_changed(tree: app_commands.CommandTree[ServedClient], archive: Archive) -> None:
    """Sync unless the same commands of the same application were synced before.

    Where Discord does not take them, those of before go on, and the next start tries again.
    """
    key = f"commands of {tree.client.application_id}"
    now = fingerprint(tree)
    if await archive.state(key) == now:
        return
    try:
        synced = await tree.sync()
    except discord.HTTPException as error:
        _log.error("Discord did not take the commands: %s", error)  # no traceback
        return
    await archive.set_state(key, now)
    _log.info("told Discord of %d commands", len(synced))
