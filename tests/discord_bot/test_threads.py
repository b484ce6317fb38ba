"""Forum posts and threads that the bot opens."""

from __future__ import annotations

import logging
from typing import Any

import discord
import pytest
from simcord.backend.models.channel import Overwrite
from simcord.enums import ChannelType, OverwriteType

from bot.discord.threads import with_title
from tests.helpers.fakes import FakeCoverage
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import SimulatedBot, texts


async def post(bot: SimulatedBot, title: str, text: str, *, answered: bool = True) -> Any:
    """Let ann begin a post in a new forum; its first message has the same id."""
    forum = bot.guild.create_forum_channel("questions")
    if answered:
        object.__setattr__(bot.client.services.settings, "forum_channels", str(forum.id))
    backend = bot.env.backend
    thread = backend.create_thread(forum.id, title, bot.ann.id, type=ChannelType.PUBLIC_THREAD)
    backend.add_thread_member(thread.id, bot.ben.id)
    first = backend.prepare_message(thread.id, bot.ann.id, text)
    first.id = thread.id
    backend.commit_message(first)
    await bot.env.settle()
    return next(each for each in forum.threads if each.id == thread.id)


async def give_rights(bot: SimulatedBot, **rights: bool) -> None:
    """Give the bot rights in the channel that differ from those of others."""
    assert bot.client.user is not None
    allow, deny = discord.PermissionOverwrite(**rights).pair()
    given = Overwrite(bot.client.user.id, OverwriteType.MEMBER, allow.value, deny.value)
    bot.env.backend.set_overwrite(bot.channel.id, given)
    await bot.env.settle()


@pytest.mark.parametrize(
    ("title", "text", "question"),
    [
        ("Why was the summit called off?", "", "Why was the summit called off?"),
        ("Budapest summit", "Why was it off?", "Budapest summit: Why was it off?"),
        ("Who said so?", "I mean the spokesman.", "Who said so? I mean the spokesman."),
        (" ", "Why?", "Why?"),
    ],
)
def test_the_title_is_part_of_the_question(title: str, text: str, question: str) -> None:
    assert with_title(title, text) == question


async def test_a_new_post_is_answered_and_later_messages_know_its_title(
    start_bot: StartBot,
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, read_messages=True, forum_channels="1") as bot:
        thread = await post(bot, "Budapest summit", "Why was it off?")
        assert coverage.calls[0].question == "Budapest summit: Why was it off?"
        assert len(texts(thread, bot.client)) == 1
        await bot.ben.send(thread, bot.mention("and then?"))
        assert [turn.question for turn in coverage.calls[1].history] == [
            "Budapest summit: Why was it off?"
        ]


async def test_without_the_intent_the_title_is_the_question(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, forum_channels="1") as bot:
        await post(bot, "Why was the summit called off?", "I wonder.")
        assert coverage.calls[0].question == "Why was the summit called off?"


async def test_a_mention_in_another_forum_has_its_title_as_context(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        thread = await post(bot, "Budapest summit", "What do you think?", answered=False)
        assert coverage.calls == []
        await bot.ben.send(thread, bot.mention("why was it off?"))
        (call,) = coverage.calls
        assert (call.question, call.context) == ("why was it off?", "Budapest summit")


async def test_a_command_in_a_post_has_its_title_as_context(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        thread = await post(bot, "Budapest summit", "What do you think?", answered=False)
        await bot.ben.slash(thread, "ask", question="why was it off?")
        assert [call.context for call in coverage.calls] == ["Budapest summit"]


async def test_a_thread_is_opened_for_a_mention(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, open_threads=True, read_messages=True) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("Why was it called off?"))
        assert not any("summit" in text for text in texts(bot.channel, bot.client))
        (thread,) = bot.channel.threads
        assert thread.name == "Why was it called off?"
        assert texts(thread, bot.client)[0].startswith("The summit was called off.")
        bot.env.backend.add_thread_member(thread.id, bot.ann.id)
        await bot.ann.send(thread, "And who said so?")
        assert len(texts(thread, bot.client)) == 2
        assert [turn.question for turn in coverage.calls[1].history] == ["Why was it called off?"]
        await bot.ann.edit(sent, bot.mention("Who called it off?"))
        assert coverage.calls[-1].question == "Who called it off?"
        assert len(bot.channel.threads) == 1
        assert len(texts(thread, bot.client)) == 2
        await bot.ann.delete(sent)
        assert len(texts(thread, bot.client)) == 1


async def test_a_thread_that_it_may_not_write_in_is_deleted(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    """The person is told which right is missing, and no empty thread stays."""
    async with start_bot(FakeCoverage(), open_threads=True) as bot:
        await give_rights(bot, send_messages_in_threads=False)
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert bot.channel.threads == []
        (told,) = texts(bot.ann.user.dm_channel)
        assert told.startswith(
            f"I'm not allowed to write in threads of <#{bot.channel.id}>. A server admin needs to "
            "give me the Send Messages in Threads permission. "
        )
        bot.env.inject_error("DELETE", "/channels/*", status=403, code=50013, times=2)
        sent = await bot.ann.send(bot.channel, bot.mention("why"))
        archived = bot.env.backend.get_channel(sent.id).thread_metadata
        assert archived is not None
        assert archived.archived, "whoever opened a thread may only archive it"
        bot.env.inject_error("PATCH", "/channels/*", status=403, code=50013)
        caplog.set_level(logging.INFO)
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert "could not be deleted or archived: 403" in caplog.text


async def test_an_opened_thread_goes_with_its_answer(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), open_threads=True) as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        await bot.ann.send(bot.channel, bot.mention("who"))
        first, second = bot.channel.threads
        bot.env.backend.add_thread_member(second.id, bot.ann.id)
        await bot.ann.send(second, "that is odd")
        for number, thread in enumerate((first, second), start=1):
            answer = next(m for m in thread.history() if m.author.id == bot.client.user.id)
            await bot.ann.click(answer, custom_id=f"delete:{number}")
        assert [each.id for each in bot.channel.threads] == [second.id], "somebody wrote there"


async def test_an_opened_thread_goes_with_its_question(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, open_threads=True) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("why"))
        kept = await bot.ann.send(bot.channel, bot.mention("who"))
        _, thread = bot.channel.threads
        await bot.ann.slash(thread, "ask", question="and when?")
        await bot.restart()
        await bot.ann.delete(sent)
        await bot.ann.delete(kept)
        assert [each.id for each in bot.channel.threads] == [thread.id]
        assert len(texts(thread)) == 1, "somebody's answer is still there"
        other = await bot.ann.send(bot.channel, bot.mention("where"))
        await bot.ann.edit(other, "never mind")
        assert [each.id for each in bot.channel.threads] == [thread.id]


async def test_where_no_thread_can_be_opened_it_answers_in_the_channel(
    start_bot: StartBot,
) -> None:
    async with start_bot(FakeCoverage(), open_threads=True) as bot:
        bot.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert texts(bot.channel, bot.client)[0].startswith("The summit was called off.")
        await bot.ann.send_dm("why")
        assert len(texts(bot.ann.user.dm_channel, bot.client)) == 1
