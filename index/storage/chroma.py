"""A connection to Chroma, in the data folder or on a server, with its errors translated."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast
from urllib.parse import urlsplit

from index.errors import CoverageError, StorageFull, StoreUnavailable, UnusableSetting
from index.storage.own_files import EMBEDDED_FOLDER
from index.storage.private_files import make_private, make_tree_private
from index.storage.writability import FREE_SPACE, PERMISSIONS, why_not_writable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection


DISTANCE: Final[Literal["cosine"]] = "cosine"
# Each write scans what was written since the graph was last saved. Measured with 14,834
# vectors, written 16 at a time: a threshold of 1,000 (Chroma's default) took 59 s, 200: 34 s,
# 50: 23 s.
SYNC_THRESHOLD = 50
TIMEOUT_SECONDS = 60.0
_DISK_FULL_SIGNS = ("disk is full", "no space left", "file too large", "disk i/o error")
_FORBIDDEN_SIGNS = ("readonly database", "read-only", "permission denied")
_DAMAGE_SIGNS = (
    "hnsw",
    "compactor",
    "malformed",
    "not a database",
    "error finding id",
    "missing metadata segment",
)


class CollectionMissing(StoreUnavailable):
    """Chroma works but does not have the collection, or no longer."""


class StoreDamaged(StoreUnavailable):
    """Chroma's files cannot be read, for example because a process was killed while writing."""


class Guard(Protocol):
    """Checks Chroma's files in the data folder; see ``index.storage.chroma_probe.ChromaGuard``."""

    def check(self) -> None: ...
    def closed(self) -> None: ...
    def recheck(self) -> None: ...


class Chroma:
    """Connects on first use, and again after a failure. Thread-safe; every call blocks.

    ``guard`` is asked before files in the data folder are opened, if there is one.

    Raises StoreUnavailable (or its subclasses CollectionMissing and StoreDamaged) and StorageFull,
    each with a one-line message.
    """

    def __init__(self, data: Path, url: str | None) -> None:
        """``url`` is a server's address (http://host:port); None means a folder inside ``data``."""
        self.shared = url is not None
        self.place = ":".join(map(str, server_address(url)[:2])) if url else EMBEDDED_FOLDER
        """Which Chroma this is, to notice that another one is used."""
        self.where = f"the Chroma server {url}" if url else f"Chroma in {data / EMBEDDED_FOLDER}"
        self._folder = data / EMBEDDED_FOLDER
        self._url = url
        self._client: Client | None = None
        self._collections: dict[str, Collection] = {}
        self._lock = threading.RLock()
        self.guard: Guard | None = None

    def close(self) -> None:
        """Close the connection, if there is one."""
        with self._lock:
            client, self._client = self._client, None
            self._collections.clear()
        if client is not None:
            client.close()
            for session in _sessions(client):
                session.close()
            if not self.shared:
                make_tree_private(self._folder)  # the files that Chroma made since it was opened
            if self.guard is not None and not self.shared:
                self.guard.closed()

    @contextmanager
    def kept_closed(self) -> Iterator[None]:
        """Close the connection, and let nobody open one in the block: its files may be deleted."""
        with self._lock:
            self.close()
            yield

    def recheck(self) -> None:
        """Have Chroma's files in the data folder checked before they are used again."""
        self.close()
        if self.guard is not None:
            self.guard.recheck()

    @contextmanager
    def collection(self, name: str, *, create: bool = False) -> Iterator[Collection]:
        """Open a collection. Errors that Chroma raises inside the block are translated, too."""
        try:
            yield self._collection(name, create)
        except CoverageError:
            raise
        except BaseException as error:
            if not (isinstance(error, Exception) or _is_panic(error)):
                raise
            self._collections.pop(name, None)
            raise self._to_coverage_error(error) from error

    def drop(self, name: str) -> None:
        """Delete a collection, if it exists."""
        with self._lock:
            self._collections.pop(name, None)
        try:
            self._get_client().delete_collection(name)
        except Exception as error:
            translated = self._to_coverage_error(error)
            if not isinstance(translated, CollectionMissing):
                raise translated from error

    def reset(self) -> None:
        """Delete Chroma's files in the data folder. Does nothing on a server."""
        self.close()
        if not self.shared:
            shutil.rmtree(self._folder, ignore_errors=True)
            if self.guard is not None:
                self.guard.closed()

    def present(self) -> bool:
        """Return whether Chroma has files in the data folder; always True for a server."""
        return self.shared or (self._folder / "chroma.sqlite3").is_file()

    def version(self) -> str:
        """Return the version of the server or, without one, of the library."""
        try:
            return str(self._get_client().get_version())
        except Exception as error:
            raise self._to_coverage_error(error) from error

    def _collection(self, name: str, create: bool) -> Collection:
        with self._lock:
            found = self._collections.get(name)
            if found is None:
                found = self._open(name, create)
                _check_distance(found, self.where)
                self._collections[name] = found
            return found

    def _open(self, name: str, create: bool) -> Collection:
        client = self._get_client()
        if not create:
            return client.get_collection(name, embedding_function=None)
        return client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": DISTANCE, "sync_threshold": SYNC_THRESHOLD}},
        )

    def _get_client(self) -> Client:
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> Client:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            if self.guard is not None:
                self.guard.check()
            with contextlib.suppress(OSError):  # then Chroma says what is wrong
                # nobody else can enter it while Chroma makes files
                make_private(self._folder, ours=True)
            try:
                return cast("Client", chromadb.PersistentClient(self._folder, settings=settings))
            except Exception:
                # else Chroma returns the half-opened system from its cache the next time
                SharedSystemClient.clear_system_cache()
                raise
        address = server_address(self._url)
        client = chromadb.HttpClient(
            host=address[0], port=address[1], ssl=address[2], settings=settings
        )
        for session in _sessions(client):
            session.timeout = TIMEOUT_SECONDS
        return cast("Client", client)

    def _why_not_writable(self, error: str) -> str | None:
        """What to do if Chroma cannot write; ``error`` is in lower case.

        On a full disk Chroma may raise any of its errors, also those of damaged files.
        """
        found = None if self.shared else why_not_writable(self._folder.parent)
        if found is not None:
            return found
        if any(sign in error for sign in _DISK_FULL_SIGNS):
            return FREE_SPACE
        forbidden = any(sign in error for sign in _FORBIDDEN_SIGNS)
        return PERMISSIONS if forbidden or not self._may_use_files() else None

    def _may_use_files(self) -> bool:
        """Return whether this user may read and write Chroma's files in the data folder."""
        paths = () if self.shared else (self._folder, *self._folder.rglob("*"))
        return all(os.access(path, os.R_OK | os.W_OK) for path in paths if path.exists())

    def _is_damage(self, error: BaseException, text: str) -> bool:
        """Return whether an error may come of damaged files; ``text`` is in lower case.

        In the data folder nothing else is known to make Chroma fail, and its errors have many
        wordings. On a server they may have other causes.
        """
        from chromadb.errors import ChromaError

        if not self.shared and (isinstance(error, ChromaError) or _is_panic(error)):
            return True
        return any(sign in text for sign in _DAMAGE_SIGNS)

    def _to_coverage_error(self, error: BaseException) -> CoverageError:
        """Translate an error of Chroma or its HTTP client into a one-line message."""
        from chromadb.errors import NotFoundError

        if isinstance(error, CoverageError):
            return error
        text = " ".join(str(error).split()) or type(error).__name__
        lower = text.lower()
        if isinstance(error, NotFoundError):
            place = " where the articles are" if self.shared else ""
            return CollectionMissing(
                f"{self.where} no longer has this index: run 'coverage-bot index'{place}"
            )
        remedy = self._why_not_writable(lower)
        if remedy is not None:
            return StorageFull(f"{self.where} cannot be used ({text}): {remedy}")
        if self._is_damage(error, lower):
            return StoreDamaged(f"{self.where} is damaged ({text}): run 'coverage-bot index'")
        advice = (
            "check that it is running and that BOT_CHROMA_URL is right"
            if self.shared
            else "run 'coverage-bot doctor'"
        )
        return StoreUnavailable(f"{self.where} does not answer ({text}): {advice}")


def _is_panic(error: BaseException) -> bool:
    """Return whether Chroma's Rust code panicked, which is no Exception in Python."""
    return type(error).__name__ == "PanicException"


def server_address(url: str) -> tuple[str, int, bool]:
    """Split ``http://host:port`` into host, port and whether TLS is on. Raises UnusableSetting."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UnusableSetting(
            f"BOT_CHROMA_URL {url!r} cannot be used: write it like http://127.0.0.1:8000"
        )
    secure = parts.scheme == "https"
    return parts.hostname, port or (443 if secure else 8000), secure


def _check_distance(collection: Collection, where: str) -> None:
    """Check that a collection uses the right distance.

    ``get_or_create_collection`` returns an existing collection whatever its distance.
    """
    # the raw JSON: ``configuration`` warns if a collection has no embedding function
    configuration: Any = collection.configuration_json
    distance = ((configuration.get("hnsw") or configuration.get("spann")) or {}).get("space")
    if distance != DISTANCE:
        raise StoreUnavailable(
            f"the collection {collection.name} of {where} uses the distance {distance} instead of "
            f"{DISTANCE}, so another program created it: set BOT_COLLECTION to another name"
        )


def _sessions(client: object) -> list[Any]:
    """Return the HTTP clients inside Chroma's: without a timeout, and never closed by Chroma."""
    owners = (client, getattr(client, "_admin_client", None))
    servers = [getattr(owner, "_server", None) for owner in owners]
    found = [getattr(server, "_session", None) for server in servers]
    return [session for session in found if session is not None]
