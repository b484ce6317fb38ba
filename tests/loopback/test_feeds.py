"""The bot as a process polls its feeds, and stops while it does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from index.storage.archive.web import WebRecords
from tests.helpers.loopback import newsroom
from tests.helpers.web import rss, serve_site

pytestmark = pytest.mark.slow


async def test_a_feed_of_the_own_network_is_refused_and_logged(tmp_path: Path) -> None:
    """The process may not fetch from here, whatever its settings are: the server is not asked."""
    async with serve_site() as site, newsroom(tmp_path) as room:
        site.pages["/feed.xml"] = rss(["/a"])
        feed = site.url("/feed.xml")
        bot = await room.start(feeds=f"{feed}?key=s3cret")
        try:
            await room.synced()
            async with asyncio.timeout(60):
                while "a feed could not be read" not in bot.said():  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
            await bot.stop()
        finally:
            await bot.kill()
        assert "127.0.0.1 is an address of the own network" in bot.said()
        assert "s3cret" not in bot.said()
        assert "Traceback" not in bot.said()
        assert site.asked == []
        records = WebRecords(room.data)
        found = records.feed(f"{feed}?key=s3cret")
        records.close()
        assert found is not None
        assert found.state.failures == 1
