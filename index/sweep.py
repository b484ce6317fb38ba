"""Deleting the vectors that the journal names, after a commit."""

from __future__ import annotations

from collections import defaultdict

from index.ledger import Ledger, state
from index.shared import Shared
from index.store import BATCH, VectorStore, batches


def sweep(ledger: Ledger, store: VectorStore, shared: Shared | None) -> None:
    """Delete what this process wrote or replaced and nothing live needs; then forget it.

    Only what the own journal names: other processes on the server have vectors there too.
    """
    with ledger.database.reading() as db:
        journal = state.unsettled(db)
        live = state.live(db).collection
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


def _drop(store: VectorStore, shared: Shared | None, collection: str) -> None:
    """Drop a collection, unless another process has made it the live one since."""
    if shared is not None:
        manifest = shared.current()
        if manifest is not None and manifest.collection == collection:
            return
        shared.drop(collection)
    store.chroma.drop(collection)
