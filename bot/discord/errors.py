"""Errors, as the person who caused them reads them and as the log records them.

The message of an error is shown only if it was written for that. Names of folders and servers are
for the operator and only appear in the log.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.discord.api import API_ERRORS, say_privately
from bot.discord.rendering.limits import cut_escaped
from bot.discord.rendering.markdown import escaped_line
from bot.discord.rights import listed_rights, missing_rights
from bot.rendering.text import capitalized
from index.errors import (
    CoverageError,
    DatabaseDamaged,
    DataFolderBusy,
    EmbedderFailed,
    PageUnavailable,
    ReindexRunning,
    StorageFull,
    StoreUnavailable,
    UnreadableArticle,
    UnusableSetting,
)

_log = logging.getLogger(__name__)
# the interaction expired, was already acknowledged, or its token is too old
_UNANSWERABLE = {10062, 40060, 50027}
_TOO_LARGE, _FILE_TOO_LARGE = 413, 40005
_MOST = 1_500  # code units of a message about an error; Discord takes 2,000
_UNKNOWN = "Something went wrong; please try again."
_MESSAGES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (
        DatabaseDamaged,  # the index is mended as it is met: what is left does not heal by itself
        "One of my files is damaged, and I could not repair it. Please tell the person who runs "
        "this bot.",
    ),
    (
        StoreUnavailable,
        "I can't reach my index right now. Please try again in a minute, and tell the person who "
        "runs this bot if it keeps happening.",
    ),
    (StorageFull, "I can't write to my disk. Please tell the person who runs this bot."),
    (
        EmbedderFailed,
        "The model I search with is not working. Please tell the person who runs this bot.",
    ),
    (
        DataFolderBusy,
        "Another process is using my index. Please tell the person who runs this bot.",
    ),
    (
        discord.Forbidden,
        "I'm not allowed to do that here. A server admin needs to give me the permissions View "
        "Channel, Send Messages and Send Messages in Threads.",
    ),
    (discord.NotFound, "The message this belongs to no longer exists. Please ask again."),
    (
        (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError),
        "Discord did not accept my message. Please try again in a minute.",
    ),
    (
        (TimeoutError, asyncio.TimeoutError),
        "That took too long, so I stopped. Please try again in a minute.",
    ),
    (
        (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch),
        "This command has changed. Type / and choose it from the list again.",
    ),
    (app_commands.CheckFailure, "You can't use this here."),
)


class UserError(Exception):
    """A request that cannot be fulfilled, although nothing is broken.

    The message is one sentence, shown without a reference and not logged. Text from people has to
    be escaped in it.
    """


class RepeatedRefusal(UserError):
    """A refusal that the person got less than a minute ago; it is not repeated to messages."""


def message_for(error: BaseException) -> str:
    """Return one sentence about an error. Errors have to be unwrapped from discord.py's own."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, PageUnavailable | UnreadableArticle):
        return _ended(str(error))  # it begins with an address or a file's name, which stays
    if isinstance(error, ReindexRunning | UnusableSetting):
        return _sentence(str(error))
    for types, message in _MESSAGES:
        if isinstance(error, types):
            return message
    return _sentence(str(error)) if isinstance(error, CoverageError) else _UNKNOWN


def refused_file(error: discord.HTTPException, what: str) -> str:
    """Return one sentence that says why Discord did not take ``what``: "the picture"."""
    if isinstance(error, discord.Forbidden):
        return f"I can't attach {what} here: I need the Attach Files permission."
    if error.status == _TOO_LARGE or error.code == _FILE_TOO_LARGE:
        return f"{capitalized(what)} is too large for this server."
    return f"Discord did not accept {what}."


def log_and_describe(error: BaseException) -> str:
    """Log an error and return a message about it, which contains the reference in the log.

    A UserError is not logged and has no reference.
    """
    error = _unwrapped(error)
    if isinstance(error, UserError):
        return str(error)
    reference = secrets.token_hex(3)
    _log.error("failure %s", reference, exc_info=error)
    return f"{message_for(error)}\n-# Reference {reference}"


async def respond_with_error(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person who started the interaction, and nobody else, what went wrong."""
    error = _unwrapped(error)
    if isinstance(error, discord.HTTPException) and error.code in _UNANSWERABLE:
        _log.warning("an interaction could not be answered: %s", error)
        return
    text = log_and_describe(error)
    if isinstance(error, discord.Forbidden):
        has = interaction.app_permissions
        in_thread = isinstance(interaction.channel, discord.Thread)
        missing = missing_rights(has, in_thread=in_thread)
        missing += [] if has.attach_files else ["Attach Files"]
        if missing:
            rights = listed_rights(missing)
            text = f"I'm not allowed to do that here. A server admin needs to give me {rights}."
    try:
        if await _is_thinking(interaction):
            await say_privately(interaction, text)
        elif interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except API_ERRORS as failure:
        _log.warning("an error message could not be sent: %s", failure)


async def _is_thinking(interaction: discord.Interaction[Any]) -> bool:
    """Whether the response still says that the bot "is thinking …": what was shown since stays."""
    if interaction.response.type is not discord.InteractionResponseType.deferred_channel_message:
        return False
    return (await interaction.original_response()).flags.loading


@asynccontextmanager
async def handle_errors(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Wrap the body of a command or button: errors raised in it are reported and end there.

    A graceful shutdown waits for the body.
    """
    with interaction.client.rate_limiter.busy():
        try:
            yield
        except Exception as error:
            await respond_with_error(interaction, error)


def _unwrapped(error: BaseException) -> BaseException:
    """Return what was raised, without discord.py's wrapping."""
    while isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError):
        if error.__cause__ is None:
            return error
        error = error.__cause__
    return error


def _sentence(text: str) -> str:
    """Turn a one-line message for the terminal into a sentence."""
    return _ended(capitalized(text))


def _ended(text: str) -> str:
    shown = cut_escaped(escaped_line(text), _MOST)
    return shown + ("" if shown.endswith((".", "?", "…")) else ".")
