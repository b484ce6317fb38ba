"""Questions that are edited or deleted, and answers that are deleted."""

from __future__ import annotations

import discord

from index.models import Answer
from tests.helpers.fakes import FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import texts


def echoing(question: str) -> Answer:
    return make_answer(f"About {question}.", question=question)


def long_or_short(question: str) -> Answer:
    return make_answer(f"{question} " * (500 if "long" in question else 1), question=question)


async def test_an_edited_question_is_answered_again_in_place(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=echoing)
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("who"))
        before = bot.channel.history()[-1]
        await bot.env.advance_time(30)
        await bot.ann.edit(sent, bot.mention("why"))
        (reply,) = bot.channel.history()[1:]
        assert reply.id == before.id
        assert reply.content.startswith("About why. [1]")
        await bot.ben.send(bot.channel, "and then?", reply_to=reply)
        assert [turn.question for turn in coverage.calls[-1].history] == ["why"]


async def test_an_edit_after_a_minute_changes_nothing(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=echoing)
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("who"))
        await bot.env.advance_time(61)
        await bot.ann.edit(sent, bot.mention("why"))
        assert len(coverage.calls) == 1


async def test_a_mention_that_is_added_is_answered(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=echoing)) as bot:
        sent = await bot.ann.send(bot.channel, "who")
        await bot.ann.edit(sent, bot.mention("who"))
        assert texts(bot.channel)[1].startswith("About who.")
        await bot.ann.edit(sent, "never mind")
        assert texts(bot.channel) == ["never mind"], "it asks nothing any more"


async def test_a_shorter_answer_leaves_no_messages_behind(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=long_or_short)) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("long"))
        assert len(texts(bot.channel)) > 2
        await bot.ann.edit(sent, bot.mention("short"))
        assert len(texts(bot.channel)) == 2


async def test_a_deleted_question_takes_its_answer_along(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=long_or_short)) as bot:
        kept = await bot.ann.send(bot.channel, bot.mention("kept"))
        sent = await bot.ann.send(bot.channel, bot.mention("long"))
        await bot.restart()
        await bot.ann.delete(sent)
        assert [message.id for message in bot.channel.history()][:1] == [kept.id]
        assert len(texts(bot.channel)) == 2
        counts = await bot.client.services.archive.counts(bot.guild.id)
        assert counts.questions == 2
        assert await bot.client.services.archive.answer(2) is None


async def test_who_asked_may_delete_the_answer(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=long_or_short)) as bot:
        result = await bot.ask("long")
        last = bot.channel.history()[-1]
        assert result.response is not None
        refused = await bot.ben.click(last, custom_id="delete:1")
        assert refused.ephemeral
        assert refused.response is not None
        assert refused.response.content == "Only the person who asked can delete this answer."
        await bot.ann.click(last, custom_id="delete:1")
        assert texts(bot.channel) == []


async def test_a_moderator_may_delete_it_too(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        allowed = discord.Permissions(view_channel=True, manage_messages=True)
        role = bot.guild.create_role("Moderators", permissions=allowed)
        moderator = bot.guild.add_member(bot.env.create_user("mod"), roles=[role])
        await bot.ask("why")
        await moderator.click(bot.channel.history()[-1], custom_id="delete:1")
        assert texts(bot.channel) == []
