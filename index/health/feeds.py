"""Whether the feeds still bring articles: coverage that goes stale unnoticed is of no use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.config import WebConfig
from index.errors import CoverageError
from index.ingestion.web.urls import shown_url
from index.models import FeedState, HealthCheck, shortened, written_day
from index.storage.archive.backups import has_nothing
from index.storage.archive.records import ARCHIVE_FILE
from index.storage.archive.web import WebRecords

NAME = "feeds"
_FAILING = dt.timedelta(days=1)
_NOT_POLLED = dt.timedelta(days=2)  # a feed may be polled once a day
_REASON = 200  # characters


def read_feeds(data: Path, feeds: Sequence[str]) -> tuple[FeedState | None, ...]:
    """Return the state of each feed, None for one that was never polled. Blocks.

    Begins no archive where there is none, and changes none of its rows; one of an older version
    gets the tables of this one. It works while another process has the data folder open.
    Raises StoreUnavailable or StorageFull.
    """
    if not feeds or has_nothing(data / ARCHIVE_FILE):
        return (None,) * len(feeds)
    records = WebRecords(data)
    try:
        found = [records.feed(url) for url in feeds]
    finally:
        records.close()
    return tuple(record.state if record else None for record in found)


def trouble_with(state: FeedState, now: dt.datetime, silent_days: int) -> str | None:
    """Say in one clause that a feed has failed or been silent for long; None if it has not."""
    if state.failing_since is not None and now - state.failing_since >= _FAILING:
        error = (state.error or "").removeprefix(f"{shown_url(state.url)}: ")
        return f"has failed since {_day(state.failing_since)}: {shortened(error, _REASON)}"
    if state.polled is not None and now - state.polled >= _NOT_POLLED:
        return f"was last polled on {_day(state.polled)}"
    if now - (state.new_article or state.since) >= dt.timedelta(days=silent_days):
        brought = f"has brought no {'new article' if state.new_article else 'articles'} since"
        when = _day(state.new_article or state.since)
        why = (
            f"; the last one could not be kept: {shortened(state.problem, _REASON)}"
            if state.problem
            else ""
        )
        return f"{brought} {when}{why}"
    return None


def feed_checks(data: Path, web: WebConfig, now: dt.datetime) -> tuple[HealthCheck, ...]:
    """Return one check for all feeds that are well, and one for each that is not. Blocks."""
    try:
        return tuple(_checks(web, read_feeds(data, web.feeds), now))
    except CoverageError as error:
        return (HealthCheck(NAME, False, str(error)),)


def _checks(
    web: WebConfig, states: Sequence[FeedState | None], now: dt.datetime
) -> Iterator[HealthCheck]:
    well = 0
    for url, state in zip(web.feeds, states, strict=True):
        if state is None:
            yield HealthCheck(
                NAME,
                True,
                f"{shown_url(url)} has not been polled yet",
                "the bot on Discord does that; to do it now, run 'coverage-bot feeds'",
            )
        elif trouble := trouble_with(state, now, web.silent_days):
            detail = f"{shown_url(url)} {trouble}"
            yield HealthCheck(NAME, False, detail, _advice(state, now), serious=False)
        else:
            well += 1
    if well:
        latest = max((s.new_article for s in states if s and s.new_article), default=None)
        last = f"; the last new article came on {_day(latest)}" if latest else ""
        yield HealthCheck(NAME, True, f"{well:,} of {len(web.feeds):,} are bringing articles{last}")


def _advice(state: FeedState, now: dt.datetime) -> str:
    if state.failing_since is None and state.polled and now - state.polled >= _NOT_POLLED:
        return "start the bot on Discord, or run 'coverage-bot feeds' regularly"
    return "open the address in a browser; correct it in BOT_FEEDS, or remove it there"


def _day(moment: dt.datetime) -> str:
    return written_day(moment.astimezone().date())
