"""Which collection a re-index writes to: the live one, a new one beside it, or a shared one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.ingestion.vector_writer import TargetCollection
from index.storage.chroma import CollectionMissing, StoreDamaged
from index.storage.ledger.state import LiveIndex
from index.storage.shared_index import Manifest
from index.storage.vector_store import VectorStore


@dataclass(frozen=True, slots=True)
class Situation:
    """``live`` is what the ledger says, ``manifest`` what a shared server says.

    ``suspect``: the last run ended early or Chroma's files are gone, so look closely. ``base``
    begins the names of collections; ``rebuild`` asks for a new one in any case.
    """

    live: LiveIndex
    manifest: Manifest | None
    base: str
    fingerprint: str
    suspect: bool
    rebuild: bool


def choose_collection(store: VectorStore, now: Situation) -> TargetCollection:
    """A collection is named anew and never emptied as long as anyone may answer from it."""
    live, shared = now.live, now.manifest
    damaged = False
    if not now.rebuild and live.collection is not None and live.fingerprint == now.fingerprint:
        found = _condition(store, live.collection) if now.suspect or live.lost else "good"
        if found == "good":
            return TargetCollection(live.collection, live.generation)
        damaged = found == "damaged"
    theirs = None if now.rebuild else _adoptable(store, now)
    if theirs is not None:
        return TargetCollection(theirs.collection, theirs.generation, whole=True, adopted=True)
    generation = max(live.generation, shared.generation if shared else 0) + 1
    name = f"{now.base}-{now.fingerprint}-{generation}"
    if damaged or _condition(store, name) == "damaged":
        _clear(store, name)
    return TargetCollection(name, generation, whole=True, anew=now.rebuild)


def _adoptable(store: VectorStore, now: Situation) -> Manifest | None:
    """Whether another process has what this one would build."""
    shared = now.manifest
    if shared is None or shared.fingerprint != now.fingerprint:
        return None
    return shared if _condition(store, shared.collection) == "good" else None


def _condition(store: VectorStore, name: str) -> Literal["good", "missing", "damaged"]:
    try:
        store.probe(name)
    except CollectionMissing:
        return "missing"
    except StoreDamaged:
        return "damaged"
    return "good"


def _clear(store: VectorStore, name: str) -> None:
    """Make room for a new collection where files of Chroma are damaged.

    In the data folder all of them are ours and the ledger has what they held: they go. On a
    server only the collection that was to be built goes.
    """
    if store.chroma.shared:
        store.chroma.drop(name)
    else:
        store.chroma.reset()
