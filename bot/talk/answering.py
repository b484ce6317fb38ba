"""From a question to an answer that somebody reads: admitted, made, kept, shown."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

import discord

from bot import logs
from bot.pages.answers import answer_pages, draft_page
from bot.pages.errors import Refused
from bot.pages.sources import moment_stamp
from bot.reporting import told
from bot.services import ServedClient
from bot.talk.outbox import Outbox
from bot.talk.streaming import Stream
from bot.terminal.layout import count
from index.errors import CoverageError
from index.models import EVERYTHING, Answer, Asker, Draft, Scope
from index.storage.archive.records import Exchange, Location

_log = logging.getLogger(__name__)
_FIRST_INDEX = dt.timedelta(seconds=30)
_DELETED = {10003, 10008}  # the channel or the message is gone
MakeView = Callable[[int, bool], discord.ui.View]


@dataclass(frozen=True, slots=True)
class Request:
    """A question of a person. ``follows`` is the number of the answer that it follows on.

    ``shown``: the answer repeats the question, which nobody else could see otherwise.
    """

    question: str
    where: Location
    person: int
    scope: Scope = EVERYTHING
    private: bool = False
    follows: int | None = None
    shown: bool = False


async def answer(client: ServedClient, request: Request, outbox: Outbox) -> None:
    """Answer into the outbox, or say there what keeps the bot from it.

    Raises discord.HTTPException where Discord does not take that either.
    """
    try:
        with client.desk.admit(request.where.guild, request.person):
            await outbox.begin()
            made = await _make(client, request, outbox)
            await _show(client, request, made, outbox)
    except discord.HTTPException as error:
        if error.code not in _DELETED:
            raise
        _log.info("an answer was deleted while it was made: %s", error)
    except Refused as refusal:
        await outbox.refuse(str(refusal))
    except Exception as error:
        await outbox.refuse(told(error))


async def _make(client: ServedClient, request: Request, outbox: Outbox) -> Answer:
    logs.asked.set(request.question)
    services = client.services
    await _refuse_before_the_first_index(client)
    history = await services.archive.history(request.follows) if request.follows else ()

    async def show(draft: Draft) -> None:
        await outbox.draft(draft_page(draft, asked=request.question if request.shown else None))

    stream = Stream(show)
    try:
        made = await services.coverage.ask(
            request.question,
            request.scope,
            history=history,
            show=stream.push,
            asker=Asker(request.where.guild, request.person),
        )
    finally:
        await stream.close()
    _log.info(
        "%s in %.2f s, %s, %s%s",
        "answered" if made.answered else "not in the coverage",
        made.seconds,
        count(len(made.citations), "quote"),
        made.mode,
        ", a follow-up" if history else "",
    )
    return made


async def _refuse_before_the_first_index(client: ServedClient) -> None:
    """While there is nothing to look in yet, that the articles do not say would be misleading."""
    services = client.services
    progress = services.coverage.indexing
    if progress is None or await services.coverage.articles():
        return
    far = f" ({progress.done:,} of {progress.total:,})" if progress.total else ""
    when = services.now() + _FIRST_INDEX
    raise Refused(
        f"I am reading the articles for the first time{far}; ask again {moment_stamp(when)}."
    )


async def _show(client: ServedClient, request: Request, made: Answer, outbox: Outbox) -> None:
    """Keep the answer, show it with its buttons, and keep which messages show it."""
    archive = client.services.archive
    asked = Exchange(
        made, request.scope, request.where, request.person, request.private, request.follows
    )
    pages = answer_pages(made, asked=request.shown, scope=request.scope)
    try:
        number = await archive.save(asked, client.services.now())
    except CoverageError as error:  # an answer without buttons is better than none
        _log.error("an answer could not be kept: %s", error)  # it says what is wrong
        await outbox.finish(pages, None)
        return
    shown = await outbox.finish(pages, client.answer_view(number, quotes=bool(made.citations)))
    await archive.show(number, shown)
