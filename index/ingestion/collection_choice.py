"""Which Chroma collection a re-index writes to: the live one, a new one, or a shared one."""

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
    """What the choice depends on.

    ``live`` is what the ledger says, ``manifest`` what a shared server says. ``suspect``: the
    last run was interrupted, Chroma's files are missing, or it is another Chroma than the last
    time, so check carefully. ``base`` is the
    prefix of collection names. ``rebuild`` requests a new collection in any case.
    """

    live: LiveIndex
    manifest: Manifest | None
    base: str
    fingerprint: str
    suspect: bool
    rebuild: bool


def choose_collection(store: VectorStore, situation: Situation) -> TargetCollection:
    """Choose the collection. One that anybody may be answering from is never emptied."""
    live, shared = situation.live, situation.manifest
    damaged = False
    if (
        not situation.rebuild
        and live.collection is not None
        and live.fingerprint == situation.fingerprint
    ):
        condition = _condition(store, live.collection) if situation.suspect or live.lost else "good"
        if condition == "good" and (live.lost or situation.suspect):
            complete = store.complete(live.collection, every=True)
            if not complete and store.chroma.shared:  # other processes may use what is there
                return TargetCollection(
                    live.collection, live.generation, write_all=True, adopted=True
                )
            condition = "good" if complete else "damaged"
        if condition == "good":
            return TargetCollection(live.collection, live.generation)
        damaged = condition == "damaged"
    adopted = None if situation.rebuild else _find_adoptable(store, situation)
    if adopted is not None:
        return TargetCollection(
            adopted.collection, adopted.generation, write_all=True, adopted=True
        )
    generation = max(live.generation, shared.generation if shared else 0) + 1
    name = f"{situation.base}-{situation.fingerprint}-{generation}"
    if damaged or _condition(store, name) == "damaged":
        _make_room(store, name)
    return TargetCollection(name, generation, write_all=True, from_scratch=situation.rebuild)


def _find_adoptable(store: VectorStore, situation: Situation) -> Manifest | None:
    """Return the manifest of another process if its index is what this one would build."""
    shared = situation.manifest
    if shared is None or shared.fingerprint != situation.fingerprint:
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


def _make_room(store: VectorStore, name: str) -> None:
    """Make room for a new collection when Chroma's files are damaged.

    In the data folder all files are ours and the ledger has their contents, so all are deleted.
    On a server only the collection to be built is dropped.
    """
    if store.chroma.shared:
        store.chroma.drop(name)
    else:
        store.chroma.reset()
