"""End to end on the seed articles: asked on Discord, answered by the real coverage."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from tests.helpers import SEEDS
from tests.helpers.simulation import SimulatedBot, run_bot, texts

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seeds")


@asynccontextmanager
async def newsroom(data: Path, tmp_path: Path) -> AsyncIterator[SimulatedBot]:
    """A bot over the seeds, which are indexed once for this module."""
    async with await Coverage.open(CoverageConfig(SEEDS, data)) as coverage:
        await coverage.refresh()
        await coverage.warm()
        async with run_bot(tmp_path, coverage, watch=False) as bot:
            bot.env.settle_timeout = 60.0
            yield bot


async def test_an_answer_and_its_exact_quotes(data: Path, tmp_path: Path) -> None:
    async with newsroom(data, tmp_path) as bot:
        result = await bot.ask("Why did Trump cancel the summit in Budapest?")
        assert result.response is not None
        answer = result.response.content
        entry = r"^((?:\[\d\] )+)\*\*.+\*\*\n-# [\w ]+ · <t:\d+:D> · `([\w.]+)`$"
        sources = re.findall(entry, answer, re.M)
        # Both say it. Which of them follows the other is close, and differs between processors.
        assert {"004_0208f0a20370e7a4.txt", "003_cff6663e6ddc1570.txt"} & {s[1] for s in sources}
        numbers = sorted(int(n) for s in sources for n in re.findall(r"\d", s[0]))
        assert numbers == list(range(1, len(numbers) + 1))
        quotes = await bot.ben.click(result.response, label="Quotes")
        shown = "\n".join(
            message.content for message in [quotes.response, *quotes.followups] if message
        )
        saved = await bot.client.services.archive.answer(1)
        assert saved is not None
        for citation in saved.exchange.answer.citations:
            text = (SEEDS / citation.file).read_bytes().decode("utf-8")
            assert text[citation.start : citation.end] == citation.quote
            assert f"**{' '.join(citation.quote.split())}**" in shown.replace("\\", "")


async def test_an_abstention(data: Path, tmp_path: Path) -> None:
    async with newsroom(data, tmp_path) as bot:
        await bot.ann.send(bot.channel, bot.mention("What did Macron say about lasagne?"))
        reply = texts(bot.channel)[-1]
        assert reply.startswith("### ❔ The coverage does not say\n")
        assert "Sources" not in reply


async def test_a_follow_up_is_understood_without_a_model(data: Path, tmp_path: Path) -> None:
    async with newsroom(data, tmp_path) as bot:
        await bot.ann.send(bot.channel, bot.mention("Who is Dmitry Peskov?"))
        first = bot.channel.history()[-1]
        await bot.ben.send(bot.channel, "What did he say about the summit?", reply_to=first)
        second = texts(bot.channel)[-1]
        assert "Peskov" in second
        assert "The coverage does not say" not in second
