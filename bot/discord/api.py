"""Calls to Discord's API that survive lost connections and temporary refusals."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import aiohttp
import discord

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_DELAYS = (0.2, 1.0)  # seconds; the first response to an interaction is due within three
_ALREADY_ACKNOWLEDGED = 40060
_RETRIED_STATUSES = {429, 503}
_SERVER_ERROR = 500
_MAX_DELAY = 30.0

NO_MENTIONS = discord.AllowedMentions.none()
"""For messages that must not notify anybody."""
CONNECTION_ERRORS = (aiohttp.ClientError, OSError)
"""The connection was lost; Discord may or may not have received the call."""
API_ERRORS = (discord.HTTPException, *CONNECTION_ERRORS)
"""Every way in which a call to Discord fails."""


async def with_retries(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """Make a call and repeat it if it was lost; repeating it must be harmless.

    This covers what discord.py does not: lost connections on Linux, status 503, and rate limits
    of a proxy in front of Discord. Raises one of API_ERRORS after the last attempt.
    """
    for delay in _DELAYS:
        try:
            return await call()
        except CONNECTION_ERRORS as error:
            _log.info("a call to Discord was lost, retrying: %s", type(error).__name__)
            await asyncio.sleep(delay)
        except discord.HTTPException as error:
            if error.status not in _RETRIED_STATUSES:
                raise
            _log.info("Discord refused a call for now, retrying: %s", error)
            await asyncio.sleep(_retry_after(error) or delay)
    return await call()


def is_refusal(error: Exception) -> bool:
    """Whether Discord refused a call for good, so that the same call later would not help."""
    if not isinstance(error, discord.HTTPException):
        return False
    return error.status < _SERVER_ERROR and error.status not in _RETRIED_STATUSES


def _retry_after(error: discord.HTTPException) -> float:
    """Return the seconds that ``Retry-After`` asks for, up to 30; 0 if it is absent or a date."""
    headers = getattr(error.response, "headers", {})
    try:
        return min(max(float(headers.get("Retry-After", 0)), 0.0), _MAX_DELAY)
    except ValueError:
        return 0.0


async def defer(
    interaction: discord.Interaction[Any], *, private: bool = False, thinking: bool = True
) -> None:
    """Acknowledge an interaction, to respond later. Raises one of API_ERRORS.

    ``private`` cannot be changed afterwards. Without ``thinking``, the message of a button stays
    as it is.
    """
    try:
        await with_retries(
            lambda: interaction.response.defer(ephemeral=private, thinking=thinking),
        )
    except discord.HTTPException as error:
        if error.code != _ALREADY_ACKNOWLEDGED:
            raise
        # an earlier attempt arrived, and only Discord's response to it was lost
        _log.info("an interaction was already acknowledged")


async def say_privately(interaction: discord.Interaction[Any], text: str) -> None:
    """Say something in the place of the response that was put off, only to who used it.

    Raises one of API_ERRORS.
    """
    edit = interaction.edit_original_response
    response = await with_retries(interaction.original_response)
    if response.flags.ephemeral:
        await with_retries(lambda: edit(content=text, allowed_mentions=NO_MENTIONS))
        return
    if response.flags.loading:  # what follows it takes its place, and is seen by everybody like it
        await with_retries(lambda: edit(content="…"))
    with suppress(discord.NotFound):
        await with_retries(interaction.delete_original_response)
    await interaction.followup.send(text, ephemeral=True, allowed_mentions=NO_MENTIONS)


def is_only_for_a_person(interaction: discord.Interaction[Any]) -> bool:
    """Whether only a person installed the app where it is used: a group, or a server without it.

    There, nothing but the interaction's own messages can be written, read or deleted.
    """
    if interaction.guild_id is None:
        return interaction.context.private_channel
    return interaction.client.get_guild(interaction.guild_id) is None
