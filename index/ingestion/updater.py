"""Keeps the index up to date: re-indexes local files, or follows the process that does."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from index.config import CoverageConfig
from index.embedding.embedder import EmbedderSource
from index.errors import CoverageError, ReindexRunning, StoreUnavailable, UnusableSetting
from index.ingestion.pipeline import Reindexer, ReindexSetup
from index.ingestion.progress import Cancelled, ProgressCallback
from index.models import Progress, Reindexed, file_of
from index.storage.chroma import Chroma
from index.storage.ledger import commit, queries, state
from index.storage.ledger.commit import Change
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.queries import DIMENSIONS
from index.storage.ledger.state import FileStat
from index.storage.shared_index import FORMAT, Manifest, SharedIndex, digest_of, record_name
from index.storage.vector_store import VectorStore


class Follower:
    """Copies the index of another process into the ledger. Blocks; one thread at a time."""

    def __init__(self, ledger: Ledger, shared: SharedIndex, embedder: str) -> None:
        """``embedder`` is the identity of the embedder that questions are embedded with."""
        self._ledger = ledger
        self._shared = shared
        self._embedder = embedder

    def update(self) -> Reindexed | None:
        """Take over what has changed, or return None if nothing has, after one small request.

        Raises StoreUnavailable, also if the server's index is of another version.
        """
        manifest = self._shared.current()
        if manifest is None or self._is_current(manifest):
            return None
        if (manifest.form, manifest.embedder) != (FORMAT, self._embedder):
            raise StoreUnavailable(
                "the index on the Chroma server was made by another version of this bot: run the "
                "same version in both places"
            )
        names = self._shared.names(manifest.collection)
        if digest_of(names) != manifest.digest:
            return None  # it is being written right now; the local copy is still consistent
        return self._take_over(manifest, set(names))

    def _is_current(self, manifest: Manifest) -> bool:
        with self._ledger.database.reading() as db:
            live = state.live_index(db)
        return (live.collection, live.digest) == (manifest.collection, manifest.digest)

    def _take_over(self, manifest: Manifest, names: set[str]) -> Reindexed:
        started = time.monotonic()
        with self._ledger.database.reading() as db:
            live = state.live_index(db)
            known = {article.file: article for article in queries.summaries(db)}
        own = {record_name(a.file, a.sha256, a.published): a.file for a in known.values()}
        # with another fingerprint, the same file has different rows
        same = live.fingerprint == manifest.fingerprint
        new = sorted(names - own.keys() if same else names)
        with self._ledger.database.writing() as db:
            commit.clear_staged(db)
        staged = self._stage(manifest, new)
        files = {file_of(name) for name in staged}
        # of a file that holds several articles, all are replaced together
        beside = [
            record
            for record, name in own.items()
            if record in names and name not in staged and file_of(name) in files
        ]
        staged |= self._stage(manifest, sorted(beside))
        vanished = {file for name, file in own.items() if name not in names} - staged
        change = Change(
            collection=manifest.collection,
            generation=manifest.generation,
            removed=sorted(vanished),
        )
        with self._ledger.database.writing() as db:
            commit.commit(db, change, manifest.fingerprint)
            db.execute("DELETE FROM unsettled")  # the other process deletes stale vectors
            state.save_live_index(db, digest=manifest.digest)
            passages = state.passage_count(db)
        return Reindexed(
            added=tuple(sorted(staged - known.keys())),
            changed=tuple(sorted(staged & known.keys())),
            removed=tuple(sorted(vanished)),
            unchanged=len(known.keys() - staged - vanished),
            passages=passages,
            seconds=time.monotonic() - started,
        )

    def _stage(self, manifest: Manifest, names: list[str]) -> set[str]:
        """Fetch and stage articles, without making them live; returns their files."""
        staged = set()
        for article in self._shared.articles(manifest.collection, names):
            with self._ledger.database.writing() as db:
                commit.stage(db, article.body, FileStat())
                for content, blob in article.sentences.items():
                    vectors = np.frombuffer(blob, dtype=np.float16).reshape(-1, DIMENSIONS)
                    commit.keep_embedding(db, content, None, vectors.astype(np.float32))
            staged.add(article.body["file"])
        if len(staged) != len(names):
            raise StoreUnavailable(
                "the index on the Chroma server changed while it was being read: try again"
            )
        return staged


Result = TypeVar("Result")


@dataclass(slots=True)
class _Running:
    """The running work: who requested it, since when it runs, and how far it is."""

    by: str | None
    since: dt.datetime
    progress: Progress | None = None

    def busy_error(self) -> ReindexRunning:
        """Return the error for a second request."""
        who = f"that {self.by} started" if self.by else "started"
        message = f"a re-index {who} at {self.since:%H:%M} is running"
        if self.progress is not None and self.progress.total:
            done, total = self.progress.done, self.progress.total
            message += f" ({self.progress.stage}, {done:,} of {total:,} articles)"
        return ReindexRunning(
            f"{message}: wait until it has finished",
            by=self.by,
            since=self.since,
            progress=self.progress,
        )


class ExclusiveRunner:
    """Runs one piece of work at a time; refuses a second one instead of letting it wait."""

    def __init__(self) -> None:
        self._running: _Running | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._stop = threading.Event()
        self._why_stopped: CoverageError | None = None

    @property
    def busy(self) -> bool:
        """Whether work is running."""
        return self._running is not None

    @property
    def progress(self) -> Progress | None:
        """The progress of the running work; None if none is running."""
        if self._running is None:
            return None
        return self._running.progress or Progress(0, 0, "reading")

    async def run(
        self,
        work: Callable[[threading.Event, ProgressCallback], Result],
        *,
        by: str | None = None,
        report: ProgressCallback | None = None,
    ) -> Result:
        """Run ``work`` in a thread, for ``by``; its progress is passed on to ``report``.

        ``work`` checks the event it is given and raises Cancelled when it is set. Raises
        ReindexRunning if other work is running. If the caller is cancelled, the work is told to
        stop, and the cancellation continues once it has.
        """
        if self._running is not None:
            raise self._running.busy_error()
        running = _Running(by, dt.datetime.now().astimezone())
        self._running = running
        self._idle.clear()
        self._stop.clear()
        self._why_stopped = None

        def on_progress(progress: Progress) -> None:
            running.progress = progress
            if report is not None:
                report(progress)

        task = asyncio.ensure_future(asyncio.to_thread(work, self._stop, on_progress))
        task.add_done_callback(self._on_done)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._stop.set()
            await asyncio.wait([task])  # if cancelled again here, the work stays busy until it ends
            raise
        except Cancelled:  # by ``stop``: a cancellation for the caller, too, if it has no reason
            raise self._why_stopped or asyncio.CancelledError from None

    def _on_done(self, task: asyncio.Future[Result]) -> None:
        """Called when the thread has ended, whether or not somebody still waits for it."""
        if not task.cancelled():
            task.exception()  # retrieved, so that asyncio does not log it as unhandled
        self._running = None
        self._idle.set()

    async def stop(self, because: CoverageError | None = None) -> None:
        """Stop the running work, and return when it has ended.

        Its caller is cancelled, or gets the error that says ``because`` of what it was stopped.
        """
        self._why_stopped = because
        self._stop.set()
        await self._idle.wait()


_READ_ONLY = "BOT_READ_ONLY is true: set it to false to index here"
_FOLLOWS = "this process follows another one on the Chroma server: {} there"


class IndexUpdater:
    """Runs one update at a time, in a thread. A process indexes, follows, or only reads."""

    def __init__(
        self,
        config: CoverageConfig,
        ledger: Ledger,
        chroma: Chroma,
        store: VectorStore,
        embedder: EmbedderSource,
    ) -> None:
        """Opens nothing: Chroma and the model are opened when there is work."""
        self._read_only = config.read_only
        self._ledger = ledger
        setup = ReindexSetup(config.articles, config.collection)
        self._reindexer = Reindexer(setup, ledger, store, embedder)
        self._follower: Follower | None = None
        if config.chroma_url is not None and (config.read_only or not config.articles.is_dir()):
            shared = SharedIndex(chroma, config.collection)
            self._follower = Follower(ledger, shared, embedder.identity)
        self._runner = ExclusiveRunner()

    @property
    def progress(self) -> Progress | None:
        """The progress of the running re-index; None if none is running."""
        return self._runner.progress

    @property
    def indexer(self) -> Reindexer | None:
        """The Reindexer of this process; None if it follows another one or only reads."""
        return None if self._follower is not None or self._read_only else self._reindexer

    def require_indexer(self) -> None:
        """Raise UnusableSetting, which says what to do, if this process adds no articles."""
        if self._follower is not None:
            raise UnusableSetting(_FOLLOWS.format("add articles"))
        if self._read_only:
            raise UnusableSetting(_READ_ONLY)

    async def refresh(self, progress: ProgressCallback | None) -> Reindexed | None:
        """See ``Coverage.refresh``."""
        if self._runner.busy:
            return None
        if self._follower is not None:
            return await self._runner.run(self._follow)
        # checking is not a re-index: one requested in the meantime is not refused
        if self._read_only or not await asyncio.to_thread(self._reindexer.outdated):
            return None
        if self._runner.busy:
            return None

        def work(stop: threading.Event, on_progress: ProgressCallback) -> Reindexed:
            return self._reindexer.run(report=on_progress, stop=stop)

        return await self._runner.run(
            work, by="a change to the files", report=_on_event_loop(progress)
        )

    async def reindex(
        self, *, dry_run: bool, rebuild: bool, progress: ProgressCallback | None, by: str | None
    ) -> Reindexed:
        """See ``Coverage.reindex``."""
        if self._follower is None and self._read_only:
            raise UnusableSetting(_READ_ONLY)
        if self._follower is not None and (dry_run or rebuild):
            raise UnusableSetting(_FOLLOWS.format("do dry runs and rebuilds"))
        if dry_run:
            return await asyncio.to_thread(self._reindexer.plan)

        def work(stop: threading.Event, on_progress: ProgressCallback) -> Reindexed:
            if self._follower is not None:
                return self._follower.update() or self._unchanged()
            return self._reindexer.run(rebuild=rebuild, report=on_progress, stop=stop)

        return await self._runner.run(work, by=by, report=_on_event_loop(progress))

    async def follow(self) -> None:
        """Take over what the indexing process has made live since; called before each question."""
        if self._follower is not None and not self._runner.busy:
            await self._runner.run(self._follow)

    async def stop(self, because: CoverageError | None = None) -> None:
        """Stop the running work, and return when it has ended; see ``ExclusiveRunner.stop``."""
        await self._runner.stop(because)

    def _follow(self, stop: threading.Event, on_progress: ProgressCallback) -> Reindexed | None:
        return self._follower.update() if self._follower is not None else None

    def _unchanged(self) -> Reindexed:
        articles = self._ledger.articles()
        return Reindexed(unchanged=len(articles), passages=sum(a.passages for a in articles))


def _on_event_loop(report: ProgressCallback | None) -> Callable[[Progress], None] | None:
    """Wrap ``report`` so that it is called on the event loop, in order."""
    if report is None:
        return None
    loop = asyncio.get_running_loop()

    def on_progress(progress: Progress) -> None:
        loop.call_soon_threadsafe(report, progress)

    return on_progress
