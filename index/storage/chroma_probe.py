"""Opens Chroma's files in a child process first: damaged ones can end the process that reads them.

They can also hang, or answer without most of the neighbours. So the child looks vectors of the
ledger up and checks that they find themselves. Where Chroma itself does not run, with no files at
all, nothing can be said about them, and they stay where they are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from index.errors import CoverageError, StorageFull
from index.storage.chroma import Chroma, CollectionMissing, StoreDamaged
from index.storage.file_state import FileStates
from index.storage.ledger import state
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from index.storage.ledger.repair import is_whole
from index.storage.own_files import EMBEDDED_FOLDER
from index.storage.replacement import set_aside
from index.worker import MEMORY, Limits, Worker, WorkerStopped

if TYPE_CHECKING:
    from chromadb.api.client import Client

repairs = logging.getLogger("index.repair")
"""What was damaged and is put right; shown to whoever runs the program."""

_SAMPLES = 40
_STARTING = Limits(cpu_seconds=120, wall_seconds=240)  # importing the library
_PROBING = Limits(cpu_seconds=60, wall_seconds=20)  # for small files
_BYTES_PER_SECOND = 20_000_000  # of a slow disk; loading from a warm cache is far quicker
_MEMORY_PER_BYTE = 4  # address space: the graph is read into memory, next to what reads it
_NEIGHBOURS = 10
_GRAPH = ".bin"  # of the files that are read without any check
_SAME = 1e-3  # cosine distance up to which two vectors count as one; Chroma stores float32

Sample = tuple[str, bytes]


class CannotCheck(Exception):
    """It is unknown whether Chroma's files are damaged; the message says why."""


def import_chroma() -> None:
    """Import Chroma, so that the time for probing does not include it."""
    import chromadb  # noqa: F401


def start_chroma() -> None:
    """Run Chroma without any files, to tell whether it is they that it fails at.

    In a process of its own: reading beyond damaged files ends one sooner that has used no memory.
    """
    import chromadb
    from chromadb.config import Settings

    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    client.get_or_create_collection("empty", embedding_function=None)
    cast("Client", client).close()


def find_damage(data: Path, name: str | None, samples: Sequence[Sample]) -> str | None:
    """Return what is wrong with the collection, in a few words, or None. For a child process.

    ``samples`` are (key, float32 vector) that the collection must have. A collection that is
    missing altogether is not damage.
    """
    chroma = Chroma(data, None)
    try:
        return _look_up(chroma, name, samples)
    except (CollectionMissing, StorageFull):
        return None
    except BaseException as error:  # a panic of Chroma's Rust code is no Exception
        return " ".join(str(error.__cause__ or error).split()) or type(error).__name__
    finally:
        chroma.close()


def _look_up(chroma: Chroma, name: str | None, samples: Sequence[Sample]) -> str | None:
    chroma.version()
    if name is None or not samples:
        return None
    with chroma.collection(name) as collection:
        keys = [key for key, _ in samples]
        stored = set(collection.get(ids=keys, include=[])["ids"])
        if len(stored) < len(keys):
            return f"{len(keys) - len(stored)} of {len(keys)} vectors are missing"
        vectors = np.stack([np.frombuffer(blob, dtype=np.float32) for _, blob in samples])
        found = collection.query(
            query_embeddings=vectors, n_results=_NEIGHBOURS, include=["distances"]
        )
        distances = found["distances"] or []
        lost = sum(
            key not in ids and not (near and near[0] < _SAME)
            for key, ids, near in zip(keys, found["ids"], distances, strict=True)
        )
    return f"{lost} of {len(keys)} vectors cannot be found by searching" if lost else None


class ChromaGuard:
    """Checks Chroma's files in the data folder before this process opens them.

    Only if they are not as they were left (see ``index.storage.file_state``).
    """

    def __init__(
        self, data: Path, ledger: Ledger, worker: Callable[[int], Worker] | None = None
    ) -> None:
        """``worker`` makes a worker that may use so many bytes of memory."""
        self._data = data
        self._folder = data / EMBEDDED_FOLDER
        self._ledger = ledger
        self._states = FileStates(data)
        self._worker = worker or Worker
        self._unchecked = False

    def closed(self) -> None:
        """Remember the files as this process leaves them, unless they could not be checked."""
        if not self._unchecked:
            files = self._files()
            graphs = [path for path in files if path.suffix == _GRAPH]
            self._states.save(EMBEDDED_FOLDER, files, graphs)

    def recheck(self) -> None:
        """Check them in any case before they are opened the next time."""
        self._states.forget(EMBEDDED_FOLDER)

    def check(self) -> None:
        """Set damaged files aside and have them built anew; return when they can be opened.

        Raises StoreDamaged if they cannot be set aside.
        """
        self._unchecked = False
        try:
            damage = self._find_damage()
        except CannotCheck as error:
            self._unchecked = True
            repairs.warning(
                "Chroma's files could not be checked (%s): they are used as they are, and will be "
                "checked next time",
                error,
            )
            return
        if damage is not None:
            self._set_aside(damage)

    def _find_damage(self) -> str | None:
        if self._folder.is_file():
            return f"{self._folder.name} is a file instead of a folder"
        if self._folder.is_symlink() and not self._folder.exists():
            return f"{self._folder.name} is a link to nothing"
        if not self._folder.is_dir() or self._states.as_left(EMBEDDED_FOLDER, self._files()):
            return None
        return self._probe()

    def _set_aside(self, damage: str) -> None:
        try:
            aside = set_aside(self._folder)
        except OSError as error:
            raise StoreDamaged(
                f"Chroma in {self._folder} is damaged ({damage}) and cannot be set aside"
                f" ({error.strerror}): check the permissions of the data folder"
            ) from error
        with self._ledger.database.writing() as db:
            state.save_live_index(db, lost="yes")
        repairs.warning(
            "Chroma's files were damaged (%s): they have been moved to %s and are being rebuilt "
            "from %s, without embedding anything again",
            damage,
            aside.name,
            LEDGER_FILE,
        )

    def _files(self) -> list[Path]:
        return [path for path in self._folder.rglob("*") if path.is_file()]

    def _probe(self) -> str | None:
        name, samples = self._what_to_look_up()
        size = sum(path.stat().st_size for path in self._files())
        memory = MEMORY + _MEMORY_PER_BYTE * size
        worker = self._worker(memory)
        try:
            worker.call(_STARTING, import_chroma)
            damage = worker.call(_limits(size), find_damage, self._data, name, samples)
        except Exception as error:  # what ends a process, or what Chroma raises where it cannot run
            damage = f"opening them {error}"
        finally:
            worker.close()
        if damage is not None:
            _start(self._worker(memory))
        return damage

    def _what_to_look_up(self) -> tuple[str | None, list[Sample]]:
        """Return the live collection and vectors that it must have, in so far as they are whole.

        A ledger in which they are not is at fault itself, and is mended when it is opened the next
        time.
        """
        with self._ledger.database.reading() as db:
            name = state.live_index(db).collection
            samples = state.sample_vectors(db, _SAMPLES)
        whole = [sample for sample in samples if is_whole(*sample)]
        if len(whole) < len(samples):
            self._ledger.database.damaged = True
        return name, whole


def _start(worker: Worker) -> None:
    """Raise CannotCheck if Chroma does not even run without files."""
    try:
        worker.call(_STARTING, start_chroma)
    except (CoverageError, WorkerStopped) as error:
        raise CannotCheck(str(error)) from error
    except Exception as error:  # whatever Chroma raises where it cannot run
        raise CannotCheck(f"Chroma does not start: {' '.join(str(error).split())}") from error
    finally:
        worker.close()


def _limits(size: int) -> Limits:
    """Return how long opening files of so many bytes may take."""
    reading = size / _BYTES_PER_SECOND
    return Limits(_PROBING.cpu_seconds + reading, _PROBING.wall_seconds + reading)
