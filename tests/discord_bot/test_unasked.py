"""Messages that are not addressed to the bot: answered where it is sure, else left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from index.errors import StoreUnavailable
from index.models import Abstention, Answer
from tests.discord_bot.test_threads import post
from tests.helpers.fakes import FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import texts


def reply(question: str) -> Answer:
    answer = make_answer("The summit was called off.", question=question)
    if question == "lol same":
        return make_answer("Ask me.", question=question, citations=(), kind="none")
    if question == "doubtful":
        return replace(answer, doubtful=True)
    if "unknown" in question or question == "why?":
        nothing = Abstention("no topic" if question == "why?" else "not answered", articles=3)
        return make_answer(question=question, citations=(), abstention=nothing)
    return answer


@pytest.mark.parametrize(
    ("question", "in_thread", "in_channel"),
    [
        ("Why was it called off?", True, True),
        ("lol same", False, False),
        ("doubtful", False, True),
        ("Is it unknown?", False, True),
        ("هل هو unknown؟", False, True),
        ("unknown是什么？", False, True),
        ("unknown?", False, False),
        ("unknown to all", False, False),
        ("why?", False, False),
        ("Trump lol", False, False),
    ],
)
async def test_which_messages_are_answered(
    start_bot: StartBot, question: str, in_thread: bool, in_channel: bool
) -> None:
    coverage = FakeCoverage(reply=reply, chatter=("Trump lol",))
    async with start_bot(coverage, read_messages=True, ask_channels="1") as bot:
        await bot.ann.send(bot.channel, bot.mention("first"))
        thread = bot.start_thread(bot.channel, on=bot.channel.history()[-1])
        await bot.ben.send(thread, question)
        assert (len(texts(thread, bot.client)) == 1) == in_thread
        settings = bot.client.services.settings
        object.__setattr__(settings, "ask_channels", str(bot.channel.id))
        before = len(texts(bot.channel))
        typed = len([r for r in bot.env.http_requests if r.path.endswith("/typing")])
        await bot.ben.send(bot.channel, question)
        assert (len(texts(bot.channel)) == before + 2) == in_channel
        after = len([r for r in bot.env.http_requests if r.path.endswith("/typing")])
        assert after == typed, "it does not seem to answer before it knows that it can"
        saved = await bot.client.services.archive.counts(bot.guild.id)
        assert saved.questions == 1 + in_thread + in_channel


@pytest.mark.parametrize("place", ["opened thread", "post"])
async def test_threads_that_are_for_the_bot_are_ask_channels(
    start_bot: StartBot, place: str
) -> None:
    """A thread that it opened, and a post in one of its forums; not a thread of other people."""
    settings: dict[str, Any] = {"read_messages": True, "forum_channels": "1"}
    async with start_bot(FakeCoverage(reply=reply), open_threads=True, **settings) as bot:
        if place == "post":
            thread = await post(bot, "Budapest summit", "Why was it called off?")
        else:
            await bot.ann.send(bot.channel, bot.mention("Why was it called off?"))
            (thread,) = bot.channel.threads
            bot.env.backend.add_thread_member(thread.id, bot.ben.id)
        for question in ("doubtful", "Is it unknown?", "lol same"):
            await bot.ben.send(thread, question)
        assert len(texts(thread, bot.client)) == 3
        assert texts(thread)[-1] == "lol same", "people may talk to each other there"


async def test_an_edited_message_in_an_ask_channel(start_bot: StartBot) -> None:
    """It is answered again in place; once it is no question any more, the answer goes."""
    async with start_bot(FakeCoverage(reply=reply), read_messages=True, ask_channels="1") as bot:
        object.__setattr__(bot.client.services.settings, "ask_channels", str(bot.channel.id))
        sent = await bot.ann.send(bot.channel, "Why was it called of?")
        (before,) = bot.channel.history()[1:]
        await bot.ann.edit(sent, "Why was it called off?")
        (after,) = bot.channel.history()[1:]
        assert (after.id, after.content) == (before.id, before.content)
        await bot.ann.edit(sent, "lol same")
        assert texts(bot.channel) == ["lol same"]


class Unreachable(FakeCoverage):
    """Coverage that cannot say whether a message asks something."""

    async def asks(self, message: str) -> bool:
        if self.trouble is not None:
            raise self.trouble
        return await super().asks(message)


async def test_a_failure_takes_no_answer_away(start_bot: StartBot) -> None:
    coverage = Unreachable(reply=reply)
    async with start_bot(coverage, read_messages=True, ask_channels="1") as bot:
        object.__setattr__(bot.client.services.settings, "ask_channels", str(bot.channel.id))
        sent = await bot.ann.send(bot.channel, "Why was it called of?")
        before = texts(bot.channel)
        coverage.trouble = StoreUnavailable("Chroma cannot be reached")
        await bot.ann.edit(sent, "Why was it called off")
        assert texts(bot.channel)[1:] == before[1:]
        await bot.ben.send(bot.channel, "Why was it called off?")
        assert texts(bot.channel)[-1].startswith("I can't reach my index right now.")


async def test_who_asks_in_an_ask_channel_is_told_why_there_is_no_answer(
    start_bot: StartBot,
) -> None:
    settings: dict[str, Any] = {"read_messages": True, "ask_channels": "1"}
    async with start_bot(FakeCoverage(reply=reply), questions_per_minute=1, **settings) as bot:
        object.__setattr__(bot.client.services.settings, "ask_channels", str(bot.channel.id))
        for nothing in ("lol same", "??"):
            await bot.ben.send(bot.channel, nothing)
        for _ in range(2):
            await bot.ann.send(bot.channel, "Why was it called off?")
        said = texts(bot.channel, bot.client)
        assert len(said) == 2
        assert said[1].startswith("You have reached the limit of 1 question per minute.")
        await bot.ann.send(bot.channel, bot.mention("Why was it called off?"))
        assert texts(bot.channel, bot.client)[-1].startswith("The summit was called off.")


def more(question: str) -> Answer:
    if question == "tell me more":
        return replace(make_answer("It was in Budapest.", question=question), kind="last")
    return reply(question)


async def test_a_follow_up_with_sources_is_no_chatter(start_bot: StartBot) -> None:
    settings: dict[str, Any] = {"read_messages": True, "open_threads": True}
    async with start_bot(FakeCoverage(reply=more), **settings) as bot:
        await bot.ann.send(bot.channel, bot.mention("Why was it called off?"))
        (thread,) = bot.channel.threads
        await bot.ann.send(thread, "tell me more")
        assert texts(thread, bot.client)[-1].startswith("It was in Budapest.")


async def test_what_people_say_to_each_other_is_not_even_looked_up(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=reply, chatter=("Trump lol",))
    async with start_bot(coverage, read_messages=True, ask_channels="1") as bot:
        object.__setattr__(bot.client.services.settings, "ask_channels", str(bot.channel.id))
        await bot.ann.send(bot.channel, "Trump lol")
        assert not coverage.calls
        await bot.ann.send(bot.channel, bot.mention("Trump lol"))
        assert [call.question for call in coverage.calls] == ["Trump lol"]
