"""Refusals: once a minute for a flood, and with the right that is missing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.discord.permissions import why_not_written
from bot.discord.rights import listed_rights, missing_rights
from tests.helpers.fakes import FakeCoverage
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import texts

LIMIT = "You have reached the limit of 1 question per minute."


async def test_messages_of_a_flood_get_one_refusal_a_minute(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), questions_per_minute=1) as bot:
        for _ in range(5):
            await bot.ann.send(bot.channel, bot.mention("why"))
        said = texts(bot.channel, bot.client)
        assert len(said) == 2
        assert said[1].startswith(LIMIT)
        result = await bot.ask("why")
        assert result.ephemeral, "a command always gets an answer, which nobody else sees"
        assert result.response is not None
        assert result.response.content.startswith(LIMIT)
        await bot.ben.send(bot.channel, bot.mention("why"))
        assert texts(bot.channel, bot.client)[-1].startswith("The summit")


async def test_messages_without_a_question_are_a_flood_too(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), questions_per_minute=1) as bot:
        for _ in range(5):
            await bot.ann.send(bot.channel, bot.mention("?"))
        said = texts(bot.channel, bot.client)
        assert len(said) == 2
        assert said[0].startswith("Please ask me a question")
        assert said[1].startswith(LIMIT)


async def test_an_edit_that_is_refused_leaves_the_answer(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), questions_per_minute=1) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("why"))
        await bot.ann.edit(sent, bot.mention("who"))
        said = texts(bot.channel, bot.client)
        assert said[0].startswith("The summit was called off.")
        assert said[1].startswith(LIMIT)


async def test_a_locked_thread_is_named(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        bot.env.inject_error("POST", "/channels/*/messages", status=403, code=160005)
        await bot.ann.send(bot.channel, bot.mention("why"))
        (told,) = texts(bot.ann.user.dm_channel)
        assert told.startswith(f"The thread <#{bot.channel.id}> is locked, so I can't write there.")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"view_channel": True}, "the Send Messages permission."),
        ({"send_messages": True}, "the View Channel permission."),
        ({}, "the permissions View Channel and Send Messages."),
        ({"view_channel": True, "send_messages": True}, "Send Messages in Threads."),
    ],
)
def test_the_right_that_is_missing_is_named(given: dict[str, bool], named: str) -> None:
    has = discord.Permissions(**given)
    channel = SimpleNamespace(
        id=7, guild=SimpleNamespace(me=object()), permissions_for=lambda me: has
    )
    response: Any = SimpleNamespace(status=403, reason="")
    told = why_not_written(channel, discord.Forbidden(response, {"code": 50013, "message": ""}))
    assert told.startswith("I'm not allowed to write in <#7>. A server admin needs to give me ")
    assert told.endswith(named)


def test_rights_are_listed_as_people_write() -> None:
    none = discord.Permissions.none()
    assert missing_rights(none, in_thread=True) == ["View Channel", "Send Messages in Threads"]
    assert missing_rights(discord.Permissions.all(), in_thread=False) == []
    assert listed_rights(["A"]) == "the A permission"
    assert listed_rights(["A", "B", "C"]) == "the permissions A, B and C"
