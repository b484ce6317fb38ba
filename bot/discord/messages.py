"""Handles messages: decides which ones are questions for the bot, and answers them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

import discord

from bot.discord import conversation
from bot.discord.answering import Request, answer, refuse
from bot.discord.api import API_ERRORS, NO_MENTIONS
from bot.discord.context import (
    ABOUT_CONTEXT,
    NO_CONTEXT,
    Context,
    context_of,
    has_paste,
    without_links,
)
from bot.discord.errors import UserError, log_and_describe
from bot.discord.permissions import why_not_written
from bot.discord.questions import clean_question, plain_text
from bot.discord.responders.base import Responder
from bot.discord.responders.messages import MessageResponder, QuietResponder, ShownAnswer
from bot.discord.services import BotClient
from bot.discord.threads import is_new_post, post_title, with_title
from index.english.sentences import QUESTION_MARKS, word_count
from index.models import EVERYTHING, Answer, Scope
from index.query.intent.kinds import CHATTER
from index.storage.archive.records import ArchivedExchange, Location

_log = logging.getLogger(__name__)
_ADDRESSED = re.compile(r"^(?:<@[!&]?\d+>[\s,:]*)+|\bcc:?(?:\s?<@[!&]?\d+>)+$", re.IGNORECASE)
"""Mentions that begin a message, or end it after "cc", with the marks around them."""
_MISSING_ACCESS = {50001, 50013, 50083, 160005}
_UNTIL_THEN = "Until then, you can ask me here."
_CANNOT_READ = (
    "I can't read a reply that doesn't mention me. Leave the @ on when you reply, or press "
    "“Ask a follow-up”."
)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The answer that a message follows up, and the one to itself before it was edited.

    The limits of the former (``scope``) are kept where it is what the message replies to.
    """

    follows: ArchivedExchange | None
    shown: ShownAnswer | None
    scope: Scope = EVERYTHING


async def on_message(client: BotClient, message: discord.Message) -> None:
    """Answer a message if it is for the bot. Errors from Discord are logged."""
    if message.author.bot or message.is_system() or client.user is None:
        return
    async with client.turns.of(message.id):
        await answer_if_asked(client, message)


async def answer_if_asked(
    client: BotClient, message: discord.Message, shown: ShownAnswer | None = None
) -> bool:
    """Answer a message if it is for the bot, in place of the answer that is ``shown`` already.

    Returns False if the message wants no answer: one that is shown is left as it is, but is no
    answer to the message any more. Errors from Discord are logged.
    """
    responder = MessageResponder(message, client.typing, client.replies, shown)
    try:
        return await _answer_if_asked(client, message, responder, shown)
    except API_ERRORS as error:
        await responder.give_up()
        if isinstance(error, discord.HTTPException) and error.code in _MISSING_ACCESS:
            await _report_missing_permission(message, responder.channel, error)
        else:
            _log.warning("an answer could not be sent: %s", error)
    return True


async def _answer_if_asked(
    client: BotClient,
    message: discord.Message,
    responder: MessageResponder,
    shown: ShownAnswer | None,
) -> bool:
    addressed = _is_addressed(client, message) or _is_new_post(client, message)
    if not addressed and not _may_be_question(client, message):
        return False  # nearly every message ends here, before the archive is read
    in_place = _is_in_ask_channel(client, message) or _is_in_own_thread(client, message)
    asks = message.content.rstrip().endswith(QUESTION_MARKS)
    quiet = QuietResponder(responder, refuses=in_place and asks)
    try:
        replied_to = await _replied_to(client, message)
        follows = await _find_followed(client, message, shown, replied_to)
        earlier = _Earlier(follows, shown, replied_to.exchange.scope if replied_to else EVERYTHING)
        if addressed:
            if follows is None and client.services.settings.open_threads:
                responder.thread = _text(client, message) or ABOUT_CONTEXT
            return await _answer(client, message, earlier, responder)
        if in_place:
            wanted = is_no_chatter if asks else is_answer
            return await _answer(client, message, earlier, quiet, wanted)
        if follows is not None:
            return await _answer(client, message, earlier, quiet, is_sure)
    except API_ERRORS:
        raise
    except Exception as error:
        # whether it asks could not be told: what is shown stays
        await (responder if addressed else quiet).refuse(log_and_describe(error))
        return True
    return False


async def _answer(
    client: BotClient,
    message: discord.Message,
    earlier: _Earlier,
    responder: Responder,
    wanted: Callable[[Answer], bool] | None = None,
) -> bool:
    """Answer or refuse; return False if the answer is not ``wanted`` and nothing was said."""
    follows = earlier.follows
    context = await context_of(client, message)
    text, title = _text(client, message), post_title(message.channel)
    if title is not None and is_new_post(message):
        text = with_title(title, text)
    elif title is not None and follows is None and context == NO_CONTEXT:
        context = Context(title)
    if not any(map(str.isalnum, without_links(text))):
        text = context.asks or (ABOUT_CONTEXT if context.text is not None else text)
    elif context.asks is not None:  # they ask something else about all of it
        context = Context(" ".join(filter(None, (context.text, context.asks))))
    try:
        question = _question(text, context)
    except UserError as error:
        empty = not any(map(str.isalnum, text))
        if isinstance(responder, QuietResponder) and (empty or not responder.refuses):
            return False  # nobody asked the bot
        person = message.author.id
        reason = _CANNOT_READ if _is_hidden(client, message) else str(error)
        addressed = wanted is None
        await refuse(client, _where(message), person, responder, reason, addressed=addressed)
        return True
    if wanted is not None and not await client.services.coverage.asks(question):
        _log.info("stayed silent: people talk to each other")
        return False
    request = Request(
        question=question,
        where=_where(message),
        person=message.author.id,
        scope=earlier.scope,
        follows=follows.id if follows else None,
        context=context.text,
        note=context.note,
        message=message.id,
        wanted=wanted,
        replaces=earlier.shown.number if earlier.shown else None,
    )
    return await answer(client, request, responder)


def _question(text: str, context: Context) -> str:
    """Return what a message asks. Raises UserError if that is nothing, or only about its context,
    which cannot be used.
    """
    if context.note is not None and not any(map(str.isalnum, without_links(text))):
        raise UserError(context.note)
    return clean_question(text)


def is_no_chatter(answer: Answer) -> bool:
    """Whether a question that is not addressed to the bot gets its answer in a place for it.

    That is an ask channel, a thread that the bot opened, or a post in one of its forums. What the
    articles do not answer is said of a question that has a topic, not of a word.
    """
    if answer.abstention is None:
        return answer.kind not in (*CHATTER, "last") or bool(answer.citations)
    return answer.abstention.reason != "no topic" and word_count(answer.question) > 1


def is_answer(answer: Answer) -> bool:
    """The same of a message without a question mark: only if the articles answer it."""
    return answer.answered and is_no_chatter(answer)


def is_sure(answer: Answer) -> bool:
    """Whether a message that is not addressed to the bot gets its answer elsewhere.

    The articles have to answer it, more likely right than wrong.
    """
    return bool(answer.citations) and not answer.doubtful


def _is_addressed(client: BotClient, message: discord.Message) -> bool:
    """Whether it is a direct message, a mention of the bot, or a reply to it."""
    return _guild(message) is None or _is_mention(client, message) or _is_reply(client, message)


def _is_new_post(client: BotClient, message: discord.Message) -> bool:
    """Whether it begins a post in one of BOT_FORUM_CHANNELS."""
    channels = client.services.settings.forum_channel_ids
    if not channels or not is_new_post(message) or not isinstance(message.channel, discord.Thread):
        return False
    return message.channel.parent_id in channels


def _is_hidden(client: BotClient, message: discord.Message) -> bool:
    """Whether Discord withheld the text: the bot lacks the intent, and it was not mentioned."""
    return (
        not message.content
        and _guild(message) is not None
        and not client.services.settings.read_messages
        and client.user not in message.mentions
    )


def _may_be_question(client: BotClient, message: discord.Message) -> bool:
    """Whether it is in a thread or an ask channel, and not addressed to somebody else."""
    if not client.services.settings.read_messages:
        return False
    if not message.content.strip() and not has_paste(message):
        return False
    if message.reference is not None or message.mentions or message.mention_everyone:
        return False
    return isinstance(message.channel, discord.Thread) or _is_in_ask_channel(client, message)


def _is_in_ask_channel(client: BotClient, message: discord.Message) -> bool:
    """Whether it is in one of BOT_ASK_CHANNELS, or in a thread of one."""
    channel = message.channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return bool({channel.id, parent} & client.services.settings.ask_channel_ids)


def _is_in_own_thread(client: BotClient, message: discord.Message) -> bool:
    """Whether it is in a thread that the bot opened, or in a post that it answers by itself.

    What people write there is for the bot, as in an ask channel.
    """
    thread = message.channel
    if not isinstance(thread, discord.Thread) or client.user is None:
        return False
    forums = client.services.settings.forum_channel_ids
    return thread.owner_id == client.user.id or thread.parent_id in forums


async def _replied_to(client: BotClient, message: discord.Message) -> ArchivedExchange | None:
    """Return the answer that a message replies to; None if it replies to something else."""
    reference = message.reference
    if reference is None or reference.message_id is None:
        return None
    archive = client.services.archive
    return await conversation.replied_to(archive, _where(message), reference.message_id)


async def _find_followed(
    client: BotClient,
    message: discord.Message,
    shown: ShownAnswer | None,
    replied_to: ArchivedExchange | None,
) -> ArchivedExchange | None:
    """Return the answer that a message follows up, or None: not the answer to itself."""
    archive, where = client.services.archive, _where(message)
    if shown is not None:
        own = await archive.answer(shown.number)
        before = own.exchange.follows if own else None
        return await archive.answer(before) if before is not None else None
    if replied_to is not None:
        return replied_to
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
    """Return the server's id, even if the server is not in the cache; None for direct messages."""
    if message.guild is not None:
        return message.guild.id
    channel = message.channel
    return channel.guild_id if isinstance(channel, discord.PartialMessageable) else None


def _is_mention(client: BotClient, message: discord.Message) -> bool:
    """Whether the text mentions the bot. ``message.mentions`` also contains who is replied to."""
    own_id = client.user.id if client.user else 0
    if f"<@{own_id}>" in message.content or f"<@!{own_id}>" in message.content:
        return True
    role = message.guild.self_role if message.guild else None
    return role is not None and f"<@&{role.id}>" in message.content


def _is_reply(client: BotClient, message: discord.Message) -> bool:
    """Whether it is a reply to a message of the bot."""
    reference = message.reference
    if reference is None or message.type is not discord.MessageType.reply:
        return False
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved.author == client.user
    return client.user in message.mentions  # the original was deleted or not included


def _text(client: BotClient, message: discord.Message) -> str:
    """The message as people see it, without the people that it mentions: they are no topic."""
    channels = {channel.id: channel.name for channel in message.channel_mentions}
    return plain_text(_ADDRESSED.sub("", message.content.strip()), channels)


async def _report_missing_permission(
    message: discord.Message, channel: object, error: discord.HTTPException
) -> None:
    """Tell the person in a direct message, if they accept any, what is missing in a channel."""
    _log.warning("channel %d: %s", getattr(channel, "id", 0), error)
    if _guild(message) is None:
        return
    try:
        text = f"{why_not_written(channel, error)} {_UNTIL_THEN}"
        await message.author.send(text, allowed_mentions=NO_MENTIONS)
    except API_ERRORS as failure:
        _log.info("the direct message could not be sent: %s", failure)
