"""Messages: which of them are for the bot, and what they ask."""

from __future__ import annotations

import logging

import discord

from bot.pages.errors import Refused
from bot.reporting import told
from bot.services import ServedClient
from bot.talk import conversation
from bot.talk.answering import Request, answer
from bot.talk.outbox import NOBODY, MessageOutbox, Outbox
from bot.talk.questions import question_of, readable
from bot.talk.sending import NOT_TAKEN
from index.errors import CoverageError
from index.models import EVERYTHING
from index.storage.archive.records import ArchivedExchange, Location

_log = logging.getLogger(__name__)
_NO_RIGHT = {50001, 50013}
_NOT_ALLOWED = (
    "I may not write in <#{channel}>: a server admin has to give me View Channel, Send Messages "
    "and, in threads, Send Messages in Threads. Until then ask me here."
)
_UNREAD = (
    "I cannot read a reply that does not ping me: leave the @ on when you reply, or press "
    "“Ask a follow-up”."
)


async def on_message(client: ServedClient, message: discord.Message) -> None:
    """Answer the message if it is for the bot; raises nothing that Discord did."""
    if message.author.bot or message.is_system() or client.user is None:
        return
    try:
        await _answer_if_asked(client, message)
    except discord.Forbidden as error:
        await _tell_alone(message, error)
    except NOT_TAKEN as error:
        _log.warning("Discord did not take an answer: %s", error)


async def _answer_if_asked(client: ServedClient, message: discord.Message) -> None:
    outbox = MessageOutbox(message, client.typing)
    addressed = _is_addressed(client, message)
    if not addressed and not _may_be_for_me(client, message):
        return  # nearly every message ends here, without a look into the archive
    try:
        follows = await _follows(client, message)
        if addressed or follows is not None or _is_set_aside(client, message):
            await _answer(client, message, follows, outbox)
    except CoverageError as error:
        if addressed:
            await outbox.refuse(told(error))


async def _answer(
    client: ServedClient, message: discord.Message, follows: ArchivedExchange | None, outbox: Outbox
) -> None:
    try:
        question = question_of(_text(client, message))
    except Refused as refusal:
        await outbox.refuse(_UNREAD if _is_kept_from_me(client, message) else str(refusal))
        return
    request = Request(
        question=question,
        where=_where(message),
        person=message.author.id,
        scope=follows.asked.scope if follows and message.reference else EVERYTHING,
        follows=follows.id if follows else None,
    )
    await answer(client, request, outbox)


def _is_addressed(client: ServedClient, message: discord.Message) -> bool:
    """A direct message, a mention, or a reply to the bot."""
    return _guild(message) is None or _is_mentioned(client, message) or _is_reply(client, message)


def _is_kept_from_me(client: ServedClient, message: discord.Message) -> bool:
    """Discord keeps the text of a reply without a ping from those without the intent."""
    return (
        not message.content
        and _guild(message) is not None
        and not client.services.settings.read_messages
        and client.user not in message.mentions
    )


def _may_be_for_me(client: ServedClient, message: discord.Message) -> bool:
    """Where that is on: in a thread or a channel set aside, and not said to somebody else."""
    if not client.services.settings.read_messages or not message.content.strip():
        return False
    if message.reference is not None or message.mentions or message.mention_everyone:
        return False
    return isinstance(message.channel, discord.Thread) or _is_set_aside(client, message)


def _is_set_aside(client: ServedClient, message: discord.Message) -> bool:
    """In a channel for asking, or a thread of one."""
    channel = message.channel
    above = channel.parent_id if isinstance(channel, discord.Thread) else None
    return bool({channel.id, above} & client.services.settings.asking_channels)


async def _follows(client: ServedClient, message: discord.Message) -> ArchivedExchange | None:
    archive, where = client.services.archive, _where(message)
    reference = message.reference
    if reference is not None and reference.message_id is not None:
        found = await conversation.replied_to(archive, where, reference.message_id)
        if found is not None:
            return found
    if _guild(message) is None:
        now = client.services.now()
        return await conversation.last_in_direct_message(archive, where, now)
    if isinstance(message.channel, discord.Thread):
        parent = message.channel.parent_id
        return await conversation.last_in_thread(archive, where, parent)
    return None


def _where(message: discord.Message) -> Location:
    return Location(_guild(message), message.channel.id)


def _guild(message: discord.Message) -> int | None:
    """Its server, also one that Discord has not told of yet; None for direct messages alone."""
    if message.guild is not None:
        return message.guild.id
    channel = message.channel
    return channel.guild_id if isinstance(channel, discord.PartialMessageable) else None


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
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved.author == client.user
    return client.user in message.mentions  # it is gone, or was not sent along


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
    if _guild(message) is None or error.code not in _NO_RIGHT:
        return
    try:
        text = _NOT_ALLOWED.format(channel=message.channel.id)
        await message.author.send(text, allowed_mentions=NOBODY)
    except NOT_TAKEN as failure:
        _log.info("the person could not be told: %s", failure)
