"""Responds to messages."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.discord.api import API_ERRORS, NO_MENTIONS, with_retries
from bot.discord.message_state import Replies
from bot.discord.responders.base import Responder, post
from bot.discord.responders.typing_indicator import TypingIndicator
from bot.discord.threads import close_thread, open_thread

_log = logging.getLogger(__name__)
_CANNOT_READ_HISTORY = 160002  # replying needs this permission; an ordinary message does not


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An earlier answer that is to be replaced: its number, and the messages that show it."""

    number: int
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

    The new answer takes the place of ``shown``, if that is given, and of what was said instead of
    an answer before the message was edited.
    """

    def __init__(
        self,
        message: discord.Message,
        typing: TypingIndicator,
        replies: Replies,
        shown: ShownAnswer | None = None,
    ) -> None:
        self._message = message
        self._typing = typing
        self._said = replies
        self._shown = shown
        self.thread: str | None = None
        """The name of a thread that is opened for the answer, where that is possible."""
        self.channel: discord.abc.MessageableChannel = message.channel
        """Where the answer goes."""
        self.one_message = False
        self._reply: discord.Message | discord.PartialMessage | None = None
        self._answered = False
        said = replies.of(message.id)
        if shown is not None and shown.first is not None:
            self._reply, self.channel = shown.first, shown.channel
        elif said is not None:
            self._reply, self.channel = said, said.channel

    async def begin(self) -> int | None:
        if self.thread is not None and self._reply is None:
            self.channel = await open_thread(self._message, self.thread) or self.channel
        self._typing.start(self.channel, self)
        return self.channel.id if self._is_elsewhere else None

    async def give_up(self) -> None:
        """Leave no empty thread behind, if nothing could be written into it. Does not raise."""
        await self._typing.stop(self)
        if self._reply is None and self._is_elsewhere and isinstance(self.channel, discord.Thread):
            await close_thread(self.channel)

    @property
    def _replaces(self) -> bool:
        """Whether an earlier answer is still shown."""
        return self._shown is not None and bool(self._shown.messages)

    @property
    def _is_elsewhere(self) -> bool:
        """Whether the answer goes into a thread of its own."""
        return self.channel.id != self._message.channel.id

    async def draft(self, text: str) -> None:
        if self._replaces:  # what is shown stays until there is a whole answer
            return
        await self._typing.stop(self)
        await self._say(text)

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        await self._typing.stop(self)
        message_ids = [await self._send_or_edit(pages[0], view if len(pages) == 1 else None)]
        self._answered = True
        for page in pages[1:]:
            buttons = view if page is pages[-1] else None
            message_ids.append((await post(self.channel, page, buttons)).id)
        if self._shown is not None:
            await self._shown.delete_others()
        await self._take_back(message_ids)
        return message_ids

    async def refuse(self, text: str) -> None:
        await self._typing.stop(self)
        said = self._said.of(self._message.id)
        if not self._answered and not self._replaces:
            await self._say(text)
        elif said is not None:  # the answer stays
            await with_retries(lambda: said.edit(content=text, allowed_mentions=NO_MENTIONS))
        else:
            self._keep((await self._send_reply(text, None)).id)

    async def _say(self, text: str) -> None:
        """Show what is no answer."""
        self._keep(await self._send_or_edit(text, None))

    def _keep(self, reply: int) -> None:
        self._said.keep(self._message.id, discord.PartialMessage(channel=self.channel, id=reply))

    async def _take_back(self, messages: Sequence[int]) -> None:
        """Delete what was said before there was an answer, unless that is shown in its place."""
        said = self._said.of(self._message.id)
        self._said.forget(self._message.id)
        if said is None or said.id in messages:
            return
        try:
            await said.delete()
        except API_ERRORS as error:
            _log.info("an old refusal could not be deleted: %s", error)

    async def _send_or_edit(self, text: str, view: discord.ui.View | None) -> int:
        if self._reply is None:
            self._reply = await self._send_reply(text, view)
        else:
            edit = self._reply.edit
            await with_retries(lambda: edit(content=text, view=view, allowed_mentions=NO_MENTIONS))
        return self._reply.id

    async def _send_reply(self, text: str, view: discord.ui.View | None) -> discord.Message:
        """Reply, or send an ordinary message if the original is gone or replies are forbidden."""
        if self._is_elsewhere:  # a thread of its own
            return await post(self.channel, text, view)
        reference = self._message.to_reference(fail_if_not_exists=False)
        try:
            return await post(self.channel, text, view, reference)
        except discord.HTTPException as error:
            if error.code != _CANNOT_READ_HISTORY:
                raise
        return await post(self.channel, text, view)


class QuietResponder:
    """Shows nothing but a finished answer, for messages that were not addressed to the bot.

    With ``refuses``, it also says why there is none.
    """

    def __init__(self, responder: Responder, *, refuses: bool = False) -> None:
        self._responder = responder
        self.refuses = refuses
        self.one_message = responder.one_message

    async def begin(self) -> int | None:
        """Do nothing."""
        return None

    async def draft(self, text: str) -> None:
        """Do nothing."""

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        return await self._responder.finish(pages, view)

    async def refuse(self, text: str) -> None:
        if self.refuses:
            await self._responder.refuse(text)
