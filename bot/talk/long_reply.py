"""The reply to a command that may run longer than Discord lets a reply be changed."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import logging
from typing import Any

import discord

from bot.services import Interaction, ServedClient
from bot.talk.outbox import NOBODY
from bot.talk.sending import NOT_TAKEN

_log = logging.getLogger(__name__)
_MARGIN = dt.timedelta(seconds=30)
_FAREWELL = 3.0  # seconds


class LongReply:
    """Edits the reply while it may be edited; afterwards the end is told in a new message.

    The interaction has to be deferred or answered. ``about`` says in half a line what the new
    message is about. Nothing here raises.
    """

    def __init__(self, interaction: Interaction, about: str) -> None:
        self._interaction = interaction
        self._about = about

    @property
    def client(self) -> ServedClient:
        """The bot that replies."""
        return self._interaction.client

    async def show(self, text: str) -> None:
        """Say how things are, as long as that can be done."""
        if self._expired():
            return
        try:
            await self._interaction.edit_original_response(
                content=text, view=None, allowed_mentions=NOBODY
            )
        except NOT_TAKEN as error:
            _log.warning("progress could not be shown: %s", error)

    async def finish(self, text: str, data: bytes | None = None, name: str = "report.txt") -> None:
        """Say how it ended, with a file where ``data`` is given."""
        if not self._expired():
            try:
                await self._interaction.edit_original_response(
                    content=text, view=None, attachments=_files(data, name), allowed_mentions=NOBODY
                )
            except NOT_TAKEN as error:  # deleted meanwhile, or expired after all
                _log.warning("the end of %s could not be shown: %s", self._about, error)
            else:
                return
        await self._beside(text, data, name)

    async def interrupted(self) -> None:
        """Say that the bot is stopped before there is an end."""
        try:
            async with asyncio.timeout(_FAREWELL):
                await self.finish(
                    "The bot was stopped while it was doing this; its next start goes on with it."
                )
        except TimeoutError:
            _log.warning("the interruption of %s could not be told", self._about)

    async def _beside(self, text: str, data: bytes | None, name: str) -> None:
        """In the channel; where that may not be written in, to the person alone."""
        places: tuple[Any, ...] = (self._interaction.channel, self._interaction.user)
        for place in places:
            try:
                await place.send(
                    f"-# {self._about}\n{text}",
                    files=_files(data, name),
                    suppress_embeds=True,
                    allowed_mentions=NOBODY,
                )
            except (*NOT_TAKEN, AttributeError) as error:
                _log.warning("the end of %s could not be told: %s", self._about, error)
            else:
                return

    def _expired(self) -> bool:
        return discord.utils.utcnow() + _MARGIN >= self._interaction.expires_at


def _files(data: bytes | None, name: str) -> list[discord.File]:
    return [] if data is None else [discord.File(io.BytesIO(data), name)]
