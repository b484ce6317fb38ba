"""Connections to a SQLite file: one writer, and any number of readers that see snapshots."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from index.errors import (
    CLOSED,
    CoverageError,
    DatabaseDamaged,
    StorageFull,
    StoreUnavailable,
    UnusableSetting,
)
from index.storage.writability import FREE_SPACE, PERMISSIONS, why_not_writable

_NOT_WRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}
# SQLITE_ERROR is a table or column that is missing. 0 is no code of SQLite: Python found that a
# text is not UTF-8, or the code that reads rows found a value that was never written.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, 0}
# Page cache per connection in KiB. SQLite's default of 2,000 is too small for the words of 423
# articles: looking them up takes 2.0 ms of CPU time with 2,000, and 1.6 ms with 8,000 or more.
_CACHE = 8_000
# Seconds that a process waits for others, as long as SQLite itself does, and between two tries.
_PATIENCE, _PAUSE = 5.0, 0.02
LEDGER, ARCHIVE = "index.storage.ledger", "index.storage.archive"
_MADE_ANEW = "it is rebuilt at the next start"
_TO_WRITE = {
    LEDGER: "run 'coverage-bot index' once with BOT_READ_ONLY=false",
    ARCHIVE: "start the bot once where it may write to the data folder",
}
"""How a file comes to be written that is only read here."""
_READ_ONLY = "nothing is written in read-only mode: set BOT_READ_ONLY=false"


class Database:
    """Opens or creates the file and applies migrations.

    Thread-safe. Raises StorageFull if the file cannot be written, and StoreUnavailable if it is
    damaged or was written by a newer version.
    """

    def __init__(
        self,
        path: Path,
        package: str = LEDGER,
        remedy: str = _MADE_ANEW,
        *,
        read_only: bool = False,
        erase: bool = False,
    ) -> None:
        """``package`` has the numbered SQL scripts of the schema in its folder ``migrations``.

        ``remedy`` says what to do about a damaged file. With ``erase``, what is deleted is
        overwritten in the file, also where that takes further writes; see ``empty_log``. With
        ``read_only``, nothing is created or written, so that a full disk and a folder without write
        permission do not matter; the file has to exist, and nobody may write it at the same time.
        """
        self.path = path
        self.damaged = False
        """Whether damage has been found, so that the file is not closed in good order."""
        self._package = package
        self._remedy = _TO_WRITE[package] if read_only and package == LEDGER else remedy
        self._read_only = read_only
        self._erase = erase
        self._writing = threading.Lock()
        self._pool: list[sqlite3.Connection] = []
        self._pooling = threading.Lock()
        self._closed = False
        if read_only:
            _check_closed(path, _TO_WRITE[package])
        with self._translate_errors():
            self._writer = self._open()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open a connection that sees one snapshot of the file, whatever is committed meanwhile."""
        with self._translate_errors():
            connection, pool = self._acquire()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                connection.rollback()
                self._release(connection, pool)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction: committed at the end, rolled back if anything is raised."""
        if self._read_only:
            raise UnusableSetting(_READ_ONLY)
        with self._open_to_write():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def empty_log(self) -> None:
        """Write the log into the file and empty it: it has pages as they were before a deletion.

        Waits for readers for a few seconds; if one takes longer, the next call does it.
        """
        with self._open_to_write():
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Close every connection; one that another thread is reading from, when that is done."""
        with self._writing, self._pooling:
            self._closed = True
            for connection in (*self._pool, self._writer):
                connection.close()
            self._pool.clear()

    def reopen(self, replace: Callable[[], None]) -> None:
        """Close the file, call ``replace``, which may put another in its place, and open that.

        Whoever wants to read or to write waits; who is reading goes on with the file as it was.
        """
        with self._translate_errors(), self._writing, self._pooling:
            if self._closed:
                raise StoreUnavailable(CLOSED)
            for connection in (*self._pool, self._writer):
                connection.close()
            self._pool = []
            self.damaged = False
            try:
                replace()
            finally:
                self._writer = self._open()

    def reopen_if_replaced(self) -> bool:
        """Open the file anew if another one has taken its place; return whether it has."""
        replaced = self._opened != _identity(self.path)
        if replaced:
            self.reopen(lambda: None)
        return replaced

    @contextmanager
    def _open_to_write(self) -> Iterator[None]:
        """Let nobody else write or close the file. Raises StoreUnavailable if it is closed."""
        with self._writing, self._translate_errors():
            if self._closed:
                raise StoreUnavailable(CLOSED)
            yield

    def _open(self) -> sqlite3.Connection:
        """Return the connection that writes, after the migrations that the file does not have."""
        if not self._read_only:
            _make_private(self.path)
        writer = self._connect()
        try:
            if self._read_only:
                _check_version(writer, self.path, self._package)
            else:
                _migrate(writer, self.path, self._package)
        except BaseException:
            writer.close()
            raise
        self._opened = _identity(self.path)
        return writer

    def _connect(self) -> sqlite3.Connection:
        # "immutable": SQLite creates none of the files that readers of a write-ahead log share
        address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(
            address if self._read_only else self.path,
            isolation_level=None,
            check_same_thread=False,
            uri=self._read_only,
        )
        try:
            if self._read_only:
                connection.execute("PRAGMA temp_store = MEMORY")
            else:
                _use_log(connection)
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                # FAST overwrites where that costs no extra write: not in pages that become free
                connection.execute(f"PRAGMA secure_delete = {'ON' if self._erase else 'FAST'}")
            connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _acquire(self) -> tuple[sqlite3.Connection, list[sqlite3.Connection]]:
        """Return a connection and the pool that it belongs to: a file that is replaced has none."""
        with self._pooling:  # also to connect: not to a file that is just being replaced
            if self._closed:
                raise StoreUnavailable(CLOSED)
            return self._pool.pop() if self._pool else self._connect(), self._pool

    def _release(self, connection: sqlite3.Connection, pool: list[sqlite3.Connection]) -> None:
        with self._pooling:
            if self._closed or pool is not self._pool:
                connection.close()
            else:
                pool.append(connection)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # a query that was not read to its end keeps its lock for as long as the error has it
            traceback.clear_frames(error.__traceback__)
            translated = to_coverage_error(error, self.path, self._remedy)
            self.damaged |= isinstance(translated, DatabaseDamaged)
            raise translated from error


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one of its name; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _use_log(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on.

    On a new file this locks the whole of it, and SQLite fails at once, without waiting, while
    another process does the same.
    """
    deadline = time.monotonic() + _PATIENCE
    while not _uses_log(connection, wait=time.monotonic() < deadline):
        time.sleep(_PAUSE)


def _uses_log(connection: sqlite3.Connection, *, wait: bool) -> bool:
    """Turn the log on; return False if another process is at it, which ``wait`` allows."""
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if not wait or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def connect_existing(path: Path) -> sqlite3.Connection:
    """Open a file as it is; unlike ``sqlite3.connect``, an empty one is not made in its place."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)


def _make_private(path: Path) -> None:
    """Create the file for its owner only: SQLite gives its other files the same permissions."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT, 0o600))
        path.chmod(0o600)


def to_coverage_error(error: sqlite3.Error, path: Path, remedy: str) -> CoverageError:
    """Translate an error of SQLite into one line that names the file and says what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _NOT_WRITABLE:
        forbidden = code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
        likely = PERMISSIONS if forbidden else FREE_SPACE
        advice = why_not_writable(path.parent) or likely
        return StorageFull(f"cannot use {path} ({error}): {advice}")
    if code in _DAMAGED and not isinstance(error, sqlite3.ProgrammingError):
        return DatabaseDamaged(f"{path} is damaged ({error}): {remedy}")
    advice = "try again, or stop other programs that use it"
    return StoreUnavailable(f"cannot use {path} ({error}): {advice}")


def damage_of(error: sqlite3.Error, path: Path) -> str:
    """Return an error as the damage of a file that is only read, in a few words.

    Raises StorageFull or StoreUnavailable if it says nothing about the content: another process has
    the file locked, say, or it belongs to somebody else.
    """
    translated = to_coverage_error(error, path, "")
    if isinstance(translated, DatabaseDamaged):
        return str(error)
    if isinstance(translated, StorageFull):
        raise StorageFull(
            f"cannot open {path} ({error}): check its permissions and the disk"
        ) from error
    raise translated from error


def _check_closed(path: Path, to_write: str) -> None:
    """Check that a file can be read without its write-ahead log. Raises StoreUnavailable."""
    if not path.is_file():
        raise StoreUnavailable(
            f"nothing is indexed in {path.parent}: run 'coverage-bot index' with "
            "BOT_READ_ONLY=false"
        )
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        raise StoreUnavailable(
            f"{path} was not closed properly, and cannot be read without writing: {to_write}"
        )


def _check_version(connection: sqlite3.Connection, path: Path, package: str) -> None:
    """Check that the file has all migrations. Raises StoreUnavailable."""
    version = _version(connection)
    newest = newest_version(package)
    if version < newest:
        raise StoreUnavailable(f"{path} is from an older version of this bot: {_TO_WRITE[package]}")
    if version > newest:
        raise _newer(path)


def _migrate(connection: sqlite3.Connection, path: Path, package: str) -> None:
    """Apply the migrations that the file does not have yet."""
    newest = newest_version(package)
    if _version(connection) > newest:
        raise _newer(path)
    _apply(connection, package, newest)


def _apply(connection: sqlite3.Connection, package: str, last: int) -> None:
    """Apply the missing migrations up to number ``last``, each in its own transaction."""
    version = _version(connection)
    for script in _scripts(package):
        number = _number(script.name)
        if version < number <= last:
            _apply_script(connection, script.read_text(encoding="utf-8"), number)


def _apply_script(connection: sqlite3.Connection, script: str, number: int) -> None:
    """Apply one migration, unless another process has done so in the meantime."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) < number:
            for statement in _statements(script):
                connection.execute(statement)
        if _version(connection) < number:  # a script may end its transaction and begin another
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """Split a script: ``executescript`` would end the transaction in which the version was read."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def newest_version(package: str) -> int:
    """Return the number of the last migration."""
    return _number(_scripts(package)[-1].name)


Schema = set[tuple[str, str, str | None]]
"""The (type, name, column) of all tables and indexes; the column of an index is None."""


def schema_of(connection: sqlite3.Connection) -> Schema:
    """Return the schema of a file."""
    return set(
        connection.execute(
            "SELECT found.type, found.name, field.name FROM sqlite_master AS found "
            "LEFT JOIN pragma_table_info(found.name) AS field "
            "WHERE found.name NOT LIKE 'sqlite_stat%'"
        )
    )


def schema_of_version(package: str, version: int) -> Schema:
    """Return the schema that the migrations up to a number make."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        _apply(connection, package, version)
        return schema_of(connection)


def _newer(path: Path) -> StoreUnavailable:
    return StoreUnavailable(
        f"{path} is from a newer version of this bot: install that version, or set "
        "BOT_DATA to another folder"
    )


def _scripts(package: str) -> list[Traversable]:
    """Return the migrations in order."""
    return sorted((resources.files(package) / "migrations").iterdir(), key=lambda entry: entry.name)


def _number(name: str) -> int:
    """Return the number at the start of a migration's file name."""
    return int(name.partition("_")[0])
