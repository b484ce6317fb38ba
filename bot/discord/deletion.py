"""Deletes messages of the bot, and its threads in which nothing is left."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import discord

from bot.discord.api import API_ERRORS
from bot.discord.services import BotClient
from bot.discord.threads import close_thread

_log = logging.getLogger(__name__)
_MAX_LEFT = 50
"""Messages of a thread that are looked at; one with more is no empty one."""


async def delete_messages(client: BotClient, channel: int, messages: Iterable[int]) -> int:
    """Delete messages of the bot, and return how many are left; failures are logged."""
    place, left = client.get_partial_messageable(channel), 0
    for message in messages:
        try:
            await place.get_partial_message(message).delete()
        except discord.NotFound:
            continue
        except API_ERRORS as error:
            left += 1
            _log.info("an answer could not be deleted: %s", error)
    return left


async def close_if_empty(client: BotClient, channel: int) -> None:
    """Delete a thread of the bot in which nothing is left to read. Errors of Discord are logged."""
    try:
        thread = client.get_channel(channel) or await client.fetch_channel(channel)
        if isinstance(thread, discord.Thread) and await _is_empty(client, thread):
            await close_thread(thread)
    except API_ERRORS as error:
        _log.info("the thread %d could not be looked at: %s", channel, error)


async def _is_empty(client: BotClient, thread: discord.Thread) -> bool:
    """Whether the bot opened a thread, and no person's message and no answer is in it."""
    if client.user is None or thread.owner_id != client.user.id:
        return False
    async for message in thread.history(limit=_MAX_LEFT):
        if message.is_system():
            continue
        if message.author.id != client.user.id:
            return False
        if await client.services.archive.shown_by(message.id) is not None:
            return False
    return (thread.message_count or 0) <= _MAX_LEFT
