"""Checks the ledger, and replaces a damaged one: all of it can be made from the articles."""

from __future__ import annotations

import contextlib
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.errors import StorageFull
from index.models import count
from index.storage.database import (
    LEDGER,
    connect_existing,
    damage_of,
    newest_version,
    schema_of,
    schema_of_version,
)
from index.storage.file_state import FileStates
from index.storage.ledger import state
from index.storage.ledger.digests import changed_articles
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from index.storage.ledger.queries import unpack
from index.storage.own_files import EMBEDDED_FOLDER
from index.storage.replacement import remove, replace_database, set_aside_as

repairs = logging.getLogger("index.repair")
NAME = "ledger"
_NEW = "ledger.new"
"""The folder in which a new ledger is made."""
_CHECKS = (
    ("passages", "SELECT count(*) FROM passage", "SELECT count(*) FROM passage_words_docsize"),
    ("articles", "SELECT count(*) FROM article", "SELECT count(*) FROM article_words_docsize"),
    (
        "passages with a vector",
        "SELECT count(*) FROM passage",
        "SELECT count(*) FROM passage JOIN embedding USING (content)",
    ),
    (
        "sentences of passages",
        "SELECT coalesce(sum(last - first + 1), 0) FROM passage",
        "SELECT count(*) FROM passage JOIN sentence ON sentence.article = passage.article "
        "AND sentence.ordinal BETWEEN first AND last",
    ),
)
"""What is compared: how many there should be, and how many there are."""
_DAYS = (
    "SELECT count(*) FROM article WHERE published IS NOT date(published, '+0 days')",
    "SELECT count(*) FROM mention WHERE first IS NOT date(first, '+0 days')",
    "SELECT count(*) FROM mention WHERE last IS NOT date(last, '+0 days')",
)
"""How many days are none: date() returns an ISO date as it is, but 2 March for 30 February."""
_TEXTS = (
    "SELECT title, outlet, author, url, raw FROM article",
    "SELECT text FROM passage",
    "SELECT text, quote FROM sentence",
)
"""What is read to see that it is UTF-8, which SQLite does not check."""
_CANDIDATES = (
    "SELECT count(*) FROM candidate WHERE day IS NOT date(day, '+0 days') OR length(terms) % 4"
)
_FIRST_WITH_CANDIDATES = 2
_FIRST_WITH_DIGESTS = 7


def find_damage(path: Path) -> str | None:
    """Return what is wrong with a ledger's file, in a few words, or None. Never writes.

    Reads all of it: from a warm cache, about half a second for 100 MB. Raises StorageFull if the
    file cannot be opened, and StoreUnavailable if another process has it locked.
    """
    if (stranger := no_file(path)) is not None:
        return stranger
    if not path.exists():
        return None
    try:
        with contextlib.closing(connect_existing(path)) as db:
            return _check(db)
    except sqlite3.DatabaseError as error:
        return damage_of(error, path)


def _check(db: sqlite3.Connection) -> str | None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > newest_version(LEDGER):
        return None  # nothing is known about it
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        return str(found).splitlines()[-1]
    if differing := schema_of(db) ^ schema_of_version(LEDGER, version):
        names = sorted({name for _, name, _ in differing})
        return f"table {names[0]} does not match version {version}"
    return _check_rows(db, version) if version else None


def _check_rows(db: sqlite3.Connection, version: int) -> str | None:
    for what, wanted, indexed in _CHECKS:
        rows, others = (db.execute(query).fetchone()[0] for query in (wanted, indexed))
        if rows != others:
            return f"{others} of {rows} {what} can be found"
    days = _DAYS if version < _FIRST_WITH_CANDIDATES else (*_DAYS, _CANDIDATES)
    if wrong := sum(db.execute(query).fetchone()[0] for query in days):
        return f"{wrong} days are not dates"
    for query in _TEXTS:
        for _ in db.execute(query):
            pass
    embeddings = db.execute("SELECT content, vector, sentences FROM embedding")
    if broken := sum(not is_whole(*row) for row in embeddings):
        return f"{broken} vectors are incomplete"
    if version >= _FIRST_WITH_DIGESTS and (changed := changed_articles(db)):
        return f"{count(changed, 'article')} changed after being indexed"
    state.live_index(db)
    return None


def no_file(path: Path) -> str | None:
    """Return what is in the place of a ledger that can be none, in a few words, or None."""
    if path.is_dir():
        return "it is a folder instead of a file"
    return "it is a link to nothing" if path.is_symlink() and not path.exists() else None


def mend_ledger(data: Path, *, embedded: bool, damage: str | None = None) -> None:
    """Set a damaged ledger aside, keeping the embeddings that can still be read.

    The next re-index makes everything else from the articles. Chroma's files in the data folder
    (``embedded``) go as well: nobody would know which of their vectors are live, and they save no
    work, because the vectors of sentences, which only the ledger has, are made along with those of
    their passages. Does nothing to a file that is as it was left, unless ``damage`` says what is
    known to be wrong with it. Raises StorageFull.
    """
    path = data / LEDGER_FILE
    states = FileStates(data)
    if damage is None and not states.as_left(NAME, _files(path)):
        damage = find_damage(path)
    if damage is None:
        return
    try:
        new, kept = _salvage(path, data)  # first, so that a kill does not lose them
        aside = set_aside_as(path)
        for old in data.glob(f"{aside.name}*"):
            remove(old)
        if embedded:
            shutil.rmtree(data / EMBEDDED_FOLDER, ignore_errors=True)
            states.forget(EMBEDDED_FOLDER)
        if no_file(path):
            path.rename(aside)
            new.replace(path)
        else:
            replace_database(path, new, aside)
        new.parent.rmdir()
    except OSError as error:
        raise StorageFull(
            f"{path} is damaged ({damage}) and cannot be set aside ({error.strerror}): check the"
            " permissions of the data folder"
        ) from error
    repairs.warning(
        "the index in %s was damaged (%s): it has been moved to %s and is being rebuilt from the "
        "articles; %d vectors were kept",
        path.name,
        damage,
        aside.name,
        kept,
    )


def recheck_ledger(ledger: Ledger, data: Path) -> str | None:
    """Check the file of an open ledger, even if it is as it was left; see ``find_damage``.

    If it is damaged, it is mended when it is opened the next time.
    """
    damage = find_damage(data / LEDGER_FILE)
    if damage is not None:
        ledger.database.damaged = True
        FileStates(data).forget(NAME)
    return damage


def remember_ledger(data: Path, *, damaged: bool = False) -> None:
    """Remember the file as it is left, closed; one that is ``damaged`` is checked the next time."""
    states = FileStates(data)
    if damaged:
        states.forget(NAME)
    else:
        states.save(NAME, _files(data / LEDGER_FILE))


def _files(path: Path) -> list[Path]:
    return [path, path.with_name(f"{path.name}-wal")]


def _salvage(path: Path, data: Path) -> tuple[Path, int]:
    """Copy every embedding that is still whole into a new ledger; return its file and how many."""
    folder = data / _NEW
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    kept = 0
    with Ledger(folder) as ledger, ledger.database.writing() as db:
        for row in _readable(path):
            db.execute("INSERT OR IGNORE INTO embedding VALUES (?, ?, ?)", row)
            kept += 1
    return folder / LEDGER_FILE, kept


def _readable(path: Path) -> Iterator[tuple[object, ...]]:
    """Yield the whole embeddings of a damaged ledger, as far as it can be read."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(connect_existing(path)) as db,
    ):
        for row in db.execute("SELECT content, vector, sentences FROM embedding"):
            if is_whole(*row):
                yield row


def is_whole(content: object, vector: object, sentences: object = b"") -> bool:
    """Return whether an embedding has the right shape and unit length.

    A process that follows another one has no vectors of passages.
    """
    if not (isinstance(content, str) and isinstance(sentences, bytes)):
        return False
    if not isinstance(vector, bytes | None):
        return False
    try:
        rows = unpack(sentences, np.float16), unpack(vector or b"", np.float32)
    except sqlite3.DatabaseError:
        return False
    if vector is not None and len(rows[1]) != 1:
        return False
    with np.errstate(over="ignore", invalid="ignore"):  # of what garbage looks like as a number
        lengths = np.linalg.norm(np.vstack(rows).astype(np.float32), axis=1)
    return bool((abs(lengths - 1) < 0.02).all())
