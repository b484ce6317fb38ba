"""Errors: one sentence with a reference for the person, and the details in the log."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence

import aiohttp
import discord
import pytest

from bot.discord.answering import Request, answer
from bot.discord.context import Context
from bot.discord.errors import UserError, message_for
from bot.logs import RedactingFormatter
from index import errors
from index.models import Answer, Draft, Statement
from index.storage.archive.records import Location
from tests.helpers.fakes import FakeCoverage, answer_to
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import held, labels, texts, until

PRIVATE_PATH = "/srv/newsroom/data"


class Refusals:
    """A responder that only notes what is refused."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.one_message = False

    async def begin(self) -> None: ...

    async def draft(self, text: str) -> None: ...

    async def finish(self, pages: Sequence[str], view: discord.ui.View | None) -> list[int]:
        raise AssertionError(pages)

    async def refuse(self, text: str) -> None:
        self.refused.append(text)


def failing(error: Exception) -> FakeCoverage:
    def reply(question: str) -> Answer:
        if "fail" in question:
            raise error
        return answer_to(question)

    return FakeCoverage(reply=reply)


async def test_an_error_has_a_message_a_reference_and_a_log_entry(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    coverage = failing(errors.StoreUnavailable(f"cannot use {PRIVATE_PATH}"))
    async with start_bot(coverage) as bot:
        result = await bot.ask("please fail")
        assert result.response is None, "others see nothing of it"
        (said,) = result.followups
        assert said.ephemeral
        sentence, reference = said.content.splitlines()
        assert sentence.startswith("I can't reach my index right now")
        assert PRIVATE_PATH not in said.content
        assert texts(bot.channel) == []
        number = reference.removeprefix("-# Reference ")
        assert re.fullmatch("[0-9a-f]{6}", number)
        (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
        logged = RedactingFormatter([]).format(record)
        assert number in logged
        assert PRIVATE_PATH in logged
        assert "Traceback" in logged
        await bot.ann.send(bot.channel, bot.mention("please fail"))
        assert texts(bot.channel)[-1].startswith("I can't reach my index")
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert texts(bot.channel)[-1].startswith("The summit"), "the bot continues"


async def test_a_bug_is_reported_without_details(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot(failing(ZeroDivisionError("insides"))) as bot:
        result = await bot.ask("please fail", private=True)
        assert result.response is not None
        assert result.ephemeral
        assert result.response.content.startswith("Something went wrong")
        assert "insides" not in result.response.content
        assert "insides" in caplog.text


async def test_a_bug_before_the_question_is_known_is_reported_to_who_asked(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*args: object) -> Context:
        raise ZeroDivisionError("insides")

    monkeypatch.setattr("bot.discord.messages.context_of", fail)
    async with start_bot(FakeCoverage(), read_messages=True, ask_channels="1") as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        (said,) = texts(bot.channel, bot.client)
        assert said.startswith("Something went wrong")
        assert "insides" not in said
        assert "insides" in caplog.text
        object.__setattr__(bot.client.services.settings, "ask_channels", str(bot.channel.id))
        await bot.ann.send(bot.channel, "people talk to each other")
        assert len(texts(bot.channel, bot.client)) == 1


async def test_an_error_replaces_the_draft(start_bot: StartBot) -> None:
    coverage = failing(TimeoutError())

    async def draft(show: Callable[[Draft], None]) -> None:
        show(Draft((Statement("The first half", (1,)),), ()))
        await asyncio.sleep(0)

    coverage.meanwhile = draft
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("please fail"))
        assert len(texts(bot.channel)) == 2
        assert texts(bot.channel)[1].startswith("That took too long, so I stopped")


async def test_an_answer_that_cannot_be_saved_has_no_buttons(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        with bot.client.services.archive.database.writing() as db:
            db.execute("DROP TABLE citation")
        result = await bot.ask("why")
        assert result.response is not None
        assert "The summit was called off. [1]" in result.response.content
        assert labels(result.response) == []


async def test_an_answer_is_enough_where_its_messages_cannot_be_saved(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot(FakeCoverage()) as bot:
        with bot.client.services.archive.database.writing() as db:
            db.execute("DROP TABLE shown")
        await bot.ann.send(bot.channel, bot.mention("why"))
        (shown,) = texts(bot.channel, bot.client)
        assert shown.startswith("The summit was called off. [1]")
        assert "could not save" in caplog.text


async def test_what_was_shown_stays_if_something_fails_afterwards(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start_bot(FakeCoverage()) as bot:

        async def fail(number: int, messages: Sequence[int]) -> None:
            raise aiohttp.ClientError

        monkeypatch.setattr(bot.client.services.archive, "show", fail)
        await bot.ann.send(bot.channel, bot.mention("why"))
        first, second = texts(bot.channel, bot.client)
        assert first.startswith("The summit was called off. [1]")
        assert second.startswith("Discord did not accept my message.")
        result = await bot.ask("why")
        assert result.response is not None
        assert "The summit was called off. [1]" in result.response.content
        (said,) = result.followups
        assert said.ephemeral
        assert said.content.startswith("Discord did not accept my message.")


async def test_an_expired_interaction(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot(FakeCoverage()) as bot:
        bot.env.inject_error(
            "POST", "/interactions/*", status=404, code=10062, message="Unknown interaction"
        )
        result = await bot.ask("why")
        assert not result.acknowledged
        assert "an interaction could not be answered" in caplog.text
        assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_a_token_that_expires_while_answering(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        bot.env.inject_error(
            "PATCH", "/webhooks/*", status=401, code=50027, message="Invalid Webhook Token"
        )
        await bot.ask("why")
        newest = bot.channel.history()[-1]
        assert newest.content.startswith("> **why**\nThe summit was called off.")
        assert newest.webhook_id is None, "an ordinary message"
        assert labels(newest)[0] == "Quotes"


async def test_a_question_that_is_deleted_meanwhile_leaves_nothing(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot, held(coverage) as gate:
        message = bot.env.backend.create_message(bot.channel.id, bot.ann.id, bot.mention("why"))
        await until(lambda: coverage.calls)
        bot.env.backend.delete_message(bot.channel.id, message.id)
        gate.set()
        await bot.env.settle()
        assert texts(bot.channel) == []


async def test_a_deleted_draft_ends_the_answer(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:

        async def draft(show: Callable[[Draft], None]) -> None:
            show(Draft((Statement("The first half", (1,)),), ()))
            await until(lambda: len(texts(bot.channel)) >= 2)
            await bot.channel.history()[-1].delete()

        coverage.meanwhile = draft
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert len(texts(bot.channel)) == 1, "it is not sent again"
        assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_a_channel_without_write_permission(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot(FakeCoverage()) as bot:
        bot.env.inject_error(
            "POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions"
        )
        await bot.ann.send(bot.channel, bot.mention("why"))
        (message,) = texts(bot.ann.user.dm_channel)
        assert message.startswith(
            f"I'm not allowed to write in <#{bot.channel.id}>. A server admin needs to"
        )
        assert f"channel {bot.channel.id}: 403" in caplog.text
        assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_a_channel_without_reply_permission(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        bot.env.inject_error(
            "POST", "/channels/*/messages", status=400, code=160002, message="Cannot reply"
        )
        await bot.ann.send(bot.channel, bot.mention("why"))
        answer = bot.channel.history()[-1]
        assert answer.content.startswith("The summit was called off.")
        assert answer.reference is None


async def test_discord_is_down_for_a_moment(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot(FakeCoverage()) as bot:
        bot.env.inject_error("POST", "/channels/*/messages", status=503, times=3)
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert "an answer could not be sent" in caplog.text
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert texts(bot.channel)[-1].startswith("The summit")


async def test_a_broken_archive(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        shown = bot.channel.history()[-1]
        with bot.client.services.archive.database.writing() as db:
            db.execute("DROP TABLE shown")
        await bot.ann.send(bot.channel, "and then?", reply_to=shown)
        assert "Reference" in texts(bot.channel)[-1]


async def test_a_failed_typing_indicator_does_not_matter(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        bot.env.inject_error("POST", "/channels/*/typing", status=500)
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert texts(bot.channel)[-1].startswith("The summit")


def every_error(base: type[Exception]) -> list[type[Exception]]:
    return [base, *(deeper for below in base.__subclasses__() for deeper in every_error(below))]


@pytest.mark.parametrize("kind", every_error(errors.CoverageError), ids=lambda kind: kind.__name__)
def test_every_coverage_error_has_a_message(kind: type[Exception]) -> None:
    sentence = message_for(kind("the cause of *it* at @everyone"))
    begins_with_a_name = kind in {errors.PageUnavailable, errors.UnreadableArticle}
    assert sentence[0].isupper() or begins_with_a_name
    assert sentence.endswith(".")
    assert "@everyone" not in sentence
    assert "*it*" not in sentence.replace("\\*", "")


def test_a_user_error_is_shown_unchanged() -> None:
    assert message_for(UserError("Not now.")) == "Not now."


async def test_an_answer_that_fails_because_the_bot_stops_is_abandoned_in_one_line(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with start_bot(failing(RuntimeError("Session is closed"))) as bot:
        responder = Refusals()
        request = Request("please fail", Location(bot.guild.id, bot.channel.id), bot.ann.id)
        await answer(bot.client, request, responder)
        assert len(responder.refused) == 1
        bot.client.is_closed = lambda: True  # type: ignore[method-assign]
        try:
            await answer(bot.client, request, responder)
        finally:
            del bot.client.is_closed
        assert len(responder.refused) == 1
    (last,) = [r for r in caplog.records if "abandoned" in r.getMessage()]
    assert last.exc_info is None


def test_what_does_not_heal_by_itself_promises_nothing() -> None:
    text = message_for(errors.DatabaseDamaged(f"{PRIVATE_PATH} is damaged"))
    assert "minute" not in text
    assert PRIVATE_PATH not in text
    assert text.endswith("Please tell the person who runs this bot.")


def test_the_name_of_a_file_stays_as_it_is() -> None:
    """Names are told apart by capitals on some file systems."""
    assert message_for(errors.UnreadableArticle("f2.pdf is empty")) == "f2.pdf is empty."
    assert message_for(errors.ArticleRefused("the folder is full")) == "The folder is full."
