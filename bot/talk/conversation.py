"""What a question follows on: in a reply chain, a thread, or a direct message.

Nothing is ever taken from another channel, nor from an answer that only one person could see.
"""

from __future__ import annotations

import datetime as dt

from index.storage.archive.archive import Archive
from index.storage.archive.records import ArchivedExchange, Location

STILL_TALKING = dt.timedelta(minutes=30)
"""After so long, a direct message begins afresh."""


async def replied_to(archive: Archive, where: Location, message: int) -> ArchivedExchange | None:
    """The answer that this message shows, where it may be read by whoever is in the channel."""
    saved = await archive.shown_by(message)
    if saved is None or saved.asked.private or saved.asked.where != where:
        return None
    return saved


async def last_in_thread(
    archive: Archive, where: Location, parent: int | None
) -> ArchivedExchange | None:
    """The last answer in the thread, or the one in the channel above that it was begun on.

    A thread has the id of the message that it was begun on.
    """
    last = await archive.latest(where)
    if last is not None or parent is None:
        return last
    return await replied_to(archive, Location(where.guild, parent), where.channel)


async def last_in_direct_message(
    archive: Archive, where: Location, now: dt.datetime
) -> ArchivedExchange | None:
    """The last answer, if it was a moment ago."""
    return await archive.latest(where, since=now - STILL_TALKING)
