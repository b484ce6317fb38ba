"""Articles from the web, as one object: addresses that people name, and feeds."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.ingestion.web.collector import Collector, Now
from index.ingestion.web.fetcher import Fetcher
from index.ingestion.web.pages import Indexed, PageKeeper
from index.ingestion.web.poller import MAX_ARTICLES, FeedPoller
from index.ingestion.web.urls import clean_url
from index.models import KeptPage, Polled
from index.storage.archive.web import PageRecord, WebRecords


@dataclass(frozen=True, slots=True)
class WebSetup:
    """Where pages are kept, which feeds are polled, and how often.

    ``most_articles`` is how many articles of a feed are fetched in one poll; ``indexed`` says
    whether files below a folder of the articles are indexed. ``backups`` is the folder for backups,
    if it is not in that of the data.
    """

    articles: Path
    data: Path
    feeds: tuple[str, ...] = ()
    every: dt.timedelta = dt.timedelta(minutes=15)
    most_articles: int = MAX_ARTICLES
    indexed: Indexed = lambda below: False
    backups: Path | None = None


class WebSources:
    """Open with ``await WebSources.open(setup)``. Nothing blocks the event loop."""

    def __init__(self, setup: WebSetup, fetcher: Fetcher, records: WebRecords, now: Now) -> None:
        self._setup = setup
        self._fetcher = fetcher
        self._records = records
        self._now = now
        self._collector = Collector(
            fetcher, PageKeeper(setup.articles, setup.indexed), records, now, asyncio.Lock()
        )
        self._poller = FeedPoller(self._collector, setup.every, setup.most_articles)

    @classmethod
    async def open(
        cls,
        setup: WebSetup,
        *,
        own_network: Collection[str] = (),
        fetcher: Fetcher | None = None,
        now: Now | None = None,
    ) -> Self:
        """Open the records of feeds and pages. Raises StorageFull or StoreUnavailable."""
        records = await asyncio.to_thread(WebRecords, setup.data, setup.backups)
        fetcher = fetcher or Fetcher(own_network=own_network)
        return cls(setup, fetcher, records, now or utc_now)

    async def close(self) -> None:
        await self._fetcher.close()
        await asyncio.to_thread(self._records.close)

    async def add(self, url: str) -> KeptPage:
        """Fetch a page that somebody named, and keep it.

        Raises UnusableSetting if it is no address, PageUnavailable, ArticleRefused, StorageFull
        and StoreUnavailable.
        """
        address = clean_url(url)
        record = await asyncio.to_thread(self._records.page, address)
        if record is None:
            record = PageRecord(address, seen=self._now())
        return await self._collector.collect(record)

    async def poll(
        self, *, at_once: bool = False, done: Callable[[Polled], None] | None = None
    ) -> tuple[Polled, ...]:
        """Poll the feeds that are due; see ``FeedPoller.poll``."""
        return await self._poller.poll(self._setup.feeds, at_once=at_once, done=done)


def utc_now() -> dt.datetime:
    """Return the time in UTC."""
    return dt.datetime.now(dt.UTC)
