"""Opens Chroma's files in a child process first: damaged ones can end the process that reads them.

They can also hang, or answer without most of the neighbours. So the child looks vectors of the
ledger up and checks that they find themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.errors import StorageFull
from index.storage.chroma import EMBEDDED_FOLDER, Chroma, CollectionMissing, StoreDamaged
from index.storage.file_state import FileStates, set_aside
from index.storage.ledger import state
from index.storage.ledger.ledger import Ledger
from index.worker import Limits, Worker, WorkerStopped

repairs = logging.getLogger("index.repair")
"""What was damaged and is put right; shown to whoever runs the program."""

NAME = "chroma"
_SAMPLES = 40
_OPENING = Limits(cpu_seconds=120, wall_seconds=240)  # importing the library
_PROBING = Limits(cpu_seconds=60, wall_seconds=20)
_NEIGHBOURS = 10
_SAME = 1e-3  # cosine distance up to which two vectors count as one; Chroma stores float32

Sample = tuple[str, bytes]


def import_chroma() -> None:
    """Import Chroma, so that the time for probing does not include it."""
    import chromadb  # noqa: F401


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
    return f"{lost} of {len(keys)} vectors do not find themselves" if lost else None


class ChromaGuard:
    """Checks Chroma's files in the data folder before this process opens them.

    Only if they are not as they were left (see ``index.storage.file_state``).
    """

    def __init__(
        self, data: Path, ledger: Ledger, worker: Callable[[], Worker] | None = None
    ) -> None:
        self._data = data
        self._folder = data / EMBEDDED_FOLDER
        self._ledger = ledger
        self._states = FileStates(data)
        self._worker = worker or Worker

    def closed(self) -> None:
        """Remember the files as this process leaves them."""
        self._states.save(NAME, self._files())

    def recheck(self) -> None:
        """Check them in any case before they are opened the next time."""
        self._states.forget(NAME)

    def check(self) -> None:
        """Set damaged files aside and have them built anew; return when they can be opened.

        Raises StoreDamaged if they cannot be set aside.
        """
        if not self._folder.is_dir() or self._states.as_left(NAME, self._files()):
            return
        damage = self._probe()
        if damage is None:
            return
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
            "Chroma's files were damaged (%s): they are now in %s, and are built anew from the "
            "ledger without embedding again",
            damage,
            aside.name,
        )

    def _files(self) -> list[Path]:
        return [path for path in self._folder.rglob("*") if path.is_file()]

    def _probe(self) -> str | None:
        with self._ledger.database.reading() as db:
            name = state.live_index(db).collection
            samples = state.sample_vectors(db, _SAMPLES)
        worker = self._worker()
        try:
            worker.call(_OPENING, import_chroma)
            return worker.call(_PROBING, find_damage, self._data, name, samples)
        except WorkerStopped as error:
            return f"opening them {error}"
        finally:
            worker.close()
