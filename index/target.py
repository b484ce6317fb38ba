"""Which collection a re-index writes to: the live one, a new one beside it, or a shared one."""

from __future__ import annotations

from dataclasses import dataclass

from index.chroma import CollectionMissing, StoreDamaged
from index.ledger.state import Live
from index.shared import Manifest
from index.store import VectorStore
from index.writer import Target


@dataclass(frozen=True, slots=True)
class Situation:
    """``live`` is what the ledger says, ``manifest`` what a shared server says.

    ``suspect``: the last run ended early or Chroma's files are gone, so look closely. ``base``
    begins the names of collections.
    """

    live: Live
    manifest: Manifest | None
    base: str
    fingerprint: str
    suspect: bool
    rebuild: bool


def choose(store: VectorStore, now: Situation) -> Target:
    """A collection is named anew and never emptied as long as anyone may answer from it."""
    live, shared = now.live, now.manifest
    if not now.rebuild:
        if live.collection is not None and _usable(store, now):
            return Target(live.collection, live.generation)
        if _adoptable(store, now) and shared is not None:
            return Target(shared.collection, shared.generation, whole=True, adopted=True)
    generation = max(live.generation, shared.generation if shared else 0) + 1
    name = f"{now.base}-{now.fingerprint}-{generation}"
    try:
        store.probe(name)
    except CollectionMissing:
        pass
    except StoreDamaged:  # from a run that was to build it and ended early
        store.chroma.drop(name)
    return Target(name, generation, whole=True, anew=now.rebuild)


def _usable(store: VectorStore, now: Situation) -> bool:
    """Whether the live collection can be written on."""
    if now.live.lost or now.live.fingerprint != now.fingerprint:
        return False
    return not now.suspect or _healthy(store, now.live.collection or "")


def _adoptable(store: VectorStore, now: Situation) -> bool:
    """Whether another process has what this one would build."""
    shared = now.manifest
    same = shared is not None and shared.fingerprint == now.fingerprint
    return same and shared is not None and _healthy(store, shared.collection)


def _healthy(store: VectorStore, name: str) -> bool:
    try:
        store.probe(name)
    except (CollectionMissing, StoreDamaged):
        return False
    return True
