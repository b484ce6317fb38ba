"""A bot that only answers, on a Chroma server that another process indexes to: its news."""

from __future__ import annotations

from pathlib import Path

from tests.test_loopback_news import PATIENCE, write

from index.coverage import Coverage, CoverageConfig
from tests.index_server import ChromaServer
from tests.loopback_support import newsroom


async def test_what_another_process_indexed_is_told_and_can_be_asked_about(tmp_path: Path) -> None:
    with ChromaServer(tmp_path / "chroma") as server:
        async with newsroom(tmp_path) as room:
            discord = room.discord
            assert room.channel.guild is not None
            news = discord.world.add_channel(room.channel.guild, "news")
            theirs = CoverageConfig(room.articles, tmp_path / "theirs", chroma_url=server.url)
            async with await Coverage.open(theirs) as coverage:
                await coverage.reindex()
                bot = await room.start(
                    chroma_url=server.url,
                    read_only="true",
                    news_channel=news.id,
                    articles=str(tmp_path / "nothing"),
                )
                try:
                    await discord.connected()
                    question = "Which walrus came into the harbour?"
                    assert await discord.replies(await room.asks(question))
                    assert discord.in_channel(news) == [], "what was there before is no news"
                    write(room.articles, "walrus")
                    await coverage.reindex()
                    (told,) = await discord.until(lambda: discord.in_channel(news), PATIENCE)
                    assert "A walrus in the harbour" in discord.text(told)
                    assert "Fri 2 January 2026" in discord.text(told)
                    (reply, *_) = await discord.replies(await room.asks(question))
                    assert "walrus.txt" in discord.text(reply)
                    assert await bot.stop() == 0, bot.said()
                    assert len(discord.in_channel(news)) == 1
                    assert "Traceback" not in bot.said()
                finally:
                    await bot.kill()
