"""Questions that are edited or deleted after they were answered or refused.

A question that is edited within a minute is answered again, in the messages that show its answer,
which stays as it was if there is no other. Updates of a message that are no edits change nothing. A
question that is deleted takes its answer along, at any time, and the thread that was opened for it,
if nobody else wrote there. A refusal is replaced and deleted like an answer, as long as the bot
runs.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable

import discord

from bot.discord.deletion import close_if_empty, delete_messages
from bot.discord.messages import answer_if_asked
from bot.discord.responders.messages import ShownAnswer
from bot.discord.services import BotClient
from index.errors import CoverageError

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
    now = client.services.now()
    if not client.edits.is_new(message.id, message.edited_at, message.content, now):
        return
    async with client.turns.of(message.id):
        try:
            place = await _answer_to(client, message)
            if not await answer_if_asked(client, message, place):  # it asks the bot no more
                await _delete_answer(client, message.id)
        except CoverageError as error:
            _log.warning("an edited question could not be looked up: %s", error)


async def on_delete(client: BotClient, messages: Iterable[int]) -> None:
    """Delete the answers to deleted questions. Errors are logged."""
    for message in messages:
        await _delete_reply(client, message)  # also while the first index is waited for
        async with client.turns.of(message):
            try:
                await _delete_answer(client, message)
            except CoverageError as error:
                _log.warning("a deleted question could not be looked up: %s", error)
                return


async def _answer_to(client: BotClient, message: discord.Message) -> ShownAnswer | None:
    archive = client.services.archive
    number = await archive.answer_to(message.id)
    if number is None:
        return None
    shown, channel = await archive.shown_in(number), message.channel
    if shown.messages and shown.channel != channel.id:  # a thread that was opened for it
        channel = client.get_partial_messageable(shown.channel)
    return ShownAnswer(number, channel, shown.messages)


async def _delete_answer(client: BotClient, message: int) -> None:
    """Delete the answer to a message from the archive and from Discord, if there is one."""
    await _delete_reply(client, message)
    archive = client.services.archive
    number = await archive.answer_to(message)
    if number is not None:
        shown = await archive.withdraw(number)
        await delete_messages(client, shown.channel, shown.messages)
        if shown.channel == message:  # a thread has the id of the message that it was opened on
            await close_if_empty(client, shown.channel)


async def _delete_reply(client: BotClient, message: int) -> None:
    """Delete what was said to a message instead of an answer, if there is something."""
    reply = client.replies.of(message)
    if reply is not None:
        client.replies.forget(message)
        await delete_messages(client, reply.channel.id, [reply.id])
        if reply.channel.id == message:  # a thread has the id of the message that it was opened on
            await close_if_empty(client, message)
