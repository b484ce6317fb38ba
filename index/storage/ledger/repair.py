"""Checks the ledger, and replaces a damaged one: all of it can be made from the articles."""

from __future__ import annotations

import contextlib
import logging
import shutil
import sqlite3
from pathlib import Path

import numpy as np

from index.errors import StorageFull
from index.storage.file_state import FileStates, set_aside
from index.storage.ledger.ledger import FILE_NAME, Ledger
from index.storage.ledger.queries import DIMENSIONS

repairs = logging.getLogger("index.repair")
NAME = "ledger"
_FOLDED = 2  # bytes of a float16
_FULL = 4  # bytes of a float32
_CHECKS = (
    ("passages", "SELECT count(*) FROM passage", "SELECT count(*) FROM passage_words_docsize"),
    ("articles", "SELECT count(*) FROM article", "SELECT count(*) FROM article_words_docsize"),
    (
        "passages with a vector",
        "SELECT count(*) FROM passage",
        "SELECT count(*) FROM passage JOIN embedding USING (content)",
    ),
)


def find_damage(path: Path) -> str | None:
    """Return what is wrong with a ledger's file, in a few words, or None. Never writes.

    Reads all of it: some 100 ms for 100 MB from a warm cache. Raises StorageFull if the file
    cannot be opened.
    """
    if not path.exists():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True)) as db:
            return _check(db)
    except sqlite3.OperationalError as error:
        if "unable to open" in str(error) or "readonly" in str(error):
            raise StorageFull(
                f"cannot open {path} ({error}): check its permissions and the disk"
            ) from error
        return str(error)
    except sqlite3.DatabaseError as error:
        return str(error)


def _check(db: sqlite3.Connection) -> str | None:
    if db.execute("PRAGMA user_version").fetchone()[0] == 0:
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return "its tables have no version" if tables else None
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        return str(found).splitlines()[-1]
    for what, wanted, indexed in _CHECKS:
        rows, others = (db.execute(query).fetchone()[0] for query in (wanted, indexed))
        if rows != others:
            return f"{others} of {rows} {what} can be found"
    db.execute("SELECT key, value FROM setting").fetchall()
    return None


def mend_ledger(data: Path, *, embedded: bool) -> None:
    """Set a damaged ledger aside, keeping the embeddings that can still be read.

    The next re-index makes everything else from the articles. Chroma's files in the data folder
    (``embedded``) go as well, because nobody would know which of their vectors are live. Does
    nothing to a file that is as it was left. Raises StorageFull.
    """
    path = data / FILE_NAME
    states = FileStates(data)
    if states.as_left(NAME, _files(path)) or (damage := find_damage(path)) is None:
        return
    try:
        aside = set_aside(path)
        for suffix in ("-wal", "-shm"):
            if path.with_name(path.name + suffix).exists():
                set_aside(path.with_name(path.name + suffix)).replace(
                    aside.with_name(aside.name + suffix)
                )
        if embedded:
            shutil.rmtree(data / "chroma", ignore_errors=True)
            states.forget("chroma")
    except OSError as error:
        raise StorageFull(
            f"{path} is damaged ({damage}) and cannot be set aside ({error.strerror}): check the"
            " permissions of the data folder"
        ) from error
    kept = _salvage(aside, data)
    repairs.warning(
        "the index in %s was damaged (%s): it is now in %s, and is made anew from the articles; "
        "%d vectors could be kept",
        path.name,
        damage,
        aside.name,
        kept,
    )


def recheck_ledger(ledger: Ledger, data: Path) -> str | None:
    """Check the file of an open ledger, even if it is as it was left; see ``find_damage``.

    If it is damaged, it is mended when it is opened the next time.
    """
    damage = find_damage(data / FILE_NAME)
    if damage is not None:
        ledger.damaged = True
        FileStates(data).forget(NAME)
    return damage


def remember_ledger(data: Path) -> None:
    """Remember the file as it is left, closed."""
    FileStates(data).save(NAME, _files(data / FILE_NAME))


def _files(path: Path) -> list[Path]:
    return [path, path.with_name(f"{path.name}-wal")]


def _salvage(aside: Path, data: Path) -> int:
    """Copy every embedding that is still whole into a new ledger; return how many."""
    kept = 0
    ledger = Ledger(data)
    try:
        with (
            contextlib.closing(sqlite3.connect(f"file:{aside}?mode=rw", uri=True)) as old,
            ledger.database.writing() as db,
        ):
            try:
                for row in old.execute("SELECT content, vector, sentences FROM embedding"):
                    if _whole(*row):
                        db.execute("INSERT OR IGNORE INTO embedding VALUES (?, ?, ?)", row)
                        kept += 1
            except sqlite3.DatabaseError:
                pass  # those before the damage are kept
    except sqlite3.Error:
        pass
    finally:
        ledger.close()
    return kept


def _whole(content: object, vector: object, sentences: object) -> bool:
    """Return whether an embedding has the right shape and unit length."""
    if not (isinstance(content, str) and isinstance(sentences, bytes)):
        return False
    if not isinstance(vector, bytes) or len(vector) != DIMENSIONS * _FULL:
        return False
    if len(sentences) % (DIMENSIONS * _FOLDED):
        return False
    rows = np.frombuffer(sentences, dtype=np.float16).reshape(-1, DIMENSIONS)
    with np.errstate(over="ignore", invalid="ignore"):  # of what garbage looks like as a number
        lengths = [float(np.linalg.norm(np.frombuffer(vector, dtype=np.float32)))]
        lengths += np.linalg.norm(rows.astype(np.float32), axis=1).tolist()
    return all(abs(length - 1) < 0.02 for length in lengths)
