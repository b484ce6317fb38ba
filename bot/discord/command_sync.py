"""Registers the slash commands with Discord, only if they have changed."""

from __future__ import annotations

import hashlib
import json
import logging

import discord

from bot.discord.services import CommandTree
from index.storage.archive.archive import Archive

_log = logging.getLogger(__name__)


async def fingerprint(tree: CommandTree) -> str:
    """Return a hash of everything that is registered with Discord, translations included."""
    translator = tree.translator
    commands = [
        await command.get_translated_payload(tree, translator)
        if translator is not None
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    text = json.dumps(commands, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_if_changed(tree: CommandTree, archive: Archive) -> None:
    """Register the commands unless the same ones are already registered.

    If Discord refuses them, the previous commands stay, and the next start tries again.
    """
    key = f"commands of {tree.client.application_id}"
    current = await fingerprint(tree)
    if await archive.state(key) == current:
        return
    try:
        synced = await tree.sync()
    except discord.HTTPException as error:
        _log.error("Discord refused the slash commands: %s", error)  # a traceback adds nothing
        return
    await archive.set_state(key, current)
    _log.info("registered %d slash commands", len(synced))
