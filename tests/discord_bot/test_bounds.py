"""Rate limits, long answers and drafts, within Discord's limits."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.discord.live_updates import DraftThrottle
from index.models import Answer, Draft, Statement
from tests.helpers.fakes import CITATION, FakeCoverage, answer_to, make_answer
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import SimulatedBot, held, labels, texts, until

DRAFTS = [Draft((Statement(" ".join(["word"] * n), (1,)),), (CITATION,)) for n in (1, 2, 3)]


async def test_questions_per_minute(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, questions_per_minute=2) as bot:
        await bot.ask("one")
        await bot.ask("two")
        refused = await bot.ask("three")
        assert refused.ephemeral
        assert refused.response is not None
        assert re.search(
            r"You have reached the limit of 2 questions per minute.*<t:\d+:R>",
            refused.response.content,
        )
        await bot.ben.send(bot.channel, bot.mention("another person"))
        await bot.ann.send_dm("not on the server")
        await bot.env.advance_time(61)
        await bot.ask("later")
        assert [c.question for c in coverage.calls] == [
            "one", "two", "another person", "not on the server", "later",
        ]  # fmt: skip


async def test_answers_at_once(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, answers_at_once=1) as bot, held(coverage) as gate:
        first = asyncio.create_task(bot.ann.send(bot.channel, bot.mention("one")))
        await until(lambda: coverage.calls)
        assert bot.client.rate_limiter.answering == 1
        message = say(bot, bot.mention("two"))
        await until(lambda: len(texts(bot.channel)) >= 3)
        refusal = bot.channel.history()[-1]
        assert refusal.reference is not None
        assert refusal.reference.message_id == message
        assert re.match(r"I'm already answering 1 question\. Please ask again <t:", refusal.content)
        gate.set()
        await first
        assert [c.question for c in coverage.calls] == ["one"]


def say(bot: SimulatedBot, text: str) -> int:
    """Ben writes while the bot is busy; returns the id of the message."""
    return int(bot.env.backend.create_message(bot.channel.id, bot.ben.id, text).id)


def long_answer(question: str) -> Answer:
    statements = [Statement(f"Statement {n} {'is long ' * 60}", (n,)) for n in range(1, 9)]
    cited = tuple(replace(CITATION, number=n) for n in range(1, 9))
    return make_answer(*statements, question=question, citations=cited)


async def test_a_long_answer_is_split(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=long_answer)) as bot:
        result = await bot.ask("why")
        shown = [result.response, *result.followups]
        assert len(shown) == 3
        together = "\n".join(message.content for message in shown if message)
        assert re.findall(r"^Statement (\d) .*\[\1\]$", together, re.M) == list("12345678")
        assert [labels(message) for message in shown if message][:2] == [[], []]
        assert labels(shown[-1])[0] == "Quotes"
        await bot.ann.send(bot.channel, "more?", reply_to=bot.channel.history()[0])
        await bot.ann.send(bot.channel, bot.mention("why"))
        replies = bot.channel.history()[-3:]
        assert [labels(message) for message in replies][:2] == [[], []]


async def test_long_quotes_are_split_and_private(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(reply=many_quotes)) as bot:
        result = await bot.ask("why")
        quotes = await bot.ben.click(result.response, label="Quotes")
        assert len(quotes.followups) > 1
        assert all(message.ephemeral for message in quotes.followups)


def many_quotes(question: str) -> Answer:
    cited = tuple(replace(CITATION, number=n, quote=f"{n} quoted " * 90) for n in range(1, 7))
    return replace(answer_to(question), citations=cited)


def in_parts(show: Callable[[Draft], None]) -> Any:
    async def work() -> None:
        for draft in DRAFTS:
            show(draft)
            await asyncio.sleep(0.01)

    return work()


async def test_the_answer_replaces_the_draft(start_bot: StartBot) -> None:
    coverage = FakeCoverage(meanwhile=in_parts)
    async with start_bot(coverage) as bot:
        result = await bot.ask("why")
        edits = [r.json["content"] for r in bot.env.http_requests if r.method == "PATCH"]
        assert edits[0] == "> **why**\nword [1] …"
        assert result.response is not None
        assert edits[-1] == result.response.content
        assert len(edits) == 2, "drafts within a second of the first are skipped"
        await bot.ann.send(bot.channel, bot.mention("why"))
        assert len(texts(bot.channel)) == 3
        assert texts(bot.channel)[-1].startswith("The summit was called off.")


async def test_drafts_are_debounced() -> None:
    shown: list[str] = []
    loop = asyncio.get_running_loop()
    times: list[float] = []

    async def show(draft: Draft) -> None:
        shown.append(draft.text)
        times.append(loop.time())

    stream = DraftThrottle(show, interval=0.02)
    for draft in DRAFTS:
        stream.push(draft)
    await asyncio.sleep(0)
    stream.push(DRAFTS[0])
    await asyncio.sleep(0.05)
    await stream.close()
    stream.push(DRAFTS[1])
    await asyncio.sleep(0.03)
    assert shown == [DRAFTS[2].text, DRAFTS[0].text]
    assert times[1] - times[0] >= 0.02


async def test_closing_without_drafts() -> None:
    async def show(draft: Draft) -> None:
        raise AssertionError

    await DraftThrottle(show).close()
