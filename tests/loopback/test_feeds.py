"""The bot as a process polls its feeds, and stops while it does."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.simulation.discord import BotProcess
from index.storage.archive.web import WebRecords
from tests.helpers.loopback import newsroom
from tests.helpers.warm import warm_python
from tests.helpers.web import article_page, rss, serve_site

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
        assert "127.0.0.1 is not a public internet address" in bot.said()
        assert "s3cret" not in bot.said()
        assert "Traceback" not in bot.said()
        assert site.asked == []
        records = WebRecords(room.data)
        found = records.feed(f"{feed}?key=s3cret")
        records.close()
        assert found is not None
        assert found.state.failures == 1


async def test_articles_of_a_feed_are_indexed_and_announced(tmp_path: Path) -> None:
    async with serve_site() as site, newsroom(tmp_path) as room:
        site.pages |= {"/feed.xml": rss(["/bridge-opens"]), "/bridge-opens": article_page()}
        bot = await BotProcess.start(
            room.discord,
            room.place,
            python=warm_python(),
            module="tests.helpers.start_with_local_feeds",
            articles=str(room.articles),
            data=str(room.data),
            feeds=site.url("/feed.xml"),
        )
        try:
            async with asyncio.timeout(120):
                while not _indexed(room.data):  # noqa: ASYNC110
                    await asyncio.sleep(0.5)
            await bot.stop()
        finally:
            await bot.kill()
        assert "feed http://127.0.0.1" in bot.said()
        assert "1 new, 0 could not be kept, 0 left" in bot.said()
        assert "Traceback" not in bot.said()
        assert (room.articles / "127.0.0.1" / "bridge-opens.html").read_text() == article_page()
        assert _indexed(room.data) == [("127.0.0.1/bridge-opens.html", site.url("/bridge-opens"))]


def _indexed(data: Path) -> list[tuple[str, str]]:
    """The file and address of the indexed articles that came from here."""
    if not (data / "ledger.sqlite3").exists():
        return []
    with closing(sqlite3.connect(data / "ledger.sqlite3")) as db:
        try:
            sql = "SELECT file, url FROM article WHERE file LIKE '127%'"
            return db.execute(sql).fetchall()
        except sqlite3.OperationalError:  # it is just being created
            return []
