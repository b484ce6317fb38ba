"""Background tasks and re-indexing: changes to the articles are noticed, indexed and announced.

A task is a coroutine function in ``TASKS``. It runs from the first connection until the bot
stops; if it raises, the error is logged and the others continue.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from discord.ext import tasks

from bot.discord.services import BotClient
from bot.heartbeat import INTERVAL as HEARTBEAT_INTERVAL
from bot.heartbeat import remove_heartbeat, write_heartbeat
from bot.protocols import CoverageLike
from index.errors import CoverageError, ReindexRunning
from index.ingestion.debouncer import Debouncer, snapshot
from index.models import Progress, Reindexed

_log = logging.getLogger(__name__)
WATCH_INTERVAL = 5.0  # seconds
_ANSWERS_WITHIN = 20.0  # seconds that a healthy index needs at most
WATCHER = "the folder watcher"
_RETRY_DELAY = 1.0  # seconds
MAINTENANCE_INTERVAL = 24 * 60 * 60.0  # seconds


async def reindex(  # noqa: PLR0913  # the options of the command
    client: BotClient,
    by: str,
    show: Callable[[Progress], None],
    *,
    dry_run: bool = False,
    rebuild: bool = False,
    recheck: bool = False,
) -> Reindexed:
    """Update the index and announce what changed. Raises ReindexRunning and CoverageError.

    ``by`` is shown to anybody who tries to start another re-index. ``recheck`` looks for damage of
    the index first.
    """
    services = client.services
    try:
        report = await services.coverage.reindex(
            dry_run=dry_run, rebuild=rebuild, recheck=recheck, progress=show, by=by
        )
    except CoverageError as error:
        if not isinstance(error, ReindexRunning):
            services.metrics.index_failed()
        raise
    if not dry_run:
        client.indexed = report
        services.metrics.indexed(report)
        await client.news.check()
    return report


async def reindex_when_idle(
    client: BotClient,
    by: str,
    show: Callable[[Progress], None],
    *,
    rebuild: bool = False,
    recheck: bool = False,
) -> Reindexed:
    """Update the index as soon as no other re-index is running. Raises CoverageError.

    Until then, ``show`` gets the progress of the other one, and what that did is part of the
    report: it may have indexed what this call is for, or read the folder too early.
    """
    known = other = client.indexed

    def follow(progress: Progress) -> None:
        nonlocal other
        other = client.indexed  # the other one may report when this one has begun
        show(progress)

    while True:
        other = client.indexed
        try:
            report = await reindex(client, by, follow, rebuild=rebuild, recheck=recheck)
        except ReindexRunning as running:
            recheck = False  # it was done
            show(running.progress or Progress(0, 0, "reading"))
            await asyncio.sleep(_RETRY_DELAY)
        else:
            return report if other is None or other is known else _combined(other, report)


def _combined(first: Reindexed, second: Reindexed) -> Reindexed:
    """Return what two updates did, one after the other."""
    removed = {*second.removed}
    added = [file for file in dict.fromkeys(first.added + second.added) if file not in removed]
    changed = [
        file
        for file in dict.fromkeys(first.changed + second.changed)
        if file not in removed and file not in added
    ]
    return replace(
        second,
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(dict.fromkeys(first.removed + second.removed)),
        unchanged=max(0, second.unchanged - len({*first.added, *first.changed} - removed)),
        seconds=first.seconds + second.seconds,
    )


async def watch(client: BotClient) -> None:
    """Index what changed while the bot was stopped, then watch for changes if that is on.

    An empty index is filled in any case.
    """
    watcher = Watcher(client)
    try:
        await watcher.begin()
    finally:
        client.first_index.set()
    if not client.services.settings.watch:
        return
    loop = tasks.loop(seconds=WATCH_INTERVAL)(watcher.check)
    try:
        await loop.start()
    finally:
        loop.cancel()


class Watcher:
    """Watches the articles folder, or the index if another process maintains it."""

    def __init__(self, client: BotClient) -> None:
        self._client = client
        self._coverage = client.services.coverage
        settings = client.services.settings
        self._folder = settings.articles
        self._reads_shared_index = not settings.indexes
        self._debouncer = Debouncer()
        self._last_warning = ""

    async def begin(self) -> None:
        """Treat the indexed articles as known, then index what changed since."""
        try:
            await self._client.news.begin()
            files, passages = await self._coverage.size()
        except CoverageError as error:
            self._warn(error)
            return
        self._client.services.metrics.holds(files, passages)
        if not files or self._client.services.settings.watch:
            await self._check(at_once=True)

    async def check(self) -> None:
        """Look for changes once. Never raises."""
        await self._check(at_once=False)

    async def _check(self, *, at_once: bool) -> None:
        try:
            if self._reads_shared_index:
                await self._coverage.refresh()
                await self._client.news.check()
                self._client.services.metrics.holds(*await self._coverage.size())
                return
            current = await asyncio.to_thread(snapshot, self._folder)
            if self._debouncer.ready(current) or at_once:
                report = await reindex(self._client, WATCHER, lambda progress: None)
                self._debouncer.done(current)
                self._last_warning = ""
                _log_report(report)
        except ReindexRunning:  # it may have read the folder too early; the next check is later
            return
        except CoverageError as error:
            self._debouncer.before = None  # doubles the time until the next attempt
            self._warn(error)
        except Exception:
            _log.exception("checking for changed articles failed")

    def _warn(self, error: CoverageError) -> None:
        """Log a warning once, not on every check."""
        if self._last_warning != str(error):
            self._last_warning = str(error)
            _log.warning("the index could not be updated: %s", error)


def _log_report(report: Reindexed) -> None:
    if report.added or report.changed or report.removed:
        _log.info(
            "indexed: %d added, %d changed, %d removed, %d failed",
            len(report.added), len(report.changed), len(report.removed), len(report.failed),
        )  # fmt: skip


async def maintain(client: BotClient) -> None:
    """Once a day, delete what is too old from the archive, then back it up."""

    async def once() -> None:
        await maintain_once(client)

    loop = tasks.loop(seconds=MAINTENANCE_INTERVAL)(once)
    try:
        await loop.start()
    finally:
        loop.cancel()


async def maintain_once(client: BotClient) -> None:
    """Delete what is older than BOT_KEEP_DAYS, and make the backup of the day. Never raises."""
    services, archive = client.services, client.services.archive
    days, backups = services.settings.keep_days, services.settings.backup_folder
    now = services.now()
    try:
        if deleted := await archive.forget_old(now, days):
            _log.info("%d answers older than BOT_KEEP_DAYS were deleted", deleted)
        if not archive.temporary:
            oldest = now - dt.timedelta(days=days)
            await archive.clear_leftovers(backups, oldest)
            await archive.back_up(backups, now.date(), oldest.date())
            await archive.forget_old_in_backups(backups, now, days)
    except CoverageError as error:
        _log.warning("%s", error)
    except Exception:
        _log.exception("the archive could not be maintained")


async def beat(client: BotClient) -> None:
    """Leave a sign of life for the doctor until the bot stops."""
    data, probe = client.services.settings.data, IndexProbe(client.services.coverage)
    told: str | None = None

    async def once() -> None:
        nonlocal told
        try:
            servers, trouble = len(client.guilds), await probe.trouble()
            await asyncio.to_thread(write_heartbeat, data, client.services.now(), servers, trouble)
            told = None
        except OSError as error:
            if told != error.strerror:
                told = error.strerror
                _log.warning("cannot write the sign of life to %s: %s", data, error.strerror)

    loop = tasks.loop(seconds=HEARTBEAT_INTERVAL)(once)
    try:
        await loop.start()
    finally:
        loop.cancel()
        probe.stop()
        with suppress(OSError):
            remove_heartbeat(data)


class IndexProbe:
    """Tries whether the index answers, once at a time: its thread cannot be stopped."""

    def __init__(self, coverage: CoverageLike) -> None:
        self._coverage = coverage
        self._trying: asyncio.Task[None] | None = None

    async def trouble(self) -> str | None:
        """Return why no question could be answered now; None if the index answers."""
        if self._trying is None:
            self._trying = asyncio.create_task(self._try(), name="probe")
        done, _ = await asyncio.wait({self._trying}, timeout=_ANSWERS_WITHIN)
        if not done:
            return f"the index has not answered for {_ANSWERS_WITHIN:.0f} s"
        tried, self._trying = self._trying, None
        try:
            tried.result()
        except CoverageError as error:
            return str(error)
        return None

    def stop(self) -> None:
        """Wait for no answer any more."""
        if self._trying is not None:
            self._trying.cancel()

    async def _try(self) -> None:
        await self._coverage.ready()


TASKS: tuple[Callable[[BotClient], Awaitable[None]], ...] = (watch, maintain, beat)
