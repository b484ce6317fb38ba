"""``/help``, ``/briefing``, small talk, and whom a message mentions."""

from __future__ import annotations

import asyncio

from index.models import Progress, Scope, Statement
from tests.helpers.fakes import ARTICLE, DAY, FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import button, labels, texts, until


async def test_help_is_shown_only_to_who_asks(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage()) as bot:
        result = await bot.ann.slash(bot.channel, "help")
        assert result.ephemeral
        assert result.response is not None
        assert result.response.content == "Ask me about the articles."
        assert labels(result.response) == []


async def test_a_briefing_has_sources_and_keeps_to_topic_and_day(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await bot.ann.slash(
            bot.channel, "briefing", topic="the summit", since="2025-10-22"
        )
        assert result.response is not None
        first, *lines = result.response.content.splitlines()
        assert first == "> **Briefing: the summit**"
        assert "The summit was called off. [1]" in lines
        assert "**Sources**" in lines
        assert coverage.briefings == [("the summit", Scope(DAY))]


async def test_a_briefing_is_kept_like_an_answer(start_bot: StartBot) -> None:
    """It has its buttons, and a reply to it knows what it said."""
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        result = await bot.ann.slash(bot.channel, "briefing", topic="the summit")
        assert labels(result.response) == ["Quotes", "Ask a follow-up", "👍", "👎", "🗑️"]
        shown = bot.channel.history()[-1]
        quotes = await bot.ben.click(shown, custom_id=button(shown, "quotes"))
        assert quotes.response is not None
        assert "**The summit was called off.**" in quotes.response.content
        await bot.ben.send(bot.channel, bot.mention("source?"), reply_to=shown)
        (turn,) = coverage.calls[0].history
        assert turn.question == "Briefing: the summit"
        await bot.ann.click(shown, custom_id=button(shown, "delete"))
        assert shown.id not in [message.id for message in bot.channel.history()]


async def test_briefings_count_as_questions(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), questions_per_minute=1) as bot:
        await bot.ann.slash(bot.channel, "briefing")
        refused = await bot.ann.slash(bot.channel, "briefing")
        assert refused.ephemeral
        assert refused.response is not None
        assert "per minute" in refused.response.content


async def test_a_briefing_waits_for_the_first_index(start_bot: StartBot) -> None:
    coverage = FakeCoverage(summaries=(), indexing=Progress(1, 2, "embedding"))
    async with start_bot(coverage, settle_timeout=30.0) as bot:
        asked = asyncio.create_task(bot.ann.slash(bot.channel, "briefing"))
        await until(lambda: len(bot.channel.history()) == 1 and texts(bot.channel)[0])
        assert coverage.briefings == []
        coverage.summaries, coverage.indexing = (ARTICLE,), None
        await asked
        assert texts(bot.channel)[0].startswith("> **Briefing**\nThe summit was called off.")


async def test_who_is_mentioned_is_no_topic(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage) as bot:
        ben = f"<@{bot.ben.id}>"
        await bot.ann.send(bot.channel, f"{ben} {bot.mention('when did it start')} cc {ben}")
        await bot.ann.send(bot.channel, bot.mention(f"and why {ben} was it off"))
        assert [call.question for call in coverage.calls] == [
            "when did it start",
            "and why was it off",
        ]


async def test_small_talk_has_no_heading_and_no_buttons(start_bot: StartBot) -> None:
    hello = make_answer(Statement("Hello!", ()), citations=(), kind="greeting")
    async with start_bot(FakeCoverage(reply=lambda _: hello)) as bot:
        result = await bot.ask("hi")
        assert result.response is not None
        assert result.response.content == "> **why**\nHello!"
        assert labels(result.response) == []
