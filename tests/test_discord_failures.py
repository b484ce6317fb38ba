"""What goes wrong: one sentence with a reference for the person, all of it in the log."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_helpers import answer_to
from discord_asking_helpers import ScriptedCoverage, ask, held, labels, mention, until
from discord_helpers import talking, texts

from bot.logs import Cleaned
from bot.pages.errors import Refused, words
from index import errors
from index.models import Answer, Draft, Progress

SECRET_PLACE = "/srv/newsroom/data"


def failing(error: Exception) -> ScriptedCoverage:
    def reply(question: str) -> Answer:
        if "fail" in question:
            raise error
        return answer_to(question)

    return ScriptedCoverage(reply=reply)


async def test_a_failure_has_words_a_reference_and_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    coverage = failing(errors.StoreUnavailable(f"cannot use {SECRET_PLACE}"))
    async with talking(tmp_path, coverage) as talk:
        result = await ask(talk, "please fail")
        assert result.response is not None
        sentence, reference = result.response.content.splitlines()
        assert sentence.startswith("I cannot reach my index of the articles right now")
        assert SECRET_PLACE not in result.response.content
        number = reference.removeprefix("-# Reference ")
        assert re.fullmatch("[0-9a-f]{6}", number)
        (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
        logged = Cleaned([]).format(record)
        assert number in logged
        assert SECRET_PLACE in logged
        assert "Traceback" in logged
        await talk.ann.send(talk.channel, mention(talk, "please fail"))
        assert texts(talk.channel)[-1].startswith("I cannot reach my index")
        await talk.ann.send(talk.channel, mention(talk, "why"))
        assert texts(talk.channel)[-1].startswith("The summit"), "the bot goes on"


async def test_a_mistake_of_ours_is_told_without_its_insides(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path, failing(ZeroDivisionError("insides"))) as talk:
        result = await ask(talk, "please fail", private=True)
        assert result.response is not None
        assert result.ephemeral
        assert result.response.content.startswith("Something went wrong on my side")
        assert "insides" not in result.response.content
        assert "insides" in caplog.text


async def test_a_draft_gives_way_to_the_failure(tmp_path: Path) -> None:
    coverage = failing(TimeoutError())

    async def draft(show: Callable[[Draft], None]) -> None:
        show(Draft("The first half [1]", ()))
        await asyncio.sleep(0)

    coverage.meanwhile = draft
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "please fail"))
        assert len(texts(talk.channel)) == 2
        assert texts(talk.channel)[1].startswith("That took too long, so I stopped")


async def test_an_answer_that_cannot_be_kept_is_shown_without_buttons(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        with talk.client.services.archive.database.writing() as db:
            db.execute("DROP TABLE citation")
        result = await ask(talk, "why")
        assert result.response is not None
        assert "The summit was called off. [1]" in result.response.content
        assert labels(result.response) == []


async def test_an_interaction_that_expired(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        talk.env.inject_error(
            "POST", "/interactions/*", status=404, code=10062, message="Unknown interaction"
        )
        result = await ask(talk, "why")
        assert not result.acknowledged
        assert "an interaction could not be answered" in caplog.text
        assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_a_token_that_ran_out_while_answering(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        talk.env.inject_error(
            "PATCH", "/webhooks/*", status=401, code=50027, message="Invalid Webhook Token"
        )
        await ask(talk, "why")
        newest = talk.channel.history()[-1]
        assert newest.content.startswith("> **why**\nThe summit was called off.")
        assert newest.webhook_id is None, "an ordinary message"
        assert labels(newest)[0] == "Quotes"


async def test_the_question_was_deleted_meanwhile(tmp_path: Path) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk, held(coverage) as gate:
        message = talk.env.backend.create_message(
            talk.channel.id, talk.ann.id, mention(talk, "why")
        )
        await until(lambda: coverage.calls)
        talk.env.backend.delete_message(talk.channel.id, message.id)
        gate.set()
        await talk.env.settle()
        assert texts(talk.channel)[0].startswith("The summit was called off.")


async def test_the_draft_was_deleted_meanwhile(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    coverage = ScriptedCoverage()
    async with talking(tmp_path, coverage) as talk:

        async def draft(show: Callable[[Draft], None]) -> None:
            show(Draft("The first half [1]", ()))
            await until(lambda: len(texts(talk.channel)) >= 2)
            await talk.channel.history()[-1].delete()

        coverage.meanwhile = draft
        await talk.ann.send(talk.channel, mention(talk, "why"))
        assert len(texts(talk.channel)) == 1, "whoever deleted it did not want it"
        assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_a_channel_in_which_it_may_not_write(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        talk.env.inject_error(
            "POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions"
        )
        await talk.ann.send(talk.channel, mention(talk, "why"))
        (told,) = texts(talk.ann.user.dm_channel)
        assert told.startswith(f"I may not write in <#{talk.channel.id}>: a server admin has to")
        assert f"channel {talk.channel.id}: 403" in caplog.text
        assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_a_channel_in_which_it_may_not_reply(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        talk.env.inject_error(
            "POST", "/channels/*/messages", status=400, code=160002, message="Cannot reply"
        )
        await talk.ann.send(talk.channel, mention(talk, "why"))
        answer = talk.channel.history()[-1]
        assert answer.content.startswith("The summit was called off.")
        assert answer.reference is None


async def test_discord_is_down_for_a_moment(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        talk.env.inject_error("POST", "/channels/*/messages", status=503, times=3)
        await talk.ann.send(talk.channel, mention(talk, "why"))
        assert "Discord did not take an answer" in caplog.text
        await talk.ann.send(talk.channel, mention(talk, "why"))
        assert texts(talk.channel)[-1].startswith("The summit")


async def test_the_archive_is_out_of_order(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        await talk.ann.send(talk.channel, mention(talk, "why"))
        shown = talk.channel.history()[-1]
        with talk.client.services.archive.database.writing() as db:
            db.execute("DROP TABLE shown")
        await talk.ann.send(talk.channel, "and then?", reply_to=shown)
        assert "Reference" in texts(talk.channel)[-1]


async def test_typing_that_fails_keeps_nobody_from_an_answer(tmp_path: Path) -> None:
    async with talking(tmp_path, ScriptedCoverage()) as talk:
        talk.env.inject_error("POST", "/channels/*/typing", status=500)
        await talk.ann.send(talk.channel, mention(talk, "why"))
        assert texts(talk.channel)[-1].startswith("The summit")


async def test_while_the_articles_are_read_for_the_first_time(tmp_path: Path) -> None:
    coverage = ScriptedCoverage(summaries=(), indexing=Progress(12, 1461, "embedding"))
    async with talking(tmp_path, coverage) as talk:
        await talk.ann.send(talk.channel, mention(talk, "why"))
        assert re.fullmatch(
            r"I am reading the articles for the first time \(12 of 1,461\); ask again <t:\d+:R>\.",
            texts(talk.channel)[-1],
        )
        coverage.indexing = None
        await talk.ann.send(talk.channel, mention(talk, "why"))
        assert texts(talk.channel)[-1].startswith("The summit")


def every_error(base: type[Exception]) -> list[type[Exception]]:
    return [base, *(deeper for below in base.__subclasses__() for deeper in every_error(below))]


@pytest.mark.parametrize("kind", every_error(errors.CoverageError), ids=lambda kind: kind.__name__)
def test_every_error_of_the_coverage_has_a_sentence(kind: type[Exception]) -> None:
    sentence = words(kind("the cause of *it* at @everyone"))
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "@everyone" not in sentence
    assert "*it*" not in sentence.replace("\\*", "")


def test_a_refusal_is_shown_as_it_is() -> None:
    assert words(Refused("Not now.")) == "Not now."
