"""How processes on one Chroma server share an index: which articles are live, and their rows.

Next to a collection of vectors NAME there is NAME-articles, with one record per live article.
A record is named by file and content and never changes. Another collection has a single
record that names the live collection and a digest of the names of all its articles: a process
that follows reads that one record to see whether anything has changed.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.storage.chroma import Chroma, CollectionMissing
from index.storage.ledger import digests, rows
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.queries import DIMENSIONS
from index.storage.vector_store import batches

FORMAT = 2
_POINTER = "live"
_BYTES_AT_ONCE = 4_000_000
_BYTES_OF_VECTORS = 16_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is live on the server. ``digest`` is ``digest_of`` the names of all article records."""

    collection: str
    generation: int
    fingerprint: str
    embedder: str
    digest: str
    form: int = FORMAT


@dataclass(frozen=True, slots=True)
class SharedArticle:
    """An article's rows, and the sentence vectors (float16) of its passages by content key."""

    body: rows.Body
    sentences: dict[str, bytes]


def record_name(file: str, sha256: str, published: dt.date | str | None) -> str:
    """Name the record of an article with this content and day, which may depend on other files."""
    return hashlib.sha256(f"{file}\0{sha256}\0{published or ''}".encode()).hexdigest()[:32]


def digest_of(names: Iterable[str]) -> str:
    """Hash a set of record names; their order does not matter."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def digest_of_ledger(ledger: Ledger) -> str:
    """Hash the names of the records of all live articles."""
    return digest_of(_records(ledger))


def _records(ledger: Ledger) -> dict[str, str]:
    """Return the file of each live article by the name of its record."""
    return {record_name(a.file, a.sha256, a.published): a.file for a in ledger.articles()}


class SharedIndex:
    """The shared records on a server. Blocks; raises the errors of index.storage.chroma.Chroma."""

    def __init__(self, chroma: Chroma, base: str) -> None:
        self._chroma = chroma
        self._pointer = f"{base}-live"

    def current(self) -> Manifest | None:
        """Return what is live, or None if nothing has been indexed yet."""
        try:
            with self._chroma.collection(self._pointer) as collection:
                found = (collection.get(ids=[_POINTER], include=["metadatas"])["metadatas"]) or []
        except CollectionMissing:
            return None
        if not found:
            return None
        stored = found[0]
        return Manifest(
            collection=str(stored["collection"]),
            generation=int(str(stored["generation"])),
            fingerprint=str(stored["fingerprint"]),
            embedder=str(stored["embedder"]),
            digest=str(stored["digest"]),
            form=int(str(stored["form"])),
        )

    def publish(
        self, ledger: Ledger, collection: str, generation: int, fingerprint: str, embedder: str
    ) -> None:
        """Make the server's records match the ledger; writes only what differs."""
        live_records = _records(ledger)
        existing = set(self.names(collection))
        missing = [name for name in live_records if name not in existing]
        self._write(ledger, collection, {name: live_records[name] for name in missing})
        manifest = Manifest(collection, generation, fingerprint, embedder, digest_of(live_records))
        with self._chroma.collection(self._pointer, create=True) as pointer:
            pointer.upsert(
                ids=[_POINTER],
                embeddings=np.array([[1.0, 0.0]], dtype=np.float32),
                metadatas=[{field: getattr(manifest, field) for field in manifest.__slots__}],
            )
        stale = sorted(existing - live_records.keys())
        with self._chroma.collection(_articles_collection(collection), create=True) as records:
            for batch in batches(stale):
                records.delete(ids=list(batch))

    def names(self, collection: str) -> list[str]:
        """Return the names of the article records on the server."""
        try:
            with self._chroma.collection(_articles_collection(collection)) as records:
                return list(records.get(include=[])["ids"])
        except CollectionMissing:
            return []

    def articles(self, collection: str, names: Sequence[str]) -> Iterator[SharedArticle]:
        """Yield the articles of these records, except missing ones."""
        for batch in batches(names, 16):
            try:
                with self._chroma.collection(_articles_collection(collection)) as records:
                    found = records.get(ids=list(batch), include=["metadatas"])["metadatas"]
            except CollectionMissing:
                return
            for stored in found or []:
                yield _decode(str(stored["rows"]), str(stored.get("vectors", "")))

    def drop(self, collection: str) -> None:
        """Delete the article records that belong to a collection of vectors."""
        self._chroma.drop(_articles_collection(collection))

    def _write(self, ledger: Ledger, collection: str, live_records: dict[str, str]) -> None:
        group: list[tuple[str, dict[str, str]]] = []
        size = 0
        for name, file in live_records.items():
            record = _encode(ledger, file)
            size += sum(len(value) for value in record.values())
            group.append((name, record))
            if size > _BYTES_AT_ONCE or len(group) == 64:
                self._write_group(collection, group)
                group, size = [], 0
        self._write_group(collection, group)

    def _write_group(self, collection: str, group: Sequence[tuple[str, dict[str, str]]]) -> None:
        if not group:
            return
        with self._chroma.collection(_articles_collection(collection), create=True) as records:
            records.upsert(
                ids=[name for name, _ in group],
                embeddings=np.array([_unique_vector(name) for name, _ in group], dtype=np.float32),
                metadatas=[record for _, record in group],
            )


def _articles_collection(collection: str) -> str:
    return f"{collection}-articles"


def _unique_vector(name: str) -> list[float]:
    """Make up a vector for a record: Chroma needs one for each, and needs them to differ."""
    angle = int(name[:8], 16) / 2**32 * math.tau
    return [math.cos(angle), math.sin(angle)]


def _encode(ledger: Ledger, file: str) -> dict[str, str]:
    """Encode an article as a record, without sentence vectors if the request would be too large."""
    with ledger.database.reading() as db:
        body = rows.from_ledger(db, file)
        digests.check_articles(db, [file])  # others would take damage over as what was indexed
        digests.check_raw(db, file, body["raw"])
        blobs = [
            db.execute(
                "SELECT coalesce((SELECT sentences FROM embedding WHERE content = ?), x'')",
                (passage[7],),
            ).fetchone()[0]
            for passage in body["passages"]
        ]
    record = {"rows": base64.b64encode(zlib.compress(rows.dumps(body))).decode()}
    complete = all(
        len(blob) == _vector_bytes(passage)
        for blob, passage in zip(blobs, body["passages"], strict=True)
    )
    if complete and sum(map(len, blobs)) < _BYTES_OF_VECTORS:
        record["vectors"] = base64.b64encode(b"".join(blobs)).decode()
    return record


def _decode(encoded: str, vectors: str) -> SharedArticle:
    body = rows.loads(zlib.decompress(base64.b64decode(encoded)))
    blob = base64.b64decode(vectors)
    sentences = {}
    at = 0
    for passage in body["passages"] if blob else ():
        size = _vector_bytes(passage)
        sentences[passage[7]] = blob[at : at + size]
        at += size
    return SharedArticle(body, sentences)


def _vector_bytes(passage: Sequence[int]) -> int:
    """Return the size in bytes of the sentence vectors of a passage row."""
    return (passage[6] - passage[5] + 1) * DIMENSIONS * 2
