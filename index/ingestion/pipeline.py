"""Brings the index up to date with the articles folder.

The order makes a crash at any point harmless: detect changes, read, embed, journal, write
vectors, commit the ledger, publish to other processes, delete stale vectors. Until the
commit, everything is answered from the previous index; afterwards only clean-up is left,
which the journal remembers.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding.embedder import EmbedderSource
from index.embedding.fingerprint import embedder_identity, index_fingerprint
from index.embedding.prefetch import prefetch
from index.errors import CoverageError, StoreUnavailable, UnreadableArticle
from index.ingestion.change_detection import Changes, detect_changes, sha256_of, stat_of
from index.ingestion.collection_choice import Situation, choose_collection
from index.ingestion.date_order import date_order_in_folder
from index.ingestion.limits import reading_limits, reading_worker
from index.ingestion.metadata.publication_date import BESIDE, said_of
from index.ingestion.preparation import prepare_article
from index.ingestion.progress import ProgressCallback, ProgressMeter
from index.ingestion.report import (
    PreviousIndex,
    RunOutcome,
    ledger_change,
    report_fields,
    touched_files,
)
from index.ingestion.screening import Planted, planted_in_staged
from index.ingestion.skipped_files import skipped_files
from index.ingestion.vector_writer import TargetCollection, VectorWriter, delete_stale_vectors
from index.models import KeptFolder, PreparedArticle, Reindexed, SkippedFiles, count, file_of
from index.storage.chroma import StoreDamaged
from index.storage.ledger import commit, rows, state
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.state import FileStat, KnownFile, LiveIndex
from index.storage.shared_index import SharedIndex, digest_of_ledger
from index.storage.vector_store import VectorStore
from index.worker import Caller, Worker, WorkerStopped

if TYPE_CHECKING:  # slow to import
    from index.ingestion.parser import ParsedFile

logger = logging.getLogger(__name__)
repairs = logging.getLogger("index.repair")

CHUNK = 256
READ_AHEAD = 128
_LOOKS = 3
"""Times that an article is looked at for planted sentences: without some, others stand out."""


@dataclass(frozen=True, slots=True)
class ReindexSetup:
    """``base`` is the prefix of collection names, ``chunk`` the passages embedded at a time.

    ``withholding`` is False only to measure the effect of planted instructions.
    """

    articles: Path
    base: str = "coverage"
    chunk: int = CHUNK
    withholding: bool = True


class Reindexer:
    """Runs re-indexes, one at a time. Every method blocks and may raise any CoverageError."""

    def __init__(
        self,
        setup: ReindexSetup,
        ledger: Ledger,
        store: VectorStore,
        embedder: EmbedderSource,
        worker: Worker | None = None,
    ) -> None:
        """``worker`` reads the files; the default is shared by everything in this process."""
        self._worker = worker or reading_worker()
        self._articles = setup.articles
        self._setup = setup
        self._ledger = ledger
        self._store = store
        self._embedder = embedder
        self._shared = SharedIndex(store.chroma, setup.base) if store.chroma.shared else None
        self._looked = False
        self._fingerprint = index_fingerprint(embedder.identity)

    def outdated(self) -> bool:
        """Return whether ``run`` would do anything; a quick check of sizes and times.

        The first time, a server is asked whether it still has the vectors.
        """
        if not self._looked:
            with suppress(StoreUnavailable):  # files can be compared without it
                self._look_for_losses()
        before = self._previous_index()
        plan = detect_changes(self._articles, before.known)
        return not plan.nothing_new or self._has_pending_work(before, plan)

    def plan(self) -> Reindexed:
        """Return what ``run`` would do, as far as known without reading new files. Never writes."""
        started = time.monotonic()
        before = self._previous_index()
        plan = detect_changes(self._articles, before.known)
        same = {*plan.refused, *plan.retry, *plan.good, *plan.kept}
        failed = [f for f in self._ledger.failures() if file_of(f.file) in same]
        return Reindexed(
            added=plan.added,
            changed=plan.changed,
            removed=plan.removed,
            unchanged=len(plan.good) + sum(before.was_live(file) for file in plan.kept),
            failed=tuple(failed),
            passages=before.passages,
            seconds=time.monotonic() - started,
            skipped_files=skipped_files(plan.others),
            kept=plan.kept_folders,
        )

    def not_read(self) -> tuple[tuple[SkippedFiles, ...], tuple[KeptFolder, ...]]:
        """Return the files that are passed over, and the folders whose articles are kept."""
        plan = detect_changes(self._articles, self._previous_index().known)
        return skipped_files(plan.others), plan.kept_folders

    def run(
        self,
        *,
        rebuild: bool = False,
        report: ProgressCallback | None = None,
        stop: threading.Event | None = None,
    ) -> Reindexed:
        """Bring the index up to date and return what changed.

        ``rebuild`` embeds everything again. Setting ``stop`` ends the run early (Cancelled).
        """
        started = time.monotonic()
        self._look_for_losses()
        before = self._previous_index()
        plan = detect_changes(self._articles, before.known, keep_missing=not rebuild)
        if rebuild or self._has_pending_work(before, plan) or not plan.nothing_new or plan.retry:
            try:
                outcome = self._apply(before, plan, rebuild, report, stop)
            except StoreDamaged:
                # killed while Chroma was writing: rebuild its files from the ledger's vectors
                with self._ledger.database.writing() as db:
                    state.save_live_index(db, lost="yes")
                before = self._previous_index()
                outcome = self._apply(before, plan, rebuild, report, stop)
        else:
            outcome = RunOutcome()
            self._save_touched(plan)
            if before.live.collection is not None and not before.live.place:
                with self._ledger.database.writing() as db:
                    state.save_live_index(db, place=self._store.chroma.place)
        return self._report(before, plan, outcome, time.monotonic() - started)

    def _previous_index(self) -> PreviousIndex:
        with self._ledger.database.reading() as db:
            return PreviousIndex(
                state.known_files(db),
                state.live_index(db),
                bool(state.unsettled(db)),
                state.passage_count(db),
                frozenset(map(file_of, state.without_sentence_vectors(db))),
            )

    def _has_pending_work(self, before: PreviousIndex, plan: Changes) -> bool:
        """Return whether there is work even if no file has changed."""
        live = before.live
        unpublished = self._shared is not None and live.published < live.revision
        moved = live.fingerprint != self._fingerprint
        return (
            moved
            or live.lost
            or before.unsettled
            or unpublished
            or self._chroma_files_missing(live)
            or self._is_elsewhere(live)
            or not before.bare.isdisjoint(plan.good)
        )

    def _look_for_losses(self) -> None:
        """Note it if a server no longer has what was written there. Raises StoreUnavailable."""
        live = self._previous_index().live
        if self._shared is None or live.collection is None or live.lost or self._is_elsewhere(live):
            return
        manifest = self._shared.current()
        published = manifest is not None and manifest.digest == digest_of_ledger(self._ledger)
        # an older copy of the server may have as many vectors, of other passages
        complete = self._store.complete(live.collection, every=not published)
        self._looked = True
        if complete and (published or live.published < live.revision):
            return
        repairs.warning(
            "%s no longer has the whole index: writing it again", self._store.chroma.where
        )
        with self._ledger.database.writing() as db:
            state.save_live_index(db, published=0, lost="no" if complete else "yes")

    def _is_elsewhere(self, live: LiveIndex) -> bool:
        """Return whether the live collection is in another Chroma than the one in use."""
        here = self._store.chroma.place
        return live.collection is not None and live.place not in {"", here}

    def _chroma_files_missing(self, live: LiveIndex) -> bool:
        return live.collection is not None and not self._store.chroma.present()

    def _apply(
        self,
        before: PreviousIndex,
        plan: Changes,
        rebuild: bool,
        report: ProgressCallback | None,
        stop: threading.Event | None,
    ) -> RunOutcome:
        missing = self._chroma_files_missing(before.live)
        if missing:
            self._store.chroma.reset()  # deleted files that are still open keep working
        elsewhere = self._is_elsewhere(before.live)
        if elsewhere:
            repairs.warning(
                "%s is not the Chroma that was used last time: moving the index there",
                self._store.chroma.where,
            )
            with self._ledger.database.writing() as db:
                state.save_live_index(db, published=0)
        now = Situation(
            live=before.live,
            manifest=self._shared.current() if self._shared else None,
            base=self._setup.base,
            fingerprint=self._fingerprint,
            suspect=before.unsettled or missing or elsewhere,
            rebuild=rebuild,
        )
        target = choose_collection(self._store, now)
        files = [*plan.added, *plan.changed, *plan.retry]
        if target.write_all:
            files += [*plan.good, *plan.refused]
        else:
            files += {*self._dated_by_neighbours(plan), *before.bare.intersection(plan.good)}
        meter = ProgressMeter(len(files), report, stop)
        kept = filter(before.was_live, plan.kept) if target.write_all else ()
        outcome = self._write(sorted(files), sorted(kept), target, meter)
        meter.report_writing()
        self._commit(before, plan, target, outcome)
        self._publish()
        delete_stale_vectors(self._ledger, self._store, self._shared)
        with self._ledger.database.writing() as db:
            state.save_live_index(db, lost="no", place=self._store.chroma.place)
        return outcome

    def _dated_by_neighbours(self, plan: Changes) -> list[str]:
        """Return the unchanged files whose day is another one now, as files beside them changed."""
        with self._ledger.database.reading() as db:
            noted = state.notes_with(db, BESIDE)
        changed = {*plan.added, *plan.changed, *plan.removed, *plan.gone}
        folders = {file.rpartition("/")[0] for file in changed}
        found = [f for f in plan.good if f in noted and f.rpartition("/")[0] in folders]
        run = time.monotonic_ns()
        return [
            f
            for f in found
            if said_of(date_order_in_folder(self._articles, f, run)) not in noted[f]
        ]

    def _write(
        self, files: list[str], kept: list[str], target: TargetCollection, meter: ProgressMeter
    ) -> RunOutcome:
        """Read, embed and write articles; the live rows of the ledger are not touched.

        Of ``kept`` files, which cannot be read now, the live passages are written as they are.
        """
        with self._ledger.database.writing() as db:
            commit.clear_staged(db)
            if target.write_all and not target.adopted:
                state.journal(db, target.collection, [state.WHOLE_COLLECTION])
        if target.write_all:
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
        if files:
            threading.Thread(target=self._load_embedder, name="loading", daemon=True).start()
        try:
            with (
                ThreadPoolExecutor(1, "reading") as pool,
                self._worker.caller() as caller,  # cancelled, or the pool waits for a slow file
            ):
                load = partial(
                    load_in_worker,
                    caller,
                    self._articles,
                    withholding=self._setup.withholding,
                    run=time.monotonic_ns(),
                )
                with closing(prefetch(pool, load, files, READ_AHEAD)) as reading:
                    for file, stat, result in reading:
                        _take(writer, outcome, file, stat, result)
                        meter.file_read()
                for file in kept:
                    with self._ledger.database.reading() as db:
                        bodies = rows.of_file(db, file)
                    for body in bodies:
                        writer.carry(body)
                writer.finish()
                if self._setup.withholding and self._embedder.identity == embedder_identity():
                    self._withhold_planted(writer, outcome, load)
        finally:
            writer.close()
        outcome.embedded = writer.embedded
        if writer.completed:
            repairs.warning(
                "the index had no vectors of the sentences of %s: %s embedded again",
                count(writer.completed, "passage"),
                "it was" if writer.completed == 1 else "they were",
            )
        return outcome

    def _load_embedder(self) -> None:
        """Load the model while the first articles are read; an error is raised where it is used."""
        with suppress(CoverageError):
            self._embedder.load()

    def _withhold_planted(
        self, writer: VectorWriter, outcome: RunOutcome, load: Callable[..., Loaded]
    ) -> None:
        """Prepare the articles again in which a vector tells a planted sentence or title, without.

        Those that were carried over, because their files cannot be read now, stay as they are.
        """
        known: dict[str, frozenset[tuple[int, int]]] = {}
        untitled: dict[str, frozenset[str]] = {}
        files = list(outcome.good)
        if not files:
            return
        embedder = self._embedder.load()
        for _ in range(_LOOKS):
            with self._ledger.database.reading() as db:
                found, titles = planted_in_staged(db, files, embedder)
            if not found and not titles:
                break
            for name, places in found.items():
                known[name] = known.get(name, frozenset()) | places
            for name, texts in titles.items():
                untitled[name] = untitled.get(name, frozenset()) | texts
            files = sorted({file_of(name) for name in (*found, *titles)})
            for file in files:
                planted = Planted(outcome.good[file], known, untitled)
                loaded = load(file, planted=planted)
                with self._ledger.database.writing() as db:
                    commit.unstage(db, file)
                del outcome.good[file]
                _take(writer, outcome, *loaded)
            files = [file for file in files if file in outcome.good]
            writer.finish()

    def _commit(
        self, before: PreviousIndex, plan: Changes, target: TargetCollection, outcome: RunOutcome
    ) -> None:
        change = ledger_change(before, plan, target, outcome)
        with self._ledger.database.writing() as db:
            if change is None:
                commit.touch(db, touched_files(plan, outcome))
            else:
                commit.commit(db, change, self._fingerprint)

    def _save_touched(self, plan: Changes) -> None:
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

    def _report(
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
            skipped_files=skipped_files(plan.others),
            kept=plan.kept_folders,
        )


def _take(
    writer: VectorWriter,
    outcome: RunOutcome,
    file: str,
    stat: FileStat,
    result: PreparedFile | KnownFile | None,
) -> None:
    """Hand the articles of a file to the writer, or note why there are none."""
    if isinstance(result, PreparedFile):
        outcome.good[file] = result.articles[0].article.sha256
        outcome.refused.update(result.refused)
        for article in result.articles:
            writer.add(article, stat)
    elif isinstance(result, KnownFile):
        outcome.refused[file] = result
    else:
        outcome.vanished.append(file)


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """The articles of a file, at least one, and why others in it were refused, by their names."""

    articles: tuple[PreparedArticle, ...]
    refused: Mapping[str, KnownFile] = field(default_factory=dict)


Loaded = tuple[str, FileStat, PreparedFile | KnownFile | None]


def load_in_worker(  # noqa: PLR0913  # what load_file takes, and the worker
    worker: Worker | Caller,
    folder: Path,
    file: str,
    *,
    withholding: bool = True,
    planted: Planted | None = None,
    run: int | None = None,
) -> Loaded:
    """Like ``load_file``, in a child process; what takes too long is refused, too."""
    path = folder / file
    stat = stat_of(path) or FileStat()
    try:
        limits = reading_limits(stat.size)
        return worker.call(limits, load_file, folder, file, withholding, planted, run)
    except WorkerStopped as error:
        reason = f"cannot be indexed: it {error}; simplify it, split it or remove it"
    return file, stat, KnownFile(sha256_of(path) or "", stat, reason)


def load_file(
    folder: Path,
    file: str,
    withholding: bool = True,
    planted: Planted | None = None,
    run: int | None = None,
) -> Loaded:
    """Read one file and prepare its articles.

    Returns the file, its status, and the result: the prepared articles, a KnownFile that says why
    it was refused, or None if the file no longer exists. ``withholding``: see ``prepare_article``.
    What is ``planted`` is left out, unless the file has changed since it was found. ``run``: see
    ``index.ingestion.parser.read_file``.
    """
    from index.ingestion.article_files import has_escaped_bytes
    from index.ingestion.parser import read_file

    path = folder / file
    stat = stat_of(path) or FileStat()  # before reading, so that a later change is noticed
    try:
        parsed = read_file(folder, file, run)
        return file, stat, _prepare(parsed, stat, planted, withholding=withholding)
    except UnreadableArticle as error:
        reason = str(error)
    except Exception as error:
        # one bad file must not prevent the others from being indexed
        logger.exception("cannot index %s", file)
        reason = f"cannot be indexed ({type(error).__name__}: {error})"
    if not path.is_symlink() and not path.exists() and not has_escaped_bytes(file):
        return file, stat, None
    return file, stat, KnownFile(sha256_of(path) or "", stat, reason)


def _prepare(
    parsed: ParsedFile, stat: FileStat, planted: Planted | None, *, withholding: bool
) -> PreparedFile:
    """Prepare every article of a file. Raises UnreadableArticle if none is left."""
    sha256 = parsed.articles[0].sha256
    known = planted if planted is not None and planted.sha256 == sha256 else Planted(sha256, {})
    errors = {failure.file: failure.error for failure in parsed.failures}
    prepared: list[PreparedArticle] = []
    for article in parsed.articles:
        try:
            found = prepare_article(
                article,
                withholding=withholding,
                planted=sorted(known.places.get(article.file, ())),
                titles=known.titles.get(article.file, ()),
            )
        except UnreadableArticle as error:
            errors[article.file] = str(error)
        else:
            first = replace(found.article, first=not prepared)
            prepared.append(replace(found, article=first))
    if not prepared:
        raise UnreadableArticle(next(iter(errors.values())))
    refused = {name: KnownFile(sha256, stat, error) for name, error in errors.items()}
    return PreparedFile(tuple(prepared), refused)
