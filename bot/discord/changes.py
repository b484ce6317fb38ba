"""Questions that are edited or deleted after they were answered.

A question that is edited within a minute is answered again, in the messages that show its answer;
one that is deleted takes its answer along, at any time.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable

import discord

from bot.discord.deletion import delete_messages
from bot.discord.messages import answer_if_asked
from bot.discord.responders.messages import ShownAnswer
from bot.discord.services import BotClient
from index.errors import CoverageError
from index.storage.archive.records import Withdrawn

_log = logging.getLogger(__name__)
EDITABLE = dt.timedelta(minutes=1)
"""How long after it was sent an edited question is answered again."""


async def on_edit(client: BotClient, payload: discord.RawMessageUpdateEvent) -> None:
    """Answer a question again that was edited soon after it was sent. Errors are logged."""
    message = payload.message
    if (
        message.author.bot
        or message.edited_at is None
        or message.edited_at - message.created_at > EDITABLE
    ):
        return
    async with client.turns.of(message.id):
        try:
            shown = await _withdraw(client, message.id)
        except CoverageError as error:
            _log.warning("an edited question could not be looked up: %s", error)
            return
        channel = message.channel
        if shown.messages and shown.channel != channel.id:  # a thread that was opened for it
            channel = client.get_partial_messageable(shown.channel)
        place = ShownAnswer(channel, shown.messages)
        if not await answer_if_asked(client, message, place):  # it asks the bot no more
            await delete_messages(client, shown.channel, shown.messages)


async def on_delete(client: BotClient, messages: Iterable[int]) -> None:
    """Delete the answers to deleted questions. Errors are logged."""
    for message in messages:
        async with client.turns.of(message):
            try:
                shown = await _withdraw(client, message)
            except CoverageError as error:
                _log.warning("a deleted question could not be looked up: %s", error)
                return
            await delete_messages(client, shown.channel, shown.messages)


async def _withdraw(client: BotClient, message: int) -> Withdrawn:
    """Delete the answer to a message from the archive; return where it is shown."""
    archive = client.services.archive
    number = await archive.answer_to(message)
    return Withdrawn() if number is None else await archive.withdraw(number)
