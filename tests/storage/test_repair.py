"""Damaged files of the ledger and of Chroma are noticed, set aside and made anew."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from chromadb.api.models.Collection import Collection
from chromadb.errors import InternalError

from index.config import CoverageConfig
from index.coverage import Coverage
from index.storage.chroma_probe import ChromaGuard
from index.storage.file_state import FileStates
from index.storage.ledger.ledger import LEDGER_FILE
from index.storage.ledger.repair import find_damage, mend_ledger, remember_ledger
from index.storage.replacement import set_aside
from index.worker import Limits, Worker
from tests.helpers.index import HashEmbedder, Index

pytestmark = pytest.mark.slow

_PASSAGES = 150
DAMAGES = int(os.environ.get("DAMAGES", "1"))
"""Random damages of each kind; more of them take more time."""


class CountingWorker(Worker):
    """A real worker that counts what it is asked to do."""

    started = 0

    def call(self, limits: Limits, function: Callable[..., object], *args: object) -> object:  # type: ignore[override]
        CountingWorker.started += 1
        return super().call(limits, function, *args)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and a complete index, closed in good order."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "articles").mkdir()
    for part in range(3):
        lines = "\n\n".join(
            f"Road number {part}{i} of the town was closed on Monday, officials said. " * 8
            for i in range(_PASSAGES // 3)
        )
        (folder / "articles" / f"{part}.txt").write_text(
            f"---\ntitle: Roads {part}\ndate: 2025-10-24\n---\n\n{lines}\n"
        )
    with _Opened(folder) as index:
        index.reindexer.run()
    _closed(folder)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "copy")
    return tmp_path / "copy"


class _Opened:
    """The index in a folder, opened as ``Coverage`` opens it."""

    def __init__(
        self, folder: Path, worker: Callable[[int], Worker] | None = None, embedder: str = "hash"
    ) -> None:
        mend_ledger(folder / "data", embedded=True)
        self.index = Index(
            folder / "articles", folder / "data", HashEmbedder().source(embedder), chunk=64
        )
        self._worker = worker

    def __enter__(self) -> Index:
        index = self.index.__enter__()
        index.chroma.guard = ChromaGuard(self.index.data, index.ledger, self._worker)
        return index

    def __exit__(self, *error: object) -> None:
        self.index.__exit__(None, None, None)


def _closed(folder: Path) -> None:
    remember_ledger(folder / "data")


def _vectors(folder: Path) -> list[Path]:
    return sorted((folder / "data" / "chroma").glob("*/*.bin"))


def _sqlite(folder: Path) -> Path:
    return folder / "data" / "chroma" / "chroma.sqlite3"


def zero(path: Path, begin: float = 0.0, end: float = 1.0) -> None:
    """Overwrite a part of a file with zeros, as a failing disk or a lost cache does."""
    data = bytearray(path.read_bytes())
    first, last = int(begin * len(data)), int(end * len(data))
    data[first:last] = bytes(last - first)
    path.write_bytes(data)


CHROMA: dict[str, Callable[[Path], object]] = {
    "vectors zeroed": lambda f: [zero(p) for p in _vectors(f)],
    "vectors half zeroed": lambda f: [zero(p, 0.5) for p in _vectors(f)],
    "vectors cut": lambda f: [p.write_bytes(p.read_bytes()[:100]) for p in _vectors(f)],
    "vectors removed": lambda f: [p.unlink() for p in _vectors(f)],
    "vectors garbage": lambda f: [p.write_bytes(b"\x7f" * p.stat().st_size) for p in _vectors(f)],
    "level 0 zeroed": lambda f: zero(next(p for p in _vectors(f) if "level0" in p.name)),
    "database empty": lambda f: _sqlite(f).write_bytes(b""),
    "database garbage": lambda f: _sqlite(f).write_bytes(b"garbage " * 5_000),
    "database header": lambda f: zero(_sqlite(f), 0, 0.001),
    "database middle": lambda f: zero(_sqlite(f), 0.3, 0.7),
    "database cut": lambda f: _sqlite(f).write_bytes(_sqlite(f).read_bytes()[:20_000]),
    "rows lost": lambda f: _without_rows(_sqlite(f), "embeddings"),
    "segments lost": lambda f: _without_rows(_sqlite(f), "segments"),
    "metadata lost": lambda f: _without_rows(_sqlite(f), "embedding_metadata"),
    "queue lost": lambda f: _without_rows(_sqlite(f), "embeddings_queue"),
}


def damage_somewhere(paths: list[Path], number: int) -> None:
    """Damage one of the files, as ``number`` decides: where, how much and in which way."""
    chance = random.Random(number)
    path = chance.choice([path for path in paths if path.stat().st_size])
    data = bytearray(path.read_bytes())
    first = chance.randrange(len(data))
    length = max(1, int(len(data) * 10 ** chance.uniform(-4, 0)))
    last = min(len(data), first + length)
    match chance.choice(["zeros", "garbage", "bits", "cut", "doubled", "removed"]):
        case "zeros":
            data[first:last] = bytes(last - first)
        case "garbage":
            data[first:last] = chance.randbytes(last - first)
        case "bits":
            for _ in range(chance.choice([1, 10, 1_000])):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case "cut":
            del data[first:]
        case "doubled":
            data[last:last] = data[first:last]
        case _:
            path.unlink()
            return
    path.write_bytes(data)


def _without_rows(path: Path, table: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(f"DELETE FROM {table}")
    db.close()


@pytest.mark.parametrize("damage", CHROMA)
def test_chroma_heals_without_embedding_again(folder: Path, damage: str) -> None:
    CHROMA[damage](folder)
    with _Opened(folder) as index:
        wanted = index.keys()
        assert len(wanted) >= _PASSAGES
        assert index.found() == wanted  # answered from the ledger, or Chroma is not damaged
        done = index.reindexer.run()
        assert done.embedded == 0
        assert index.found() == wanted
        assert index.vectors_in_chroma() == len(wanted)
        assert not index.reindexer.outdated()


@pytest.mark.parametrize("number", range(DAMAGES))
def test_chroma_heals_from_any_damage(folder: Path, number: int) -> None:
    damage_somewhere([*_vectors(folder), _sqlite(folder)], number)
    with _Opened(folder) as index:
        wanted = index.keys()
        assert index.found() == wanted
        assert index.reindexer.run().embedded == 0
        assert index.found() == wanted
        assert index.vectors_in_chroma() == len(wanted)
        assert not index.reindexer.outdated()


def test_it_is_said_in_one_line_and_the_files_are_kept(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    CHROMA["level 0 zeroed"](folder)
    with caplog.at_level(logging.WARNING, "index.repair"), _Opened(folder) as index:
        index.found()
    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert record.getMessage().startswith("Chroma's files were damaged (")
    assert record.getMessage().endswith(
        f"rebuilt from {LEDGER_FILE}, without embedding anything again"
    )
    assert (folder / "data" / "chroma.damaged" / "chroma.sqlite3").is_file()


def test_files_that_are_as_they_were_left_are_not_probed(folder: Path) -> None:
    FileStates(folder / "data").forget("chroma")
    CountingWorker.started = 0
    for expected in (2, 2):  # the start and the probe, once
        with _Opened(folder, CountingWorker) as index:
            assert index.found() == index.keys()
        assert CountingWorker.started == expected
    with _Opened(folder, CountingWorker) as index:
        index.chroma.recheck()
        assert index.found() == index.keys()
    assert CountingWorker.started == 4


def _ledger(folder: Path) -> Path:
    return folder / "data" / LEDGER_FILE


def _execute(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


TABLES = (
    "setting", "article", "refused", "passage", "sentence", "mention", "candidate", "withheld",
    "note", "signature", "story", "page", "vocabulary", "digest", "staged", "unsettled",
    "embedding", "passage_words", "article_words", "passage_terms",
)  # fmt: skip

LEDGER: dict[str, Callable[[Path], object]] = {
    "garbage": lambda f: _ledger(f).write_bytes(b"this is not a database " * 100),
    "header": lambda f: zero(_ledger(f), 0, 0.001),
    "start": lambda f: zero(_ledger(f), 0.01, 0.05),
    "middle": lambda f: zero(_ledger(f), 0.4, 0.6),
    "end": lambda f: zero(_ledger(f), 0.9, 1.0),
    "cut": lambda f: _ledger(f).write_bytes(_ledger(f).read_bytes()[:30_000]),
    "words lost": lambda f: _execute(_ledger(f), "DELETE FROM passage_words WHERE rowid % 2"),
    "articles lost": lambda f: _execute(_ledger(f), "DELETE FROM article_words"),
    "vectors lost": lambda f: _execute(_ledger(f), "DELETE FROM embedding"),
    "sentences lost": lambda f: _execute(_ledger(f), "DELETE FROM sentence WHERE id % 2"),
    "index lost": lambda f: _execute(_ledger(f), "DROP INDEX mention_days"),
    "tables lost": lambda f: _execute(_ledger(f), "DROP TABLE mention", "DROP TABLE passage"),
    "version lost": lambda f: _execute(_ledger(f), "PRAGMA user_version = 0"),
    "version lowered": lambda f: _execute(_ledger(f), "PRAGMA user_version = 3"),
    "revision no number": lambda f: _execute(
        _ledger(f), "UPDATE setting SET value = 'x' WHERE key = 'revision'"
    ),
    "day of an article": lambda f: _execute(_ledger(f), "UPDATE article SET published = 'then'"),
    "day of a sentence": lambda f: _execute(_ledger(f), "UPDATE mention SET first = '2025-02-30'"),
    "day of an event": lambda f: _execute(_ledger(f), "UPDATE candidate SET day = 'now'"),
    "text not UTF-8": lambda f: _execute(
        _ledger(f), "UPDATE sentence SET text = CAST(x'ff' AS TEXT) WHERE id = 1"
    ),
    "vectors cut": lambda f: _execute(
        _ledger(f), "UPDATE embedding SET sentences = x'00' WHERE rowid = 1"
    ),
    "vectors zeroed": lambda f: _execute(
        _ledger(f), "UPDATE embedding SET vector = zeroblob(1536)"
    ),
} | {f"no {name}": (lambda f, n=name: _execute(_ledger(f), f"DROP TABLE {n}")) for name in TABLES}
VECTORS_ARE_KEPT = {"words lost", "articles lost", "sentences lost", "version lost", "no setting"}


def _link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _folder_instead(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


LEDGER |= {
    "a folder": lambda f: _folder_instead(_ledger(f)),
    "a link to nothing": lambda f: _link_to_nothing(_ledger(f)),
}


@pytest.mark.parametrize("damage", LEDGER)
def test_the_ledger_heals(folder: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    with _Opened(folder) as index:
        wanted = index.keys()
    _closed(folder)
    LEDGER[damage](folder)
    with caplog.at_level(logging.WARNING, "index.repair"), _Opened(folder) as index:
        done = index.reindexer.run()
        assert index.keys() == wanted
        assert index.found() == wanted
        assert index.vectors_in_chroma() == len(wanted)
        if damage in VECTORS_ARE_KEPT:
            assert done.embedded == 0  # every vector could be kept
        assert not index.reindexer.outdated()
    (record,) = [r for r in caplog.records if "was damaged" in r.getMessage()]
    assert "\n" not in record.getMessage()
    assert find_damage(_ledger(folder)) is None
    mend_ledger(folder / "data", embedded=True, damage="it is damaged again")  # sets it aside


@pytest.mark.parametrize("number", range(DAMAGES))
def test_the_ledger_heals_from_any_damage(folder: Path, number: int) -> None:
    with _Opened(folder) as index:
        wanted = index.keys()
    _closed(folder)
    damage_somewhere([_ledger(folder)], number)
    with _Opened(folder) as index:
        index.reindexer.run()
        assert index.keys() == wanted
        assert index.found() == wanted
        assert index.vectors_in_chroma() == len(wanted)
        assert not index.reindexer.outdated()
    assert find_damage(_ledger(folder)) is None


def test_an_intact_ledger_is_left_alone(folder: Path) -> None:
    assert find_damage(_ledger(folder)) is None
    before = _ledger(folder).read_bytes()
    FileStates(folder / "data").forget("ledger")
    mend_ledger(folder / "data", embedded=True)
    assert _ledger(folder).read_bytes() == before
    assert find_damage(folder / "none") is None


def test_set_aside_keeps_the_latest(tmp_path: Path) -> None:
    for content in ("one", "two"):
        (tmp_path / "file").write_text(content)
        assert set_aside(tmp_path / "file").read_text() == content
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file.damaged"]


def _same_times(path: Path, damage: Callable[[Path], object]) -> None:
    """Damage a file in a way that its size and times do not tell."""
    before = path.stat()
    damage(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


async def _indexed(folder: Path) -> Coverage:
    config = CoverageConfig(folder / "articles", folder / "data")
    return await Coverage.open(config, HashEmbedder().source())


@pytest.mark.parametrize("place", [(0, 0.001), (0.02, 1.0)])
async def test_damage_that_the_times_hide_heals_as_it_is_opened(
    folder: Path, place: tuple[float, float]
) -> None:
    async with await _indexed(folder) as coverage:
        await coverage.reindex()
    _same_times(_ledger(folder), lambda path: zero(path, *place))
    async with await _indexed(folder) as coverage:
        await coverage.reindex()
        assert len(await coverage.articles()) == 3


HIDDEN: dict[str, Callable[[Path], object]] = {
    "table": lambda path: _execute(path, "DROP TABLE note"),
    "day": lambda path: _execute(path, "UPDATE article SET published = 'then'"),
}


def _repairs(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if "was damaged" in r.getMessage()]


@pytest.mark.parametrize("damage", HIDDEN)
async def test_damage_met_at_work_heals_for_all_who_meet_it(
    folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with await _indexed(folder) as coverage:
        await coverage.reindex()
        _same_times(_ledger(folder), HIDDEN[damage])
        with caplog.at_level(logging.WARNING, "index.repair"):
            several = await asyncio.gather(*(coverage.articles() for _ in range(8)))
        assert [len(articles) for articles in several] == [3] * 8
        assert len(_repairs(caplog)) == 1
        assert find_damage(_ledger(folder)) is None
        assert await coverage.refresh() is None
        assert len(await coverage.events_of(["0.txt"])) == len(await coverage.events_of(["1.txt"]))
    async with await _indexed(folder) as coverage:
        assert len(await coverage.articles()) == 3


async def test_a_running_reindex_ends_well_if_damage_is_met(folder: Path) -> None:
    embedder, entered, gate = HashEmbedder(), threading.Event(), threading.Event()

    def wait(batch: int) -> None:
        entered.set()
        gate.wait(10)

    config = CoverageConfig(folder / "articles", folder / "data")
    async with await Coverage.open(config, embedder.source()) as coverage:
        await coverage.reindex()
        embedder.before = wait
        rebuilding = asyncio.create_task(coverage.reindex(rebuild=True))
        await asyncio.to_thread(entered.wait)
        _same_times(_ledger(folder), HIDDEN["day"])
        listing = asyncio.create_task(coverage.articles())
        await asyncio.sleep(0.5)
        assert not listing.done()
        gate.set()
        assert len(await listing) == 3
        assert (await rebuilding).passages == (await coverage.size())[1]


async def test_who_stops_waiting_does_not_stop_the_repair(folder: Path) -> None:
    async with await _indexed(folder) as coverage:
        await coverage.reindex()
        _same_times(_ledger(folder), HIDDEN["day"])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await coverage.articles()
        assert len(await coverage.articles()) == 3
        assert find_damage(_ledger(folder)) is None


async def test_damage_that_nobody_met_is_found_by_a_recheck(folder: Path) -> None:
    async with await _indexed(folder) as coverage:
        await coverage.reindex()
        _same_times(
            _ledger(folder), lambda path: _execute(path, "UPDATE candidate SET day = 'now'")
        )
        assert not (await coverage.reindex()).added
        assert len((await coverage.reindex(recheck=True)).added) == 3
        assert find_damage(_ledger(folder)) is None
        assert not (await coverage.reindex(recheck=True)).added


async def test_nothing_that_was_read_of_a_damaged_ledger_answers(folder: Path) -> None:
    config = CoverageConfig(folder / "articles", folder / "data")
    async with await Coverage.open(config) as coverage:
        await coverage.reindex()
        before = await coverage.query_engine()
        _same_times(_ledger(folder), HIDDEN["day"])
        await coverage.articles()
        assert await coverage.query_engine() is not before


async def test_a_ledger_that_only_looks_damaged_stays(folder: Path) -> None:
    async with await _indexed(folder) as coverage:
        await coverage.reindex()
        coverage._ledger.database.damaged = True
        assert len(await coverage.articles()) == 3
        assert not coverage._ledger.database.damaged
        assert not (folder / "data" / f"{LEDGER_FILE}.damaged").exists()


def test_states_that_cannot_be_parsed_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / "closed.json").write_text("[" * 100_000)
    assert not FileStates(tmp_path).as_left("ledger", [])


def test_zeroed_vectors_are_blamed_on_the_ledger_once(folder: Path) -> None:
    _execute(_ledger(folder), "UPDATE embedding SET vector = zeroblob(1536)")
    for again in (True, False):
        with _Opened(folder) as index:
            assert bool(index.reindexer.run().embedded) == again
            assert index.vectors_in_chroma() == len(index.keys())
        _closed(folder)
        assert not (folder / "data" / "chroma.damaged").exists()
        assert find_damage(_ledger(folder)) is None


def test_a_kill_while_vectors_are_saved_loses_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*paths: Path) -> None:
        raise Killed

    _execute(_ledger(folder), "DROP TABLE note")
    (folder / "data" / f"{LEDGER_FILE}.damaged-wal").write_bytes(b"of an earlier damage")
    with monkeypatch.context() as patched:
        patched.setattr("index.storage.ledger.repair.replace_database", die)
        with pytest.raises(Killed):
            mend_ledger(folder / "data", embedded=True)
    with _Opened(folder) as index:
        assert index.reindexer.run().embedded == 0
    left = {path.name for path in (folder / "data").glob("ledger*")}
    assert left == {LEDGER_FILE, f"{LEDGER_FILE}.damaged"}


def _times_kept(damage: Callable[[Path], object]) -> Callable[[Path], object]:
    """Damage files so that neither their sizes nor their times tell."""

    def work(folder: Path) -> None:
        before = {path: path.stat() for path in (*_vectors(folder), _sqlite(folder))}
        damage(folder)
        for path, status in before.items():
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    return work


@pytest.mark.parametrize("damage", ["level 0 zeroed", "vectors garbage", "database middle"])
def test_damage_that_sizes_and_times_do_not_tell(folder: Path, damage: str) -> None:
    with _Opened(folder) as index:  # opened and closed in good order
        wanted = index.found()
    _times_kept(CHROMA[damage])(folder)
    with _Opened(folder) as index:
        assert index.found() == wanted
        assert index.reindexer.outdated()
        assert index.reindexer.run().embedded == 0
        assert index.found() == wanted
        assert index.vectors_in_chroma() == len(wanted)


@pytest.mark.parametrize("error", ["InternalError", "PanicException"])
def test_whatever_chroma_says_of_files_in_the_folder_is_answered_around(
    folder: Path, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(error, (InternalError if error == "InternalError" else BaseException,), {})

    def fail(self: Collection, **wanted: object) -> None:
        raise kind("words that nobody has seen before")

    CountingWorker.started = 0
    with _Opened(folder, CountingWorker) as index:
        monkeypatch.setattr(Collection, "query", fail)
        assert index.found() == index.keys()
        assert index.reindexer.outdated()  # it writes Chroma anew
    assert CountingWorker.started  # the files were checked at once


@pytest.mark.parametrize("text", ['{"chroma": [1]}', '{"chroma": [[[1], {}, 2, 3]]}', "[1]"])
def test_a_damaged_note_of_how_files_were_left(tmp_path: Path, text: str) -> None:
    (tmp_path / "closed.json").write_text(text)
    file = tmp_path / "graph.bin"
    file.write_bytes(b"graph")
    states = FileStates(tmp_path)
    assert not states.as_left("chroma", [file])
    states.save("chroma", [file], [file])
    assert states.as_left("chroma", [file])


def test_a_graph_that_changed_in_secret_is_never_opened(folder: Path) -> None:
    with _Opened(folder) as index:
        index.found()
    _times_kept(CHROMA["vectors garbage"])(folder)
    with _Opened(folder) as index:
        guard = index.chroma.guard
        assert guard is not None
        guard.closed()  # takes no new checksum of a file with the same size and time
        guard.check()  # what comes before opening; Chroma itself may end the process
        assert (folder / "data" / "chroma.damaged").is_dir()
