"""A read-only bot on a Chroma server where another process indexes."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from bench.simulation.chroma_server import ChromaServer
from index.config import CoverageConfig
from index.coverage import Coverage
from tests.helpers.loopback import PATIENCE, newsroom, write_article

pytestmark = pytest.mark.slow


async def test_articles_indexed_by_another_process(tmp_path: Path) -> None:
    with ChromaServer(tmp_path / "chroma") as server:
        async with newsroom(tmp_path) as room:
            discord = room.discord
            assert room.channel.guild is not None
            news = discord.world.add_channel(room.channel.guild, "news")
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            theirs = CoverageConfig(room.articles, tmp_path / "theirs", chroma_url=server.url)
            async with await Coverage.open(theirs) as coverage:
                await coverage.reindex()
                bot = await room.start(
                    chroma_url=server.url,
                    metrics_port=str(port),
                    read_only="true",
                    news_channel=news.id,
                    articles=str(tmp_path / "nothing"),
                )
                try:
                    await discord.connected()
                    question = "Which walrus came into the harbour?"
                    assert await discord.replies(await room.asks(question))
                    assert discord.in_channel(news) == [], "existing articles are not announced"
                    write_article(room.articles, "walrus")
                    await coverage.reindex()
                    (message,) = await discord.until(lambda: discord.in_channel(news), PATIENCE)
                    assert "A walrus in the harbour" in discord.text(message)
                    assert "Fri 2 January 2026" in discord.text(message)
                    (reply, *_) = await discord.replies(await room.asks(question))
                    assert "walrus.txt" in discord.text(reply)
                    async with httpx.AsyncClient(trust_env=False) as client:
                        found = await client.get(f"http://127.0.0.1:{port}/metrics")
                    figures = dict(
                        line.split() for line in found.text.splitlines() if line[0] != "#"
                    )
                    assert float(figures["coverage_bot_files"]) > 0
                    assert float(figures["coverage_bot_passages"]) > 0
                    assert await bot.stop() == 0, bot.said()
                    assert len(discord.in_channel(news)) == 1
                    assert "Traceback" not in bot.said()
                finally:
                    await bot.kill()
