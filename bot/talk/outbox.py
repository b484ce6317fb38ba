"""Where an answer goes: into the place of a slash command's reply, or below a person's message."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from typing import Any, Protocol

import discord

from bot.talk.sending import acknowledge, surely
from bot.talk.typing import Typing

_log = logging.getLogger(__name__)
NOBODY = discord.AllowedMentions.none()
_EXPIRED = {10015, 50027}  # the token of an interaction is good for a quarter of an hour
_NO_HISTORY = 160002  # a reply takes the right to read earlier messages; an ordinary one does not


class Outbox(Protocol):
    """Shows an answer while it is made and when it is finished."""

    async def begin(self) -> None:
        """Give the first sign of life."""

    async def draft(self, text: str) -> None:
        """Show what is finished so far, in place of what was shown before."""

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        """Show the answer in place of any draft; the buttons go below the last message.

        Returns the ids of the messages, fewer where somebody deleted one meanwhile.
        """

    async def refuse(self, text: str) -> None:
        """Say why there is no answer, to the person alone where that can be."""


class InteractionOutbox:
    """The reply to a command or a modal. ``private``: only that person sees it."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._begun = False

    async def begin(self) -> None:
        await acknowledge(self._interaction, private=self._private)
        self._begun = True

    async def draft(self, text: str) -> None:
        await self._interaction.edit_original_response(content=text, allowed_mentions=NOBODY)

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        shown: list[int] = []
        for at, page in enumerate(pages):
            buttons = view if page is pages[-1] else None
            try:
                message = await self._send(page, buttons, first=at == 0)
            except discord.HTTPException as error:
                if error.code not in _EXPIRED or self._private:
                    raise
                message = await self._beside(page, buttons)
            shown.append(message.id)
        return shown

    async def refuse(self, text: str) -> None:
        if self._begun:
            await surely(
                lambda: self._interaction.edit_original_response(
                    content=text, allowed_mentions=NOBODY
                )
            )
        else:
            await self._interaction.response.send_message(text, ephemeral=True)

    async def _send(
        self, page: str, view: discord.ui.View | None, *, first: bool
    ) -> discord.Message:
        if first:
            return await surely(
                lambda: self._interaction.edit_original_response(
                    content=page, view=view, allowed_mentions=NOBODY
                )
            )
        return await self._interaction.followup.send(
            page,
            view=view or discord.utils.MISSING,
            ephemeral=self._private,
            suppress_embeds=True,
            allowed_mentions=NOBODY,
            wait=True,
        )

    async def _beside(self, page: str, view: discord.ui.View | None) -> discord.Message:
        """An ordinary message, for when the interaction has expired."""
        channel = self._interaction.channel
        if not isinstance(channel, discord.abc.Messageable):
            raise TypeError("an interaction without a channel to write into")
        return await _post(channel, page, view)


class MessageOutbox:
    """Replies to a message; says that it is typing until there is something to read."""

    def __init__(self, message: discord.Message, typing: Typing) -> None:
        self._message = message
        self._typing = typing
        self._shown: discord.Message | None = None

    async def begin(self) -> None:
        self._typing.start(self._message.channel, self)

    async def draft(self, text: str) -> None:
        await self._typing.stop(self)
        await self._first(text, None)

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        await self._typing.stop(self)
        shown = [await self._first(pages[0], view if len(pages) == 1 else None)]
        for page in pages[1:]:
            buttons = view if page is pages[-1] else None
            shown.append((await _post(self._message.channel, page, buttons)).id)
        return shown

    async def refuse(self, text: str) -> None:
        await self._typing.stop(self)
        await self._first(text, None)

    async def _first(self, text: str, view: discord.ui.View | None) -> int:
        if self._shown is None:
            self._shown = await self._reply(text, view)
        else:
            edit = self._shown.edit
            await surely(lambda: edit(content=text, view=view, allowed_mentions=NOBODY))
        return self._shown.id

    async def _reply(self, text: str, view: discord.ui.View | None) -> discord.Message:
        """A reply; an ordinary message where the person's is gone or replies are not allowed."""
        reference = self._message.to_reference(fail_if_not_exists=False)
        try:
            return await _post(self._message.channel, text, view, reference)
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
        return await _post(self._message.channel, text, view)


async def _post(
    channel: discord.abc.Messageable,
    text: str,
    view: discord.ui.View | None,
    reference: discord.MessageReference | None = None,
) -> discord.Message:
    beside: dict[str, Any] = {"view": view, "reference": reference}
    # by the nonce Discord knows a message that it has got already
    beside["nonce"] = secrets.token_hex(12)
    return await surely(
        lambda: channel.send(text, suppress_embeds=True, allowed_mentions=NOBODY, **beside)
    )
