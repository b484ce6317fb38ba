"""Calls to Discord that get lost on their way are made again, and have their effect once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import discord

_log = logging.getLogger(__name__)
_Made = TypeVar("_Made")
_PAUSES = (0.2, 1.0)  # seconds; the first answer to an interaction has to arrive within three
_ACKNOWLEDGED = 40060
_LATER = {429, 503}
_PATIENCE = 30.0

LOST = (aiohttp.ClientError, OSError)
"""The connection was lost, so that nobody knows whether Discord got the call."""
NOT_TAKEN = (discord.HTTPException, *LOST)
"""Every way in which a call to Discord fails."""


async def surely(call: Callable[[], Awaitable[_Made]]) -> _Made:
    """Make the call again where it was lost; it must do no harm twice.

    discord.py knows a lost connection by the numbers that macOS and Windows have for it, asks
    again after every status of a server in trouble but 503, and waits out the limits of Discord
    but not those of a proxy before it. Raises the last of NOT_TAKEN.
    """
    for pause in _PAUSES:
        try:
            return await call()
        except LOST as error:
            _log.info("a call to Discord was lost and is made again: %s", type(error).__name__)
            await asyncio.sleep(pause)
        except discord.HTTPException as error:
            if error.status not in _LATER:
                raise
            _log.info("Discord takes a call later: %s", error)
            await asyncio.sleep(_retry_after(error) or pause)
    return await call()


def _retry_after(error: discord.HTTPException) -> float:
    """Seconds that whoever refused asks for, bounded; 0 where it says nothing of use."""
    headers = getattr(error.response, "headers", {})
    try:
        return min(max(float(headers.get("Retry-After", 0)), 0.0), _PATIENCE)
    except ValueError:  # a date
        return 0.0


async def acknowledge(
    interaction: discord.Interaction[Any], *, private: bool = False, thinking: bool = True
) -> None:
    """Tell Discord that an answer will come. Raises what is in NOT_TAKEN.

    ``private`` is fixed with this; without ``thinking`` the message of a button stays as it is.
    """
    try:
        await surely(
            lambda: interaction.response.defer(ephemeral=private, thinking=thinking),
        )
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise
        # an earlier try of ours arrived, and only what Discord said to it did not
        _log.info("an interaction was acknowledged already")
