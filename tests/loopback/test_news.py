"""The bot as a process notices files that come from elsewhere, and tells a channel of them."""

from __future__ import annotations

from pathlib import Path

from bench.simulation.discord.faults import missing_permissions
from tests.loopback_support import ANSWERED, index, newsroom

PATIENCE = 60.0


def write(folder: Path, animal: str) -> None:
    """An article, in two steps, as slow programs do."""
    with (folder / f"{animal}.txt").open("w", encoding="utf-8") as stream:
        stream.write(f"---\ntitle: A {animal} in the harbour\ndate: 2026-01-03\n---\n\n")
        stream.flush()
        stream.write(f"A {animal} came into the harbour of Oslo on Friday, the port said.\n")


async def test_news_are_told_once_also_those_of_the_time_away(tmp_path: Path) -> None:
    async with newsroom(tmp_path) as room:
        await index(room)
        discord = room.discord
        assert room.channel.guild is not None
        news = discord.world.add_channel(room.channel.guild, "news")
        settings = {"news_channel": news.id}
        bot = await room.start(**settings)
        try:
            await discord.connected()
            write(room.articles, "walrus")
            (told,) = await discord.until(lambda: discord.in_channel(news), PATIENCE)
            assert "A walrus in the harbour" in discord.text(told)
            assert "Fri 2 January 2026" in discord.text(told)
            assert await bot.stop() == 0, bot.said()

            write(room.articles, "seal")
            bot = await room.start(**settings)
            found = discord.in_channel
            await discord.until(lambda: len(found(news)) > 1, PATIENCE)
            assert "A seal in the harbour" in discord.text(found(news)[-1])
            assert "walrus" not in discord.text(found(news)[-1])

            sending = ("POST", f"/channels/{news.id}/messages")
            discord.refuse(sending, missing_permissions())
            write(room.articles, "otter")
            line = f"channel {news.id} could not be told of news"
            await discord.until(lambda: line in bot.said() or None, PATIENCE)
            assert await discord.replies(await room.asks(ANSWERED))
            assert await bot.stop() == 0, bot.said()
            assert bot.said().count(line) == 1
            assert "Traceback" not in bot.said()
        finally:
            await bot.kill()
