"""Deletes messages of the bot."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from bot.discord.api import API_ERRORS
from bot.discord.services import BotClient

_log = logging.getLogger(__name__)


async def delete_messages(client: BotClient, channel: int, messages: Iterable[int]) -> None:
    """Delete messages of the bot; those that cannot be deleted are logged."""
    place = client.get_partial_messageable(channel)
    for message in messages:
        try:
            await place.get_partial_message(message).delete()
        except API_ERRORS as error:
            _log.info("an answer could not be deleted: %s", error)
