"""Every failure that a person may meet, in one helpful sentence. The only place with such words.

What stands in an error itself is shown only where it was written for that: names of folders and
servers are for whoever runs the bot, and stand in the log.
"""

from __future__ import annotations

import asyncio

import aiohttp
import discord
from discord import app_commands

from index.errors import (
    CoverageError,
    DataFolderBusy,
    EmbedderFailed,
    ReindexRunning,
    StorageFull,
    StoreUnavailable,
    UnreadableArticle,
    UnusableSetting,
)

_OURS = "Something went wrong on my side; please try again."
_FAMILIES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (
        StoreUnavailable,
        "I cannot reach my index of the articles right now; try again in a minute, and tell "
        "whoever runs this bot if it stays like this.",
    ),
    (
        StorageFull,
        "There is no room left where this bot keeps its index; whoever runs it has to free some.",
    ),
    (
        EmbedderFailed,
        "The model that finds articles does not work; whoever runs this bot has to look at it.",
    ),
    (DataFolderBusy, "Another process uses the index; whoever runs this bot has to end one."),
    (
        discord.Forbidden,
        "I am not allowed to do that here: a server admin has to give me View Channel, Send "
        "Messages and, in threads, Send Messages in Threads.",
    ),
    (discord.NotFound, "What this belongs to is not there any more; please ask again."),
    (
        (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError),
        "Discord did not take my message; please try again in a minute.",
    ),
    (
        (TimeoutError, asyncio.TimeoutError),
        "That took too long, so I stopped; please try again in a minute.",
    ),
    (
        (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch),
        "I have changed this command meanwhile; type / again and choose it from the list.",
    ),
    (
        app_commands.CheckFailure,
        "You may not use this here.",
    ),
)


class Refused(Exception):
    """What a person wants cannot be done, and nothing is broken.

    The message is one sentence of ours, shown as it is (escape what comes from people), without
    a reference; nothing goes to the log.
    """


def words(error: BaseException) -> str:
    """One sentence for a person. Errors that discord.py wrapped are unwrapped by the caller."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, ReindexRunning | UnreadableArticle | UnusableSetting):
        return _sentence(str(error))
    for family, sentence in _FAMILIES:
        if isinstance(error, family):
            return sentence
    return _sentence(str(error)) if isinstance(error, CoverageError) else _OURS


def _sentence(text: str) -> str:
    """A line of the terminal as a sentence."""
    from bot.pages.escape import escaped_line

    return escaped_line(text[:1].upper() + text[1:]) + ("" if text.endswith((".", "?")) else ".")
