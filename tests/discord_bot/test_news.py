"""New articles are noticed, indexed and announced in a channel."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from simcord.builders import ChannelHandle

from bot.discord.rendering.limits import MESSAGE, length
from index.models import ArticleSummary
from tests.helpers.fixture_types import StartNewsroom
from tests.helpers.simulation import Newsroom, article

SEED = "000_ddce0ca418cbb4df.txt"
CHANNEL = 4_242


def news_channel(room: Newsroom, name: str = "news") -> ChannelHandle:
    """Create a channel and make it the news channel."""
    channel = room.bot.guild.create_text_channel(name)
    room.bot.client.news.channel = channel.id
    return channel


async def after_checks(room: Newsroom, checks: int) -> None:
    """Let the bot check the folder this many times."""
    await room.bot.env.advance_time(5.0 * checks)


async def listed(room: Newsroom) -> tuple[ArticleSummary, ...]:
    return await room.coverage.articles()


async def test_an_upload_is_announced_in_one_message(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(news_channel=CHANNEL, watch=False) as room:
        channel = news_channel(room)
        await room.admin("upload", file=("fresh.txt", article("fresh")))
        (message,) = channel.history()
        assert length(message.content) <= MESSAGE
        lines = message.content.splitlines()
        assert lines[:3] == [
            "📰 **New coverage**: 1 new article",
            "• About fresh",
            "-# `fresh.txt` · The Fresh · <t:1768473000:D>",
        ]
        assert lines[4] == "**Newest events**"
        assert lines[5].startswith("**")
        assert message.flags.suppress_embeds

        await room.admin("upload", file=("fresh.txt", article("other")), replace=True)
        assert channel.history()[-1].content.startswith("📰 **New coverage**: 1 article updated\n")
        await room.admin("reindex", rebuild=True)
        assert len(channel.history()) == 2


async def test_a_removal_is_not_announced(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(news_channel=CHANNEL, watch=False) as room:
        channel = news_channel(room)
        (room.articles / SEED).unlink()
        await room.admin("reindex")
        assert channel.history() == []


async def test_new_files_in_the_folder_are_announced(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom(news_channel=CHANNEL) as room:
        channel = news_channel(room)
        await after_checks(room, 3)
        assert channel.history() == []
        for name in ("one", "two"):
            (room.articles / f"{name}.txt").write_bytes(article(name))
        await after_checks(room, 3)
        (message,) = channel.history()
        assert message.content.startswith("📰 **New coverage**: 2 new articles\n")
        assert len(await listed(room)) == 7
        await after_checks(room, 5)
        assert len(channel.history()) == 1


async def test_a_file_that_is_still_being_written_is_not_indexed(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom() as room:
        whole = article("slow", 6)
        with (room.articles / "slow.txt").open("wb") as stream:
            for part in range(6):
                stream.write(whole[part * len(whole) // 6 : (part + 1) * len(whole) // 6])
                stream.flush()
                await after_checks(room, 1)
                assert len(await listed(room)) == 5
        await after_checks(room, 2)
        assert await room.coverage.article_text("slow.txt") == whole.decode()


async def test_watching_can_be_switched_off(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        (room.articles / "one.txt").write_bytes(article("one"))
        await after_checks(room, 5)
        assert len(await listed(room)) == 5


async def test_changes_while_the_bot_was_stopped_are_announced(
    start_newsroom: StartNewsroom, tmp_path: Path
) -> None:
    async with start_newsroom(news_channel=CHANNEL) as room:
        pass
    (tmp_path / "articles" / "one.txt").write_bytes(article("one"))
    async with start_newsroom(seeds=False, news_channel=CHANNEL) as room:
        assert len(await listed(room)) == 6
        (sent,) = [r for r in room.bot.env.http_requests if str(CHANNEL) in r.path]
        assert "1 new article" in str(sent.json)


@pytest.mark.parametrize("watch", [True, False])
async def test_a_first_index_is_not_announced(
    start_newsroom: StartNewsroom, tmp_path: Path, watch: bool
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_bytes(article("one"))
    async with start_newsroom(seeds=False, news_channel=CHANNEL, watch=watch) as room:
        assert [summary.file for summary in await listed(room)] == ["one.txt"]
        assert not [r for r in room.bot.env.http_requests if str(CHANNEL) in r.path]


async def test_an_unknown_channel_is_one_line_in_the_log(
    start_newsroom: StartNewsroom, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_newsroom(news_channel=CHANNEL, watch=False) as room:
        caplog.set_level(logging.WARNING, logger="bot")
        for name in ("one", "two"):
            result = await room.admin("upload", file=(f"{name}.txt", article(name)))
            assert result.response is not None
            assert result.response.content.startswith("**Added**")
        warnings = [record.message for record in caplog.records if record.name.startswith("bot")]
        assert len(warnings) == 2
        assert all(
            line.startswith(f"channel {CHANNEL}: news could not be sent") for line in warnings
        )
        assert all("\n" not in line for line in warnings)


async def test_news_that_could_not_be_sent_is_sent_later(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(news_channel=CHANNEL, watch=False) as room:
        channel = news_channel(room)
        room.bot.env.inject_error("POST", f"/channels/{channel.id}/messages", status=503, times=3)
        await room.admin("upload", file=("one.txt", article("one")))
        assert not channel.history()
        await room.admin("upload", file=("two.txt", article("two")))
        (message,) = channel.history()
        assert message.content.startswith("📰 **New coverage**: 2 new articles")


async def test_a_folder_that_cannot_be_indexed_is_reported_once(
    start_newsroom: StartNewsroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_newsroom() as room:
        caplog.set_level(logging.WARNING, logger="bot")
        room.articles.rename(tmp_path / "elsewhere")
        await after_checks(room, 8)
        warnings = [record.message for record in caplog.records if record.name.startswith("bot")]
        assert len(warnings) == 1
        assert "which is not a folder" in warnings[0]
        (tmp_path / "elsewhere").rename(room.articles)
        (room.articles / "one.txt").write_bytes(article("one"))
        await after_checks(room, 4)
        assert len(await listed(room)) == 6
