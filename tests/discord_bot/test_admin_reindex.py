"""/admin reindex on a simulated Discord: report, progress, concurrency and expiry."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import sqlite3
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import SetupError

from bot.discord.responders.interactions import LongResponder
from index.coverage import Coverage
from index.errors import ReindexRunning
from index.ingestion.progress import ProgressCallback
from index.models import Progress, Reindexed
from tests.helpers.fixture_types import StartNewsroom
from tests.helpers.simulation import article

pytestmark = pytest.mark.slow

SEED = "000_ddce0ca418cbb4df.txt"


class Slow:
    """A coverage whose re-indexes take minutes of the simulated time, one at a time."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._running: ReindexRunning | None = None
        self.minutes = 20

    def __getattr__(self, name: str) -> Any:
        return getattr(self._coverage, name)

    async def reindex(
        self,
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        recheck: bool = False,
        progress: ProgressCallback | None = None,
        by: str | None = None,
    ) -> Reindexed:
        if self._running is not None:
            raise self._running
        since = discord.utils.utcnow()
        for minute in range(self.minutes):
            far = Progress(minute, self.minutes, "embedding")
            self._running = ReindexRunning("busy", by=by, since=since, progress=far)
            if progress is not None:
                progress(far)
            await asyncio.sleep(60)
        self._running = None
        return await self._coverage.reindex(progress=progress, by=by)


async def test_the_report_names_changes_and_failures(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        (room.articles / "new.txt").write_bytes(article("new"))
        (room.articles / "bad_*.txt").write_bytes(b"\0\1")
        (room.articles / SEED).unlink()
        result = await room.admin("reindex")
        assert result.response is not None
        lines = result.response.content.splitlines()
        assert lines[:2] == [
            "**The index is up to date.**",
            "1 added, 0 changed, 1 removed, 4 unchanged, 1 failed",
        ]
        assert (
            "Failed: `bad_*.txt` is not text (NUL byte at byte 0); save it as UTF-8 text" in lines
        )
        assert "Added: `new.txt`" in lines
        assert f"Removed: `{SEED}`" in lines
        assert not result.response.ephemeral

        again = await room.admin("reindex")
        assert again.response is not None
        assert again.response.content.startswith("**The index was already up to date.**\n0 added")


async def test_a_dry_run_changes_nothing(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        (room.articles / "new.txt").write_bytes(article("new"))
        result = await room.admin("reindex", dry_run=True)
        assert result.response is not None
        assert result.response.content.startswith("**Dry run: nothing was changed.**")
        assert "1 added" in result.response.content
        assert len(await room.coverage.articles()) == 5


async def test_a_rebuild_indexes_everything_again(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        result = await room.admin("reindex", rebuild=True)
        assert result.response is not None
        assert result.response.content.startswith(
            "**Every article was indexed again.**\n0 added, 0 changed, 0 removed, 5 unchanged"
        )


async def test_a_long_report_is_attached(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        for number in range(60):
            (room.articles / f"no-article-at-all-{number:02}.txt").write_bytes(b"")
        result = await room.admin("reindex")
        assert result.response is not None
        assert "more in the attached file" in result.response.content
        (file,) = result.response.attachments
        rows = (await file.read()).decode().splitlines()
        assert len([row for row in rows if row.startswith("failed\tno-article-at-all-")]) == 60


async def test_live_progress_and_a_new_message_after_the_token_expired(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom(wrap=Slow, watch=False) as room:
        room.bot.env.settle_timeout = 10  # shorter than what Slow sleeps
        (room.articles / "new.txt").write_bytes(article("new"))
        bot = room.bot
        result = await room.admin("reindex")
        assert result.response is not None
        seen = []
        for _ in range(3):
            seen.append(result.response.content)
            await room.minutes(4)
        assert len(set(seen)) == 3
        assert all("Embedding: " in text and "of 20 articles" in text for text in seen)

        second = await room.admin("reindex")
        assert second.response is not None
        await room.minutes(0.1)
        assert "Embedding: 12 of 20 articles" in second.response.content, "it joins the first"
        before = len(bot.channel.history())
        await room.minutes(9)
        assert "100%" not in result.response.content
        end = bot.channel.history()[before]
        assert end.content.startswith(
            "-# About the re-index\n**The index is up to date.**\n1 added"
        )
        assert end.author == bot.client.user


async def test_a_re_index_joins_the_watcher(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(wrap=Slow, watch=True) as room:
        room.bot.env.settle_timeout = 10  # shorter than what Slow sleeps
        (room.articles / "new.txt").write_bytes(article("new"))
        result = await room.admin("reindex")
        assert result.response is not None
        await room.minutes(2)
        assert re.search(r"Embedding: \d+ of 20 articles", result.response.content)
        await room.minutes(10)
        assert "Embedding" in result.response.content
        before = len(room.bot.channel.history())
        await room.minutes(32)  # the token has expired, and the second re-index is as slow
        (end,) = room.bot.channel.history()[before:]
        assert end.content.startswith(
            "-# About the re-index\n**The index is up to date.**\n1 added, 0 changed, 0 removed, "
            "5 unchanged"
        ), "what the watcher indexed is part of the report"


async def test_the_result_is_a_direct_message_if_the_channel_is_closed(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom(wrap=Slow, watch=False) as room:
        room.bot.env.settle_timeout = 50  # shorter than what Slow sleeps
        bot = room.bot
        await room.admin("reindex")
        bot.env.inject_error(
            "POST", f"/channels/{bot.channel.id}/messages", status=403, code=50013, times=None
        )
        before = len(bot.channel.history())
        await room.minutes(21)
        assert len(bot.channel.history()) == before
        (end,) = room.manager.user.dm_channel.history()
        assert "**The index was already up to date.**" in end.content


async def test_unchanged_progress_is_not_sent_again(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom(wrap=Slow, watch=False) as room:
        room.bot.env.settle_timeout = 50  # shorter than what Slow sleeps
        env = room.bot.env
        await room.admin("reindex")
        before = len(env.http_requests)
        await room.minutes(5)
        edits = [request for request in env.http_requests[before:] if request.method == "PATCH"]
        assert len(edits) == 5


async def test_a_stopped_bot_reports_the_interruption(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(wrap=Slow, watch=False) as room:
        room.bot.env.settle_timeout = 50  # shorter than what Slow sleeps
        result = await room.admin("reindex")
        assert result.response is not None
        await room.bot.client.close()
        assert result.response.content == (
            "The bot was stopped while doing this. Use `/admin reindex` when it is back."
        )


async def test_a_bot_that_was_stopped_by_discord_is_stopped_once(
    start_newsroom: StartNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start_newsroom(wrap=Slow, watch=False) as room:
        room.bot.env.settle_timeout = 50  # shorter than what Slow sleeps
        client = room.bot.client
        await room.admin("reindex")
        told: list[LongResponder] = []

        async def interrupted(self: LongResponder) -> None:
            told.append(self)

        monkeypatch.setattr(LongResponder, "interrupted", interrupted)
        await client.close()
        await client.close()
        assert len(told) == 1


async def test_a_result_for_a_closed_session_is_only_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Closed:
        expires_at = discord.utils.utcnow() + dt.timedelta(minutes=10)
        channel = user = None

        async def edit_original_response(self, **options: object) -> None:
            raise RuntimeError("Session is closed")

    responder = LongResponder(Closed(), "About it")  # type: ignore[arg-type]
    await responder.show("half of it")
    await responder.finish("all of it")
    await responder.interrupted()
    assert "the result could not be shown (About it): Session is closed" in caplog.text


async def test_the_result_of_a_removal_stays_private(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(wrap=Slow, watch=False) as room:
        room.bot.env.settle_timeout = 50  # shorter than what Slow sleeps
        asked = await room.admin("remove", file=SEED)
        assert asked.response is not None
        await room.manager.click(asked.response, label="Remove")
        before = len(room.bot.channel.history())
        await room.minutes(21)
        assert len(room.bot.channel.history()) == before
        (end,) = room.manager.user.dm_channel.history()
        assert end.content.startswith("-# About the removed article\n**Removed**")


async def test_members_do_not_see_the_commands(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        bot = room.bot
        for name in ("reindex", "status"):
            with pytest.raises(SetupError, match="default-member-permissions"):
                await bot.ann.slash(bot.channel, f"admin {name}")


def execute(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()


async def test_a_damaged_index_heals_without_a_restart(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        ledger = room.articles.parent / "data" / "ledger.sqlite3"
        execute(ledger, "DROP TABLE note")
        shown = await room.bot.ann.slash(room.bot.channel, "articles")
        assert shown.response is not None
        assert shown.response.content.startswith("**Articles**, newest first")
        assert SEED in shown.response.content
        # what nobody has met yet is found by the command
        execute(ledger, "UPDATE mention SET first = '2025-02-30'")
        done = await room.admin("reindex")
        assert done.response is not None
        assert done.response.content.startswith("**The index is up to date.**\n5 added")
