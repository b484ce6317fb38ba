"""/admin add, feeds in the background, and what is said about feeds on Discord."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.discord.feeds import FeedWatcher
from bot.discord.rendering.admin import Status, status_page
from bot.discord.rendering.limits import MESSAGE, length
from bot.discord.rendering.web import feeds_page, kept_page
from index.errors import PageUnavailable, StorageFull, StoreUnavailable
from index.models import Failure, FeedState, HealthCheck, KeptPage, Polled, Reindexed
from index.storage.archive.records import Counts
from tests.helpers.fakes import FakeCoverage
from tests.helpers.fixture_types import StartBot, StartNewsroom
from tests.helpers.simulation import Newsroom, SimulatedBot, texts
from tests.helpers.web import Site, article_page, open_sources, serve_site

FEED = "https://example.org/feed.xml?key=s3cret"
OTHER = "https://other.example/rss"
SHOWN = r"https:\//example\.org/feed.xml"
PAGE = KeptPage(
    "https://example.org/x", "example.org/x.html", "added", "New *bridge* opens", None, None
)


def state(url: str = FEED, **given: object) -> FeedState:
    now = discord.utils.utcnow()  # in a simulated Discord, its time
    well = FeedState(url, since=now, next_poll=now, polled=now, succeeded=now, new_article=now)
    return replace(well, **given)  # type: ignore[arg-type]


def days_ago(days: float) -> dt.datetime:
    return discord.utils.utcnow() - dt.timedelta(days=days)


@asynccontextmanager
async def adding(room: Newsroom) -> AsyncIterator[Site]:
    """Let the coverage fetch from a server on this machine."""
    async with serve_site() as site, open_sources(room.articles.parent) as sources:
        room.coverage._web = sources
        yield site
        room.coverage._web = None


async def added(room: Newsroom, url: str) -> str:
    """What the manager reads after /admin add; nobody else sees it."""
    result = await room.admin("add", url=url)
    assert result.response is not None
    assert result.response.ephemeral
    assert length(result.response.content) <= MESSAGE
    return result.response.content


@pytest.mark.slow
async def test_an_address_is_added_and_indexed(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room, adding(room) as site:
        site.pages["/bridge-opens"] = article_page()
        url = site.url("/bridge-opens")
        assert (await added(room, url)).splitlines() == [
            "**Added** `127.0.0.1/bridge-opens.html`",
            "New bridge in Norwich opens",
            "The Daily Example · published <t:1772188200:D>",
            "You can ask about it now.",
        ]
        files = {article.file for article in await room.coverage.articles()}
        assert "127.0.0.1/bridge-opens.html" in files
        assert (await added(room, url)).startswith("**Already there, unchanged:** `127.0.0.1/")
        site.pages["/bridge-opens"] = article_page(said="It is 9 metres long.")
        text = await added(room, url)
        assert text.startswith("**New version** `127.0.0.1/bridge-opens.2026-03-02.html`")
        assert (
            "The earlier version is kept in `127.0.0.1/bridge-opens.html` and can be cited." in text
        )
        assert len(await room.coverage.articles()) == 7


@pytest.mark.slow
async def test_addresses_that_cannot_be_added(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room, adding(room) as site:
        before = sorted(room.articles.iterdir())
        for url, words in (
            (site.url("/gone"), "there is no such page; check the address (status 404)."),
            ("http://192.168.0.1/x", "192.168.0.1 is not a public internet address"),
            ("nonsense", "Not a web address: nonsense"),
            ("http://user:s3cret@example.org/", "has a user name or password in it"),
        ):
            text = await added(room, url)
            assert words in text.replace("\\", "")
            assert "s3cret" not in text
            assert "Reference" not in text
            assert "\n" not in text
        assert sorted(room.articles.iterdir()) == before


async def test_a_bot_that_does_not_index_adds_nothing(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False, read_only=True) as room:
        text = await added(room, "https://example.org/")
    assert text.startswith("This bot cannot change its articles")


async def test_an_error_of_the_index_is_told(start_newsroom: StartNewsroom) -> None:
    class Failing(FakeCoverage):
        async def reindex(self, **_: object) -> object:  # type: ignore[override]
            raise StoreUnavailable("Chroma is not there")

    failing = Failing(pages={"https://example.org/x": PAGE})
    async with start_newsroom(watch=False, wrap=lambda coverage: failing) as room:
        text = await added(room, "https://example.org/x")
    assert text.startswith("The articles folder was changed (`example.org/x.html`), but indexing")


async def test_what_became_of_a_page_comes_as_a_direct_message_in_the_end(
    start_newsroom: StartNewsroom,
) -> None:
    """Where the response cannot be edited any more, as after waiting for another re-index."""
    coverage = FakeCoverage(pages={"https://example.org/x": PAGE})
    async with start_newsroom(watch=False, wrap=lambda _: coverage) as room:
        room.bot.env.inject_error(
            "PATCH", "/webhooks/*", status=401, code=50027, message="Invalid Webhook Token"
        )
        await room.admin("add", url="https://example.org/x")
        (end,) = room.manager.user.dm_channel.history()
        assert end.content.startswith("-# About the added page\n**Added** `example.org/x.html`")


def test_pages() -> None:
    text = kept_page(replace(PAGE, articles=2), None)
    assert text.splitlines() == [
        "**Added** `example.org/x.html`",
        "New \\*bridge\\* opens and 1 more article",
        "It does not name its outlet or publication date.",
    ]
    many = feeds_page([f"https://example.org/{'x' * 300}{n} has failed" for n in range(50)], [FEED])
    assert length(many) <= MESSAGE
    assert "… and " in many


async def news(bot: SimulatedBot) -> ChannelHandle:
    channel = bot.guild.create_text_channel("news")
    bot.client.news.channel = channel.id
    return channel


async def test_a_feed_in_trouble_is_announced_once_and_again_when_it_is_well(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, feeds=f"{FEED} {OTHER}", news_channel=1) as bot:
        channel = await news(bot)
        coverage.feed_states = (state(), None)
        watcher = FeedWatcher(bot.client)
        await watcher.check()
        assert texts(channel) == []
        failing = state(failing_since=days_ago(2), error="https://example.org/feed.xml: is gone")
        silent = state(OTHER, new_article=days_ago(9))
        coverage.feed_states = (failing, state(OTHER))
        with caplog.at_level(logging.WARNING):
            for _ in range(3):
                await watcher.check()
        (message,) = texts(channel)
        assert message.startswith("⚠️ **The coverage is going stale**")
        assert "has failed since" in message
        assert message.count("is gone") == 1
        assert len([r for r in caplog.records if "has failed since" in r.getMessage()]) == 1
        await bot.restart()
        channel = await news(bot)
        watcher = FeedWatcher(bot.client)
        await watcher.check()
        assert texts(channel) == []
        coverage.feed_states = (failing, silent)
        await watcher.check()
        assert "other" in texts(channel)[-1]
        assert "has brought no new article since" in texts(channel)[-1]
        assert "is gone" not in texts(channel)[-1]
        coverage.feed_states = (state(), silent)
        await watcher.check()
        assert texts(channel)[-1].startswith("✅ **New articles are arriving again** from\n")
        assert len(texts(channel)) == 2
        assert "s3cret" not in "".join(texts(channel)) + caplog.text
        value = bot.client.services.metrics.registry.get_sample_value
        assert value("coverage_bot_feeds_in_trouble") == 1


async def test_what_could_not_be_announced_is_announced_later(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(page: str, channel: int) -> None:
        raise OSError("the connection was lost")

    coverage = FakeCoverage()
    async with start_bot(coverage, feeds=FEED, news_channel=1) as bot:
        channel = await news(bot)
        coverage.feed_states = (state(new_article=days_ago(9)),)
        watcher = FeedWatcher(bot.client)
        with monkeypatch.context() as patch:
            patch.setattr(bot.client.news, "_send", lost)
            await watcher.check()
        await watcher.check()
        assert len(texts(channel)) == 1


async def test_a_channel_that_is_gone_is_told_nothing_on_and_on(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, feeds=FEED, news_channel=4_242) as bot:  # no such channel
        coverage.feed_states = (state(new_article=days_ago(9)),)
        watcher = FeedWatcher(bot.client)
        for _ in range(3):
            await watcher.check()
    assert caplog.text.count("news could not be sent") == 1


async def test_new_articles_of_feeds_are_indexed_and_counted(start_bot: StartBot) -> None:
    polls = [
        (Polled(FEED, "done", (PAGE,), (Failure("x", "gone"),)), Polled(OTHER, "waiting")),
        (Polled(FEED, "unchanged"),),
        (Polled(FEED, "failed", error="gone"),),
    ]
    coverage = FakeCoverage()
    async with start_bot(coverage, watch=False, feeds=FEED) as bot:
        value = bot.client.services.metrics.registry.get_sample_value
        watcher = FeedWatcher(bot.client)
        await watcher.check()
        coverage.polls, before = polls, len(coverage.reindexed)
        for _ in range(4):
            await watcher.check()
        assert coverage.polls == []
        assert len(coverage.reindexed) == before + 1
        assert value("coverage_bot_feed_polls_total", {"outcome": "done"}) == 2
        assert value("coverage_bot_feed_polls_total", {"outcome": "failed"}) == 1
        assert value("coverage_bot_feed_articles_total", {"outcome": "kept"}) == 1
        assert value("coverage_bot_feed_articles_total", {"outcome": "failed"}) == 1


async def test_what_was_kept_before_a_restart_is_indexed_once(start_bot: StartBot) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, watch=False) as bot:
        before, watcher = len(coverage.reindexed), FeedWatcher(bot.client)
        for _ in range(3):
            await watcher.check()
        assert len(coverage.reindexed) == before + 1


async def test_indexing_that_failed_is_tried_again(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    coverage = FakeCoverage()
    async with start_bot(coverage, watch=False) as bot:
        watcher = FeedWatcher(bot.client)
        await watcher.check()

        async def full(**options: object) -> Reindexed:
            raise StorageFull("the disk is full")

        coverage.polls = [(Polled(FEED, "done", (PAGE,)),)]
        with monkeypatch.context() as patch:
            patch.setattr(coverage, "reindex", full)
            for _ in range(2):
                await watcher.check()
        assert caplog.text.count("the disk is full") == 1
        before = len(coverage.reindexed)
        for _ in range(2):
            await watcher.check()
        assert len(coverage.reindexed) == before + 1


async def test_what_a_feed_brought_is_indexed_although_another_one_stops_the_poll(
    start_bot: StartBot,
) -> None:
    class Stopped(FakeCoverage):
        async def poll_feeds(
            self, *, at_once: bool = False, done: Callable[[Polled], None] | None = None
        ) -> tuple[Polled, ...]:
            if await super().poll_feeds(done=done):
                raise StorageFull("the disk is full")
            return ()

    coverage = Stopped()
    async with start_bot(coverage, watch=False) as bot:
        watcher = FeedWatcher(bot.client)
        await watcher.check()
        before = len(coverage.reindexed)
        coverage.polls = [(Polled(FEED, "done", (PAGE,)),)]
        for _ in range(2):
            await watcher.check()
        assert len(coverage.reindexed) == before + 1
        value = bot.client.services.metrics.registry.get_sample_value
        assert value("coverage_bot_feed_articles_total", {"outcome": "kept"}) == 1


async def test_feeds_are_polled_while_the_bot_runs(start_bot: StartBot) -> None:
    coverage = FakeCoverage(polls=[(Polled(FEED, "done", (PAGE,)),)])
    async with start_bot(coverage, feeds=FEED) as bot:
        await bot.env.advance_time(120)
        assert coverage.polls == []
    untouched = FakeCoverage(polls=[()])
    async with start_bot(untouched) as bot:
        await bot.env.advance_time(120)
        assert untouched.polls == [()]


async def test_an_error_does_not_end_the_polling(
    start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(FakeCoverage):
        async def poll_feeds(
            self, *, at_once: bool = False, done: Callable[[Polled], None] | None = None
        ) -> tuple[Polled, ...]:
            raise PageUnavailable("no network")

    async with start_bot(Failing(), feeds=FEED) as bot:
        await FeedWatcher(bot.client).check()
    assert "the feeds could not be polled: no network" in caplog.text


def test_the_status_page_names_feeds_in_trouble() -> None:
    counts = Counts(0, 0, None, None, 0, 0)
    checks = [
        HealthCheck("feeds", False, "https://example.org/feed.xml has failed since 2 March 2026")
    ]
    text = status_page(Status((), (), checks, counts, 0, ()))
    assert f"⚠️ feeds: {SHOWN} has failed since 2 March 2026" in text


@pytest.mark.slow
async def test_the_status_command_has_the_feeds(
    start_newsroom: StartNewsroom, tmp_path: Path
) -> None:
    from index.config import WebConfig
    from index.storage.archive.web import FeedRecord, WebRecords

    async with start_newsroom(watch=False) as room:
        records = WebRecords(tmp_path / "data")
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
        records.save_feed(FeedRecord(FeedState(FEED, since=long_ago, next_poll=long_ago)))
        records.close()
        room.coverage._config = replace(room.coverage._config, web=WebConfig((FEED,)))
        result = await room.admin("status")
        assert result.response is not None
        assert f"⚠️ feeds: {SHOWN} has brought no articles since" in result.response.content
