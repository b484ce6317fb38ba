"""A question that comes before there is an index waits for it, and shows how far it is."""

from __future__ import annotations

import asyncio

from bot.discord.edits import on_delete
from index.models import Abstention, Answer, Progress, Reindexed
from tests.helpers.fakes import ARTICLE, FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import labels, texts, until


def empty(indexing: Progress | None = None) -> FakeCoverage:
    return FakeCoverage(summaries=(), indexing=indexing)


async def test_a_question_waits_and_is_answered_in_place(start_bot: StartBot) -> None:
    coverage = empty(Progress(12, 1461, "embedding"))
    async with start_bot(coverage) as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        (waiting,) = bot.channel.history()[1:]
        assert waiting.content.startswith("I'm reading the articles for the first time")
        assert waiting.content.endswith("Embedding: 12 of 1,461 articles")
        coverage.indexing = Progress(900, 1461, "embedding")
        await bot.env.advance_time(3)
        assert texts(bot.channel)[1].endswith("Embedding: 900 of 1,461 articles")
        assert not coverage.calls
        coverage.summaries, coverage.indexing = (ARTICLE,), None
        await bot.env.advance_time(3)
        (reply,) = bot.channel.history()[1:]
        assert reply.id == waiting.id
        assert reply.content.startswith("The summit was called off. [1]")
        assert labels(reply)


async def test_the_progress_goes_with_its_question(start_bot: StartBot) -> None:
    coverage = empty(Progress(12, 1461, "embedding"))
    async with start_bot(coverage) as bot:
        sent = await bot.ann.send(bot.channel, bot.mention("why"))
        assert len(texts(bot.channel)) == 2
        deleting = asyncio.create_task(on_delete(bot.client, [sent.id]))
        await until(lambda: texts(bot.channel, bot.client) == [])
        assert not deleting.done(), "the answer is deleted once there is one"
        coverage.summaries, coverage.indexing = (ARTICLE,), None
        await bot.env.advance_time(3)
        await deleting
        assert texts(bot.channel, bot.client) == []
        assert await bot.client.services.archive.answer(1) is None


async def test_the_command_waits_before_indexing_has_begun(start_bot: StartBot) -> None:
    coverage = empty()

    async def begins_late(**options: object) -> Reindexed:
        await asyncio.sleep(30)
        coverage.summaries = (ARTICLE,)
        return Reindexed(added=("one.txt",))

    coverage.reindex = begins_late  # type: ignore[method-assign, assignment]
    async with start_bot(coverage) as bot:
        result = await bot.ask("why")
        assert result.response is not None
        assert "Looking for changes" in result.response.content
        await bot.env.advance_time(33)
        assert "The summit was called off." in result.response.content


async def test_a_timeline_waits_as_well(start_bot: StartBot) -> None:
    coverage = empty(Progress(12, 1461, "embedding"))
    async with start_bot(coverage) as bot:
        result = await bot.ann.slash(bot.channel, "timeline")
        assert result.response is not None
        assert result.response.content.startswith("I'm reading the articles for the first time")
        assert not coverage.timelines
        coverage.summaries, coverage.indexing = (ARTICLE,), None
        await bot.env.advance_time(3)
        assert "The summit was called off." in result.response.content


async def test_a_timeline_that_waited_too_long_comes_as_a_message(start_bot: StartBot) -> None:
    coverage = empty(Progress(12, 1461, "embedding"))
    async with start_bot(coverage, settle_timeout=30.0) as bot:
        await bot.ann.slash(bot.channel, "timeline")
        await bot.env.advance_time(16 * 60)  # the token of the interaction has expired
        coverage.summaries, coverage.indexing = (ARTICLE,), None
        before = len(bot.channel.history())
        await bot.env.advance_time(3)
        (said,) = bot.channel.history()[before:]
        assert said.content.startswith("-# The timeline\n**Timeline**")
        assert "The summit was called off." in said.content
        assert labels(said) == ["Previous", "Next", "Download"]


async def test_a_folder_without_articles(start_bot: StartBot) -> None:
    def nothing(question: str) -> Answer:
        return make_answer(question=question, citations=(), abstention=Abstention("no articles"))

    coverage = empty()
    coverage.reply = nothing
    async with start_bot(coverage) as bot:
        result = await bot.ask("why")
        assert result.response is not None
        assert "No articles are indexed.\n-# Somebody who manages" in result.response.content
        assert labels(result.response) == [], "there is nothing to press about"


async def test_a_question_that_waits_is_refused_when_the_bot_stops(start_bot: StartBot) -> None:
    async with start_bot(empty(Progress(0, 5, "reading"))) as bot:
        await bot.ann.send(bot.channel, bot.mention("why"))
        closing = asyncio.create_task(bot.client.rate_limiter.close(8))
        await bot.env.advance_time(3)
        assert await closing
        assert texts(bot.channel)[1].startswith("I'm about to restart.")
