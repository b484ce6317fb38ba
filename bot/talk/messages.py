"""Messages: which of them are for the bot, and what they ask."""

from __future__ import annotations

import logging

import discord

from bot.pages.errors import Refused
from bot.services import ServedClient
from bot.talk import conversation
from bot.talk.answering import Request, answer
from bot.talk.outbox import NOBODY, MessageOutbox
from bot.talk.questions import question_of, readable
from index.archive import Saved, Where
from index.models import EVERYTHING

_log = logging.getLogger(__name__)
_NO_RIGHT = {50001, 50013}
_NOT_ALLOWED = (
    "I may not write in <#{channel}>: a server admin has to give me View Channel, Send Messages "
    "and, in threads, Send Messages in Threads. Until then ask me here."
)


async def on_message(client: ServedClient, message: discord.Message) -> None:
    """Answer the message if it is for the bot; raises nothing."""
    try:
        if message.author.bot or message.is_system() or client.user is None:
            return
        follows = await _follows(client, message)
        if not await _is_for_me(client, message, follows):
            return
        await _answer(client, message, follows)
    except discord.Forbidden as error:
        await _tell_alone(message, error)
    except discord.HTTPException as error:
        _log.warning("Discord did not take an answer: %s", error)
    except Exception:
        _log.exception("a message could not be answered")


async def _answer(client: ServedClient, message: discord.Message, follows: Saved | None) -> None:
    outbox = MessageOutbox(message, client.typing)
    try:
        question = question_of(_text(client, message))
    except Refused as refusal:
        await outbox.refuse(str(refusal))
        return
    request = Request(
        question=question,
        where=_where(message),
        person=message.author.id,
        scope=follows.asked.scope if follows and message.reference else EVERYTHING,
        follows=follows.id if follows else None,
    )
    await answer(client, request, outbox)


async def _is_for_me(client: ServedClient, message: discord.Message, follows: Saved | None) -> bool:
    """Mentions, replies to the bot, direct messages; where it is on, threads and set channels."""
    if message.guild is None or _is_mentioned(client, message) or _is_reply(client, message):
        return True
    if not client.services.settings.read_messages or not message.content.strip():
        return False
    if message.reference is not None or message.mentions or message.mention_everyone:
        return False  # people talk with one another
    if isinstance(message.channel, discord.Thread):
        return follows is not None or message.channel.parent_id in _set_aside(client)
    return message.channel.id in _set_aside(client)


async def _follows(client: ServedClient, message: discord.Message) -> Saved | None:
    archive, where = client.services.archive, _where(message)
    reference = message.reference
    if reference is not None and reference.message_id is not None:
        found = await conversation.replied_to(archive, where, reference.message_id)
        if found is not None:
            return found
    if message.guild is None:
        now = client.services.now()
        return await conversation.last_in_direct_message(archive, where, now)
    if isinstance(message.channel, discord.Thread):
        parent = message.channel.parent_id
        return await conversation.last_in_thread(archive, where, parent)
    return None


def _where(message: discord.Message) -> Where:
    return Where(message.guild.id if message.guild else None, message.channel.id)


def _set_aside(client: ServedClient) -> frozenset[int]:
    return client.services.settings.asking_channels


def _is_mentioned(client: ServedClient, message: discord.Message) -> bool:
    """Named in the text; who replies mentions as well, without a word of it."""
    me = client.user.id if client.user else 0
    if f"<@{me}>" in message.content or f"<@!{me}>" in message.content:
        return True
    role = message.guild.self_role if message.guild else None
    return role is not None and f"<@&{role.id}>" in message.content


def _is_reply(client: ServedClient, message: discord.Message) -> bool:
    """A reply to a message of the bot."""
    reference = message.reference
    if reference is None or message.type is not discord.MessageType.reply:
        return False
    return isinstance(reference.resolved, discord.Message) and (
        reference.resolved.author == client.user
    )


def _text(client: ServedClient, message: discord.Message) -> str:
    names = {user.id: user.display_name for user in message.mentions}
    names |= {role.id: role.name for role in message.role_mentions}
    names |= {channel.id: channel.name for channel in message.channel_mentions}
    role = message.guild.self_role if message.guild else None
    if role is not None:
        names[role.id] = ""
    return readable(message.content, names, client.user.id if client.user else 0)


async def _tell_alone(message: discord.Message, error: discord.Forbidden) -> None:
    """The bot may not write there: the person is told in a direct message, if they take any."""
    _log.warning("channel %d: %s", message.channel.id, error)
    if message.guild is None or error.code not in _NO_RIGHT:
        return
    try:
        text = _NOT_ALLOWED.format(channel=message.channel.id)
        await message.author.send(text, allowed_mentions=NOBODY)
    except discord.HTTPException as failure:
        _log.info("the person could not be told: %s", failure)
