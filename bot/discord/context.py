"""What a message is about beside its own words: a reply, a forward, a link or a long paste.

"Is this true?" in reply to somebody is about what they wrote. Discord makes a file called
``message.txt`` of what is too long for a message. Without the Message Content Intent, it withholds
other people's texts, except from message commands.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.discord.api import API_ERRORS, is_refusal, with_retries
from bot.discord.questions import plain_text
from bot.discord.services import BotClient
from bot.rendering.text import without_controls
from index.english.sentences import QUESTION_MARKS, sentence_spans

_log = logging.getLogger(__name__)
CHECK_COMMAND = "Check this claim"
ABOUT_CONTEXT = "Is this true?"
"""What a message without words of its own asks about its context."""
MAX_CONTEXT = 8_000
_MAX_BYTES = 100_000
_PASTE = "message.txt"
_NO_NAME = "\N{ZERO WIDTH SPACE}: "
"""What stands before the value of an embed's field that has no name."""
_LINK = re.compile(
    r"https?://(?:\w+\.)?discord(?:app)?\.com/channels/(?P<guild>@me|\d{1,20})/"
    r"(?P<channel>\d{1,20})/(?P<message>\d{1,20})"
)
_UNREADABLE = (
    f"I can't read the message this is about. Open its menu, choose Apps, then “{CHECK_COMMAND}”."
)
_NOT_THERE = "I can only follow links to messages on this server that you can read yourself."
_NOT_FROM_HERE = (
    "I can't follow this link from here. Forward the message to me, or ask me on the server where "
    "it is."
)
_DELETED = "The message this is about was deleted."
_NO_TEXT = "The message this is about has no text that I could read."
_TOO_LONG = (
    f"The text in {_PASTE} is too long for me: I read up to {_MAX_BYTES // 1_000} kB. Send me the "
    "part that this is about."
)
_NOT_LOADED = "I couldn't load the message this is about. Please ask again in a minute."


@dataclass(frozen=True, slots=True)
class Context:
    """A text that a question is about; ``note`` says why it could not be read.

    ``asks`` is the question that a long paste of the person ends with.
    """

    text: str | None = None
    note: str | None = None
    asks: str | None = None


NO_CONTEXT = Context()


async def context_of(client: BotClient, message: discord.Message) -> Context:
    """Return what a message is about: its paste, what it forwards, replies to or links to."""
    if message.message_snapshots:
        return await _about(client, message, own_words=False)
    if (pasted := await _of_own_paste(message)) is not None:
        return pasted
    linked = await linked_context(client, message.content, message.channel, message.author)
    reference = message.reference
    original = reference.resolved if reference is not None else None
    if isinstance(original, discord.DeletedReferencedMessage):
        return Context(note=_DELETED) if linked == NO_CONTEXT else linked
    if original is None:
        return linked
    if original.author == client.user:
        return NO_CONTEXT  # a follow-up
    return await _replied_to(client, original, message)


async def _replied_to(
    client: BotClient, original: discord.Message, message: discord.Message
) -> Context:
    """Return the message that is replied to, with the message that it links to."""
    own = await _about(client, original)
    linked = await linked_context(client, original.content, message.channel, message.author)
    if linked == NO_CONTEXT:
        return own
    words = without_links(own.text or "").strip()
    if not any(map(str.isalnum, words)):
        return linked
    return Context("\n".join(filter(None, (words, linked.text)))[:MAX_CONTEXT])


async def linked_context(
    client: BotClient,
    text: str,
    here: object,
    reader: discord.Member | discord.User,
) -> Context:
    """Return the message that a text links to, if it is on this server and ``reader`` can see it.

    ``here`` is the channel that the text was written in.
    """
    link = _LINK.search(text)
    if link is None:
        return NO_CONTEXT
    try:
        channel = await _readable(here, link, reader)
        if channel is None:
            on_server = getattr(here, "guild", None) is not None
            return Context(note=_NOT_THERE if on_server else _NOT_FROM_HERE)
        found = await with_retries(lambda: channel.fetch_message(int(link["message"])))
    except API_ERRORS as error:
        _log.info("a linked message could not be read: %s", error)
        return Context(note=_why_not_loaded(error))
    return await _about(client, found)


def _why_not_loaded(error: Exception) -> str:
    if isinstance(error, discord.NotFound):
        return _DELETED
    return _NOT_THERE if isinstance(error, discord.Forbidden) else _NOT_LOADED


async def text_of(client: BotClient, message: discord.Message, *, own_words: bool = True) -> str:
    """Return what a message says as people see it, what it forwards, and its long paste.

    Without ``own_words``, only the latter two.
    """
    parts = [message.content, *map(_card, message.embeds)] if own_words else []
    for snapshot in message.message_snapshots:
        parts += [snapshot.content, *map(_card, snapshot.embeds)]
    paste = _paste_of(message)
    if paste is not None:
        parts.append(await _read(paste) or "")
    return _plain("\n".join(filter(None, parts)), _channels(message))[:MAX_CONTEXT]


def has_paste(message: discord.Message) -> bool:
    """Whether Discord made a file of what somebody wrote, or of what they forward."""
    return _paste_of(message) is not None


def without_links(text: str) -> str:
    """Return a text without the links to messages in it."""
    return _LINK.sub(" ", text)


def _plain(text: str, channels: Mapping[int, str]) -> str:
    return without_controls(plain_text(text, channels))


def _channels(message: discord.Message) -> dict[int, str]:
    return {channel.id: channel.name for channel in message.channel_mentions}


def _card(embed: discord.Embed) -> str:
    """What a link's preview or a feed's post says: its headline as a sentence, text and fields."""
    title = " ".join((embed.title or "").split())
    if title and embed.description and not title.endswith((".", "?", "!", "…", ":")):
        title += "."
    fields = (f"{field.name}: {field.value}".strip(_NO_NAME) for field in embed.fields)
    return "\n".join([f"{title} {embed.description or ''}", *fields]).strip()


def _of_paste(text: str, channels: Mapping[int, str]) -> Context:
    """Take a question at the end of a paste for the person's own, and the rest for its context."""
    before, _, last_line = text.rstrip().rpartition("\n")
    end = _plain(last_line, channels).strip()
    start, stop = sentence_spans(end)[-1] if end else (0, 0)
    asks = end[start:stop]
    if not asks.endswith(QUESTION_MARKS):
        return _context(_plain(text, channels)[:MAX_CONTEXT], _NO_TEXT)
    rest = f"{_plain(before, channels)} {end[:start]}".strip()
    return Context(rest[:MAX_CONTEXT] or None, asks=asks)


async def _about(client: BotClient, message: discord.Message, *, own_words: bool = True) -> Context:
    """Return what a message says as the context of a question, or why it says nothing."""
    text = await text_of(client, message, own_words=own_words)
    return _context(text, _why_without_text(client, message))


def _context(text: str, otherwise: str) -> Context:
    return Context(text) if any(map(str.isalnum, text)) else Context(note=otherwise)


def _why_without_text(client: BotClient, message: discord.Message) -> str:
    """Return why a message cannot be used, if it has no text that was read."""
    if _paste_of(message) is not None:
        return _NOT_LOADED
    if _has_long_paste(message):
        return _TOO_LONG
    return _UNREADABLE if _is_withheld(client, message) else _NO_TEXT


def _is_withheld(client: BotClient, message: discord.Message) -> bool:
    """Whether Discord withholds what is in a message: it then seems to be empty."""
    shown = message.content or message.embeds or _attached(message)
    return not (
        shown
        or client.services.settings.read_messages
        or isinstance(message.channel, discord.DMChannel)
        or client.user in message.mentions
    )


def _attached(message: discord.Message) -> list[discord.Attachment]:
    attached = [*message.attachments]
    for snapshot in message.message_snapshots:
        attached += snapshot.attachments
    return attached


def _paste_of(message: discord.Message) -> discord.Attachment | None:
    pastes = (each for each in _attached(message) if each.filename == _PASTE)
    return next((each for each in pastes if each.size <= _MAX_BYTES), None)


def _has_long_paste(message: discord.Message) -> bool:
    return any(each.filename == _PASTE and each.size > _MAX_BYTES for each in _attached(message))


async def _of_own_paste(message: discord.Message) -> Context | None:
    """Return what the person's long paste says; None if there is none."""
    paste = _paste_of(message)
    if paste is None:
        return Context(note=_TOO_LONG) if _has_long_paste(message) else None
    text = await _read(paste)
    return Context(note=_NOT_LOADED) if text is None else _of_paste(text, _channels(message))


async def _read(paste: discord.Attachment) -> str | None:
    """Return the text of a paste, or None if it cannot be downloaded."""
    try:
        return (await with_retries(paste.read)).decode("utf-8", "replace")
    except API_ERRORS as error:
        _log.warning("a paste could not be downloaded: %s", error)
        return None


async def _readable(
    here: object, link: re.Match[str], reader: discord.Member | discord.User
) -> discord.abc.Messageable | None:
    """Return the channel of a link, if ``reader`` can read it; the channel they are in counts.

    Raises one of API_ERRORS if Discord cannot be asked for it now.
    """
    channel_id = int(link["channel"])
    if isinstance(here, discord.abc.Messageable) and getattr(here, "id", 0) == channel_id:
        return here
    guild = getattr(here, "guild", None)
    if guild is None or link["guild"] != str(guild.id) or not isinstance(reader, discord.Member):
        return None
    channel = guild.get_channel_or_thread(channel_id) or await _fetched(guild, channel_id)
    if not isinstance(channel, discord.abc.Messageable):
        return None
    if isinstance(channel, discord.Thread) and channel.is_private():
        return None
    try:
        allowed = channel.permissions_for(reader)  # type: ignore[attr-defined]
    except discord.ClientException:  # a thread whose channel is not known
        return None
    return channel if allowed.view_channel and allowed.read_message_history else None


async def _fetched(guild: discord.Guild, channel: int) -> object:
    """Return a channel that is not in the cache, as archived threads are; None if there is none."""
    try:
        return await with_retries(lambda: guild.fetch_channel(channel))
    except discord.InvalidData:  # it is on another server
        return None
    except discord.HTTPException as error:
        if not is_refusal(error):
            raise
        return None
