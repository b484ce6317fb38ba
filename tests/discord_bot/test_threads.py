"""Forum posts and threads that the bot opens."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.enums import ChannelType

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


async def test_where_no_thread_can_be_opened_it_answers_in_the_channel(
    start_bot: StartBot,
) -> None:
    async with start_bot(FakeCoverage(), open_threads=True) as bot:
        bot.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert texts(bot.channel, bot.client)[0].startswith("The summit was called off.")
        await bot.ann.send_dm("why")
        assert len(texts(bot.ann.user.dm_channel, bot.client)) == 1
