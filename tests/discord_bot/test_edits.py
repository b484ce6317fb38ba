"""Questions that are edited or deleted, and answers that are deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import discord
import pytest

from bot.discord.message_state import Replies
from index.errors import StoreUnavailable
from index.models import Answer, Draft, Statement
from tests.helpers.fakes import CITATION, FakeCoverage, make_answer
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


@pytest.mark.parametrize(("seconds", "restarted"), [(5, False), (600, False), (600, True)])
async def test_an_update_that_is_no_edit_changes_nothing(
    start_bot: StartBot, seconds: float, restarted: bool
) -> None:
    """Publishing it, like a pin, a preview or a thread, says again when it was edited."""
    coverage = FakeCoverage(reply=echoing)
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("who"))
        await bot.env.advance_time(30)
        await bot.ann.edit(sent, bot.mention("why"))
        await bot.env.advance_time(seconds)
        if restarted:
            await bot.restart()
        published = bot.env.backend.crosspost_message(bot.channel.id, sent.id)
        assert published.edited_timestamp is not None
        await bot.env.settle()
        assert [call.question for call in coverage.calls] == ["who", "why"]


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
        assert refused.response.content == (
            "Only the person who asked and moderators can delete this answer."
        )
        await bot.ann.click(last, custom_id="delete:1")
        assert texts(bot.channel) == []


async def test_what_could_not_be_deleted_is_said(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=long_or_short)) as bot:
        await bot.ask("long")
        shown = bot.channel.history()
        bot.env.inject_error("DELETE", "/channels/*/messages/*", status=403, code=50001)
        result = await bot.ann.click(shown[-1], custom_id="delete:1")
        (said,) = result.followups
        assert said.ephemeral
        assert said.content == "I could not delete 1 other message of this answer."
        assert len(texts(bot.channel)) == 1


async def test_a_moderator_may_delete_it_too(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        allowed = discord.Permissions(view_channel=True, manage_messages=True)
        role = bot.guild.create_role("Moderators", permissions=allowed)
        moderator = bot.guild.add_member(bot.env.create_user("mod"), roles=[role])
        await bot.ask("why")
        await moderator.click(bot.channel.history()[-1], custom_id="delete:1")
        assert texts(bot.channel) == []


def refusing(question: str) -> Answer:
    if "why" in question:
        raise StoreUnavailable("the Chroma server does not answer")
    return echoing(question)


async def test_what_was_answered_stays_where_the_edit_is_refused(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=refusing)
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("who"))
        await bot.ann.edit(sent, bot.mention("why"))
        _, before, refusal = texts(bot.channel)
        assert before.startswith("About who.")
        assert "I can't reach my index right now" in refusal
        shown = bot.channel.history()[1]
        quotes = await bot.ann.click(shown, custom_id="quotes:1")
        assert quotes.response is not None
        assert "no longer" not in quotes.response.content
        await bot.ann.edit(sent, bot.mention("when"))
        assert texts(bot.channel)[1].startswith("About when.")


async def test_what_was_answered_stays_where_the_new_answer_cannot_be_shown(
    start_bot: StartBot,
) -> None:
    async with start_bot(FakeCoverage(reply=long_or_short)) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("long"))
        before = texts(bot.channel)[1:]
        bot.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013)
        await bot.ann.edit(sent, bot.mention("short"))
        assert texts(bot.channel)[1:] == before
        assert await bot.client.services.archive.answer(1) is not None
        await bot.ann.delete(sent)
        assert texts(bot.channel) == []


async def test_an_edit_does_not_follow_up_its_own_answer(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=echoing)
    async with start_bot(coverage) as bot:
        first = await bot.ann.send(bot.channel, bot.mention("who"))
        reply = bot.channel.history()[-1]
        sent = await bot.ann.send(bot.channel, "and when?", reply_to=reply)
        await bot.ann.edit(sent, "and where?")
        assert [turn.question for turn in coverage.calls[-1].history] == ["who"]
        await bot.ann.edit(first, bot.mention("whom"))
        assert coverage.calls[-1].history == ()


async def test_an_edited_question_keeps_its_place_in_the_conversation(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=echoing)
    async with start_bot(coverage) as bot:
        first = await bot.ann.send(bot.channel, bot.mention("who"))
        await bot.ann.send(bot.channel, "where", reply_to=bot.channel.history()[-1])
        second = bot.channel.history()[-1]
        await bot.env.advance_time(10)
        await bot.ann.edit(first, bot.mention("why"))
        await bot.ann.send(bot.channel, "and then?", reply_to=second)
        assert [turn.question for turn in coverage.calls[-1].history] == ["why", "where"]


async def test_a_draft_does_not_replace_what_is_shown(start_bot: StartBot) -> None:
    coverage = FakeCoverage(reply=echoing)
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("who"))
        shown = texts(bot.channel)[1]

        async def fails(show: Callable[[Draft], None]) -> None:
            show(Draft((Statement("Half of", (1,)),), (CITATION,)))
            await asyncio.sleep(0.05)
            raise StoreUnavailable("the ledger is gone")

        coverage.meanwhile = fails
        await bot.ann.edit(sent, bot.mention("why"))
        assert texts(bot.channel)[1] == shown


@pytest.mark.parametrize("refused", ["?", "why"])
async def test_an_edit_takes_the_place_of_a_refusal(start_bot: StartBot, refused: str) -> None:
    async with start_bot(FakeCoverage(reply=refusing)) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention(refused))
        (_, refusal) = bot.channel.history()
        await bot.ann.edit(sent, bot.mention("who"))
        (_, reply) = bot.channel.history()
        assert reply.id == refusal.id
        assert reply.content.startswith("About who.")
        await bot.ann.delete(sent)
        assert texts(bot.channel) == []


async def test_a_refusal_goes_with_its_question(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=refusing)) as bot:
        for refused in ("?", "why"):
            sent = await bot.ann.send(bot.channel, bot.mention(refused))
            assert len(texts(bot.channel)) == 2
            await bot.ann.delete(sent)
            assert texts(bot.channel) == []
        sent = await bot.ann.send(bot.channel, bot.mention("why"))
        await bot.ann.edit(sent, "never mind")
        assert texts(bot.channel) == ["never mind"]


async def test_a_refusal_beside_an_answer_goes_with_the_next_one(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=refusing)) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("who"))
        for refused in ("why", "why then"):
            await bot.ann.edit(sent, bot.mention(refused))
            assert len(texts(bot.channel)) == 3
        await bot.ann.edit(sent, bot.mention("when"))
        (_, answer) = texts(bot.channel)
        assert answer.startswith("About when.")


def test_not_every_refusal_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replies, "MOST", 2)
    replies, reply = Replies(), cast("discord.PartialMessage", object())
    for message in (1, 2, 1, 3):
        replies.keep(message, reply)
    assert [replies.of(message) for message in (1, 2, 3)] == [reply, None, reply]
