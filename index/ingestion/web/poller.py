"""Polls feeds: what is new is fetched and kept, a few articles at a time.

A feed fills a queue of pages in the archive, so that a poll may end early: the next one goes on,
also after a restart, and also if the feed itself has not changed since.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.errors import (
    ArticleRefused,
    CoverageError,
    FolderUnavailable,
    PageUnavailable,
    UnreadableArticle,
    UnusableSetting,
)
from index.ingestion.limits import reading_limits, reading_worker
from index.ingestion.web.collector import LONGEST_WAIT, Collector
from index.ingestion.web.entries import Entry, Listing, merged, read_listing
from index.ingestion.web.fetcher import Fetched
from index.ingestion.web.urls import host_of, shown_url
from index.models import Failure, FeedState, KeptPage, Polled
from index.storage.archive.web import NOTHING_KNOWN, FeedRecord, PageRecord
from index.worker import WorkerStopped

logger = logging.getLogger(__name__)

MAX_ARTICLES = 25
"""How many articles of one feed are fetched in one poll."""

MAX_SITEMAPS = 5
"""How many sitemaps of an index are read, those that changed last."""

_MAX_SECONDS = 300.0  # for the articles of one feed; those that are left are fetched later
_AT_ONCE = 4  # feeds; each host still has one request at a time
_TROUBLE = 3  # temporary failures in a row, after which the server is left alone
_LONGEST_BACKOFF = dt.timedelta(days=1)
_UNSURE = dt.timedelta(hours=1)  # a clock that is corrected a little was not ahead


@dataclass(frozen=True, slots=True)
class _Fetches:
    """What became of the articles of one poll."""

    kept: tuple[KeptPage, ...]
    failed: tuple[Failure, ...]
    problem: str | None

    def after(self, unread: Sequence[Failure]) -> _Fetches:
        """Return the same with the sitemaps that could not be read before."""
        problem = self.problem or next((each.error for each in unread), None)
        return _Fetches(self.kept, (*unread, *self.failed), problem)


class FeedPoller:
    """Polls feeds every ``every``; longer after failures. One poll at a time."""

    def __init__(
        self, collector: Collector, every: dt.timedelta, most_articles: int = MAX_ARTICLES
    ) -> None:
        self._collector = collector
        self._every = every
        self._most = most_articles
        self._polling = asyncio.Lock()

    async def poll(
        self,
        feeds: Sequence[str],
        *,
        at_once: bool = False,
        done: Callable[[Polled], None] | None = None,
    ) -> tuple[Polled, ...]:
        """Poll the feeds that are due; a feed that fails does not stop the others.

        ``at_once`` does not wait for the time of the next poll, except after a failure. Raises
        FolderUnavailable, StorageFull and StoreUnavailable, when all feeds have been polled;
        ``done`` gets what the polls did that were not stopped by that.
        """
        async with self._polling:
            places = asyncio.Semaphore(_AT_ONCE)

            async def one(feed: str) -> Polled:
                async with places:
                    polled = await self._poll(feed, feeds, at_once=at_once)
                if done is not None:
                    done(polled)
                return polled

            found = await asyncio.gather(*map(one, feeds), return_exceptions=True)
            for each in found:
                if isinstance(each, BaseException):
                    raise each
            return tuple(each for each in found if isinstance(each, Polled))

    async def _poll(self, url: str, feeds: Sequence[str], *, at_once: bool) -> Polled:
        records, now = self._collector.records, self._collector.now()
        record = await asyncio.to_thread(records.feed, url)
        record = record or FeedRecord(FeedState(url, since=now, next_poll=now))
        state = self._as_of(record.state, now)
        if now < state.next_poll and not (at_once and not state.failures):
            return Polled(url, "waiting", error=state.error, until=state.next_poll)
        # saved first: whatever goes wrong here, the publisher is not asked again at once
        claimed = replace(record, state=replace(state, next_poll=now + self._every))
        await asyncio.to_thread(records.save_feed, claimed)
        try:
            fetched = await self._collector.fetcher.get(url, record.validators)
            listing, unread = (None, []) if fetched.unchanged else await self._read(url, fetched)
        except PageUnavailable as error:
            failed = self._failed(state, error, now)
            await asyncio.to_thread(records.save_feed, replace(record, state=failed))
            return Polled(url, "failed", error=str(error), until=failed.next_poll)
        newest = None
        if listing is not None:
            pages = [_page_of(entry, place, now) for place, entry in enumerate(listing.entries)]
            newest = await asyncio.to_thread(records.list_pages, url, pages, now, feeds)
        fetches = (await self._fetch_articles(url)).after(unread)
        state = self._succeeded(state, fetches, newest)
        # an index of sitemaps may be as it was although one of its sitemaps has changed
        validators = NOTHING_KNOWN if listing and listing.sitemaps else fetched.validators
        await asyncio.to_thread(records.save_feed, FeedRecord(state, validators))
        left = await asyncio.to_thread(records.waiting, url)
        quiet = fetched.unchanged and not fetches.kept and not fetches.failed
        outcome = "unchanged" if quiet else "done"
        return Polled(url, outcome, fetches.kept, fetches.failed, left)  # type: ignore[arg-type]

    async def _read(self, url: str, fetched: Fetched) -> tuple[Listing, list[Failure]]:
        """Return what a feed lists, or the newest of its sitemaps, and those that cannot be read.

        Raises PageUnavailable if none of them can.
        """
        listing = await _listing_of(url, fetched)
        if not listing.sitemaps:
            return listing, []
        entries: list[Sequence[Entry]] = []
        errors: list[PageUnavailable] = []
        unread: list[Failure] = []
        for sitemap in listing.sitemaps[:MAX_SITEMAPS]:
            try:
                part = await self._collector.fetcher.get(sitemap.url)
                entries.append((await _listing_of(sitemap.url, part)).entries)
            except PageUnavailable as error:
                errors.append(error)
                unread.append(Failure(sitemap.url, str(error)))
        if errors and not any(entries):
            raise errors[0]
        return replace(listing, entries=merged(entries)), unread

    async def _fetch_articles(self, feed: str) -> _Fetches:
        """Fetch the pages of a feed that are due, until there are too many or it takes too long.

        A host that asks to wait is left alone; the pages of the others are fetched.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + _MAX_SECONDS
        records, now = self._collector.records, self._collector.now()
        kept: list[KeptPage] = []
        failed: list[Failure] = []
        busy: set[str | None] = set()
        problem, in_a_row, tried = None, 0, 0
        latest = now + LONGEST_WAIT
        for page in await asyncio.to_thread(records.due, feed, now, latest):
            if loop.time() > until or in_a_row >= _TROUBLE or tried >= self._most:
                break
            if host_of(page.url) in busy:
                continue
            tried += 1
            try:
                if page.file is not None and await asyncio.to_thread(self._was_removed, page.file):
                    await asyncio.to_thread(records.save_page, replace(page, next_check=None))
                    continue
                found = await self._collector.collect(page)
            except FolderUnavailable:  # no fault of the page
                raise
            except (PageUnavailable, UnreadableArticle, ArticleRefused) as error:
                where = f"{shown_url(page.url)}: " if isinstance(error, ArticleRefused) else ""
                problem = f"{where}{error}"
                if isinstance(error, PageUnavailable) and error.retry_after:
                    busy.add(error.host)
                    # or this page would be the first one of the next poll, too
                    await asyncio.to_thread(self._collector.put_off, page, error)
                    continue
                await self._page_failed(page, error, problem)
                failed.append(Failure(page.url, problem))
                temporary = isinstance(error, PageUnavailable) and error.temporary
                in_a_row = in_a_row + 1 if temporary else 0
            else:
                problem, in_a_row = None, 0
                if found.outcome != "unchanged":
                    kept.append(found)
        return _Fetches(tuple(kept), tuple(failed), problem)

    def _was_removed(self, file: str) -> bool:
        """Return whether somebody has removed a file, and wants it to stay so.

        Raises ArticleRefused if it may only be missing for now.
        """
        keeper = self._collector.keeper
        if keeper.exists(file):
            return False
        keeper.check_mounted(file)
        return True

    async def _page_failed(self, page: PageRecord, error: CoverageError, problem: str) -> None:
        known = error if isinstance(error, PageUnavailable) else PageUnavailable(problem)
        await asyncio.to_thread(self._collector.failed, page, known)

    def _as_of(self, state: FeedState, now: dt.datetime) -> FeedState:
        """Return the state without what was noted while the clock was ahead; it is due then."""
        longest = max(self._every, _LONGEST_BACKOFF) + _UNSURE
        ahead = state.polled is not None and state.polled > now + _UNSURE
        return replace(
            state,
            since=min(state.since, now),
            polled=_past(state.polled, now),
            succeeded=_past(state.succeeded, now),
            new_article=_past(state.new_article, now),
            failing_since=_past(state.failing_since, now),
            next_poll=now if ahead or state.next_poll > now + longest else state.next_poll,
        )

    def _failed(self, state: FeedState, error: PageUnavailable, now: dt.datetime) -> FeedState:
        """Return the state after a failure: the more in a row, the later the next attempt."""
        failures = state.failures + 1
        wait = min(self._every * 2 ** min(failures, 12), _LONGEST_BACKOFF)
        if error.retry_after:
            wait = max(wait, dt.timedelta(seconds=error.retry_after))
        return replace(
            state,
            polled=now,
            failures=failures,
            failing_since=state.failing_since or now,
            error=str(error),
            next_poll=now + wait,
        )

    def _succeeded(
        self, state: FeedState, fetches: _Fetches, newest: dt.datetime | None
    ) -> FeedState:
        now = self._collector.now()
        times = [time for time in (state.new_article, newest) if time is not None]
        times += [now] if fetches.kept else []
        return replace(
            state,
            polled=now,
            succeeded=now,
            new_article=max(times, default=None),
            next_poll=now + self._every,
            failures=0,
            failing_since=None,
            error=None,
            problem=fetches.problem,
            articles=state.articles + len(fetches.kept),
        )


def _past(moment: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    return None if moment is None else min(moment, now)


async def _listing_of(url: str, fetched: Fetched) -> Listing:
    """Read a feed in the process that reads files, because it may come from anybody."""
    try:
        return await asyncio.to_thread(
            reading_worker().call,
            reading_limits(len(fetched.data)),
            read_listing,
            fetched.data,
            fetched.url,
            fetched.charset,
        )
    except (UnreadableArticle, UnusableSetting) as error:
        raise PageUnavailable(f"{shown_url(url)}: {error}") from error
    except WorkerStopped as error:
        raise PageUnavailable(f"{shown_url(url)}: cannot be read: it {error}") from error


def _page_of(entry: Entry, place: int, now: dt.datetime) -> PageRecord:
    return PageRecord(
        entry.url, seen=now, stamp=entry.stamp, day=entry.day, place=place, next_check=now
    )
