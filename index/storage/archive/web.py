"""What the archive has about the web: feeds with their state, and the pages that are kept.

It is in the archive, because it cannot be made from the articles: which article an admin removed,
which one could not be fetched, and how long a feed has been silent.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.models import FeedState
from index.storage.archive.backups import check_beginning
from index.storage.archive.records import ARCHIVE_FILE, open_database
from index.storage.archive.rows import iso, moment, moment_or_none, stamp, stamp_or_none, to_day
from index.storage.own_files import BACKUPS_FOLDER

_FEED = (
    "url, since, polled, succeeded, new_article, next_poll, failures, failing_since, error, "
    "problem, articles, etag, modified"
)
_PAGE = (
    "url, feed, stamp, day, seen, place, next_check, file, story, address, etag, modified, "
    "failures, error"
)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a response, to ask later whether it has changed since."""

    etag: str | None = None
    modified: str | None = None


NOTHING_KNOWN = Validators()
"""For something that was not fetched before, or that sends no validators."""


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A feed's state, and the validators of its last complete reading."""

    state: FeedState
    validators: Validators = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page, by the address ``url`` it was found under.

    feed        the feed that lists it, or None
    stamp, day  what the feed says of its time, as it is written there, and as a day
    seen        when it was first listed, and ``place`` counts from the newest entry then
    next_check  when it may be fetched; None: not again
    file        the newest version in the articles folder; None if it is not kept
    story       a hash of the text of that version
    address     where it was in the end, after redirects
    failures    in a row, the last one because of ``error``
    """

    url: str
    seen: dt.datetime
    feed: str | None = None
    stamp: str | None = None
    day: dt.date | None = None
    place: int = 0
    next_check: dt.datetime | None = None
    file: str | None = None
    story: str | None = None
    address: str | None = None
    validators: Validators = NOTHING_KNOWN
    failures: int = 0
    error: str | None = None


class WebRecords:
    """Open on the archive's file. Every method blocks; raises StorageFull or StoreUnavailable."""

    def __init__(self, data: Path, backups: Path | None = None) -> None:
        """``data`` is the data folder, ``backups`` the folder for backups, if it is not in that."""
        check_beginning(data / ARCHIVE_FILE, backups or data / BACKUPS_FOLDER)
        self._database = open_database(data / ARCHIVE_FILE)

    def close(self) -> None:
        self._database.close()

    def feed(self, url: str) -> FeedRecord | None:
        """Return what is known about a feed, or None if it was never polled."""
        with self._database.reading() as db:
            row = db.execute(f"SELECT {_FEED} FROM feed WHERE url = ?", (url,)).fetchone()  # noqa: S608
        return None if row is None else _feed(row)

    def save_feed(self, record: FeedRecord) -> None:
        """Save a feed's state."""
        state, validators = record.state, record.validators
        row = (
            state.url, stamp(state.since), stamp_or_none(state.polled),
            stamp_or_none(state.succeeded), stamp_or_none(state.new_article),
            stamp(state.next_poll), state.failures, stamp_or_none(state.failing_since), state.error,
            state.problem, state.articles, validators.etag, validators.modified,
        )  # fmt: skip
        with self._database.writing() as db:
            _replace(db, "feed", row)

    def page(self, url: str) -> PageRecord | None:
        """Return what is known of the page with this address, or None.

        If only another address is known, which redirected to this one, it is that one's file.
        """
        with self._database.reading() as db:
            row = db.execute(
                f"SELECT {_PAGE} FROM page WHERE url = :url OR address = :url "  # noqa: S608
                "ORDER BY url = :url DESC, file IS NULL LIMIT 1",
                {"url": url},
            ).fetchone()
        if row is None:
            return None
        record = _page(row)
        return record if record.url == url else _under(record, url)

    def save_page(self, record: PageRecord) -> None:
        """Save a page."""
        with self._database.writing() as db:
            _replace(db, "page", _page_row(record))

    def save_kept(self, record: PageRecord) -> None:
        """Save a page that was kept; its file is the newest one of its other addresses, too."""
        with self._database.writing() as db:
            _replace(db, "page", _page_row(record))
            db.execute(
                "UPDATE page SET file = :file, story = :story "
                "WHERE file IS NOT NULL AND (url = :address OR address = :address)",
                {"file": record.file, "story": record.story, "address": record.address},
            )

    def list_pages(
        self,
        feed: str,
        entries: Iterable[PageRecord],
        now: dt.datetime,
        feeds: Collection[str] = (),
    ) -> dt.datetime | None:
        """Note what a feed lists: new pages are to be fetched, and those with another stamp again.

        A page that another one of ``feeds``, which are polled, listed first stays with that one.
        Returns when the newest of the pages that are kept was first listed.
        """
        newest: dt.datetime | None = None
        with self._database.writing() as db:
            for entry in entries:
                known = next(_pages(db, "WHERE url = ?", (entry.url,)), None)
                if known is None:
                    _replace(db, "page", _page_row(replace(entry, feed=feed)))
                    continue
                if known.file is not None:
                    newest = known.seen if newest is None else max(newest, known.seen)
                if known.feed is None:  # somebody added it by hand
                    known = replace(known, feed=feed, stamp=entry.stamp, day=entry.day)
                    _replace(db, "page", _page_row(known))
                    continue
                if known.feed != feed and known.feed in feeds:
                    continue
                listed = replace(known, feed=feed)
                if entry.stamp and known.stamp != entry.stamp:
                    listed = replace(listed, stamp=entry.stamp, next_check=now, failures=0)
                if listed != known:
                    _replace(db, "page", _page_row(listed))
        return newest

    def due(
        self, feed: str, now: dt.datetime, latest: dt.datetime | None = None
    ) -> list[PageRecord]:
        """Return pages of a feed that may be fetched now, new ones first, the newest first.

        No page is put off until after ``latest``, unless the clock was ahead then.
        """
        with self._database.reading() as db:
            return list(
                _pages(
                    db,
                    "WHERE feed = ? AND (next_check <= ? OR next_check > ?) "
                    "ORDER BY file IS NOT NULL, failures, seen DESC, place",
                    (feed, stamp(now), stamp(latest) if latest else "~"),
                )
            )

    def waiting(self, feed: str) -> int:
        """Return how many pages of a feed are still to be fetched for the first time."""
        with self._database.reading() as db:
            row = db.execute(
                "SELECT count(*) FROM page WHERE feed = ? AND file IS NULL "
                "AND next_check IS NOT NULL",
                (feed,),
            ).fetchone()
        return int(row[0])


def _under(record: PageRecord, url: str) -> PageRecord:
    """Return what is known of a page under another address of it, which no feed lists."""
    return PageRecord(
        url,
        seen=record.seen,
        day=record.day,
        file=record.file,
        story=record.story,
        address=record.address,
        validators=record.validators,
    )


def _replace(db: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608  # ours


def _pages(db: sqlite3.Connection, where: str, given: tuple[object, ...]) -> Iterator[PageRecord]:
    yield from map(_page, db.execute(f"SELECT {_PAGE} FROM page {where}", given))  # noqa: S608


def _page_row(record: PageRecord) -> tuple[object, ...]:
    return (
        record.url, record.feed, record.stamp, iso(record.day),
        stamp(record.seen), record.place, stamp_or_none(record.next_check), record.file,
        record.story, record.address, record.validators.etag, record.validators.modified,
        record.failures, record.error,
    )  # fmt: skip


def _page(row: tuple[object, ...]) -> PageRecord:
    (
        url, feed, stated, on, seen, place, next_check, file, story, address, etag, modified,
        failures, error,
    ) = row  # fmt: skip
    return PageRecord(
        url=str(url),
        seen=moment(seen),
        feed=_text(feed),
        stamp=_text(stated),
        day=to_day(on),
        place=_number(place),
        next_check=moment_or_none(next_check),
        file=_text(file),
        story=_text(story),
        address=_text(address),
        validators=Validators(_text(etag), _text(modified)),
        failures=_number(failures),
        error=_text(error),
    )


def _feed(row: tuple[object, ...]) -> FeedRecord:
    (
        url, since, polled, succeeded, new_article, next_poll, failures, failing_since, error,
        problem, articles, etag, modified,
    ) = row  # fmt: skip
    state = FeedState(
        url=str(url),
        since=moment(since),
        next_poll=moment(next_poll),
        polled=moment_or_none(polled),
        succeeded=moment_or_none(succeeded),
        new_article=moment_or_none(new_article),
        failures=_number(failures),
        failing_since=moment_or_none(failing_since),
        error=_text(error),
        problem=_text(problem),
        articles=_number(articles),
    )
    return FeedRecord(state, Validators(_text(etag), _text(modified)))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> int:
    return int(str(value))
