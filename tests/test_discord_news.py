"""New coverage is noticed, indexed and told to a channel."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from simcord.builders import ChannelHandle

from bot.pages.limits import MESSAGE, length
from index.models import ArticleSummary
from tests.discord_coverage_helpers import Room, article, room

SEED = "000_ddce0ca418cbb4df.txt"
CHANNEL = 4_242


def news_channel(at: Room, name: str = "news") -> ChannelHandle:
    """A channel, which is where the bot tells of news from now on."""
    channel = at.talk.guild.create_text_channel(name)
    at.talk.client.news.channel = channel.id
    return channel


async def after_looks(at: Room, looks: int) -> None:
    """Let the bot look at the folder so many times more."""
    await at.talk.env.advance_time(5.0 * looks)


async def listed(at: Room) -> tuple[ArticleSummary, ...]:
    return await at.coverage.articles()


async def test_an_upload_is_told_in_one_message(tmp_path: Path) -> None:
    async with room(tmp_path, news_channel=CHANNEL, watch=False) as at:
        channel = news_channel(at)
        await at.admin("upload", file=("fresh.txt", article("fresh")))
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

        await at.admin("upload", file=("fresh.txt", article("other")), replace=True)
        assert channel.history()[-1].content.startswith("📰 **New coverage**: 1 article updated\n")
        await at.admin("reindex", rebuild=True)
        assert len(channel.history()) == 2


async def test_removing_is_no_news(tmp_path: Path) -> None:
    async with room(tmp_path, news_channel=CHANNEL, watch=False) as at:
        channel = news_channel(at)
        (at.articles / SEED).unlink()
        await at.admin("reindex")
        assert channel.history() == []


async def test_files_that_come_from_elsewhere_are_noticed_and_told(tmp_path: Path) -> None:
    async with room(tmp_path, news_channel=CHANNEL) as at:
        channel = news_channel(at)
        await after_looks(at, 3)
        assert channel.history() == []
        for name in ("one", "two"):
            (at.articles / f"{name}.txt").write_bytes(article(name))
        await after_looks(at, 3)
        (message,) = channel.history()
        assert message.content.startswith("📰 **New coverage**: 2 new articles\n")
        assert len(await listed(at)) == 7
        await after_looks(at, 5)
        assert len(channel.history()) == 1


async def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    async with room(tmp_path) as at:
        whole = article("slow", 6)
        with (at.articles / "slow.txt").open("wb") as stream:
            for part in range(6):
                stream.write(whole[part * len(whole) // 6 : (part + 1) * len(whole) // 6])
                stream.flush()
                await after_looks(at, 1)
                assert len(await listed(at)) == 5
        await after_looks(at, 2)
        assert await at.coverage.article_text("slow.txt") == whole.decode()


async def test_a_setting_turns_the_watch_off(tmp_path: Path) -> None:
    async with room(tmp_path, watch=False) as at:
        (at.articles / "one.txt").write_bytes(article("one"))
        await after_looks(at, 5)
        assert len(await listed(at)) == 5


async def test_what_changed_while_the_bot_was_away_is_told(tmp_path: Path) -> None:
    async with room(tmp_path, news_channel=CHANNEL) as at:
        pass
    (tmp_path / "articles" / "one.txt").write_bytes(article("one"))
    async with room(tmp_path, seeds=False, news_channel=CHANNEL) as at:
        assert len(await listed(at)) == 6
        (sent,) = [r for r in at.talk.env.http_requests if str(CHANNEL) in r.path]
        assert "1 new article" in str(sent.json)


@pytest.mark.parametrize("watch", [True, False])
async def test_an_empty_index_is_filled_and_that_is_no_news(tmp_path: Path, watch: bool) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_bytes(article("one"))
    async with room(tmp_path, seeds=False, news_channel=CHANNEL, watch=watch) as at:
        assert [summary.file for summary in await listed(at)] == ["one.txt"]
        assert not [r for r in at.talk.env.http_requests if str(CHANNEL) in r.path]


async def test_a_channel_that_is_gone_is_one_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with room(tmp_path, news_channel=CHANNEL, watch=False) as at:
        caplog.set_level(logging.WARNING, logger="bot")
        for name in ("one", "two"):
            result = await at.admin("upload", file=(f"{name}.txt", article(name)))
            assert result.response is not None
            assert result.response.content.startswith("**Added**")
        told = [record.message for record in caplog.records if record.name.startswith("bot")]
        assert len(told) == 2
        assert all(line.startswith(f"channel {CHANNEL} could not be told") for line in told)
        assert all("\n" not in line for line in told)


async def test_a_folder_that_cannot_be_indexed_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with room(tmp_path) as at:
        caplog.set_level(logging.WARNING, logger="bot")
        at.articles.rename(tmp_path / "elsewhere")
        await after_looks(at, 8)
        told = [record.message for record in caplog.records if record.name.startswith("bot")]
        assert len(told) == 1
        assert "which is not a folder" in told[0]
        (tmp_path / "elsewhere").rename(at.articles)
        (at.articles / "one.txt").write_bytes(article("one"))
        await after_looks(at, 4)
        assert len(await listed(at)) == 6
