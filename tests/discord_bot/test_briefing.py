"""``/help``, ``/briefing``, small talk, and whom a message mentions."""

from __future__ import annotations

from index.models import Scope, Statement
from tests.helpers.fakes import DAY, FakeCoverage, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import labels


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
