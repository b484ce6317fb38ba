"""Fetches one page and keeps it: what ``coverage-bot add`` and the feeds share."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from index.errors import PageUnavailable, UnreadableArticle
from index.ingestion.web.fetcher import Fetched, Fetcher
from index.ingestion.web.pages import Page, PageKeeper
from index.models import KeptPage
from index.storage.archive.web import NOTHING_KNOWN, PageRecord, WebRecords

Now = Callable[[], dt.datetime]

_MAX_ATTEMPTS = 5
_FIRST_RETRY = dt.timedelta(hours=1)  # four times as long after each further failure
LONGEST_WAIT = _FIRST_RETRY * 4 ** (_MAX_ATTEMPTS - 1)
"""Longer than any page waits until it is fetched again."""

# News changes most in its first hours. How old a page may be, and after how long it is looked at
# again; an older one only if its feed gives another time for it.
_LOOK_AGAIN = (
    (dt.timedelta(hours=12), dt.timedelta(hours=2)),
    (dt.timedelta(days=3), dt.timedelta(hours=12)),
)


@dataclass(frozen=True, slots=True)
class Collector:
    """Fetches pages, keeps them, and records what became of them."""

    fetcher: Fetcher
    keeper: PageKeeper
    records: WebRecords
    now: Now
    keeping: asyncio.Lock
    """Held while a page is kept: two fetches of one address must not both be new."""

    async def collect(self, record: PageRecord) -> KeptPage:
        """Fetch a page and keep it, unless it is there and unchanged.

        Raises PageUnavailable, ArticleRefused, StorageFull and StoreUnavailable.
        """
        there = record.file is not None and await asyncio.to_thread(self.keeper.exists, record.file)
        fetched = await self.fetcher.get(record.url, record.validators if there else NOTHING_KNOWN)
        try:
            async with self.keeping:
                return await asyncio.to_thread(self._keep, record, fetched)
        except UnreadableArticle:
            if not fetched.unchanged:
                raise
        # what is kept cannot be read: somebody has emptied it, for example
        fetched = await self.fetcher.get(record.url)
        async with self.keeping:
            return await asyncio.to_thread(self._keep, record, fetched)

    def _keep(self, record: PageRecord, fetched: Fetched) -> KeptPage:
        now = self.now()
        record = self.records.page(record.url) or record  # as another fetch may have left it
        record = replace(record, seen=min(record.seen, now))  # the clock may have been ahead
        if fetched.unchanged and record.file is not None:
            page, story = self.keeper.summary(record.file, fetched.url), record.story
        else:
            elsewhere = self.records.page(fetched.url)
            newest = record.file or (elsewhere.file if elsewhere else None)
            kept = self.keeper.keep(Page(fetched, now, record.day, newest))
            page, story = kept.page, kept.story
        self.records.save_kept(
            replace(
                record,
                file=page.file,
                story=story,
                address=fetched.url,
                validators=fetched.validators,
                failures=0,
                error=None,
                next_check=_next_look(record, now),
            )
        )
        return page

    def put_off(self, record: PageRecord, error: PageUnavailable) -> None:
        """Record that a host asked to wait, which is no failure of the page."""
        self.records.save_page(replace(record, next_check=self.now() + _wait(_FIRST_RETRY, error)))

    def failed(self, record: PageRecord, error: PageUnavailable) -> None:
        """Record that a page of a feed could not be kept; after some attempts it is given up."""
        failures = record.failures + 1
        again = failures < _MAX_ATTEMPTS
        wait = _wait(_FIRST_RETRY * 4 ** (failures - 1), error)
        self.records.save_page(
            replace(
                record,
                failures=failures,
                error=str(error),
                next_check=self.now() + wait if again else None,
            )
        )


def _wait(least: dt.timedelta, error: PageUnavailable) -> dt.timedelta:
    return max(least, dt.timedelta(seconds=error.retry_after or 0))


def _next_look(record: PageRecord, now: dt.datetime) -> dt.datetime | None:
    """Return when a page that is kept is looked at again; only pages of feeds are."""
    if record.feed is None:
        return None
    age = now - record.seen
    return next((now + wait for most, wait in _LOOK_AGAIN if age < most), None)
