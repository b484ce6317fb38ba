"""The archive: a SQLite file beside the ledger, not under the lock of the data folder."""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from index.archive import rows
from index.archive.records import Asked, Counts, Feedback, Saved, Where
from index.database import Database
from index.errors import StorageFull
from index.models import Turn

FILE_NAME = "archive.sqlite3"
_TURNS = 6


class Archive:
    """Open with ``await Archive.open(folder)``. Nothing here blocks the event loop.

    Every method may raise StorageFull or StoreUnavailable.
    """

    def __init__(self, folder: Path) -> None:
        """Blocks; use ``open``. Makes the folder and the file where they are missing."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFull(f"cannot make the folder {folder}: {error.strerror}") from error
        self.database = Database(
            folder / FILE_NAME, "index.archive.migrations", "start again with an empty one"
        )

    @classmethod
    async def open(cls, folder: Path) -> Self:
        return await asyncio.to_thread(cls, folder)

    async def close(self) -> None:
        await asyncio.to_thread(self.database.close)

    async def save(self, asked: Asked, at: dt.datetime) -> int:
        """Keep an answer; returns the number by which buttons name it."""

        def work() -> int:
            with self.database.writing() as db:
                return rows.insert_answer(db, asked, at)

        return await asyncio.to_thread(work)

    async def show(self, answer: int, messages: Iterable[int]) -> None:
        """These messages of Discord show the answer."""
        pairs = [(message, answer) for message in messages]

        def work() -> None:
            with self.database.writing() as db:
                db.executemany("INSERT OR REPLACE INTO shown VALUES (?, ?)", pairs)

        await asyncio.to_thread(work)

    async def answer(self, number: int) -> Saved | None:
        """The answer with this number, if it is kept."""

        def work() -> Saved | None:
            with self.database.reading() as db:
                return rows.read_answer(db, number)

        return await asyncio.to_thread(work)

    async def shown_by(self, message: int) -> Saved | None:
        """The answer that a message of Discord shows, if it shows one."""

        def work() -> Saved | None:
            with self.database.reading() as db:
                row = db.execute(
                    "SELECT answer FROM shown WHERE message = ?", (message,)
                ).fetchone()
                return None if row is None else rows.read_answer(db, row[0])

        return await asyncio.to_thread(work)

    async def latest(self, where: Where, since: dt.datetime | None = None) -> Saved | None:
        """The last answer in a channel that everybody there could read."""

        def work() -> Saved | None:
            with self.database.reading() as db:
                row = db.execute(
                    "SELECT id FROM answer WHERE channel = ? AND guild IS ? AND NOT private "
                    "AND at >= ? ORDER BY id DESC LIMIT 1",
                    (where.channel, where.guild, rows.stamp(since) if since else ""),
                ).fetchone()
                return None if row is None else rows.read_answer(db, row[0])

        return await asyncio.to_thread(work)

    async def history(self, answer: int) -> tuple[Turn, ...]:
        """The conversation up to and with this answer, oldest first."""

        def work() -> tuple[Turn, ...]:
            with self.database.reading() as db:
                return tuple(rows.read_chain(db, answer, _TURNS))

        return await asyncio.to_thread(work)

    async def rate(
        self, answer: int, person: int, at: dt.datetime, *, wrong: str | None, words: str | None
    ) -> None:
        """Keep what a person thinks, in place of what the same person thought before.

        ``wrong`` None is praise.
        """

        def work() -> None:
            with self.database.writing() as db:
                db.execute(
                    "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)",
                    (answer, person, wrong is None, wrong, words, rows.stamp(at)),
                )

        await asyncio.to_thread(work)

    async def feedback(self) -> tuple[Feedback, ...]:
        """All that people thought, newest first."""

        def work() -> tuple[Feedback, ...]:
            with self.database.reading() as db:
                return tuple(rows.read_feedback(db))

        return await asyncio.to_thread(work)

    async def counts(self, guild: int | None) -> Counts:
        """Figures of one server; of direct messages where ``guild`` is None."""
        return await asyncio.to_thread(self._counts, guild)

    async def state(self, key: str) -> str | None:
        """What was kept under a key."""

        def work() -> str | None:
            with self.database.reading() as db:
                row = db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
                return None if row is None else str(row[0])

        return await asyncio.to_thread(work)

    async def set_state(self, key: str, value: str) -> None:
        """Keep something under a key."""

        def work() -> None:
            with self.database.writing() as db:
                db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

        await asyncio.to_thread(work)

    def _counts(self, guild: int | None) -> Counts:
        with self.database.reading() as db:
            seconds = [
                (row[0], bool(row[1]))
                for row in db.execute(
                    "SELECT seconds, answered FROM answer WHERE guild IS ?", (guild,)
                )
            ]
            good, bad = db.execute(
                "SELECT coalesce(sum(good), 0), coalesce(sum(NOT good), 0) FROM feedback "
                "JOIN answer ON answer.id = feedback.answer WHERE guild IS ?",
                (guild,),
            ).fetchone()
        times = sorted(taken for taken, _ in seconds)
        return Counts(
            questions=len(times),
            abstained=sum(not answered for _, answered in seconds),
            median_seconds=statistics.median(times) if times else None,
            p95_seconds=times[math.ceil(0.95 * len(times)) - 1] if times else None,
            slowest_seconds=times[-1] if times else None,
            good=good,
            bad=bad,
        )
