"""Vectors in Chroma. The ledger says which are live; others are never returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from index.models import Scope, fold_outlet
from index.storage.chroma import Chroma, CollectionMissing, StoreDamaged
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import Vector
from index.storage.ledger.state import (
    live_index,
    live_keys,
    passage_count,
    sample_vectors,
    save_live_index,
)

if TYPE_CHECKING:
    from chromadb.api.types import Where


Item = TypeVar("Item")

# Chroma holds the GIL while it works, which blocks the event loop. Measured while 14,800
# vectors were written: median and longest block are 11 and 31 ms with 16 rows, 19 and 33 ms with
# 32, 34 and 57 ms with 64 (twice that while embedding; see SYNC_THRESHOLD in chroma.py).
WRITE_BATCH = 32
READ_BATCH = 64
_PROBED = 1_000  # vectors that a probe reads at most
_SAMPLES = 40


@dataclass(frozen=True, slots=True)
class VectorRow:
    """A passage as Chroma stores it.

    ``metadata`` has what searches are limited by, and the passage for whoever reads the collection.
    """

    key: str
    vector: Vector
    metadata: dict[str, str | int]


class VectorStore:
    """Vectors by collection. Every method blocks.

    Raises StoreUnavailable, of which CollectionMissing and StoreDamaged are kinds, or StorageFull.
    """

    def __init__(self, chroma: Chroma, ledger: Ledger, *, exact: bool = False) -> None:
        """With ``exact``, the ledger's own vectors are searched instead of Chroma.

        Chroma writes to its files when it opens them. Every question then compares all vectors.
        """
        self.chroma = chroma
        self._ledger = ledger
        self.exact = exact

    def nearest(self, vector: Vector, scope: Scope, limit: int) -> list[tuple[str, float]]:
        """Return (key, cosine similarity) of the nearest live passages, best first."""
        if self.exact:
            return self._ledger.nearest(vector, scope, limit)
        try:
            return self._nearest(vector, scope, limit)
        except CollectionMissing:
            pass  # a re-index may have switched collections after the name was read
        except StoreDamaged:
            if not self.chroma.shared:
                self.chroma.recheck()  # damaged files are set aside as they are opened again
        try:
            return self._nearest(vector, scope, limit)
        except (CollectionMissing, StoreDamaged):
            # search the ledger's own vectors, and let the next re-index write Chroma again
            self._mark_lost()
            found = self._ledger.nearest(vector, scope, limit)
            if not found:  # the ledger of a process that follows another has no vectors
                raise
            return found

    def _mark_lost(self) -> None:
        with self._ledger.database.reading() as db:
            known = live_index(db).lost
        if not known:
            with self._ledger.database.writing() as db:
                save_live_index(db, lost="yes")

    def _nearest(self, vector: Vector, scope: Scope, limit: int) -> list[tuple[str, float]]:
        with self._ledger.database.reading() as db:
            name = live_index(db).collection
        if name is None or limit < 1:
            return []
        where = _where(scope)
        n_results = limit + 8
        with self.chroma.collection(name) as collection:
            while True:
                found = collection.query(
                    query_embeddings=vector[np.newaxis],
                    n_results=n_results,
                    where=where,
                    include=["distances"],
                )
                keys = found["ids"][0]
                live = self._ledger.live(keys)
                if len(live) >= limit or len(keys) < n_results:
                    break
                n_results *= 2
        distances = (found["distances"] or [[]])[0]
        pairs = [(k, 1.0 - float(d)) for k, d in zip(keys, distances, strict=True) if k in live]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def create(self, name: str) -> None:
        """Create a collection if it does not exist."""
        with self.chroma.collection(name, create=True):
            return

    def probe(self, name: str) -> int:
        """Return the number of vectors in a collection, reading as many of them as a wide search.

        A damaged graph may answer for its nearest neighbour, and fail further out.
        """
        with self.chroma.collection(name) as collection:
            count = int(collection.count())
            if count:
                sample = collection.get(limit=1, include=["embeddings"])["embeddings"]
                wide = min(count, _PROBED)
                collection.query(query_embeddings=sample, n_results=wide, include=["distances"])
            return count

    def complete(self, name: str, *, every: bool = False) -> bool:
        """Return whether a collection has the live passages, as far as its size and samples tell.

        With ``every``, all are looked up. Raises StoreUnavailable if Chroma does not answer.
        """
        with self._ledger.database.reading() as db:
            wanted = passage_count(db)
            keys = live_keys(db) if every else [key for key, _ in sample_vectors(db, _SAMPLES)]
        try:
            with self.chroma.collection(name) as collection:
                if collection.count() < wanted:
                    return False
            return len(self.existing(name, keys)) == len(keys)
        except (CollectionMissing, StoreDamaged):
            return False

    def existing(self, name: str, keys: Sequence[str]) -> set[str]:
        """Return the ``keys`` that a collection has, live or not."""
        found: set[str] = set()
        with self.chroma.collection(name) as collection:
            for batch in batches(keys):
                found.update(collection.get(ids=list(batch), include=[])["ids"])
        return found

    def vectors(self, name: str, keys: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of the ``keys`` that a collection has, live or not."""
        found: dict[str, Vector] = {}
        with self.chroma.collection(name) as collection:
            for batch in batches(keys):
                rows = collection.get(ids=list(batch), include=["embeddings"])
                stored = rows["embeddings"] if rows["embeddings"] is not None else []
                for key, vector in zip(rows["ids"], stored, strict=True):
                    found[key] = np.asarray(vector, dtype=np.float32)
        return found

    def write(self, name: str, rows: Sequence[VectorRow]) -> None:
        """Write at most ``WRITE_BATCH`` vectors. Writing a key again has no effect."""
        with self.chroma.collection(name, create=True) as collection:
            collection.upsert(
                ids=[row.key for row in rows],
                embeddings=np.stack([row.vector for row in rows]),
                metadatas=[row.metadata for row in rows],
            )

    def delete(self, name: str, keys: Sequence[str]) -> None:
        """Delete at most ``WRITE_BATCH`` vectors; missing keys are ignored."""
        try:
            with self.chroma.collection(name) as collection:
                collection.delete(ids=list(keys))
        except CollectionMissing:
            return


def batches(items: Sequence[Item], size: int = READ_BATCH) -> Iterator[Sequence[Item]]:
    """Yield slices of at most ``size`` items."""
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]


def day_number(day: dt.date) -> int:
    """Return a date as a number that Chroma can compare: 20251022."""
    return day.year * 10000 + day.month * 100 + day.day


def _where(scope: Scope) -> Where | None:
    parts: list[Any] = []
    if scope.since is not None:
        parts.append({"day": {"$gte": day_number(scope.since)}})
    if scope.until is not None:
        parts.append({"day": {"$lte": day_number(scope.until)}})
    if scope.outlet is not None:
        parts.append({"outlet_folded": fold_outlet(scope.outlet)})
    if len(parts) > 1:
        return {"$and": parts}
    return parts[0] if parts else None
