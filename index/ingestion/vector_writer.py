"""Vectors of prepared articles: embedded or reused, journalled, and written to Chroma.

Nothing becomes live here. One chunk is written in the background while the next is embedded.
Stale vectors are deleted after the commit.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

import numpy as np

from index.embedding.embedder import EmbedderSource, content_key, embed_all
from index.errors import StoreUnavailable
from index.ingestion.progress import Cancelled, ProgressMeter
from index.models import Article, Embeddable, Passage, PreparedArticle, fold_outlet
from index.storage.ledger import commit, rows, state
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.queries import DIMENSIONS
from index.storage.ledger.records import Vector
from index.storage.ledger.state import FileStat
from index.storage.shared_index import SharedIndex, record_name
from index.storage.vector_store import WRITE_BATCH, VectorRow, VectorStore, batches, day_number

Job = Callable[[], None]
POLL_SECONDS = 0.2  # between two checks for cancellation
PAUSE_SECONDS = 0.02
"""Pause between two jobs, so that the event loop gets the GIL: Chroma holds it while writing, and
without a pause the next write may take it again first.
"""


class BackgroundWriter:
    """Runs chunks of jobs in order in one thread, at most one chunk behind the caller.

    An exception of a job is raised by the next call of ``chunk`` or ``finish``; later jobs do not
    run.
    """

    def __init__(self, on_wait: Job) -> None:
        """``on_wait`` is called regularly while ``chunk`` and ``finish`` wait; it may raise."""
        self._on_wait = on_wait
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._stopped = threading.Event()
        self._running: Future[None] | None = None

    def chunk(self, jobs: Iterable[Job]) -> None:
        """Wait until earlier jobs are done, then start these."""
        self.finish()
        self._running = self._pool.submit(self._run_jobs, jobs)

    def finish(self) -> None:
        """Wait until all jobs are done."""
        running, self._running = self._running, None
        if running is None:
            return None
        try:
            while True:
                self._on_wait()
                try:
                    return running.result(POLL_SECONDS)
                except TimeoutError:
                    if running.done():  # only just, or the job itself raised this
                        return running.result()
        except BaseException:
            self._stopped.set()
            raise

    def close(self) -> None:
        """End the thread after its current job."""
        self._stopped.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run_jobs(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if self._stopped.is_set():
                return
            job()
            self._stopped.wait(PAUSE_SECONDS)


Metadata = dict[str, str | int]
FIRST_CHUNK = 64
"""Passages of the first chunk, at most: the embedder is idle until they have been prepared."""

REPORT_EVERY = 32  # passages


@dataclass(frozen=True, slots=True)
class TargetCollection:
    """The collection that a re-index writes to.

    ``write_all``: it does not contain the live articles yet, so every article is written.
    ``from_scratch``: no existing vectors are reused. ``adopted``: another process created it.
    """

    collection: str
    generation: int
    write_all: bool = False
    from_scratch: bool = False
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class _Pending:
    """A passage that waits for its vector; ``article`` is the record name of its article."""

    key: str
    content: str
    embeddable: Embeddable
    metadata: Metadata
    article: str


@dataclass(slots=True)
class VectorWriter:
    """Takes prepared articles and embeds and writes ``chunk`` passages at a time.

    A chunk is one small transaction (its vectors, the staged articles, the journal of keys),
    followed by batches of vectors; a crash between any two of these loses nothing. While one
    chunk is embedded, the previous one is written and the next one collected, so that the
    embedder, which takes most of the time, is never idle. ``meter`` gets the progress, and may
    raise Cancelled. ``completed`` counts the passages that were embedded although Chroma has their
    vectors, because nobody had those of their sentences: a ledger was lost.
    """

    ledger: Ledger
    store: VectorStore
    shared: SharedIndex | None
    source: EmbedderSource
    target: TargetCollection
    chunk: int
    meter: ProgressMeter
    embedded: int = field(default=0, init=False)
    completed: int = field(default=0, init=False)
    _pending: list[_Pending] = field(default_factory=list, init=False)
    _bodies: list[tuple[rows.Body, FileStat]] = field(default_factory=list, init=False)
    _last_chunk: dict[str, Vector] = field(default_factory=dict, init=False)
    _embedding: BackgroundWriter = field(init=False)
    _writing: BackgroundWriter = field(init=False)
    _started: bool = field(default=False, init=False)
    _closed: threading.Event = field(default_factory=threading.Event, init=False)

    def __post_init__(self) -> None:
        self._embedding, self._writing = (
            BackgroundWriter(self.meter.check_cancelled),
            BackgroundWriter(self._check_cancelled),
        )

    def add(self, prepared: PreparedArticle, stat: FileStat) -> None:
        """Add an article; may start to embed and write a chunk."""
        contents = [content_key(self.source.identity, e) for e in prepared.embeddables]
        self._bodies.append((rows.from_prepared(prepared, contents), stat))
        article = prepared.article
        name = record_name(article.file, article.sha256, article.published)
        for passage, embeddable, content in zip(
            prepared.passages, prepared.embeddables, contents, strict=True
        ):
            metadata = _metadata(article, passage)
            self._append(_Pending(passage.key, content, embeddable, metadata, name))

    def carry(self, body: rows.Body) -> None:
        """Add the passages of a live article whose file cannot be read, without staging it."""
        name = record_name(body["file"], body["sha256"], body["published"])
        for key, _, start, end, text, _, _, content in body["passages"]:
            metadata = _metadata_of_row(body, start, end, text)
            self._append(_Pending(key, content, Embeddable(text, ()), metadata, name))

    def _append(self, pending: _Pending) -> None:
        self._pending.append(pending)
        if len(self._pending) >= (self.chunk if self._started else min(FIRST_CHUNK, self.chunk)):
            self.flush()

    def flush(self) -> None:
        """Start to embed and write the pending passages, once the previous chunk is embedded.

        Raises what failed in the previous chunk.
        """
        pending, self._pending = self._pending, []
        bodies, self._bodies = self._bodies, []
        existing = self._keys_in_chroma(pending)  # while the previous chunk is embedded
        job = partial(self._embed_chunk, pending, bodies, existing, self.meter.files_read())
        self._started = True
        self._embedding.chunk([job])

    def _embed_chunk(
        self,
        pending: Sequence[_Pending],
        bodies: Sequence[tuple[rows.Body, FileStat]],
        existing: set[str],
        last_article: int,
    ) -> None:
        vectors, fresh = self._vectors(pending, existing, last_article)
        missing = [p for p in pending if p.key not in existing]
        made = [VectorRow(p.key, vectors[p.content], p.metadata) for p in missing]
        first = partial(self._stage, fresh, bodies, [p.key for p in missing])
        rest = (
            partial(self.store.write, self.target.collection, b) for b in batches(made, WRITE_BATCH)
        )
        self._writing.chunk(chain([first], rest))
        self._last_chunk = {content: vector for content, (vector, _) in fresh.items()}
        self.meter.report_embedded(1.0, last_article)

    def finish(self) -> None:
        """Flush, and wait until everything is written."""
        self.flush()
        self._embedding.finish()
        self._writing.finish()

    def close(self) -> None:
        """Stop the threads that embed and write, without waiting for the rest of their work."""
        self._closed.set()
        self._embedding.close()
        self._writing.close()

    def _check_cancelled(self) -> None:
        """Raise Cancelled if the writer has been closed or the re-index is to stop."""
        if self._closed.is_set():
            raise Cancelled
        self.meter.check_cancelled()

    def _stage(
        self,
        fresh: dict[str, tuple[Vector, Vector]],
        bodies: Sequence[tuple[rows.Body, FileStat]],
        keys: Sequence[str],
    ) -> None:
        with self.ledger.database.writing() as db:
            for content, (vector, sentences) in fresh.items():
                commit.keep_embedding(db, content, vector, sentences)
            for body, stat in bodies:
                commit.stage(db, body, stat)
            state.journal(db, self.target.collection, keys)

    def _keys_in_chroma(self, pending: Sequence[_Pending]) -> set[str]:
        """Return keys already in Chroma, from an interrupted run or another process."""
        if not pending or self.target.from_scratch:
            return set()
        return self.store.existing(self.target.collection, [p.key for p in pending])

    def _vectors(
        self, pending: Sequence[_Pending], existing: set[str], last_article: int
    ) -> tuple[dict[str, Vector], dict[str, tuple[Vector, Vector]]]:
        """Return vectors by content for everything to be written, and the new ones among them."""
        kept = {} if self.target.from_scratch else self._kept(pending)
        new = {p.content: p for p in pending if p.content not in kept}
        there = {p.content: p for p in pending if p.content in new and p.key in existing}
        fresh = self._load_shared(list(there.values()))
        self.completed += sum(content not in fresh for content in there)
        missing = {c: p.embeddable for c, p in new.items() if c not in fresh}
        if missing:
            fresh |= self._embed(missing, last_article)
        return kept | {content: vector for content, (vector, _) in fresh.items()}, fresh

    def _kept(self, pending: Sequence[_Pending]) -> dict[str, Vector]:
        """Return the vectors by content that need not be made again.

        What is carried over cannot be completed, and is taken without the vectors of sentences.
        """
        carried = [p.content for p in pending if not p.embeddable.sentences]
        others = [p.content for p in pending if p.embeddable.sentences]
        with self.ledger.database.reading() as db:
            kept = commit.kept_vectors(db, others) | commit.kept_vectors(db, carried, whole=False)
        last = self._last_chunk
        return kept | {p.content: last[p.content] for p in pending if p.content in last}

    def _load_shared(self, there: Sequence[_Pending]) -> dict[str, tuple[Vector, Vector]]:
        """Return what another process embedded and shared with the vectors of the sentences.

        Chroma has the vectors of the passages ``there``, but answers need both.
        """
        if self.shared is None or not there:
            return {}
        sentences: dict[str, bytes] = {}
        names = sorted({p.article for p in there})
        for article in self.shared.articles(self.target.collection, names):
            sentences |= article.sentences
        shared = [p for p in there if sentences.get(p.content)]
        vectors = self.store.vectors(self.target.collection, [p.key for p in shared])
        if len(vectors) < len(shared):
            raise StoreUnavailable(
                "another process changed the index on the Chroma server at the same time: try again"
            )
        found = {}
        for p in shared:
            blob = np.frombuffer(sentences[p.content], dtype=np.float16)
            found[p.content] = (
                vectors[p.key],
                blob.astype(np.float32).reshape(-1, DIMENSIONS),
            )
        return found

    def _embed(
        self, missing: dict[str, Embeddable], last_article: int
    ) -> dict[str, tuple[Vector, Vector]]:
        embedder = self.source.load()
        names = list(missing)
        found = {}
        with closing(embed_all(embedder, list(missing.values()))) as results:
            for index, result in results:
                found[names[index]] = (result.vector, result.sentences)
                self.embedded += 1
                self._check_cancelled()
                if self.embedded % REPORT_EVERY == 0:
                    self.meter.report_embedded(len(found) / len(names), last_article)
        return found


def _metadata(article: Article, passage: Passage) -> Metadata:
    """Return what searches are limited by, and the passage itself; unknown values are absent.

    Chroma accepts no null. The text is here and not in Chroma's ``documents``: for those it keeps
    an unused index of trigrams, which costs a third of write time and disk space.
    """
    metadata: Metadata = {
        "file": article.file,
        "sha256": article.sha256,
        "title": article.title,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }
    if article.outlet is not None:
        metadata["outlet"] = article.outlet
        metadata["outlet_folded"] = fold_outlet(article.outlet)
    if article.published is not None:
        metadata["published"] = article.published.isoformat()
        metadata["day"] = day_number(article.published)
    return metadata


def _metadata_of_row(body: rows.Body, start: int, end: int, text: str) -> Metadata:
    """Return the same for a passage of the ledger."""
    published = None if body["published"] is None else dt.date.fromisoformat(body["published"])
    article = Article(
        file=body["file"],
        sha256=body["sha256"],
        raw="",
        title=body["title"],
        paragraphs=(),
        outlet=body["outlet"],
        published=published,
    )
    return _metadata(article, Passage("", 0, start, end, text, 0, 0))


def delete_stale_vectors(ledger: Ledger, store: VectorStore, shared: SharedIndex | None) -> None:
    """Delete vectors that this process wrote or replaced and that nothing live needs.

    Only vectors in this process's own journal: others on the server belong to other processes.
    """
    with ledger.database.reading() as db:
        journal = state.unsettled(db)
        live = state.live_index(db).collection
    by_collection: dict[str, list[str]] = defaultdict(list)
    for collection, key in journal:
        by_collection[collection].append(key)
    for collection, keys in by_collection.items():
        if state.WHOLE_COLLECTION in keys:
            if collection != live:
                _drop(store, shared, collection)
            settled = [keys]
        else:
            settled = [list(batch) for batch in batches(keys, WRITE_BATCH)]
        for batch in settled:
            if state.WHOLE_COLLECTION not in keys:
                store.delete(collection, batch)
            with ledger.database.writing() as db:
                state.settle(db, collection, batch)


def _drop(store: VectorStore, shared: SharedIndex | None, collection: str) -> None:
    """Drop a collection, unless another process has made it live in the meantime."""
    if shared is not None:
        manifest = shared.current()
        if manifest is not None and manifest.collection == collection:
            return
        shared.drop(collection)
    store.chroma.drop(collection)
