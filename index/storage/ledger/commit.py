"""The transaction that makes a re-index live, and the small ones that prepare it.

The latter stage articles, keep vectors, and journal what is written to Chroma.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from index.models import file_of
from index.storage.ledger import digests, rows
from index.storage.ledger.queries import unpack
from index.storage.ledger.records import Vector
from index.storage.ledger.state import (
    WHOLE_COLLECTION,
    FileStat,
    KnownFile,
    LiveIndex,
    journal,
    live_index,
    save_live_index,
    settle,
)
from index.storage.ledger.stories import update_stories
from index.storage.ledger.vocabulary import VocabularyChange

MAX_SEGMENTS = 8
"""FTS5 appends new words as segments and searches all of them. Indexing 423 articles at once makes
24 segments, in which the same search takes 1.5 times as long as in one.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit does besides making everything staged live.

    ``removed`` files are no longer live. ``refused`` ones become refused and are no longer live.
    ``forgotten`` ones had been refused and no longer exist. ``touched`` ones have the same content
    with other times.
    """

    collection: str
    generation: int
    removed: Sequence[str] = ()
    forgotten: Sequence[str] = ()
    refused: Mapping[str, KnownFile] = field(default_factory=dict)
    touched: Mapping[str, FileStat] = field(default_factory=dict)


def clear_staged(db: sqlite3.Connection) -> None:
    """Delete what an interrupted re-index has staged."""
    db.execute("DELETE FROM staged")


def stage(db: sqlite3.Connection, body: rows.Body, stat: FileStat) -> None:
    """Stage an article for the commit."""
    db.execute(
        "INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (body["file"], body["sha256"], *rows.stat_columns(stat), rows.dumps(body)),
    )


def unstage(db: sqlite3.Connection, file: str) -> None:
    """Delete the staged articles of a file."""
    db.execute(f"DELETE FROM staged WHERE {rows.OF_FILE}", {"file": file})  # noqa: S608


def staged_bodies(db: sqlite3.Connection, files: Iterable[str]) -> Iterator[rows.Body]:
    """Yield the rows of the staged articles of ``files``."""
    among = frozenset(files)
    names = [name for (name,) in db.execute("SELECT file FROM staged ORDER BY file").fetchall()]
    for name in names:
        if file_of(name) in among:
            row = db.execute("SELECT body FROM staged WHERE file = ?", (name,)).fetchone()
            yield rows.loads(row[0])


def keep_embedding(
    db: sqlite3.Connection, content: str, vector: Vector | None, sentences: Vector
) -> None:
    """Keep the vectors of a text: ``vector`` as float32, ``sentences`` as float16."""
    db.execute(
        "INSERT OR REPLACE INTO embedding VALUES (?, ?, ?)",
        (
            content,
            None if vector is None else np.asarray(vector, dtype=np.float32).tobytes(),
            np.asarray(sentences, dtype=np.float16).tobytes(),
        ),
    )


def kept_vectors(
    db: sqlite3.Connection, contents: Iterable[str], *, whole: bool = True
) -> dict[str, Vector]:
    """Return the kept passage vectors of these contents.

    With ``whole``, only those that are kept with the vectors of their sentences.
    """
    rows = db.execute(
        "SELECT content, vector FROM embedding WHERE vector IS NOT NULL"
        " AND length(sentences) >= ? AND content IN (SELECT value FROM json_each(?))",
        (int(whole), json.dumps(list(contents))),
    )
    return {content: unpack(vector, np.float32)[0] for content, vector in rows}


def kept_sentences(db: sqlite3.Connection, content: str) -> bytes | None:
    """Return the kept sentence vectors of a text, packed, or None if there are none."""
    row = db.execute("SELECT sentences FROM embedding WHERE content = ?", (content,)).fetchone()
    return None if row is None else bytes(row[0])


def commit(db: sqlite3.Connection, change: Change, fingerprint: str) -> None:
    """Make the staged articles live, apply ``change``, and journal stale vectors."""
    before = live_index(db)
    anew = fingerprint != before.fingerprint
    vocabulary = VocabularyChange(db, anew=anew)
    stale: set[str] = set()
    for file in (*change.removed, *change.refused):
        vocabulary.remove(file)
        stale.update(rows.delete(db, file))
    stale |= _make_staged_live(db, vocabulary)
    digests.complete(db)
    for file in (*change.removed, *change.forgotten):
        rows.forget_refused(db, file)
    for file in {file_of(name) for name in change.refused}:
        rows.forget_refused(db, file)
    for file, known in change.refused.items():
        db.execute(
            "INSERT INTO refused VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (file, known.sha256, *rows.stat_columns(known.stat), known.error),
        )
    touch(db, change.touched)
    update_stories(db, anew=anew)
    vocabulary.save()
    _journal(db, before, change, stale)
    _drop_unused_embeddings(db)
    _merge_word_segments(db)
    save_live_index(
        db,
        revision=before.revision + 1,
        fingerprint=fingerprint,
        collection=change.collection,
        generation=change.generation,
        lost="no",
    )


def touch(db: sqlite3.Connection, stats: Mapping[str, FileStat]) -> None:
    """Save new times and sizes of files whose content has not changed."""
    for table in ("article", "refused"):
        db.executemany(
            f"UPDATE {table} SET size = :size, modified_ns = :modified_ns, "  # noqa: S608
            "changed_ns = :changed_ns, inode = :inode, hashed_ns = :hashed_ns "
            f"WHERE {rows.OF_FILE}",
            [{**asdict(stat), "file": file} for file, stat in stats.items()],
        )


def _make_staged_live(db: sqlite3.Connection, vocabulary: VocabularyChange) -> set[str]:
    """Insert one article at a time, to save memory; returns the keys of the replaced passages."""
    stale: set[str] = set()
    names = [name for (name,) in db.execute("SELECT file FROM staged ORDER BY file").fetchall()]
    files = {file_of(name) for name in names}
    for file in files:
        vocabulary.remove(file)
        stale.update(rows.delete(db, file))
        rows.forget_refused(db, file)
    for file in names:
        data, *stat = db.execute(
            "SELECT body, size, modified_ns, changed_ns, inode, hashed_ns "
            "FROM staged WHERE file = ?",
            (file,),
        ).fetchone()
        rows.insert(db, rows.loads(data), FileStat(*stat))
    for file in files:
        vocabulary.add(file)
    clear_staged(db)
    return stale


def _drop_unused_embeddings(db: sqlite3.Connection) -> None:
    kept = db.execute("SELECT count(*) FROM embedding").fetchone()[0]
    used = db.execute("SELECT count(DISTINCT content) FROM passage").fetchone()[0]
    if kept > used:  # counting is ten times as fast as looking for each
        db.execute("DELETE FROM embedding WHERE content NOT IN (SELECT content FROM passage)")


def _merge_word_segments(db: sqlite3.Connection) -> None:
    """Merge many segments into one. Rewrites all words, so not done on every commit."""
    for table in ("passage_words", "article_words"):
        if segments(db, table) > MAX_SEGMENTS:
            db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


def segments(db: sqlite3.Connection, table: str) -> int:
    """Return the number of segments of an FTS5 table on disk (section 9 of its documentation)."""
    row = db.execute(f"SELECT count(DISTINCT segid) FROM {table}_idx").fetchone()  # noqa: S608
    return int(row[0])


def _journal(
    db: sqlite3.Connection, before: LiveIndex, change: Change, stale: Iterable[str]
) -> None:
    """Make the journal name exactly what Chroma may hold and nothing live needs."""
    if before.collection is not None and before.collection != change.collection:
        journal(db, before.collection, [WHOLE_COLLECTION])
        db.execute("DELETE FROM unsettled WHERE collection = ? AND key != ''", (before.collection,))
    elif before.collection is not None:
        journal(db, change.collection, stale)
    settle(db, change.collection, [WHOLE_COLLECTION])
    db.execute(
        "DELETE FROM unsettled WHERE collection = ? AND key IN (SELECT key FROM passage)",
        (change.collection,),
    )
