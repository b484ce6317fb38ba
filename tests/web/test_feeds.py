"""Feeds: what is fetched when, what failures change, and what a restart remembers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from index.errors import ArticleRefused, FolderUnavailable
from index.ingestion.articles_folder import ArticlesFolder
from index.ingestion.web.entries import MAX_ENTRIES
from index.ingestion.web.fetcher import Fetcher
from index.ingestion.web.poller import MAX_SITEMAPS
from index.models import FeedState, Polled
from index.storage.archive.archive import Archive
from index.storage.archive.web import WebRecords
from tests.helpers.fakes import FakeClock
from tests.helpers.web import (
    LOCAL,
    QUICK,
    START,
    Site,
    article_page,
    kept_files,
    names,
    open_sources,
    rss,
    serve_site,
)

pytestmark = pytest.mark.slow
FEED = "/feed.xml"
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serve_site() as running:
        running.pages |= {f"/{name}": article_page(f"The bridge {name}") for name in "abc"}
        running.pages[FEED] = rss(["/a", "b"])
        yield running


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


def answer(**given: Any) -> Any:
    return lambda request: web.Response(**given)


def state(folder: Path, url: str) -> FeedState:
    """What the archive has about a feed."""
    records = WebRecords(folder / "data")
    record = records.feed(url)
    records.close()
    assert record is not None
    return record.state


def titles(polled: tuple[Polled, ...]) -> list[str]:
    return [page.title for poll in polled for page in poll.kept]


async def test_new_articles_are_kept_once(site: Site, tmp_path: Path, clock: FakeClock) -> None:
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        assert titles(await sources.poll()) == ["The bridge a", "The bridge b"]
        assert kept_files(tmp_path) == ["127.0.0.1/a.html", "127.0.0.1/b.html"]
        (waiting,) = await sources.poll()
        assert (waiting.outcome, waiting.error) == ("waiting", None)
        clock.forward(15 * MINUTE)
        before = len(site.asked)
        (poll,) = await sources.poll()
        assert poll.outcome == "unchanged"
        assert [request.path for request in site.asked[before:]] == [FEED]
        assert site.asked[-1].headers["If-None-Match"]
        site.pages[FEED] = rss(["/c", "/a", "b"])
        clock.forward(15 * MINUTE)
        assert titles(await sources.poll()) == ["The bridge c"]
    found = state(tmp_path, site.url(FEED))
    assert (found.articles, found.failures, found.error, found.problem) == (3, 0, None, None)
    assert found.since == START
    assert found.new_article == found.succeeded == found.polled == clock()


async def test_a_restart_keeps_the_state(site: Site, tmp_path: Path, clock: FakeClock) -> None:
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        await sources.poll()
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        assert [poll.outcome for poll in await sources.poll()] == ["waiting"]
        before = len(site.asked)
        assert [poll.outcome for poll in await sources.poll(at_once=True)] == ["unchanged"]
    assert [request.path for request in site.asked[before:]] == ["/robots.txt", FEED]


async def test_an_article_that_changes_is_a_new_version(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        await sources.poll()
        site.pages["/a"] = article_page("The bridge a", "It is 99 metres long.")
        site.pages["/b"] = article_page("The bridge b", aside="Updated a minute ago")
        clock.forward(HOUR)
        assert titles(await sources.poll()) == []  # not looked at again so soon
        clock.forward(HOUR)
        ((poll),) = await sources.poll()
        assert [(page.outcome, page.title) for page in poll.kept] == [
            ("new version", "The bridge a")
        ]
        clock.forward(10 * DAY)
        await sources.poll()
        before = len(site.asked)
        clock.forward(DAY)
        await sources.poll()
    assert [r.path for r in site.asked[before:] if r.path != "/robots.txt"] == [FEED]
    assert len(kept_files(tmp_path)) == 3


async def test_a_feed_that_says_when_it_changed(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    dated = "<pubDate>Fri, 27 Feb 2026 09:30:00 GMT</pubDate>"
    site.pages[FEED] = rss(["/a"], extra=dated)
    site.pages["/a"] = article_page("The bridge a", day=None)
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        (poll,) = await sources.poll()
        assert str(poll.kept[0].published) == "2026-02-27"  # the page itself names no day
        clock.forward(30 * DAY)
        await sources.poll()
        site.pages["/a"] = article_page("The bridge a", "It is 99 metres long.")
        site.pages[FEED] = rss(["/a"], extra=dated.replace("09:30", "11:30"))
        clock.forward(HOUR)
        (poll,) = await sources.poll()
    assert [page.outcome for page in poll.kept] == ["new version"]


async def test_many_items_are_fetched_over_several_polls(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    site.pages[FEED] = rss(f"/many/{n}" for n in range(600))
    site.pages |= {f"/many/{n}": article_page(f"The bridge number {n}") for n in range(600)}
    async with open_sources(tmp_path, site.url(FEED), clock=clock, most_articles=3) as sources:
        (poll,) = await sources.poll()
        assert titles((poll,)) == [f"The bridge number {n}" for n in range(3)]
        assert poll.left == MAX_ENTRIES - 3
        clock.forward(15 * MINUTE)
        (poll,) = await sources.poll()  # the feed has not changed, and yet it goes on
        assert titles((poll,)) == [f"The bridge number {n}" for n in range(3, 6)]
        site.pages[FEED] = rss(["/a", *(f"/many/{n}" for n in range(600))])
        clock.forward(15 * MINUTE)
        assert titles(await sources.poll())[0] == "The bridge a"  # what is new comes first


async def test_an_index_of_sitemaps(site: Site, tmp_path: Path, clock: FakeClock) -> None:
    parts = "".join(
        f"<sitemap><loc>/map{n}.xml</loc><lastmod>2026-01-{n + 1:02}</lastmod></sitemap>"
        for n in range(20)
    )
    site.pages["/sitemap.xml"] = f"<sitemapindex>{parts}</sitemapindex>"
    for number in range(20):
        site.pages[f"/map{number}.xml"] = (
            f"<urlset><url><loc>/in/{number}</loc></url><url><loc>/a</loc></url></urlset>"
        )
        site.pages[f"/in/{number}"] = article_page(f"The bridge number {number}")
    site.pages["/map18.xml"] = answer(status=404)
    async with open_sources(tmp_path, site.url("/sitemap.xml"), clock=clock) as sources:
        polled = await sources.poll()
    found = titles(polled)
    assert [each.file for each in polled[0].failed] == [site.url("/map18.xml")]
    assert "status 404" in polled[0].failed[0].error
    records = WebRecords(tmp_path / "data")
    record = records.feed(site.url("/sitemap.xml"))
    records.close()
    assert record is not None
    assert "map18.xml" in str(record.state.problem)
    assert found == [
        "The bridge number 19", "The bridge number 17", "The bridge number 16",
        "The bridge number 15", "The bridge a",
    ]  # fmt: skip
    assert sum(path.startswith("/map") for path in site.paths()) == MAX_SITEMAPS


async def test_a_feed_that_fails_is_asked_less_and_less_often(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    broken = answer(status=500)
    site.pages[FEED] = broken
    waits = []
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        for _ in range(9):
            (poll,) = await sources.poll()
            assert poll.outcome == "failed"
            assert poll.error is not None
            assert "the server has problems" in poll.error
            assert poll.until is not None
            waits.append((poll.until - clock()).total_seconds() / 60)
            asked = len(site.asked)
            (waiting,) = await sources.poll(at_once=True)
            assert (waiting.outcome, waiting.error) == ("waiting", poll.error)
            assert len(site.asked) == asked
            clock.forward(waits[-1] * 60)
        failed = state(tmp_path, site.url(FEED))
        assert (failed.failures, failed.failing_since) == (9, START)
        site.pages[FEED] = rss(["/a"])
        assert titles(await sources.poll()) == ["The bridge a"]
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    well = state(tmp_path, site.url(FEED))
    assert (well.failures, well.failing_since, well.error) == (0, None, None)


async def test_retry_after_is_respected(site: Site, tmp_path: Path, clock: FakeClock) -> None:
    site.pages[FEED] = answer(status=429, headers={"Retry-After": "7200"})
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        (poll,) = await sources.poll()
    assert poll.until is not None
    assert (poll.until - clock()).total_seconds() == 7200


async def test_one_feed_that_fails_does_not_stop_the_others(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    site.pages |= {"/page.xml": "<html><p>Log in.</p></html>", "/bad.xml": b"\x1f\x8bbroken"}
    feeds = [site.url(path) for path in ("/gone.xml", "/page.xml", "/bad.xml", FEED)]
    async with open_sources(tmp_path, *feeds, clock=clock) as sources:
        polled = await sources.poll()
    assert [poll.outcome for poll in polled] == ["failed"] * 3 + ["done"]
    assert [poll.error and poll.error.split(": ", 1)[1] for poll in polled] == [
        "there is no such page; check the address (status 404)",
        "is neither RSS nor Atom nor a sitemap; check its address",
        "cannot be unpacked, or is too large",
        None,
    ]


async def test_articles_that_cannot_be_kept(site: Site, tmp_path: Path, clock: FakeClock) -> None:
    site.pages[FEED] = rss(["/gone", "/secret/x", "/image", "http://169.254.169.254/meta", "/a"])
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /secret\n"
    site.pages["/image"] = answer(body=b"x", content_type="image/png")
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        (poll,) = await sources.poll()
        assert titles((poll,)) == ["The bridge a"]
        words = ("no such page", "robots.txt", "image/png", "not a public internet address")
        for word, failure in zip(words, poll.failed, strict=True):
            assert word in failure.error
        before = len(site.asked)
        clock.forward(15 * MINUTE)
        await sources.poll()
        assert [request.path for request in site.asked[before:]] == [FEED]
        for _ in range(40):
            clock.forward(DAY)
            await sources.poll()
    assert site.paths().count("/gone") == 5
    assert not any("meta" in path for path in site.paths())


async def test_a_server_in_trouble_is_left_alone(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    site.pages[FEED] = rss(f"/down/{n}" for n in range(20))
    site.pages |= {f"/down/{n}": answer(status=500) for n in range(20)}
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        (poll,) = await sources.poll()
        assert len(poll.failed) == 3
        site.pages |= {
            f"/down/{n}": answer(status=503, headers={"Retry-After": "3600"}) for n in range(20)
        }
        clock.forward(15 * MINUTE)
        (poll,) = await sources.poll()
        assert poll.failed == ()  # no fault of the articles, which are tried again
        assert site.paths().count("/down/3") == 1
    assert "try again later (status 503)" in (state(tmp_path, site.url(FEED)).problem or "")


@pytest.mark.parametrize("redirected", [False, True])
async def test_a_host_that_asks_to_wait_does_not_keep_the_others_waiting(
    site: Site, tmp_path: Path, clock: FakeClock, redirected: bool
) -> None:
    """In one feed with pages of two hosts, also if all of them are listed under a third one."""
    port = site.base.rpartition(":")[2]
    paths = [f"/busy/{n}" for n in range(5)] + ["/a", "/b"]
    links = []
    for path in paths:
        host = "busy.test" if "busy" in path else "well.test"
        links.append(f"http://{host}:{port}{path}")
        if redirected:
            location = {"Location": links[-1]}
            site.pages[f"/to{path}"] = answer(status=302, headers=location)
            links[-1] = f"http://short.test:{port}/to{path}"
    site.pages |= {
        path: answer(status=429, headers={"Retry-After": "600"}) for path in paths if "busy" in path
    }
    site.pages[FEED] = rss(links)
    fetcher = Fetcher(
        resolving=names(busy_test=LOCAL, well_test=LOCAL, short_test=LOCAL),
        own_network={LOCAL},
        limits=QUICK,
        clock=lambda: clock().timestamp(),
    )
    found: list[str] = []
    async with open_sources(
        tmp_path, site.url(FEED), clock=clock, fetcher=fetcher, most_articles=2
    ) as sources:
        for _ in range(5):
            found += titles(await sources.poll())
            clock.forward(15 * MINUTE)
        assert found == ["The bridge a", "The bridge b"]
        assert sum(path.startswith("/busy") for path in site.paths()) <= 5  # once a poll
        site.pages |= {path: article_page(f"The bridge {path}") for path in paths if "busy" in path}
        for _ in range(8):
            found += titles(await sources.poll())
            clock.forward(15 * MINUTE)
    assert len(found) == len(paths)


async def test_a_removed_article_does_not_come_back(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        await sources.poll()
        ArticlesFolder(tmp_path / "articles").remove("127.0.0.1/a.html")
        for _ in range(3):
            clock.forward(2 * HOUR)
            await sources.poll()
    assert kept_files(tmp_path) == ["127.0.0.1/b.html"]


async def test_two_feeds_with_the_same_articles(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    """The second one is not silent: what it lists is new, although the first one brought it."""
    site.pages["/other.xml"] = rss(["/a?utm_source=other", "/b"])
    feeds = site.url(FEED), site.url("/other.xml")
    async with open_sources(tmp_path, feeds[0], clock=clock) as sources:
        await sources.poll()
    async with open_sources(tmp_path, *feeds, clock=clock) as sources:
        assert titles(await sources.poll()) == []
    assert len(kept_files(tmp_path)) == 2
    assert state(tmp_path, feeds[1]).new_article == START


async def test_a_poll_that_is_stopped_goes_on_later(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    arrived = asyncio.Event()

    async def stuck(request: web.Request) -> web.StreamResponse:
        arrived.set()
        await asyncio.sleep(30)
        return web.Response()

    site.pages["/b"] = stuck
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        polling = asyncio.create_task(sources.poll())
        await arrived.wait()
        polling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await polling
    assert kept_files(tmp_path) == ["127.0.0.1/a.html"]
    site.pages["/b"] = article_page("The bridge b")
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        assert [poll.outcome for poll in await sources.poll()] == ["waiting"]
        clock.forward(15 * MINUTE)
        assert titles(await sources.poll()) == ["The bridge b"]


async def test_a_folder_that_cannot_be_written_does_not_make_the_bot_ask_on_and_on(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        (tmp_path / "articles").rmdir()
        with pytest.raises(ArticleRefused, match="the articles folder does not exist"):
            await sources.poll()
        asked = len(site.asked)
        assert [poll.outcome for poll in await sources.poll()] == ["waiting"]
        assert len(site.asked) == asked
        (tmp_path / "articles").mkdir()
        clock.forward(15 * MINUTE)
        assert titles(await sources.poll()) == ["The bridge a", "The bridge b"]


async def test_an_archive_from_before_the_feeds_is_migrated(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path / "data")
    await archive.set_state("k", "v")
    await archive.close()
    import sqlite3

    with sqlite3.connect(tmp_path / "data" / "archive.sqlite3") as db:
        db.executescript(
            "DROP TABLE feed; DROP TABLE page; DROP TABLE asked; ALTER TABLE citation DROP COLUMN"
            " page; ALTER TABLE citation DROP COLUMN also; ALTER TABLE citation DROP COLUMN until;"
            "ALTER TABLE answer DROP COLUMN turn; ALTER TABLE answer DROP COLUMN kind;"
            "ALTER TABLE answer DROP COLUMN doubtful; ALTER TABLE state DROP COLUMN at;"
            "PRAGMA user_version = 5;"
        )
    db.close()
    archive = await Archive.open(tmp_path / "data", check=True)
    assert await archive.state("k") == "v"
    await archive.close()
    records = WebRecords(tmp_path / "data")
    assert records.feed("https://example.org/feed") is None
    records.close()


async def test_a_page_that_cannot_be_written_does_not_stop_the_others(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    port = site.base.rsplit(":", 1)[1]
    site.pages["/other.xml"] = rss([f"http://other.test:{port}/c"])
    other = f"http://other.test:{port}/other.xml"
    fetcher = Fetcher(
        own_network={LOCAL},
        limits=QUICK,
        resolving=names(other_test=LOCAL),
        clock=lambda: clock().timestamp(),
    )
    async with open_sources(
        tmp_path, site.url(FEED), other, clock=clock, fetcher=fetcher
    ) as sources:
        (tmp_path / "articles" / LOCAL).write_text("a file where there should be a folder")
        refused, well = await sources.poll()
        assert (titles((refused,)), titles((well,))) == ([], ["The bridge c"])
        assert [failure.error.split(": ")[0] for failure in refused.failed] == [
            site.url("/a"),
            site.url("/b"),
        ]
        assert "the articles folder cannot be written" in refused.failed[0].error
        (tmp_path / "articles" / LOCAL).unlink()
        clock.forward(HOUR)
        assert titles(await sources.poll()) == ["The bridge a", "The bridge b"]


async def test_all_feeds_are_polled_before_what_stops_them_is_told(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    feeds = [site.url(path) for path in (FEED, "/second.xml", "/third.xml", "/gone.xml")]
    site.pages |= {"/second.xml": rss(["/b"]), "/third.xml": rss(["/c"])}
    done: list[Polled] = []
    async with open_sources(tmp_path, *feeds, clock=clock) as sources:
        (tmp_path / "articles").rmdir()
        with pytest.raises(FolderUnavailable, match="the articles folder does not exist"):
            await sources.poll(done=done.append)
        assert (feeds[-1], "failed") in [(poll.feed, poll.outcome) for poll in done]
        assert {FEED, "/second.xml", "/third.xml"} <= set(site.paths())


async def test_a_feed_whose_validator_is_not_ascii_is_polled_again(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    site.pages[FEED] = answer(
        text=rss(["/a"]), content_type="application/xml", headers={"ETag": '"café"'}
    )
    async with open_sources(tmp_path, site.url(FEED), clock=clock) as sources:
        for kept in (["The bridge a"], [], []):
            polled = await sources.poll()
            assert [(poll.outcome, poll.error) for poll in polled] == [("done", None)]
            assert titles(polled) == kept
            clock.forward(15 * MINUTE)


async def test_a_feed_whose_address_is_changed_takes_its_pages_along(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    site.pages |= {path: rss(["/a", "/b", "/c"]) for path in (FEED, "/moved.xml", "/other.xml")}
    moved, other = site.url("/moved.xml"), site.url("/other.xml")
    async with open_sources(tmp_path, site.url(FEED), clock=clock, most_articles=1) as sources:
        assert titles(await sources.poll()) == ["The bridge a"]
    async with open_sources(tmp_path, moved, clock=clock, most_articles=2) as sources:
        assert titles(await sources.poll()) == ["The bridge b", "The bridge c"]
    site.pages["/a"] = article_page("The bridge a", "It is 99 metres long.")
    clock.forward(2 * HOUR)
    async with open_sources(tmp_path, other, moved, clock=clock) as sources:
        first, second = await sources.poll()
        assert (first.kept, [page.outcome for page in second.kept]) == ((), ["new version"])


@pytest.mark.parametrize("ahead", [400 * DAY, 14 * 365 * DAY])
async def test_a_clock_that_was_ahead_stops_nothing(
    site: Site, tmp_path: Path, clock: FakeClock, ahead: float
) -> None:
    site.pages[FEED] = rss(["/a", "/gone"])
    fetcher = Fetcher(own_network={LOCAL}, limits=QUICK)  # its clock never goes back
    async with open_sources(tmp_path, site.url(FEED), clock=clock, fetcher=fetcher) as sources:
        clock.forward(ahead)
        await sources.poll()
        clock.forward(-ahead)
        site.pages["/gone"] = article_page("The bridge that is back")
        site.pages["/a"] = article_page("The bridge a", "It is 99 metres long.")
        kept = (await sources.poll())[0].kept
        assert {page.title for page in kept} == {"The bridge a", "The bridge that is back"}
        found = state(tmp_path, site.url(FEED))
        assert found.since == found.polled == found.new_article == clock()
        assert [poll.outcome for poll in await sources.poll()] == ["waiting"]


async def test_a_drive_that_is_not_mounted_is_not_written(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    articles, drive = tmp_path / "articles", tmp_path / "drive"
    async with open_sources(
        tmp_path, site.url(FEED), clock=clock, indexed=lambda below: True
    ) as sources:
        (articles / "other.txt").write_text("another article")
        assert len(titles(await sources.poll())) == 2
        articles.rename(drive)
        articles.mkdir()
        clock.forward(2 * HOUR)
        site.pages["/a"] = article_page("The bridge a", "It is 99 metres long.")
        for work in (sources.poll, lambda: sources.add(site.url("/c"))):
            with pytest.raises(FolderUnavailable, match="the articles folder is empty, although"):
                await work()
        assert list(articles.iterdir()) == []
        articles.rmdir()
        drive.rename(articles)
        clock.forward(15 * MINUTE)
        (poll,) = await sources.poll()
        assert [page.outcome for page in poll.kept] == ["new version"]


async def test_a_drive_below_the_articles_that_is_not_mounted_is_not_written(
    site: Site, tmp_path: Path, clock: FakeClock
) -> None:
    folder, drive = tmp_path / "articles" / LOCAL, tmp_path / "drive"
    async with open_sources(
        tmp_path, site.url(FEED), clock=clock, indexed=lambda below: below == f"{LOCAL}/"
    ) as sources:
        await sources.poll()
        folder.rename(drive)
        folder.mkdir()
        clock.forward(2 * HOUR)
        (poll,) = await sources.poll()
        assert {failure.error.split(": ", 1)[1] for failure in poll.failed} == {
            f"the folder {LOCAL} in the articles folder is empty, although articles of it are "
            "indexed: mount the drive that belongs there, or delete it, too"
        }
        assert list(folder.iterdir()) == []
        folder.rmdir()
        drive.rename(folder)
        clock.forward(DAY)
        site.pages["/a"] = article_page("The bridge a", "It is 99 metres long.")
        assert titles(await sources.poll()) == ["The bridge a"]
