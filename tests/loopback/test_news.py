"""The bot as a process notices new files and announces them in a channel."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.simulation.discord.faults import missing_permissions
from tests.helpers.loopback import ANSWERED, PATIENCE, index, newsroom, write_article

pytestmark = pytest.mark.slow


async def test_new_articles_are_announced_once(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await index(room)
        discord = room.discord
        assert room.channel.guild is not None
        news = discord.world.add_channel(room.channel.guild, "news")
        settings = {"news_channel": news.id}
        bot = await room.start(**settings)
        try:
            await discord.connected()
            write_article(room.articles, "walrus")
            (message,) = await discord.until(lambda: discord.in_channel(news), PATIENCE)
            assert "A walrus in the harbour" in discord.text(message)
            assert "Fri 2 January 2026" in discord.text(message)
            assert await bot.stop() == 0, bot.said()

            write_article(room.articles, "seal")
            bot = await room.start(**settings)
            found = discord.in_channel
            await discord.until(lambda: len(found(news)) > 1, PATIENCE)
            assert "A seal in the harbour" in discord.text(found(news)[-1])
            assert "walrus" not in discord.text(found(news)[-1])

            sending = ("POST", f"/channels/{news.id}/messages")
            discord.refuse(sending, missing_permissions())
            write_article(room.articles, "otter")
            line = f"channel {news.id}: news could not be sent"
            await discord.until(lambda: line in bot.said() or None, PATIENCE)
            assert await discord.replies(await room.asks(ANSWERED))
            assert await bot.stop() == 0, bot.said()
            assert bot.said().count(line) == 1
            assert "Traceback" not in bot.said()
        finally:
            await bot.kill()
