"""The archive: a SQLite file next to the ledger that does not need the data folder's lock.

It also stores the tokens spent per day, so that a restart does not reset the budgets.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import math
import os
import sqlite3
import statistics
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self, TypeVar

from index.errors import CoverageError, StorageFull
from index.models import Turn
from index.storage.archive import privacy, rows
from index.storage.archive.privacy import Forgotten
from index.storage.archive.records import (
    ARCHIVE_FILE,
    ArchivedExchange,
    Counts,
    Exchange,
    Feedback,
    Location,
    Shown,
    open_database,
)
from index.storage.database import Database
from index.storage.own_files import BACKUPS_FOLDER
from index.storage.private_files import make_private
from index.storage.writability import advice_on

_log = logging.getLogger(__name__)
_TURNS = 6
_T = TypeVar("_T")


class Archive:
    """Open with ``await Archive.open(folder)``. No method blocks the event loop.

    Every method may raise StorageFull or StoreUnavailable.
    """

    def __init__(self, folder: Path, *, temporary: bool = False, read_only: bool = False) -> None:
        """Open the file, creating it and its folder if necessary. Blocks; use ``open`` instead."""
        self.temporary = temporary
        """Whether the file is gone when the bot stops."""
        try:
            if not read_only:
                make_private(folder)
        except OSError as error:
            raise StorageFull(
                f"cannot create the folder {folder} ({error.strerror}): check its permissions"
            ) from error
        self.path = folder / ARCHIVE_FILE
        self.database = open_database(self.path, read_only=read_only, erase=True)

    @classmethod
    async def open_to_read(cls, folder: Path, backups: Path) -> Self | None:
        """Open the archive, also in a folder that may not be written; None if there is none yet.

        Raises StoreUnavailable if it is lost and ``backups`` has a backup of it.
        """
        from index.storage.archive.backups import check_beginning, has_nothing

        path = folder / ARCHIVE_FILE
        await asyncio.to_thread(check_beginning, path, backups)
        if await asyncio.to_thread(has_nothing, path):
            return None
        return await asyncio.to_thread(cls, folder, read_only=not os.access(folder, os.W_OK))

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        backups: Path | None = None,
        check: bool = False,
        temporary: bool = False,
    ) -> Self:
        """Open the archive; with ``check``, read all of it first to find damage.

        One that was lost is not begun anew while ``backups`` (by default a folder in ``folder``)
        has a backup of it.
        """
        from index.storage.archive.backups import check_archive, check_beginning

        look = check_archive if check else check_beginning
        await asyncio.to_thread(look, folder / ARCHIVE_FILE, backups or folder / BACKUPS_FOLDER)
        return await asyncio.to_thread(cls, folder, temporary=temporary)

    async def close(self) -> None:
        await asyncio.to_thread(self.database.close)

    async def save(self, exchange: Exchange, at: dt.datetime, replaces: int | None = None) -> int:
        """Save an answer and return its number, by which buttons refer to it.

        ``replaces`` is the answer in whose place it will be shown; see ``take_place``.
        """
        return await self._write(lambda db: rows.insert_answer(db, exchange, at, replaces))

    async def show(self, answer: int, messages: Iterable[int]) -> None:
        """Record that these Discord messages show the answer."""
        pairs = [(message, answer) for message in messages]

        def work(db: sqlite3.Connection) -> None:
            db.executemany("INSERT OR REPLACE INTO shown VALUES (?, ?)", pairs)

        await self._write(work)

    async def asked_in(self, message: int, answer: int) -> None:
        """Record that this Discord message asked for the answer."""
        await self._execute("INSERT OR REPLACE INTO asked VALUES (?, ?)", message, answer)

    async def answer_to(self, message: int) -> int | None:
        """Return the number of the answer that a Discord message asked for, or None."""

        def work(db: sqlite3.Connection) -> int | None:
            row = db.execute("SELECT answer FROM asked WHERE message = ?", (message,)).fetchone()
            return None if row is None else int(row[0])

        return await self._read(work)

    async def shown_in(self, answer: int) -> Shown:
        """Return the channel and the messages that show an answer."""
        return await self._read(lambda db: rows.read_shown(db, answer))

    async def take_place(self, of: int, answer: int) -> None:
        """Put an answer in the place of another one, in every conversation, and withdraw that."""

        def work(db: sqlite3.Connection) -> None:
            rows.take_place(db, of, answer)
            privacy.forget_answers(db, [of])

        await self._erase(work)

    async def withdraw(self, answer: int) -> Shown:
        """Delete an answer, its question and its feedback; only counts stay.

        Returns which messages show it.
        """

        def work(db: sqlite3.Connection) -> Shown:
            shown = rows.read_shown(db, answer)
            privacy.forget_answers(db, [answer])
            return shown

        return await self._erase(work)

    async def answer(self, number: int) -> ArchivedExchange | None:
        """Return the answer with this number, or None if it is not in the archive."""
        return await self._read(lambda db: rows.read_answer(db, number))

    async def shown_by(self, message: int) -> ArchivedExchange | None:
        """Return the answer that a Discord message shows, or None."""

        def work(db: sqlite3.Connection) -> ArchivedExchange | None:
            row = db.execute("SELECT answer FROM shown WHERE message = ?", (message,)).fetchone()
            return None if row is None else rows.read_answer(db, row[0])

        return await self._read(work)

    async def latest(
        self, where: Location, since: dt.datetime | None = None
    ) -> ArchivedExchange | None:
        """Return the last answer in a channel that everybody there could read, or None.

        ``since`` ignores older answers.
        """

        def work(db: sqlite3.Connection) -> ArchivedExchange | None:
            row = db.execute(
                "SELECT id FROM answer WHERE channel = ? AND guild IS ? AND NOT private "
                "AND at >= ? ORDER BY at DESC, id DESC LIMIT 1",
                (where.channel, where.guild, rows.stamp(since) if since else ""),
            ).fetchone()
            return None if row is None else rows.read_answer(db, row[0])

        return await self._read(work)

    async def history(self, answer: int) -> tuple[Turn, ...]:
        """Return the conversation up to and including this answer, oldest turn first."""
        return await self._read(lambda db: tuple(rows.read_chain(db, answer, _TURNS)))

    async def rate(
        self, answer: int, person: int, at: dt.datetime, *, wrong: str | None, words: str | None
    ) -> None:
        """Save a person's feedback on an answer, replacing any earlier feedback of the same person.

        ``wrong`` says what was wrong; None is praise.
        """

        sql = "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)"
        await self._execute(sql, answer, person, wrong is None, wrong, words, rows.stamp(at))

    async def feedback(self) -> tuple[Feedback, ...]:
        """Return all feedback, newest first."""
        return await self._read(lambda db: tuple(rows.read_feedback(db)))

    async def counts(self, guild: int | None) -> Counts:
        """Return statistics of one Discord server, or of direct messages if ``guild`` is None."""
        return await self._read(lambda db: _counts(db, guild))

    async def forget_person(
        self, person: int, backups: Path, today: dt.date | None = None
    ) -> Forgotten:
        """Delete what is kept about a person, also from the backups; counts stay.

        With ``today``, the tokens that the person has spent on that day count until it is over.
        An archive that is gone when the bot stops has no backups, and leaves those of others alone.
        Archives that a restore replaced are deleted, because nobody can tell what they have, and so
        are damaged backups and copies that were not finished. Waits for a backup that is being
        made. Raises StorageFull.
        """

        def work() -> Forgotten:
            from index.storage.archive.backups import backups_locked

            forgotten = self._forget_here(person, today)
            if self.temporary:
                return forgotten
            try:
                with backups_locked(backups):  # a copy being made may still have the person in it
                    if self.database.reopen_if_replaced():  # by a restore, with the person in it
                        forgotten = self._forget_here(person, today) or forgotten
                    copies = self._forget_in_backups(person, backups)
            except OSError as error:
                raise StorageFull(
                    f"not everything was deleted from the backups in {backups} ({error.strerror}): "
                    f"{advice_on(error)}, then delete again"
                ) from error
            return replace(forgotten, backups=copies)

        return await asyncio.to_thread(work)

    async def forget_old(self, now: dt.datetime, days: int) -> int:
        """Delete the answers that are more than ``days`` old; return how many. Counts stay.

        Token counts are deleted after as many days, or after ``MAX_TOKEN_DAYS`` if that is less.
        """

        def work(db: sqlite3.Connection) -> int:
            return privacy.forget_old(db, now, days)

        return await self._erase(work)

    async def forget_old_in_backups(self, backups: Path, now: dt.datetime, days: int) -> int:
        """Delete from the backups what ``forget_old`` deletes; return from how many.

        Damaged ones stay until newer ones supersede them. Raises StorageFull and StoreUnavailable.
        """

        def work() -> int:
            from index.storage.archive.backups import backups_locked, is_damaged, list_backups

            cleaned = 0
            try:
                with backups_locked(backups):
                    for _, path in list_backups(backups):
                        try:
                            cleaned += privacy.forget_old_in_file(path, now, days)
                        except sqlite3.Error as error:
                            if not is_damaged(path):
                                raise _not_cleaned(path, str(error)) from error
            except OSError as error:
                raise _not_cleaned(backups, f"{error.strerror}") from error
            return cleaned

        return await asyncio.to_thread(work)

    async def clear_leftovers(self, backups: Path, before: dt.datetime) -> None:
        """Delete copies that were not finished, and replaced archives last written ``before``."""

        def work() -> None:
            from index.storage.archive.backups import PARTIAL, leftovers

            for path in leftovers(self.path, backups):
                with contextlib.suppress(OSError):
                    if PARTIAL in path.name or path.stat().st_mtime < before.timestamp():
                        path.unlink()

        await asyncio.to_thread(work)

    async def back_up(self, folder: Path, day: dt.date, oldest: dt.date = dt.date.min) -> Path:
        """Back the archive up; see ``index.storage.archive.backups.back_up``."""
        from index.storage.archive.backups import back_up

        return await asyncio.to_thread(back_up, self.path, folder, day, oldest)

    async def state(self, key: str) -> str | None:
        """Return the value stored under a key, or None."""

        def work(db: sqlite3.Connection) -> str | None:
            row = db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
            return None if row is None else str(row[0])

        return await self._read(work)

    async def set_state(self, key: str, value: str, kept_since: dt.datetime | None = None) -> None:
        """Store a value under a key, forever or until ``forget_old`` deletes it like an answer."""
        at = None if kept_since is None else rows.stamp(kept_since)
        await self._execute("INSERT OR REPLACE INTO state VALUES (?, ?, ?)", key, value, at)

    async def _read(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        """Return what a query returns, in a thread."""

        def work() -> _T:
            with self.database.reading() as db:
                return query(db)

        return await asyncio.to_thread(work)

    async def _write(self, change: Callable[[sqlite3.Connection], _T]) -> _T:
        """Make a change in a transaction, in a thread; return what ``change`` returns."""

        def work() -> _T:
            with self.database.writing() as db:
                return change(db)

        return await asyncio.to_thread(work)

    async def _execute(self, sql: str, *given: object) -> None:
        """Execute one statement in a transaction, in a thread."""

        def change(db: sqlite3.Connection) -> None:
            db.execute(sql, given)

        await self._write(change)

    async def _erase(self, change: Callable[[sqlite3.Connection], _T]) -> _T:
        """Like ``_write``; afterwards, what was deleted is nowhere in the archive's files."""

        def work() -> _T:
            with self._erasing() as db:
                return change(db)

        return await asyncio.to_thread(work)

    @contextmanager
    def _erasing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction after which what it deletes is nowhere in the archive's files."""
        with self.database.writing() as db:
            yield db
        try:
            self.database.empty_log()
        except CoverageError as error:  # what was deleted is deleted; the next call empties it
            _log.warning("%s", error)

    def _forget_here(self, person: int, today: dt.date | None) -> Forgotten:
        with self._erasing() as db:
            return privacy.forget_person(db, person, today)

    def _forget_in_backups(self, person: int, backups: Path) -> int:
        """Return how many backups had something of a person."""
        from index.storage.archive.backups import is_damaged, leftovers, list_backups

        found = 0
        for _, path in list_backups(backups):
            try:
                found += bool(privacy.forget_in_file(path, person))
            except sqlite3.Error as error:
                if not is_damaged(path):
                    raise StorageFull(
                        f"nothing was deleted from {path} ({error}): free some space, or close "
                        "what else uses it, then delete again"
                    ) from error
                path.unlink()  # nobody can tell what it has
        for path in leftovers(self.path, backups):
            path.unlink(missing_ok=True)
        return found


def _not_cleaned(path: Path, why: str) -> StorageFull:
    return StorageFull(
        f"what is older than BOT_KEEP_DAYS could not be deleted from {path} ({why}): free some disk"
        " space or check its permissions; it is tried again every day"
    )


class ArchivedUsage:
    """Token counts in the archive. Implements ``index.generation.budget.Usage``.

    ``counted`` is told of every answer's tokens once. Raises StorageFull or StoreUnavailable.
    """

    def __init__(
        self, database: Database, counted: Callable[[int], None] = lambda tokens: None
    ) -> None:
        self._database = database
        self._counted = counted

    def spent(self, day: dt.date, kind: str, number: int) -> int:
        """Return the tokens that one guild or person has spent on one day."""
        with self._database.reading() as db:
            row = db.execute(
                "SELECT coalesce(sum(spent), 0) FROM tokens "
                "WHERE day = ? AND kind IN (?, ?) AND number = ?",
                (day.isoformat(), kind, privacy.HELD if kind == "person" else kind, number),
            ).fetchone()
        return int(row[0])

    def add(self, day: dt.date, kind: str, number: int, tokens: int) -> None:
        """Add tokens to those spent on that day."""
        if kind == "person":  # on Discord, every question has one
            self._counted(tokens)
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO tokens VALUES (?, ?, ?, ?) ON CONFLICT (day, kind, number) "
                "DO UPDATE SET spent = spent + excluded.spent",
                (day.isoformat(), kind, number, tokens),
            )


def _counts(db: sqlite3.Connection, guild: int | None) -> Counts:
    seconds = [
        (row[0], bool(row[1]))
        for row in db.execute("SELECT seconds, answered FROM answer WHERE guild IS ?", (guild,))
    ]
    good, bad = db.execute(
        "SELECT coalesce(sum(good), 0), coalesce(sum(NOT good), 0) FROM feedback "
        "JOIN answer ON answer.id = feedback.answer WHERE guild IS ?",
        (guild,),
    ).fetchone()
    past = db.execute(
        "SELECT questions, abstained, good, bad FROM past WHERE guild = ?", (guild or 0,)
    ).fetchone() or (0, 0, 0, 0)
    times = sorted(taken for taken, _ in seconds)
    return Counts(
        questions=len(times) + past[0],
        abstained=sum(not answered for _, answered in seconds) + past[1],
        median_seconds=statistics.median(times) if times else None,
        p95_seconds=times[math.ceil(0.95 * len(times)) - 1] if times else None,
        good=good + past[2],
        bad=bad + past[3],
    )
