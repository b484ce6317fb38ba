"""What every responder can do, and how an ordinary message is sent."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, Protocol

import discord

from bot.discord.api import NO_MENTIONS, with_retries


class Responder(Protocol):
    """Shows an answer while it is written and when it is finished."""

    @property
    def one_message(self) -> bool:
        """Whether an answer has to fit into one message."""

    async def begin(self) -> int | None:
        """Show that an answer is coming. Returns the channel it goes to, if it is another one."""

    async def draft(self, text: str) -> None:
        """Show what is finished so far, in place of the previous draft."""

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        """Show the answer in place of any draft, with the buttons below the last message.

        Returns the ids of the messages. Raises one of API_ERRORS.
        """

    async def refuse(self, text: str) -> None:
        """Say why there is no answer, privately if possible."""


async def post(
    channel: discord.abc.Messageable,
    text: str,
    view: discord.ui.View | None,
    reference: discord.MessageReference | None = None,
) -> discord.Message:
    """Send a message without embeds that notifies nobody. Raises one of API_ERRORS."""
    options: dict[str, Any] = {"view": view, "reference": reference}
    # the nonce lets Discord recognise a message that it has already received
    options["nonce"] = secrets.token_hex(12)
    return await with_retries(
        lambda: channel.send(text, suppress_embeds=True, allowed_mentions=NO_MENTIONS, **options)
    )
