"""Bringing the index up to date with the articles folder.

The order makes every crash harmless: look, read, embed, journal, write vectors, commit the
ledger, tell other processes, delete stale vectors. Until the commit, everything is answered
from what was live before; after it, only cleaning up is left, which the journal remembers.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.embedding.embedder import EmbedderSource
from index.embedding.fingerprint import index_fingerprint
from index.embedding.prefetch import prefetch
from index.errors import UnreadableArticle
from index.ingestion.change_detection import Changes, detect_changes, sha256_of, stat_of
from index.ingestion.collection_choice import Situation, choose_collection
from index.ingestion.preparation import prepare_article
from index.ingestion.progress import ProgressCallback, ProgressMeter
from index.ingestion.report import (
    PreviousIndex,
    RunOutcome,
    ledger_change,
    report_fields,
    touched_files,
)
from index.ingestion.vector_writer import TargetCollection, VectorWriter, delete_stale_vectors
from index.models import PreparedArticle, Reindexed
from index.storage.chroma import StoreDamaged
from index.storage.ledger import commit, state
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.state import FileStat, KnownFile, LiveIndex
from index.storage.shared_index import SharedIndex
from index.storage.vector_store import VectorStore

logger = logging.getLogger(__name__)

CHUNK = 256
READ_AHEAD = 128


@dataclass(frozen=True, slots=True)
class ReindexSetup:
    """``base`` begins the names of collections; ``chunk`` is passages embedded at once.

    ``withholding`` is False only to measure what comes of planted instructions that are not told
    from the story.
    """

    articles: Path
    base: str = "coverage"
    chunk: int = CHUNK
    withholding: bool = True


class Reindexer:
    """One at a time; every method blocks. Raises every kind of CoverageError."""

    def __init__(
        self, setup: ReindexSetup, ledger: Ledger, store: VectorStore, embedder: EmbedderSource
    ) -> None:
        self._articles = setup.articles
        self._setup = setup
        self._ledger = ledger
        self._store = store
        self._embedder = embedder
        self._shared = SharedIndex(store.chroma, setup.base) if store.chroma.shared else None
        self._fingerprint = index_fingerprint(embedder.identity)

    def outdated(self) -> bool:
        """Whether ``run`` would find anything to do; a cheap look at sizes and times."""
        before = self._before()
        return not detect_changes(self._articles, before.known).quiet or self._due(before)

    def plan(self) -> Reindexed:
        """What ``run`` would do as far as can be told without reading new files; no writes."""
        started = time.monotonic()
        before = self._before()
        plan = detect_changes(self._articles, before.known)
        failed = [f for f in self._ledger.failures() if f.file in {*plan.refused, *plan.retry}]
        return Reindexed(
            added=plan.added,
            changed=plan.changed,
            removed=plan.removed,
            unchanged=len(plan.good),
            failed=tuple(failed),
            passages=before.passages,
            seconds=time.monotonic() - started,
        )

    def run(
        self,
        *,
        rebuild: bool = False,
        report: ProgressCallback | None = None,
        stop: threading.Event | None = None,
    ) -> Reindexed:
        """Do it. ``rebuild`` embeds everything again; ``stop`` ends the run early (Stopped)."""
        started = time.monotonic()
        before = self._before()
        plan = detect_changes(self._articles, before.known)
        if rebuild or self._due(before) or not plan.quiet or plan.retry:
            try:
                outcome = self._apply(before, plan, rebuild, report, stop)
            except StoreDamaged:
                # killed while Chroma wrote its files: build them anew from what is kept
                with self._ledger.database.writing() as db:
                    state.save_live_index(db, lost="yes")
                before = self._before()
                outcome = self._apply(before, plan, rebuild, report, stop)
        else:
            outcome = RunOutcome()
            self._touch(plan)
        return self._told(before, plan, outcome, time.monotonic() - started)

    def _before(self) -> PreviousIndex:
        with self._ledger.database.reading() as db:
            return PreviousIndex(
                state.known_files(db),
                state.live_index(db),
                bool(state.unsettled(db)),
                state.passage_count(db),
            )

    def _due(self, before: PreviousIndex) -> bool:
        """Whether there is work that no file is the reason of."""
        live = before.live
        unpublished = self._shared is not None and live.published < live.revision
        moved = live.fingerprint != self._fingerprint
        return moved or live.lost or before.unsettled or unpublished or self._folder_lost(live)

    def _folder_lost(self, live: LiveIndex) -> bool:
        return live.collection is not None and not self._store.chroma.present()

    def _apply(
        self,
        before: PreviousIndex,
        plan: Changes,
        rebuild: bool,
        report: ProgressCallback | None,
        stop: threading.Event | None,
    ) -> RunOutcome:
        gone = self._folder_lost(before.live)
        if gone:
            self._store.chroma.reset()  # it may still be open, and work, without a name
        now = Situation(
            live=before.live,
            manifest=self._shared.current() if self._shared else None,
            base=self._setup.base,
            fingerprint=self._fingerprint,
            suspect=before.unsettled or gone,
            rebuild=rebuild,
        )
        target = choose_collection(self._store, now)
        files = [*plan.added, *plan.changed, *plan.retry]
        if target.whole:
            files += [*plan.good, *plan.refused]
        meter = ProgressMeter(len(files), report, stop)
        outcome = self._write(sorted(files), target, meter)
        meter.writing()
        self._commit(before, plan, target, outcome)
        self._publish()
        delete_stale_vectors(self._ledger, self._store, self._shared)
        if before.live.lost:
            with self._ledger.database.writing() as db:
                state.save_live_index(db, lost="no")
        return outcome

    def _write(
        self, files: list[str], target: TargetCollection, meter: ProgressMeter
    ) -> RunOutcome:
        """Read, embed and write articles; the ledger's live rows are not touched."""
        with self._ledger.database.writing() as db:
            commit.clear_staged(db)
            if target.whole and not target.adopted:
                state.journal(db, target.collection, [state.WHOLE_COLLECTION])
        if target.whole:
            self._store.create(target.collection)
        writer = VectorWriter(
            self._ledger,
            self._store,
            self._shared,
            self._embedder,
            target,
            self._setup.chunk,
            meter,
        )
        outcome = RunOutcome()
        one = partial(load_article, self._articles, withholding=self._setup.withholding)
        try:
            with (
                ThreadPoolExecutor(1, "reading") as pool,
                closing(prefetch(pool, one, files, READ_AHEAD)) as reading,
            ):
                for file, stat, result in reading:
                    if isinstance(result, PreparedArticle):
                        outcome.good[file] = result.article.sha256
                        writer.add(result, stat)
                    elif isinstance(result, KnownFile):
                        outcome.refused[file] = result
                    else:
                        outcome.vanished.append(file)
                    meter.read()
            writer.finish()
        finally:
            writer.close()
        outcome.embedded = writer.embedded
        return outcome

    def _commit(
        self, before: PreviousIndex, plan: Changes, target: TargetCollection, outcome: RunOutcome
    ) -> None:
        change = ledger_change(before, plan, target, outcome)
        with self._ledger.database.writing() as db:
            if change is None:
                commit.touch(db, touched_files(plan, outcome))
            else:
                commit.commit(db, change, self._fingerprint)

    def _touch(self, plan: Changes) -> None:
        if plan.touched:
            with self._ledger.database.writing() as db:
                commit.touch(db, plan.touched)

    def _publish(self) -> None:
        """Tell other processes on the server what is live now."""
        if self._shared is None:
            return
        with self._ledger.database.reading() as db:
            live = state.live_index(db)
        if live.collection is None or live.published == live.revision:
            return
        self._shared.publish(
            self._ledger,
            live.collection,
            live.generation,
            live.fingerprint,
            self._embedder.identity,
        )
        with self._ledger.database.writing() as db:
            state.save_live_index(db, published=live.revision)

    def _told(
        self, before: PreviousIndex, plan: Changes, outcome: RunOutcome, seconds: float
    ) -> Reindexed:
        with self._ledger.database.reading() as db:
            passages = state.passage_count(db)
        return Reindexed(
            **report_fields(before, plan, outcome),
            failed=tuple(self._ledger.failures()),
            passages=passages,
            seconds=seconds,
            embedded=outcome.embedded,
        )


def load_article(
    folder: Path, file: str, *, withholding: bool = True
) -> tuple[str, FileStat, PreparedArticle | KnownFile | None]:
    """The file as it is now: prepared, refused, or None where it is no longer there.

    ``withholding``: as in ``prepare``.
    """
    from index.ingestion.article_files import shown_with_backslashes
    from index.ingestion.parser import read_article

    path = folder / file
    stat = stat_of(path) or FileStat()  # before reading: a later change shows the next time
    try:
        return file, stat, prepare_article(read_article(folder, file), withholding=withholding)
    except UnreadableArticle as error:
        reason = str(error)
    except Exception as error:
        # one odd file must not keep the others from being indexed
        logger.exception("cannot index %s", file)
        reason = f"cannot be indexed ({type(error).__name__}: {error})"
    if not path.is_symlink() and not path.exists() and not shown_with_backslashes(file):
        return file, stat, None
    return file, stat, KnownFile(sha256_of(path) or "", stat, reason)
