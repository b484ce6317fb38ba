"""From a question to a displayed answer: admit it, ask the coverage, save and show the answer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import discord

from bot import logs
from bot.discord.errors import RepeatedRefusal, UserError, log_and_describe
from bot.discord.first_index import wait_for_first_index
from bot.discord.live_updates import DraftThrottle
from bot.discord.rendering.answers import answer_pages, draft_page, one_page
from bot.discord.responders.base import Responder
from bot.discord.services import BotClient
from bot.protocols import CoverageLike
from bot.rendering.text import capitalized
from index.errors import CoverageError
from index.models import EVERYTHING, Answer, Asker, Draft, Scope, count
from index.storage.archive.records import Exchange, Location

_log = logging.getLogger(__name__)
_DELETED = {10003, 10008}  # the channel or the message no longer exists


@dataclass(frozen=True, slots=True)
class Request:
    """A person's question.

    ``follows`` is the number of the answer that it follows up. ``context`` is a text that it is
    about, and ``note`` says why there is none. ``instead`` makes the answer in another way than by
    asking; the question is then only shown. ``show_question`` repeats the question in the answer,
    for commands, where others would not see it otherwise. ``message`` is the message that asks.
    ``wanted`` says which answers are shown at all, to a message that was not addressed to the bot.
    ``replaces`` is the number of the answer in whose place this one is shown.
    """

    question: str
    where: Location
    person: int
    scope: Scope = EVERYTHING
    private: bool = False
    follows: int | None = None
    context: str | None = None
    note: str | None = None
    instead: Callable[[CoverageLike], Awaitable[Answer]] | None = None
    show_question: bool = False
    message: int | None = None
    wanted: Callable[[Answer], bool] | None = None
    replaces: int | None = None


async def answer(client: BotClient, request: Request, responder: Responder) -> bool:
    """Answer through the responder, or say there why that is not possible.

    Returns False if the answer is not wanted, and nothing was said. Raises discord.HTTPException if
    Discord does not accept it, unless its channel or message was deleted.
    """
    try:
        addressed = request.wanted is None
        with client.rate_limiter.admit(request.where.guild, request.person, addressed=addressed):
            place = await responder.begin()
            if place is not None:
                request = replace(request, where=Location(request.where.guild, place))
            result = await _ask(client, request, responder)
            if request.wanted is not None and not request.wanted(result):
                _log.info("stayed silent: the message was not addressed to the bot")
                return False
            client.services.metrics.answered(result)
            await _show(client, request, result, responder)
    except discord.HTTPException as error:
        if error.code not in _DELETED:
            raise
        _log.info("an answer was deleted before it was finished: %s", error)
    except UserError as error:
        client.services.metrics.refused()
        if request.message is None or not isinstance(error, RepeatedRefusal):
            await responder.refuse(str(error))
    except Exception as error:
        if client.is_closed():  # it stops, and what an answer needs is closed, too
            _log.warning("an answer was abandoned, because the bot is stopping")
            return True
        client.services.metrics.failed()
        await responder.refuse(log_and_describe(error))
    return True


async def refuse(  # noqa: PLR0913  # who is refused what, and where
    client: BotClient,
    where: Location,
    person: int,
    responder: Responder,
    reason: str,
    *,
    addressed: bool = True,
) -> None:
    """Say why a message cannot be answered. It counts as one: a flood is met with silence."""
    try:
        with client.rate_limiter.admit(where.guild, person, addressed=addressed):
            client.services.metrics.refused()
            await responder.refuse(reason)
    except RepeatedRefusal:
        client.services.metrics.refused()
    except UserError as error:
        client.services.metrics.refused()
        await responder.refuse(str(error))


async def _ask(client: BotClient, request: Request, responder: Responder) -> Answer:
    logs.current_question.set(request.question)
    services = client.services
    await wait_for_first_index(client, responder.draft)
    history = await services.archive.history(request.follows) if request.follows else ()

    async def show(draft: Draft) -> None:
        question = request.question if request.show_question else None
        await responder.draft(draft_page(draft, question=question))

    drafts = DraftThrottle(show)
    try:
        if request.instead is not None:
            made = await request.instead(services.coverage)
            result = replace(made, question=request.question)
        else:
            result = await services.coverage.ask(
                request.question,
                request.scope,
                history=history,
                context=request.context,
                show=drafts.push,
                asker=Asker(request.where.guild, request.person),
                explain=_log.isEnabledFor(logging.DEBUG),
                today=services.today,
            )
    finally:
        await drafts.close()
    if request.note is not None:
        if not history and _lacks_context(result):
            raise UserError(request.note)
        if result.note is None:
            result = replace(result, note=request.note)
    _log.info(
        "%s in %.2f s, %s, %s%s",
        "answered" if result.answered else "not answered",
        result.seconds,
        count(len(result.citations), "quote"),
        result.mode,
        ", a follow-up" if history else "",
    )
    if result.advice is not None:
        _log.warning("%s %s.", result.note, capitalized(result.advice))
    for explanation in result.explanation:
        _log.debug("%s", explanation)
    return result


def _lacks_context(result: Answer) -> bool:
    """Whether a question says nothing without what it is about: "is this true?"."""
    if result.abstention is not None:
        return result.abstention.reason == "no topic"
    return result.kind == "last" and not result.citations


async def _show(client: BotClient, request: Request, result: Answer, responder: Responder) -> None:
    """Save the answer, show it with its buttons, and save which messages show it."""
    archive = client.services.archive
    record = Exchange(
        result, request.scope, request.where, request.person, request.private, request.follows
    )
    pages = await _pages(client, request, result, one_message=responder.one_message)
    try:
        number = await archive.save(record, client.services.now(), request.replaces)
        if request.message is not None and request.replaces is None:
            await archive.asked_in(request.message, number)
    except CoverageError as error:  # an answer without buttons is better than none
        _log.error("an answer could not be saved: %s", error)
        await responder.finish(pages, None)
        return
    # small talk, help, and what says that there is nothing to ask: nothing to press about
    empty = result.abstention is not None and result.abstention.reason == "no articles"
    talk = empty or (result.answered and not result.citations)
    view = None if talk else client.answer_view(number, quotes=bool(result.citations))
    messages = await responder.finish(pages, view)
    try:
        await archive.show(number, messages)
        if request.replaces is not None:  # only now: if it cannot be shown, the one before stays
            if request.message is not None:
                await archive.asked_in(request.message, number)
            await archive.take_place(request.replaces, number)
    except CoverageError as error:  # the answer can be read, which is what matters
        _log.error("could not save which messages show an answer: %s", error)


async def _pages(
    client: BotClient, request: Request, result: Answer, *, one_message: bool
) -> tuple[str, ...]:
    addresses = await page_addresses(client.services.coverage, result)
    asked, scope = request.show_question, request.scope
    if one_message:
        return (one_page(result, show_question=asked, scope=scope, addresses=addresses),)
    return answer_pages(result, show_question=asked, scope=scope, addresses=addresses)


async def page_addresses(coverage: CoverageLike, answer: Answer) -> Mapping[str, str]:
    """Return the web addresses of the articles that an answer, or an abstention, names."""
    files = [citation.file for citation in answer.citations]
    if answer.abstention is not None:
        near = (answer.abstention.closest, answer.abstention.nearest)
        files += [article.file for article in near if article is not None]
    return await coverage.addresses(files)
