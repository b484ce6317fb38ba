"""``coverage-bot add`` and ``coverage-bot feeds``."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.web import feed_line, kept_line
from index.errors import PageUnavailable, StorageFull, UnreadableArticle, UnusableSetting
from index.models import Failure, HealthCheck, KeptPage, Polled, Reindexed
from index.storage.archive.archive import Archive
from index.storage.archive.web import FeedRecord, WebRecords
from tests.helpers import ROOT
from tests.helpers.fakes import FakeCoverage
from tests.helpers.fixture_types import ReadSettings, RunCli, SettingsError
from tests.helpers.warm import warm_python
from tests.helpers.web import article_page, rss, serve_site
from tests.web.test_health import WELL

PAGE = KeptPage(
    "https://example.org/x",
    "example.org/x.html",
    "added",
    "New bridge opens",
    "The Daily Example",
    dt.date(2026, 2, 27),
)
GONE = PageUnavailable("https://example.org/gone: there is no such page (status 404)")
PROGRAM = """
import sys
from bot.__main__ import main
sys.exit(main(sys.argv[1:], own_network=frozenset({"127.0.0.1"})))
"""


def test_each_address_gets_one_line_and_the_others_go_on(run_cli: RunCli) -> None:
    pages = {
        "https://example.org/gone": GONE,
        "https://example.org/x": PAGE,
        "nonsense": UnusableSetting("not a web address: nonsense"),
        "https://example.org/empty": UnreadableArticle("example.org/empty.html is empty"),
        "https://example.org/y": replace(PAGE, outcome="unchanged", outlet=None, published=None),
    }
    coverage = FakeCoverage(pages=pages)
    done = run_cli("add", *pages, coverage=coverage)
    assert done.status == 2
    assert done.err.splitlines() == [
        "coverage-bot: https://example.org/gone: there is no such page (status 404)",
        "coverage-bot: not a web address: nonsense",
        "coverage-bot: example.org/empty.html is empty",
    ]
    assert done.out.splitlines() == [
        "Added: example.org/x.html: New bridge opens (The Daily Example, 27 February 2026)",
        "Unchanged: already there, example.org/x.html: New bridge opens (outlet and date unknown)",
    ]
    assert coverage.reindexed == [(False, False)]


def test_statuses(run_cli: RunCli) -> None:
    pages = {"a": PAGE, "b": GONE}
    assert run_cli("add", "a", coverage=FakeCoverage(pages=pages)).status == 0
    nothing = FakeCoverage(pages=pages)
    assert run_cli("add", "b", coverage=nothing).status == 1
    assert nothing.reindexed == []
    assert run_cli("add").status == 2
    failed = Reindexed(failed=(Failure(PAGE.file, "is odd"),))
    done = run_cli("add", "a", coverage=FakeCoverage(pages=pages, done=failed))
    assert (done.status, done.err) == (1, "coverage-bot: not indexed: example.org/x.html: is odd\n")


def test_json(run_cli: RunCli) -> None:
    failed = Reindexed(failed=(Failure(PAGE.file, "is odd"),))
    coverage = FakeCoverage(pages={"a": PAGE, "b": GONE}, done=failed)
    done = run_cli("add", "a", "b", "--json", coverage=coverage)
    assert done.status == 1
    document = json.loads(done.out)
    assert [(page["file"], page["outcome"]) for page in document["pages"]] == [(PAGE.file, "added")]
    assert document["refused"] == [{"url": "b", "error": str(GONE)}]
    assert document["failed"] == [{"file": PAGE.file, "error": "is odd"}]


def test_lines_about_pages() -> None:
    page = replace(PAGE, outcome="new version", previous="example.org/old.html", articles=3)
    assert kept_line(page) == (
        "New version: example.org/x.html: New bridge opens and 2 more articles "
        "(The Daily Example, 27 February 2026); the previous version is example.org/old.html"
    )
    assert "\x1b" not in kept_line(replace(PAGE, title="\x1b[31mred\nline"))


def test_lines_about_feeds(run_cli: RunCli) -> None:
    feed = "https://example.org/feed.xml?key=s3cret"
    until = dt.datetime(2026, 3, 2, 14, 30).astimezone()
    polled = (
        Polled(feed, "done", (PAGE,), (Failure("x", str(GONE)),), left=475),
        Polled(feed, "unchanged"),
        Polled(feed, "failed", error="https://example.org/feed.xml: is gone", until=until),
        Polled(feed, "waiting", error="x", until=until),
    )
    coverage = FakeCoverage(polls=[polled])
    done = run_cli("feeds", coverage=coverage)
    assert done.status == 1
    shown = "https://example.org/feed.xml"
    assert done.out.splitlines() == [
        f"{shown}: 1 new article, 475 left for later",
        "  Added: example.org/x.html: New bridge opens (The Daily Example, 27 February 2026)",
        f"{shown}: nothing new",
        f"{shown}: could not be read; next attempt after 02 March, 14:30",
        f"{shown}: not due until 02 March, 14:30, because the last poll failed",
    ]
    assert done.err.splitlines() == [f"coverage-bot: {GONE}", f"coverage-bot: {shown}: is gone"]
    assert coverage.reindexed == [(False, False)]
    assert run_cli("feeds", coverage=FakeCoverage(polls=[polled[1:2]])).status == 0
    done = run_cli("feeds", "--json", coverage=FakeCoverage(polls=[polled]))
    assert (done.status, "s3cret" in done.out) == (1, False)
    [first, *_, last] = json.loads(done.out)["feeds"]
    assert [page["file"] for page in first["pages"]] == [PAGE.file]
    assert first["refused"] == [{"url": "x", "error": str(GONE)}]
    assert (last["outcome"], last["until"]) == ("waiting", until.isoformat())
    assert feed_line(Polled(feed, "waiting")) == f"{shown}: not due until later"


def test_what_stops_a_feed_is_told_when_the_articles_of_the_others_are_indexed(
    run_cli: RunCli,
) -> None:
    class Stopped(FakeCoverage):
        async def poll_feeds(
            self, *, at_once: bool = False, done: Callable[[Polled], None] | None = None
        ) -> tuple[Polled, ...]:
            await super().poll_feeds(done=done)
            raise StorageFull("the disk is full")

    coverage = Stopped(polls=[(Polled("https://example.org/feed.xml", "done", (PAGE,)),)])
    done = run_cli("feeds", coverage=coverage)
    assert done.status == 1
    assert "Added: example.org/x.html" in done.out
    assert "the disk is full" in done.err
    assert coverage.reindexed == [(False, False)]


def test_settings(read_settings: ReadSettings, settings_error: SettingsError) -> None:
    text = "BOT_FEEDS=https://a.example/rss, https://b.example/x,y.xml https://a.example/rss\n"
    web = read_settings(text + "BOT_FEED_MINUTES=60\n").settings.web
    assert web.feeds == ("https://a.example/rss", "https://b.example/x,y.xml")
    assert (web.minutes, web.silent_days, web.own_network) == (60, 7, frozenset())
    joined = "BOT_FEEDS=https://a.example/rss,https://b.example/,\n"
    assert read_settings(joined).settings.web.feeds == (
        "https://a.example/rss",
        "https://b.example/",
    )
    assert read_settings("").settings.web.feeds == ()
    for value in ("feed.xml", "ftp://a.example/", ",", "https://me:s3cret@a.example/rss"):
        error = settings_error(f"BOT_FEEDS={value}\n")
        assert error.startswith("BOT_FEEDS cannot")
        assert "write addresses like https://example.org/feed.xml" in error
        assert "s3cret" not in error
    assert "BOT_FEED_MINUTES=1 " in settings_error("BOT_FEED_MINUTES=1\n")


async def program(folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run the real program beside this loop, allowed to fetch from 127.0.0.1."""
    process = await asyncio.create_subprocess_exec(
        *warm_python(), "-c", PROGRAM, *arguments,
        cwd=folder,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            "BOT_ARTICLES": str(folder / "articles"),
            "BOT_DATA": str(folder / "data"),
            **settings,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(), 200)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


@pytest.mark.slow
async def test_the_real_program_adds_asks_and_polls(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    async with serve_site() as site:
        site.pages |= {"/bridge-opens": article_page(), "/b": article_page("Ferry closes in Ely")}
        site.pages["/feed.xml"] = rss(["/bridge-opens", "/b"])
        status, out, err = await program(
            tmp_path, "add", site.url("/bridge-opens"), site.url("/gone"), "http://10.0.0.1/", "x"
        )
        assert status == 2
        assert out == (
            "Added: 127.0.0.1/bridge-opens.html: New bridge in Norwich opens "
            "(The Daily Example, 27 February 2026)\n"
        )
        assert err.splitlines() == [
            f"coverage-bot: {site.url('/gone')}: there is no such page; check the address "
            "(status 404)",
            "coverage-bot: http://10.0.0.1/: 10.0.0.1 is not a public internet address, and is "
            "never fetched; save the page as a file in the articles folder",
            "coverage-bot: not a web address: x (write it like https://example.org/news/story)",
        ]
        question = "How long is the new bridge in Norwich?"
        status, out, _ = await program(tmp_path, "ask", question, "--json")
        (citation,) = json.loads(out)["citations"]
        raw = (tmp_path / "articles" / citation["file"]).read_text("utf-8")
        assert raw[citation["start"] : citation["end"]] == citation["quote"]
        assert "120 metres" in citation["quote"]
        with closing(sqlite3.connect(tmp_path / "data" / "ledger.sqlite3")) as db:
            assert db.execute("SELECT file, url FROM article").fetchall() == [
                ("127.0.0.1/bridge-opens.html", site.url("/bridge-opens"))
            ]

        assert (await program(tmp_path, "feeds"))[0] == 2
        feeds = {"BOT_FEEDS": site.url("/feed.xml")}
        status, out, err = await program(tmp_path, "feeds", **feeds)
        assert (status, err) == (0, "")
        assert out.splitlines()[0] == f"{site.url('/feed.xml')}: 1 new article"
        assert "Ferry closes in Ely" in out
        status, out, _ = await program(tmp_path, "doctor", **feeds)
        assert "feeds: 1 of 1 are bringing articles" in " ".join(out.split())


@pytest.mark.slow
async def test_two_versions_of_a_page_are_one_source(tmp_path: Path) -> None:
    """An undated sentence is an event only if a second source reports it."""
    (tmp_path / "articles").mkdir()
    async with serve_site() as site:
        for metres in (120, 130):
            site.pages["/bridge-opens"] = article_page(
                said=f"It is {metres} metres long and carries two cycle lanes."
            )
            status, out, _ = await program(tmp_path, "add", site.url("/bridge-opens"))
            assert status == 0
        assert out.startswith("New version: ")
        changed = out.split("bridge-opens.")[1][:10]
        _, answer, _ = await program(tmp_path, "ask", "How long is the bridge?", "--json")
        _, out, _ = await program(tmp_path, "timeline", "--json")
    now, before = json.loads(answer)["citations"]  # what the page says now comes first
    assert "130 metres" in now["quote"]
    assert "until" not in now
    assert "120 metres" in before["quote"]
    assert before["until"] == changed
    events = json.loads(out)["events"]
    assert [event["date"] for event in events] == ["2026-02-24"]
    assert [len(event["citations"]) for event in events] == [1]


@pytest.mark.slow
async def test_without_permission_the_program_fetches_nothing_from_here(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    async with serve_site() as site:
        site.pages["/a"] = article_page()
        process = await asyncio.create_subprocess_exec(
            *warm_python(), "-m", "bot", "add", site.url("/a"),
            cwd=tmp_path,
            env={
                "PATH": os.defpath,
                "PYTHONPATH": str(ROOT),
                "BOT_ARTICLES": str(tmp_path / "articles"),
                "BOT_DATA": str(tmp_path / "data"),
                "BOT_OWN_NETWORK": "127.0.0.1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        _, err = await process.communicate()
        assert process.returncode == 1
        assert "127.0.0.1 is not a public internet address" in err.decode()
        assert site.asked == []


def test_the_doctor_names_feeds_also_while_the_bot_runs(tmp_path: Path, run_cli: RunCli) -> None:
    """Another process has the data folder, but the archive can be read."""
    from bot.cli.setting_checks import check_feeds
    from bot.settings import Settings
    from index.errors import DataFolderBusy
    from tests.helpers.simulation import settings_for

    settings: Settings = settings_for(tmp_path, feeds=WELL.url)
    asyncio.run(_make_archive(settings.data))
    records = WebRecords(settings.data)
    records.save_feed(FeedRecord(replace(WELL, failing_since=WELL.since, error="is gone")))
    records.close()

    class Busy(FakeCoverage):
        async def checks(self) -> tuple[HealthCheck, ...]:
            raise DataFolderBusy("busy")

    # questions are answered all the same
    assert [(check.ok, check.failed) for check in check_feeds(settings)] == [(False, False)]
    done = run_cli(
        "doctor", coverage=Busy(), data=settings.data, feed_checks=lambda: check_feeds(settings)
    )
    assert done.status == 1  # nothing shows that the bot is alive
    assert "warn feeds: https://example.org/feed.xml has failed since 2 March 2026: is gone" in (
        " ".join(done.out.split())
    )
    assert "s3cret" not in done.out
    settings.articles.rmdir()  # another process indexes, and polls them
    assert check_feeds(settings) == ()


async def _make_archive(data: Path) -> None:
    await (await Archive.open(data)).close()
