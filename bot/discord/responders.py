"""Ways to respond: to a slash command or modal, to a message, and to a command that runs long."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from bot.discord.api import API_ERRORS, NO_MENTIONS, defer, with_retries
from bot.discord.threads import open_thread

_log = logging.getLogger(__name__)
_TOKEN_EXPIRED = {10015, 50027}  # the token of an interaction is valid for 15 minutes
_CANNOT_READ_HISTORY = 160002  # replying needs this permission; an ordinary message does not
_EXPIRY_MARGIN = dt.timedelta(seconds=30)
_INTERRUPT_TIMEOUT = 3.0  # seconds
_TYPING_INTERVAL = 8.0  # seconds; Discord shows the indicator for ten
_TYPING_MIN_INTERVAL = 2.0
_TYPING_ARRIVAL = 0.3


class Responder(Protocol):
    """Shows an answer while it is written and when it is finished."""

    async def begin(self) -> int | None:
        """Show that an answer is coming. Returns the channel it goes to, if it is another one."""

    async def draft(self, text: str) -> None:
        """Show what is finished so far, in place of the previous draft."""

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        """Show the answer in place of any draft, with the buttons below the last message.

        Returns the ids of the messages, fewer if some were deleted in the meantime.
        """

    async def refuse(self, text: str) -> None:
        """Say why there is no answer, privately if possible."""


class InteractionResponder:
    """Responds to a command or a modal; if ``private``, only the person who used it sees it."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._deferred = False

    async def begin(self) -> int | None:
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
        return message_ids

    async def refuse(self, text: str) -> None:
        if self._deferred:
            await with_retries(
                lambda: self._interaction.edit_original_response(
                    content=text, allowed_mentions=NO_MENTIONS
                )
            )
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
        return await _post(channel, page, view)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The messages in a channel that show an earlier answer, which is to be replaced."""

    channel: discord.abc.MessageableChannel
    messages: tuple[int, ...] = ()

    @property
    def first(self) -> discord.PartialMessage | None:
        """The message that the new answer goes into."""
        return self._partial(self.messages[0]) if self.messages else None

    async def delete_others(self) -> None:
        """Delete the messages after the first one. Failures are logged."""
        for message in self.messages[1:]:
            try:
                await self._partial(message).delete()
            except API_ERRORS as error:
                _log.info("a part of an old answer could not be deleted: %s", error)

    def _partial(self, message: int) -> discord.PartialMessage:
        return discord.PartialMessage(channel=self.channel, id=message)


class MessageResponder:
    """Replies to a message, and shows the typing indicator until there is something to read.

    The new answer takes the place of ``shown``, if that is given. ``thread`` is the name of a
    thread that is opened for the answer, where that is possible.
    """

    def __init__(
        self,
        message: discord.Message,
        typing: TypingIndicator,
        shown: ShownAnswer | None = None,
        thread: str | None = None,
    ) -> None:
        self._message = message
        self._typing = typing
        self._shown = shown
        self._thread = thread
        self._channel: discord.abc.MessageableChannel = message.channel
        self._reply: discord.Message | discord.PartialMessage | None = None
        if shown is not None and shown.first is not None:
            self._reply, self._channel = shown.first, shown.channel

    async def begin(self) -> int | None:
        if self._thread is not None and self._reply is None:
            self._channel = await open_thread(self._message, self._thread) or self._channel
        self._typing.start(self._channel, self)
        return self._channel.id if self._channel.id != self._message.channel.id else None

    async def draft(self, text: str) -> None:
        await self._typing.stop(self)
        await self._send_or_edit(text, None)

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        await self._typing.stop(self)
        if self._shown is not None:
            await self._shown.delete_others()
        message_ids = [await self._send_or_edit(pages[0], view if len(pages) == 1 else None)]
        for page in pages[1:]:
            buttons = view if page is pages[-1] else None
            message_ids.append((await _post(self._channel, page, buttons)).id)
        return message_ids

    async def refuse(self, text: str) -> None:
        await self._typing.stop(self)
        if self._shown is not None and self._shown.messages:  # the answer before stays
            await self._send_reply(text, None)
        else:
            await self._send_or_edit(text, None)

    async def _send_or_edit(self, text: str, view: discord.ui.View | None) -> int:
        if self._reply is None:
            self._reply = await self._send_reply(text, view)
        else:
            edit = self._reply.edit
            await with_retries(lambda: edit(content=text, view=view, allowed_mentions=NO_MENTIONS))
        return self._reply.id

    async def _send_reply(self, text: str, view: discord.ui.View | None) -> discord.Message:
        """Reply, or send an ordinary message if the original is gone or replies are forbidden."""
        if self._channel.id != self._message.channel.id:  # a thread of its own
            return await _post(self._channel, text, view)
        reference = self._message.to_reference(fail_if_not_exists=False)
        try:
            return await _post(self._channel, text, view, reference)
        except discord.HTTPException as error:
            if error.code != _CANNOT_READ_HISTORY:
                raise
        return await _post(self._channel, text, view)


class QuietResponder:
    """Shows nothing but a finished answer, for messages that were not addressed to the bot."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    async def begin(self) -> int | None:
        """Do nothing."""
        return None

    async def draft(self, text: str) -> None:
        """Do nothing."""

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        return await self._responder.finish(pages, view)

    async def refuse(self, text: str) -> None:
        """Do nothing."""


class LongResponder:
    """Responds to a command that may outlast its interaction, which has to be deferred.

    It edits the response while that is possible; afterwards the result goes into a new message,
    which starts with ``subject``. Its methods do not raise.
    """

    def __init__(self, interaction: discord.Interaction[Any], subject: str) -> None:
        self._interaction = interaction
        self._subject = subject

    async def show(self, text: str) -> None:
        """Show the progress, as long as the response can be edited."""
        if self._expired():
            return
        try:
            await self._interaction.edit_original_response(
                content=text, view=None, allowed_mentions=NO_MENTIONS
            )
        except API_ERRORS as error:
            _log.warning("progress could not be shown: %s", error)

    async def finish(self, text: str, data: bytes | None = None, name: str = "report.txt") -> None:
        """Show the result, with ``data`` as an attachment called ``name``."""
        if not self._expired():
            try:
                await self._interaction.edit_original_response(
                    content=text,
                    view=None,
                    attachments=_attachments(data, name),
                    allowed_mentions=NO_MENTIONS,
                )
            except API_ERRORS as error:  # deleted in the meantime, or expired after all
                _log.warning("the result could not be shown (%s): %s", self._subject, error)
            else:
                return
        await self._send_message(text, data, name)

    async def interrupted(self) -> None:
        """Say that the bot was stopped before the command was done."""
        try:
            async with asyncio.timeout(_INTERRUPT_TIMEOUT):
                await self.finish(
                    "The bot was stopped while doing this. It will continue when it starts again."
                )
        except TimeoutError:
            _log.warning("the interruption could not be reported (%s)", self._subject)

    async def _send_message(self, text: str, data: bytes | None, name: str) -> None:
        """Send a message to the channel, or to the person if the bot may not write there."""
        targets: tuple[Any, ...] = (self._interaction.channel, self._interaction.user)
        for target in targets:
            try:
                await target.send(
                    f"-# {self._subject}\n{text}",
                    files=_attachments(data, name),
                    suppress_embeds=True,
                    allowed_mentions=NO_MENTIONS,
                )
            except (*API_ERRORS, AttributeError) as error:
                _log.warning("the result could not be sent (%s): %s", self._subject, error)
            else:
                return

    def _expired(self) -> bool:
        return discord.utils.utcnow() + _EXPIRY_MARGIN >= self._interaction.expires_at


class TypingIndicator:
    """Shows that the bot is typing, once for all answers in a channel. Failures are ignored."""

    def __init__(self) -> None:
        self._tasks: dict[object, tuple[asyncio.Task[None], asyncio.Event]] = {}
        self._last_sent: dict[int, float] = {}

    def start(self, channel: discord.abc.MessageableChannel, owner: object) -> None:
        """Keep typing in the channel until ``stop(owner)``."""
        sent = asyncio.Event()
        task = asyncio.create_task(self._type(channel, sent), name="typing")
        self._tasks[owner] = task, sent

    async def stop(self, owner: object) -> None:
        """Stop for this owner; others in the channel continue.

        A call in flight gets a moment to arrive: after the answer it would show for ten seconds.
        """
        task, sent = self._tasks.pop(owner, (None, None))
        if task is None or sent is None:
            return
        try:
            await asyncio.wait_for(sent.wait(), _TYPING_ARRIVAL)
        except TimeoutError:
            _log.debug("the typing indicator did not arrive in time")
        task.cancel()

    async def _type(self, channel: discord.abc.MessageableChannel, sent: asyncio.Event) -> None:
        try:
            while True:
                now = time.monotonic()
                recent = {
                    c: t for c, t in self._last_sent.items() if now - t < _TYPING_MIN_INTERVAL
                }
                self._last_sent = recent
                if channel.id not in recent:
                    recent[channel.id] = now
                    await channel.typing()
                sent.set()
                await asyncio.sleep(_TYPING_INTERVAL)
        except API_ERRORS as error:
            _log.info("the typing indicator could not be shown: %s", error)
        finally:
            sent.set()

    def _forget_before(self, time_sent: float) -> None:
        self._last_sent = {c: t for c, t in self._last_sent.items() if t > time_sent}


def _attachments(data: bytes | None, name: str) -> list[discord.File]:
    return [] if data is None else [discord.File(io.BytesIO(data), name)]


async def _post(
    channel: discord.abc.Messageable,
    text: str,
    view: discord.ui.View | None,
    reference: discord.MessageReference | None = None,
) -> discord.Message:
    options: dict[str, Any] = {"view": view, "reference": reference}
    # the nonce lets Discord recognise a message that it has already received
    options["nonce"] = secrets.token_hex(12)
    return await with_retries(
        lambda: channel.send(text, suppress_embeds=True, allowed_mentions=NO_MENTIONS, **options)
    )
