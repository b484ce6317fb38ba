"""Deletes messages of the bot."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import discord

from bot.discord.api import API_ERRORS
from bot.discord.services import BotClient

_log = logging.getLogger(__name__)


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
