"""A connection to Chroma, in the data folder or on a server, and its errors in our words."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from urllib.parse import urlsplit

from index.errors import CoverageError, StorageFull, StoreUnavailable, UnusableSetting

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection


SPACE: Final[Literal["cosine"]] = "cosine"
# Each write goes through what was written since the graph was saved last. Measured with 14,834
# vectors written 16 at a time: after 1,000 entries (Chroma's own number) 59 s in all, 200: 34 s,
# 50: 23 s.
LOG = 50
EMBEDDED_FOLDER = "chroma"
SECONDS = 60.0
_ROOM = 1_000_000
_FULL = ("disk is full", "no space left", "readonly database", "file too large", "disk i/o error")
_DAMAGED = ("hnsw", "compactor", "malformed", "not a database")


class CollectionMissing(StoreUnavailable):
    """Chroma answers, but does not have the collection (any more)."""


class StoreDamaged(StoreUnavailable):
    """Chroma's own files cannot be read: a process was killed while it wrote them."""


class Chroma:
    """Connects on first use, and again after a failure. Safe from any thread; every call blocks.

    Raises StoreUnavailable (CollectionMissing, StoreDamaged) and StorageFull, one line each.
    """

    def __init__(self, data: Path, url: str | None) -> None:
        """``url`` of a server (http://host:port), or None for a folder inside ``data``."""
        self.shared = url is not None
        self.where = f"the Chroma server {url}" if url else f"Chroma in {data / EMBEDDED_FOLDER}"
        self._folder = data / EMBEDDED_FOLDER
        self._url = url
        self._client: Client | None = None
        self._collections: dict[str, Collection] = {}
        self._opening = threading.RLock()

    def close(self) -> None:
        with self._opening:
            client, self._client = self._client, None
            self._collections.clear()
        if client is not None:
            client.close()
            for session in _sessions(client):
                session.close()

    @contextmanager
    def collection(self, name: str, *, create: bool = False) -> Iterator[Collection]:
        """A collection to work with; whatever Chroma raises in the block is translated."""
        try:
            yield self._collection(name, create)
        except CoverageError:
            raise
        except Exception as error:
            self._collections.pop(name, None)
            raise self._told(error) from error

    def drop(self, name: str) -> None:
        """Delete a collection; none of that name is fine."""
        with self._opening:
            self._collections.pop(name, None)
        try:
            self._connected().delete_collection(name)
        except Exception as error:
            told = self._told(error)
            if not isinstance(told, CollectionMissing):
                raise told from error

    def reset(self) -> None:
        """Delete Chroma's files in the data folder, whatever is in them; not on a server."""
        self.close()
        if not self.shared:
            shutil.rmtree(self._folder, ignore_errors=True)

    def present(self) -> bool:
        """Whether there are files of Chroma in the data folder; of a server it is not known."""
        return self.shared or (self._folder / "chroma.sqlite3").is_file()

    def version(self) -> str:
        """Of the server, or of the library."""
        try:
            return str(self._connected().get_version())
        except Exception as error:
            raise self._told(error) from error

    def _collection(self, name: str, create: bool) -> Collection:
        with self._opening:
            found = self._collections.get(name)
            if found is None:
                found = self._open(name, create)
                _check_space(found, self.where)
                self._collections[name] = found
            return found

    def _open(self, name: str, create: bool) -> Collection:
        client = self._connected()
        if not create:
            return client.get_collection(name, embedding_function=None)
        return client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": SPACE, "sync_threshold": LOG}},
        )

    def _connected(self) -> Client:
        with self._opening:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> Client:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            try:
                return cast("Client", chromadb.PersistentClient(self._folder, settings=settings))
            except Exception:
                # Chroma would hand out what it failed to open as if it were open
                SharedSystemClient.clear_system_cache()
                raise
        address = server_address(self._url)
        client = chromadb.HttpClient(
            host=address[0], port=address[1], ssl=address[2], settings=settings
        )
        for session in _sessions(client):
            session.timeout = SECONDS
        return cast("Client", client)

    def _told(self, error: Exception) -> CoverageError:
        """One line about the store for whatever Chroma or its transport raised."""
        from chromadb.errors import NotFoundError

        if isinstance(error, CoverageError):
            return error
        text = " ".join(str(error).split()) or type(error).__name__
        low = text.lower()
        if isinstance(error, NotFoundError):
            return CollectionMissing(
                f"{self.where} no longer has this index: run 'coverage-bot index'"
            )
        # a full disk shows in Chroma as any of its errors, those of damaged files among them
        if any(sign in low for sign in _FULL) or not (
            self.shared or _has_room(self._folder.parent)
        ):
            return StorageFull(f"{self.where} cannot write ({text}): free some disk space")
        if any(sign in low for sign in _DAMAGED):
            return StoreDamaged(f"{self.where} is damaged ({text}): run 'coverage-bot index'")
        advice = (
            "check that it is running and that BOT_CHROMA_URL is right"
            if self.shared
            else "run 'coverage-bot doctor'"
        )
        return StoreUnavailable(f"{self.where} does not answer ({text}): {advice}")


def _has_room(folder: Path) -> bool:
    """Whether a file of ``_ROOM`` bytes can be written in a folder."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_ROOM))
    except OSError:
        return False
    return True


def server_address(url: str) -> tuple[str, int, bool]:
    """Host, port and whether TLS of ``http://host:port``. Raises UnusableSetting."""
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


def _check_space(collection: Collection, where: str) -> None:
    """``get_or_create_collection`` returns an old collection whatever its distance is."""
    # as it is stored: ``configuration`` warns of collections without an embedding function
    configuration: Any = collection.configuration_json
    space = ((configuration.get("hnsw") or configuration.get("spann")) or {}).get("space")
    if space != SPACE:
        raise StoreUnavailable(
            f"the collection {collection.name} of {where} uses the distance {space} instead of "
            f"{SPACE}, so another program created it: set BOT_COLLECTION to another name"
        )


def _sessions(client: object) -> list[Any]:
    """The HTTP clients inside Chroma's: they wait for ever, and Chroma never closes them."""
    owners = (client, getattr(client, "_admin_client", None))
    servers = [getattr(owner, "_server", None) for owner in owners]
    found = [getattr(server, "_session", None) for server in servers]
    return [session for session in found if session is not None]
