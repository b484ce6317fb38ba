"""Which earlier answer a question follows up: in a reply chain, a thread or a direct message.

Nothing is taken from another channel, but for the answer that a thread was started on, or from an
answer that only one person could see.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import discord

from bot.discord.errors import UserError
from index.storage.archive.archive import Archive
from index.storage.archive.records import ArchivedExchange, Location

DIRECT_MESSAGE_TIMEOUT = dt.timedelta(minutes=30)
"""After this long, a direct message starts a new conversation."""


def location_of(interaction: discord.Interaction[Any]) -> Location:
    """Return where somebody used a command."""
    if interaction.channel_id is None:
        raise TypeError("the interaction has no channel")
    return Location(interaction.guild_id, interaction.channel_id)


async def replied_to(archive: Archive, where: Location, message: int) -> ArchivedExchange | None:
    """Return the answer that a message shows, if everybody in the channel may read it."""
    saved = await archive.shown_by(message)
    if saved is None or saved.exchange.private or saved.exchange.where != where:
        return None
    return saved


async def last_in_thread(
    archive: Archive, where: Location, parent: int | None
) -> ArchivedExchange | None:
    """Return the last answer in a thread, or else the answer that the thread was started on.

    A thread has the same id as the message that it was started on.
    """
    last = await archive.latest(where)
    if last is not None or parent is None:
        return last
    return await replied_to(archive, Location(where.guild, parent), where.channel)


async def last_in_direct_message(
    archive: Archive, where: Location, now: dt.datetime
) -> ArchivedExchange | None:
    """Return the last answer, if it is recent."""
    return await archive.latest(where, since=now - DIRECT_MESSAGE_TIMEOUT)


async def saved_answer(interaction: discord.Interaction[Any], number: int) -> ArchivedExchange:
    """Return the answer that a button belongs to. Raises UserError if the person can't see it."""
    saved: ArchivedExchange | None = await interaction.client.services.archive.answer(number)
    if saved is None:
        raise UserError("I no longer have this answer. Please ask again.")
    record = saved.exchange
    here = (interaction.guild_id, interaction.channel_id)
    if (record.where.guild, record.where.channel) != here or (
        record.private and record.person != interaction.user.id
    ):
        raise UserError("This answer belongs to another channel. Please ask again here.")
    return saved
