"""Following what another process indexed on a Chroma server, without articles of one's own."""

from __future__ import annotations

import time

import numpy as np

from index.errors import StoreUnavailable
from index.ledger import Ledger, commit, state
from index.ledger.commit import Change
from index.ledger.reading import DIMENSIONS
from index.ledger.state import Stat
from index.models import Reindexed
from index.shared import FORMAT, Manifest, Shared, digest_of, record_name


class Follower:
    """Keeps a ledger like that of the process that indexes. Blocking; one thread at a time."""

    def __init__(self, ledger: Ledger, shared: Shared, embedder: str) -> None:
        """``embedder`` names the one that questions are embedded with."""
        self._ledger = ledger
        self._shared = shared
        self._embedder = embedder

    def update(self) -> Reindexed | None:
        """Take over what changed; None where nothing did. One small request if so.

        Raises StoreUnavailable, also where the server's index is of another version.
        """
        manifest = self._shared.current()
        if manifest is None or self._have(manifest):
            return None
        if (manifest.form, manifest.embedder) != (FORMAT, self._embedder):
            raise StoreUnavailable(
                "the coverage on the Chroma server was indexed by another version of this bot: "
                "run the same version here and there"
            )
        names = self._shared.names(manifest.collection)
        if digest_of(names) != manifest.digest:
            return None  # it is being written right now; what is here still holds together
        return self._take(manifest, set(names))

    def _have(self, manifest: Manifest) -> bool:
        with self._ledger.database.reading() as db:
            live = state.live(db)
        return (live.collection, live.digest) == (manifest.collection, manifest.digest)

    def _take(self, manifest: Manifest, names: set[str]) -> Reindexed:
        started = time.monotonic()
        with self._ledger.database.reading() as db:
            live = state.live(db)
            known = {f: k for f, k in state.known_files(db).items() if k.error is None}
        mine = {record_name(file, k.sha256): file for file, k in known.items()}
        # under another fingerprint the same file has other rows
        same = live.fingerprint == manifest.fingerprint
        new = sorted(names - mine.keys() if same else names)
        taken = self._stage(manifest, new)
        vanished = {file for name, file in mine.items() if name not in names} - taken
        change = Change(
            collection=manifest.collection,
            generation=manifest.generation,
            removed=sorted(vanished),
        )
        with self._ledger.database.writing() as db:
            commit.commit(db, change, manifest.fingerprint)
            db.execute("DELETE FROM unsettled")  # what is stale there is for the other to delete
            state.put(db, digest=manifest.digest)
            passages = state.passage_count(db)
        return Reindexed(
            added=tuple(sorted(taken - known.keys())),
            changed=tuple(sorted(taken & known.keys())),
            removed=tuple(sorted(vanished)),
            unchanged=len(known.keys() - taken - vanished),
            passages=passages,
            seconds=time.monotonic() - started,
        )

    def _stage(self, manifest: Manifest, names: list[str]) -> set[str]:
        """Fetch articles; nothing of them is live yet. Returns their files."""
        with self._ledger.database.writing() as db:
            commit.clear_staged(db)
        taken = set()
        for article in self._shared.articles(manifest.collection, names):
            with self._ledger.database.writing() as db:
                commit.stage(db, article.body, Stat())
                for content, blob in article.sentences.items():
                    vectors = np.frombuffer(blob, dtype=np.float16).reshape(-1, DIMENSIONS)
                    commit.keep_embedding(db, content, None, vectors.astype(np.float32))
            taken.add(article.body["file"])
        if len(taken) != len(names):
            raise StoreUnavailable("the coverage on the Chroma server changed while it was read")
        return taken
