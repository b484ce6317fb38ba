"""Threads and forum posts: what their titles say, and threads that the bot opens for questions."""

from __future__ import annotations

import logging

import discord

from bot.discord.api import API_ERRORS
from bot.discord.rendering.limits import cut
from index.models import MAX_QUESTION

_log = logging.getLogger(__name__)
_NAME = 100  # characters of a thread's name
_TITLE_ENDS = ("?", "!", ".", "…", ":")


def post_title(channel: object) -> str | None:
    """Return the title of a forum post, None for any other channel."""
    if not isinstance(channel, discord.Thread) or not isinstance(
        channel.parent, discord.ForumChannel
    ):
        return None
    return channel.name


def is_new_post(message: discord.Message) -> bool:
    """Whether a message begins a thread or a forum post: both then have the same id."""
    return isinstance(message.channel, discord.Thread) and message.id == message.channel.id


def with_title(title: str, text: str) -> str:
    """Return the question of a new post: its title, and what the message adds to it.

    A title that is no sentence is what the rest is about.
    """
    title = title.strip()
    if not text.strip() or not title:
        return title or text
    between = " " if title.endswith(_TITLE_ENDS) else ": "
    return cut(f"{title}{between}{text}", MAX_QUESTION)


async def close_thread(thread: discord.Thread) -> None:
    """Delete an empty thread of the bot, or archive it where the bot may not delete it.

    Whoever opened a thread may archive it, but not delete it. Failures are logged.
    """
    try:
        await thread.delete()
    except discord.Forbidden:
        await _archive(thread)
    except API_ERRORS as error:
        _log.info("the empty thread %d could not be deleted: %s", thread.id, error)


async def _archive(thread: discord.Thread) -> None:
    try:
        await thread.edit(archived=True)
    except API_ERRORS as error:
        _log.info("the empty thread %d could not be deleted or archived: %s", thread.id, error)


async def open_thread(message: discord.Message, question: str) -> discord.Thread | None:
    """Open a thread on a message, named after its question; None where that is not possible."""
    if not isinstance(message.channel, discord.TextChannel):
        return None
    try:
        return await message.create_thread(name=cut(" ".join(question.split()), _NAME))
    except discord.Forbidden as error:
        _log.warning(
            "no thread could be opened in channel %d, which needs the permission Create Public "
            "Threads: %s",
            message.channel.id,
            error,
        )
        return None
    except discord.HTTPException as error:  # there is one already, say
        _log.info("no thread could be opened in channel %d: %s", message.channel.id, error)
        return None
