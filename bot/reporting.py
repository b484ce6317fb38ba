"""An error reaches the person as a sentence with a short reference, and the log with all of it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands

from bot.pages.errors import Refused, words
from bot.talk.sending import NOT_TAKEN

_log = logging.getLogger(__name__)
_GONE = {10062, 40060, 50027}  # the interaction expired, was answered, or its token is too old


def told(error: BaseException) -> str:
    """The words for ``error``; writes it to the log, under the reference that the words give."""
    error = _unwrapped(error)
    if isinstance(error, Refused):
        return str(error)
    reference = secrets.token_hex(3)
    _log.error("failure %s", reference, exc_info=error)
    return f"{words(error)}\n-# Reference {reference}"


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person who did this, and nobody else, what went wrong."""
    error = _unwrapped(error)
    if isinstance(error, discord.HTTPException) and error.code in _GONE:
        _log.warning("an interaction could not be answered: %s", error)
        return
    text = told(error)
    try:
        if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
            await interaction.edit_original_response(content=text)  # it would wait for ever
        elif interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except NOT_TAKEN as failure:
        _log.warning("a failure could not be told: %s", failure)


@asynccontextmanager
async def telling(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Around what a command does: whatever is raised in it is told, and ends there."""
    with interaction.client.desk.busy():
        try:
            yield
        except Exception as error:
            await report(interaction, error)


def _unwrapped(error: BaseException) -> BaseException:
    """What was raised, without discord.py's wrapping."""
    while isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError):
        if error.__cause__ is None:
            return error
        error = error.__cause__
    return error
