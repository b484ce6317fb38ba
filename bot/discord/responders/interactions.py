"""Responds to slash commands and modals, also to those that run long."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import logging
from collections.abc import Sequence
from typing import Any

import discord

from bot.discord.api import (
    API_ERRORS,
    NO_MENTIONS,
    defer,
    is_only_for_a_person,
    say_privately,
    with_retries,
)
from bot.discord.responders.base import post

_log = logging.getLogger(__name__)
_TOKEN_EXPIRED = {10015, 50027}  # the token of an interaction is valid for 15 minutes
_EXPIRY_MARGIN = dt.timedelta(seconds=30)
_INTERRUPT_TIMEOUT = 3.0  # seconds
_SEND_ERRORS = (*API_ERRORS, RuntimeError)
"""aiohttp raises RuntimeError where the client has closed its session."""


class InteractionResponder:
    """Responds to a command or a modal; if ``private``, only the person who used it sees it."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._deferred = self._answered = False
        # of several messages, the button that deletes an answer could only delete its own there
        self.one_message = is_only_for_a_person(interaction)

    async def begin(self) -> int | None:
        if not self._deferred:
            await defer(self._interaction, private=self._private)
            self._deferred = True
        return None

    async def draft(self, text: str) -> None:
        await self._interaction.edit_original_response(content=text, allowed_mentions=NO_MENTIONS)

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        message_ids: list[int] = []
        for at, page in enumerate(pages):
            buttons = view if page is pages[-1] else None
            try:
                message = await self._respond(page, buttons, first=at == 0)
            except discord.HTTPException as error:
                if error.code not in _TOKEN_EXPIRED or self._private:
                    raise
                message = await self._post_in_channel(page, buttons)
            message_ids.append(message.id)
            self._answered = True
        return message_ids

    async def refuse(self, text: str) -> None:
        if self._answered:  # what was shown stays
            await self._interaction.followup.send(text, ephemeral=True)
        elif self._deferred:
            await say_privately(self._interaction, text)
        else:
            await self._interaction.response.send_message(text, ephemeral=True)

    async def _respond(
        self, page: str, view: discord.ui.View | None, *, first: bool
    ) -> discord.Message:
        if first:
            return await with_retries(
                lambda: self._interaction.edit_original_response(
                    content=page, view=view, allowed_mentions=NO_MENTIONS
                )
            )
        return await self._interaction.followup.send(
            page,
            view=view or discord.utils.MISSING,
            ephemeral=self._private,
            suppress_embeds=True,
            allowed_mentions=NO_MENTIONS,
            wait=True,
        )

    async def _post_in_channel(self, page: str, view: discord.ui.View | None) -> discord.Message:
        """Send an ordinary message, because the interaction has expired."""
        channel = self._interaction.channel
        if not isinstance(channel, discord.abc.Messageable):
            raise TypeError("the interaction has no channel to write to")
        return await post(channel, page, view)


class LongResponder:
    """Responds to a command that may outlast its interaction, which has to be deferred.

    It edits the response while that is possible; afterwards the result goes into a new message,
    which starts with ``subject``, or a direct message if it is ``private``. Its methods do not
    raise.
    """

    def __init__(
        self, interaction: discord.Interaction[Any], subject: str, *, private: bool = False
    ) -> None:
        self._interaction = interaction
        self._subject = subject
        self._private = private

    async def show(self, text: str) -> None:
        """Show the progress, as long as the response can be edited."""
        if self._expired():
            return
        try:
            await self._interaction.edit_original_response(
                content=text, view=None, allowed_mentions=NO_MENTIONS
            )
        except _SEND_ERRORS as error:
            _log.warning("progress could not be shown: %s", error)

    async def finish(
        self, text: str, data: bytes | None = None, view: discord.ui.View | None = None
    ) -> discord.Message | None:
        """Show the result, with ``data`` as an attachment called ``report.txt``.

        Returns the message that shows it, if one could be sent or edited.
        """
        if not self._expired():
            try:
                return await self._interaction.edit_original_response(
                    content=text,
                    view=view,
                    attachments=_attachments(data),
                    allowed_mentions=NO_MENTIONS,
                )
            except _SEND_ERRORS as error:  # deleted in the meantime, or expired after all
                _log.warning("the result could not be shown (%s): %s", self._subject, error)
        return await self._send_message(text, data, view)

    async def interrupted(self) -> None:
        """Say that the bot was stopped before the command was done."""
        try:
            async with asyncio.timeout(_INTERRUPT_TIMEOUT):
                await self.finish(
                    "The bot was stopped while doing this. Use `/admin reindex` when it is back."
                )
        except TimeoutError:
            _log.warning("the interruption could not be reported (%s)", self._subject)

    async def _send_message(
        self, text: str, data: bytes | None, view: discord.ui.View | None
    ) -> discord.Message | None:
        """Send a message to the channel, or to the person if the bot may not write there."""
        channels: tuple[Any, ...] = () if self._private else (self._interaction.channel,)
        for target in (*channels, self._interaction.user):
            try:
                sent: discord.Message = await target.send(
                    f"-# {self._subject}\n{text}",
                    files=_attachments(data),
                    view=view,
                    suppress_embeds=True,
                    allowed_mentions=NO_MENTIONS,
                )
            except (*_SEND_ERRORS, AttributeError) as error:
                _log.warning("the result could not be sent (%s): %s", self._subject, error)
            else:
                return sent
        return None

    def _expired(self) -> bool:
        return discord.utils.utcnow() + _EXPIRY_MARGIN >= self._interaction.expires_at


def _attachments(data: bytes | None) -> list[discord.File]:
    return [] if data is None else [discord.File(io.BytesIO(data), "report.txt")]
