"""Vectors of prepared articles: embedded or reused, journalled, written to Chroma.

Nothing goes live here. A background thread writes one chunk while the next is embedded. Stale
vectors are deleted after the commit.
"""

from __future__ import annotations

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
from index.models import Article, Embeddable, Passage, PreparedArticle
from index.storage.ledger import commit, rows, state
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.queries import DIMENSIONS, fold
from index.storage.ledger.records import Vector
from index.storage.ledger.state import FileStat
from index.storage.shared_index import SharedIndex, record_name
from index.storage.vector_store import BATCH, VectorRow, VectorStore, batches, day_number

Job = Callable[[], None]
LOOK = 0.2  # seconds between two looks whether somebody wants to stop
BREATH = 0.02
"""Seconds between two jobs, for an event loop that waits for the interpreter while Chroma writes:
without it the next write may take the interpreter again before the loop gets it."""


class BackgroundWriter:
    """Does jobs in order in one other thread, and is at most one chunk of them behind.

    What a job raises is raised by the next call of ``chunk`` or ``finish``; none follows it.
    """

    def __init__(self, tick: Job) -> None:
        """``tick`` is called now and then while ``chunk`` and ``finish`` wait; it may raise."""
        self._tick = tick
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._stopped = threading.Event()
        self._running: Future[None] | None = None

    def chunk(self, jobs: Iterable[Job]) -> None:
        """Begin with these as soon as those before are done; waits for that."""
        self.finish()
        self._running = self._pool.submit(self._all, jobs)

    def finish(self) -> None:
        """Wait until everything is done."""
        running, self._running = self._running, None
        if running is None:
            return None
        try:
            while True:
                self._tick()
                try:
                    return running.result(LOOK)
                except TimeoutError:
                    if running.done():  # its own, not ours
                        raise
        except BaseException:
            self._stopped.set()
            raise

    def close(self) -> None:
        """End the thread after the job that it is at."""
        self._stopped.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _all(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if self._stopped.is_set():
                return
            job()
            self._stopped.wait(BREATH)


Metadata = dict[str, str | int]
FIRST = 64
"""Passages of the first chunk, at most: until they are gathered the embedder has nothing to do."""

TICK = 32  # passages embedded between two reports


@dataclass(frozen=True, slots=True)
class TargetCollection:
    """The collection that a re-index writes to.

    ``whole``: it does not hold what is live yet, so that every article is written to it.
    ``anew``: nothing that was embedded before is used again. ``adopted``: other processes
    have it as theirs.
    """

    collection: str
    generation: int
    whole: bool = False
    anew: bool = False
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
    """Takes prepared articles and works on ``chunk`` passages at a time.

    A chunk is one small transaction (what was embedded, the staged articles, the journal of
    keys) and then batches of vectors; a crash between any two of them loses nothing. While a chunk
    is embedded the one before it is written and the next one gathers: the embedder, which takes
    most of the time, waits for nobody. ``meter`` is told how far it is, and may raise to stop.
    """

    ledger: Ledger
    store: VectorStore
    shared: SharedIndex | None
    source: EmbedderSource
    target: TargetCollection
    chunk: int
    meter: ProgressMeter
    embedded: int = field(default=0, init=False)
    _pending: list[_Pending] = field(default_factory=list, init=False)
    _bodies: list[tuple[rows.Body, FileStat]] = field(default_factory=list, init=False)
    _underway: dict[str, Vector] = field(default_factory=dict, init=False)
    _embedding: BackgroundWriter = field(init=False)
    _writing: BackgroundWriter = field(init=False)
    _begun: bool = field(default=False, init=False)
    _closing: threading.Event = field(default_factory=threading.Event, init=False)

    def __post_init__(self) -> None:
        self._embedding, self._writing = (
            BackgroundWriter(self.meter.look),
            BackgroundWriter(self._look),
        )

    def add(self, prepared: PreparedArticle, stat: FileStat) -> None:
        """Take an article; may begin to embed and write what has gathered."""
        contents = [content_key(self.source.identity, e) for e in prepared.embeddables]
        self._bodies.append((rows.from_prepared(prepared, contents), stat))
        name = record_name(prepared.article.file, prepared.article.sha256)
        for passage, embeddable, content in zip(
            prepared.passages, prepared.embeddables, contents, strict=True
        ):
            metadata = _metadata(prepared.article, passage)
            self._pending.append(_Pending(passage.key, content, embeddable, metadata, name))
            if len(self._pending) >= (self.chunk if self._begun else min(FIRST, self.chunk)):
                self.flush()

    def flush(self) -> None:
        """Begin to embed, journal and write what has gathered, once the chunk before is embedded.

        What failed there is raised here.
        """
        pending, self._pending = self._pending, []
        bodies, self._bodies = self._bodies, []
        there = self._there(pending)  # asked while the chunk before is embedded
        job = partial(self._work, pending, bodies, there, self.meter.gathered())
        self._begun = True
        self._embedding.chunk([job])

    def _work(
        self,
        pending: Sequence[_Pending],
        bodies: Sequence[tuple[rows.Body, FileStat]],
        there: set[str],
        upto: int,
    ) -> None:
        vectors, fresh = self._vectors(pending, there, upto)
        missing = [p for p in pending if p.key not in there]
        made = [VectorRow(p.key, vectors[p.content], p.metadata) for p in missing]
        first = partial(self._stage, fresh, bodies, [p.key for p in missing])
        rest = (partial(self.store.write, self.target.collection, b) for b in batches(made, BATCH))
        self._writing.chunk(chain([first], rest))
        self._underway = {content: vector for content, (vector, _) in fresh.items()}
        self.meter.tick(1.0, upto)

    def finish(self) -> None:
        """Flush, and wait until everything is written."""
        self.flush()
        self._embedding.finish()
        self._writing.finish()

    def close(self) -> None:
        """End the threads that embed and write, wherever they are."""
        self._closing.set()
        self._embedding.close()
        self._writing.close()

    def _look(self) -> None:
        """Raises Stopped where nobody waits for the end of this any more."""
        if self._closing.is_set():
            raise Cancelled
        self.meter.look()

    def _stage(
        self,
        fresh: dict[str, tuple[Vector, Vector]],
        bodies: Sequence[tuple[rows.Body, FileStat]],
        keys: Sequence[str],
    ) -> None:
        with self.ledger.database.writing() as db:
            for content, (vector, sentences) in fresh.items():
                commit.keep_embedding(db, content, vector, sentences)
            for rows, stat in bodies:
                commit.stage(db, rows, stat)
            state.journal(db, self.target.collection, keys)

    def _there(self, pending: Sequence[_Pending]) -> set[str]:
        """Keys that are in Chroma already: from a run that ended early, or another process."""
        if not pending or self.target.anew:
            return set()
        return self.store.existing(self.target.collection, [p.key for p in pending])

    def _vectors(
        self, pending: Sequence[_Pending], there: set[str], upto: int
    ) -> tuple[dict[str, Vector], dict[str, tuple[Vector, Vector]]]:
        """Vectors by content for whatever must be written, and what is to be kept of it."""
        contents = [p.content for p in pending]
        with self.ledger.database.reading() as db:
            kept = {} if self.target.anew else commit.kept_vectors(db, contents)
        if not self.target.anew:
            kept |= {c: self._underway[c] for c in contents if c in self._underway}
        missing: dict[str, Embeddable] = {}
        elsewhere: dict[str, _Pending] = {}
        for p in pending:
            if p.content not in kept:
                if p.key in there:
                    elsewhere[p.content] = p
                else:
                    missing[p.content] = p.embeddable
        fresh = self._from_others([p for c, p in elsewhere.items() if c not in missing])
        if missing:
            fresh |= self._embed(missing, upto)
        return kept | {content: vector for content, (vector, _) in fresh.items()}, fresh

    def _from_others(self, elsewhere: Sequence[_Pending]) -> dict[str, tuple[Vector, Vector]]:
        """What another process embedded; without sentence vectors where it did not share them."""
        if not elsewhere:
            return {}
        vectors = self.store.vectors(self.target.collection, [p.key for p in elsewhere])
        if len(vectors) < len(elsewhere):
            raise StoreUnavailable(
                "another process changed the index on the Chroma server at the same time: try again"
            )
        sentences: dict[str, bytes] = {}
        if self.shared is not None:
            names = sorted({p.article for p in elsewhere})
            for article in self.shared.articles(self.target.collection, names):
                sentences |= article.sentences
        found = {}
        for p in elsewhere:
            blob = np.frombuffer(sentences.get(p.content, b""), dtype=np.float16)
            found[p.content] = (
                vectors[p.key],
                blob.astype(np.float32).reshape(-1, DIMENSIONS),
            )
        return found

    def _embed(self, missing: dict[str, Embeddable], upto: int) -> dict[str, tuple[Vector, Vector]]:
        embedder = self.source.load()
        names = list(missing)
        found = {}
        with closing(embed_all(embedder, list(missing.values()))) as results:
            for index, result in results:
                found[names[index]] = (result.vector, result.sentences)
                self.embedded += 1
                self._look()
                if self.embedded % TICK == 0:
                    self.meter.tick(len(found) / len(names), upto)
        return found


def _metadata(article: Article, passage: Passage) -> Metadata:
    """All that an answer needs of a passage; Chroma takes no null, so what is unknown is absent.

    The text is here and not in Chroma's ``documents``: over those it keeps an index of every
    three letters that nobody here asks, and that costs a third of a write and of the disk.
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
        metadata["outlet_folded"] = fold(article.outlet)
    if article.published is not None:
        metadata["published"] = article.published.isoformat()
        metadata["day"] = day_number(article.published)
    return metadata


def delete_stale_vectors(ledger: Ledger, store: VectorStore, shared: SharedIndex | None) -> None:
    """Delete what this process wrote or replaced and nothing live needs; then forget it.

    Only what the own journal names: other processes on the server have vectors there too.
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
            settled = [list(some) for some in batches(keys, BATCH)]
        for some in settled:
            if state.WHOLE_COLLECTION not in keys:
                store.delete(collection, some)
            with ledger.database.writing() as db:
                state.settle(db, collection, some)


def _drop(store: VectorStore, shared: SharedIndex | None, collection: str) -> None:
    """Drop a collection, unless another process has made it the live one since."""
    if shared is not None:
        manifest = shared.current()
        if manifest is not None and manifest.collection == collection:
            return
        shared.drop(collection)
    store.chroma.drop(collection)
