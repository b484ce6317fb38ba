"""What is said about feeds that fail or are silent for long."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from index.config import WebConfig
from index.health.feeds import feed_checks, trouble_with
from index.models import FeedState
from index.storage.archive.archive import Archive
from index.storage.archive.web import FeedRecord, WebRecords
from tests.helpers.web import START

FEED = "https://example.org/feed.xml?key=s3cret"
WELL = FeedState(
    FEED, since=START, next_poll=START, polled=START, succeeded=START, new_article=START
)


def hours(number: float) -> dt.datetime:
    return START + dt.timedelta(hours=number)


@pytest.mark.parametrize(
    ("state", "after", "trouble"),
    [
        (WELL, 47, None),
        (replace(WELL, polled=hours(167)), 167, None),
        (
            replace(WELL, polled=hours(168)),
            168,
            "has brought no new article since 2 March 2026",
        ),
        (
            replace(WELL, polled=hours(168), problem="https://e.org/x: refuses access"),
            168,
            "has brought no new article since 2 March 2026; the last one could not be kept: "
            "https://e.org/x: refuses access",
        ),
        (
            replace(WELL, polled=hours(168), new_article=None),
            168,
            "has brought no articles since 2 March 2026",
        ),
        (replace(WELL, failing_since=START, error="x", polled=hours(23)), 23, None),
        (
            replace(
                WELL,
                failing_since=START,
                error="https://example.org/feed.xml: the server has problems (status 500)",
                polled=hours(24),
            ),
            24,
            "has failed since 2 March 2026: the server has problems (status 500)",
        ),
        (WELL, 48, "was last polled on 2 March 2026"),
    ],
)
def test_trouble(state: FeedState, after: float, trouble: str | None) -> None:
    assert trouble_with(state, hours(after), silent_days=7) == trouble


def test_before_the_first_poll_nothing_is_created(tmp_path: Path) -> None:
    (check,) = feed_checks(tmp_path / "data", WebConfig((FEED,)), START)
    assert (check.ok, check.detail) == (
        True,
        "https://example.org/feed.xml has not been polled yet",
    )
    assert "coverage-bot feeds" in (check.advice or "")
    assert not (tmp_path / "data").exists()
    assert feed_checks(tmp_path / "data", WebConfig(), START) == ()


async def test_checks_of_several_feeds(tmp_path: Path) -> None:
    await (await Archive.open(tmp_path)).close()
    records = WebRecords(tmp_path)
    silent = replace(WELL, url="https://silent.example/", new_article=hours(-400))
    for state in (WELL, silent):
        records.save_feed(FeedRecord(state))
    records.close()
    web = WebConfig((FEED, silent.url))
    troubled, well = feed_checks(tmp_path, web, START)
    assert (troubled.ok, well.ok) == (False, True)
    assert troubled.detail.startswith("https://silent.example/ has brought no new article since")
    assert troubled.advice
    assert well.detail == "1 of 2 are bringing articles; the last new article came on 2 March 2026"
    assert "s3cret" not in f"{troubled}{well}"
