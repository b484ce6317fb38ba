"""State of the index: what is live, the files as they were indexed, and the write journal."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from index.models import file_of

WHOLE_COLLECTION = ""


@dataclass(frozen=True, slots=True)
class LiveIndex:
    """The live index: its revision, its fingerprint, and the Chroma collection of its vectors.

    ``collection`` is None before the first commit. ``published`` is the last revision that was
    published to other processes on a Chroma server; ``digest`` identifies what a following
    process took over last. ``lost`` means that the collection was found missing or damaged.
    ``place`` is the Chroma that it is in (``index.storage.chroma.Chroma.place``); "" in a ledger
    of before places were stored.
    """

    revision: int = 0
    fingerprint: str = ""
    collection: str | None = None
    generation: int = 0
    published: int = 0
    digest: str = ""
    lost: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class FileStat:
    """A file's size and times when it was hashed, at ``hashed_ns``; nanoseconds since 1970."""

    size: int = -1
    modified_ns: int = 0
    changed_ns: int = 0
    inode: int = 0
    hashed_ns: int = 0


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that the last re-index saw. ``error`` says why it was refused; None for a live one.

    ``sha256`` is empty if the file could not be read at all.
    """

    sha256: str
    stat: FileStat
    error: str | None = None


def live_index(db: sqlite3.Connection) -> LiveIndex:
    """Return the state as of the last commit. Raises sqlite3.DatabaseError if it is damaged."""
    found = dict(db.execute("SELECT key, value FROM setting").fetchall())
    try:
        numbers = {key: int(found.get(key, 0)) for key in ("revision", "generation", "published")}
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a setting is no number: {error}") from error
    return LiveIndex(
        **numbers,
        fingerprint=found.get("fingerprint", ""),
        collection=found.get("collection"),
        digest=found.get("digest", ""),
        lost=found.get("lost") == "yes",
        place=found.get("place", ""),
    )


def revision(db: sqlite3.Connection) -> int:
    """Return the revision of the live index."""
    return live_index(db).revision


def save_live_index(db: sqlite3.Connection, **settings: str | int) -> None:
    """Save fields of ``LiveIndex``, by name."""
    db.executemany(
        "INSERT OR REPLACE INTO setting VALUES (?, ?)",
        [(key, str(value)) for key, value in settings.items()],
    )


def known_files(db: sqlite3.Connection) -> dict[str, KnownFile]:
    """Return all files that are live or were refused, by name.

    A file with several articles is live if one of them is.
    """
    columns = "file, sha256, size, modified_ns, changed_ns, inode, hashed_ns"
    found = {
        file_of(file): KnownFile(sha256, FileStat(*stat))
        for file, sha256, *stat in db.execute(f"SELECT {columns} FROM article")  # noqa: S608
    }
    for file, sha256, *stat, error in db.execute(f"SELECT {columns}, error FROM refused"):  # noqa: S608
        found.setdefault(file_of(file), KnownFile(sha256, FileStat(*stat), error))
    return found


def notes_with(db: sqlite3.Connection, words: str) -> dict[str, str]:
    """Return the notes that have these words, by the file of the live article, all in one text."""
    found: dict[str, str] = {}
    for name, text in db.execute(
        "SELECT file, note.text FROM note JOIN article ON article.id = note.article "
        "WHERE instr(note.text, ?)",
        (words,),
    ):
        file = file_of(name)
        found[file] = f"{found[file]}\n{text}" if file in found else text
    return found


def article_count(db: sqlite3.Connection) -> int:
    """Return the number of live articles."""
    return int(db.execute("SELECT count(*) FROM article").fetchone()[0])


def file_count(db: sqlite3.Connection) -> int:
    """Return the number of files with live articles: see ``index.models.file_of``."""
    file = "rtrim(rtrim(file, '0123456789'), '#')"
    return int(db.execute(f"SELECT count(DISTINCT {file}) FROM article").fetchone()[0])  # noqa: S608


def newest_day(db: sqlite3.Connection) -> dt.date | None:
    """Return the newest publication date of the live articles."""
    found = db.execute("SELECT max(published) FROM article").fetchone()[0]
    return to_day(found)


def to_day(value: str | None) -> dt.date | None:
    """Parse an ISO date of the ledger, or None. Raises sqlite3.DatabaseError for anything else."""
    return None if value is None else parse_day(value)


def parse_day(value: str) -> dt.date:
    """Parse an ISO date of the ledger. Raises sqlite3.DatabaseError for anything else."""
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise sqlite3.DatabaseError(f"{value!r} is no day") from error


def passage_count(db: sqlite3.Connection) -> int:
    """Return the number of live passages."""
    return int(db.execute("SELECT count(*) FROM passage").fetchone()[0])


def without_sentence_vectors(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many live passages have no vectors of their sentences, by article."""
    if not db.execute(
        "SELECT EXISTS (SELECT 1 FROM embedding WHERE length(sentences) = 0)"
    ).fetchone()[0]:
        return {}
    rows = db.execute(
        "SELECT file, count(*) FROM embedding JOIN passage USING (content) "
        "JOIN article ON article.id = passage.article WHERE length(sentences) = 0 GROUP BY file"
    )
    return dict(rows.fetchall())


def live_keys(db: sqlite3.Connection) -> list[str]:
    """Return the keys of all live passages."""
    return [key for (key,) in db.execute("SELECT key FROM passage ORDER BY id")]


def sample_vectors(db: sqlite3.Connection, number: int) -> list[tuple[str, bytes]]:
    """Return (key, float32 vector) of about ``number`` live passages, spread over the index."""
    last = int(db.execute("SELECT coalesce(max(id), 0) FROM passage").fetchone()[0])
    return db.execute(
        "SELECT key, vector FROM passage JOIN embedding USING (content)"
        " WHERE vector IS NOT NULL AND passage.id % ? = 0 LIMIT ?",
        (max(1, last // number), number),
    ).fetchall()


def journal(db: sqlite3.Connection, collection: str, keys: Iterable[str]) -> None:
    """Record that ``keys`` of a collection are about to be written or deleted."""
    db.executemany(
        "INSERT OR IGNORE INTO unsettled VALUES (?, ?)", [(collection, key) for key in keys]
    )


def settle(db: sqlite3.Connection, collection: str, keys: Iterable[str]) -> None:
    """Remove keys from the journal: they are live, or deleted."""
    db.executemany(
        "DELETE FROM unsettled WHERE collection = ? AND key = ?",
        [(collection, key) for key in keys],
    )


def unsettled(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the (collection, key) pairs of the journal, in order."""
    return db.execute("SELECT collection, key FROM unsettled ORDER BY 1, 2").fetchall()
