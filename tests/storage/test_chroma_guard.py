"""Chroma's files are checked before a question opens them, and stay where they cannot be."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.storage import chroma_probe
from index.storage.chroma_probe import ChromaGuard
from index.storage.file_state import FileStates
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from index.storage.ledger.repair import find_damage
from index.worker import MEMORY, Limits, Worker
from tests.helpers.index import write

pytestmark = pytest.mark.slow

_ROADS = 60  # more than SYNC_THRESHOLD, so that Chroma saves a graph
QUESTION = "When was road number 7 of Harbourton closed?"


async def _index(folder: Path) -> None:
    async with await _opened(folder) as coverage:
        await coverage.reindex()


async def _opened(folder: Path) -> Coverage:
    return await Coverage.open(CoverageConfig(folder / "articles", folder / "data"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and their index, by the real model."""
    folder = tmp_path_factory.mktemp("built")
    roads = {
        f"road{n}": f"The road number {n} of Harbourton was closed on {n % 28 + 1} October 2025."
        for n in range(_ROADS)
    }
    write(folder / "articles", **roads)
    asyncio.run(_index(folder))
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy, whose files of Chroma are checked before they are opened."""
    shutil.copytree(built, tmp_path / "copy")
    FileStates(tmp_path / "copy" / "data").forget("chroma")
    return tmp_path / "copy"


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING, "index.repair")
    return caplog


async def _ask(folder: Path) -> None:
    """Ask through the coverage: the answer is right, whatever became of Chroma."""
    async with await _opened(folder) as coverage:
        answer = await coverage.ask(QUESTION)
        assert "The road number 7 of Harbourton was closed on 8 October 2025." in answer.text


def _is_set_aside(folder: Path) -> bool:
    return (folder / "data" / "chroma.damaged").exists()


def _zero_graphs(chroma: Path, *, keep_times: bool = False) -> None:
    graphs = list(chroma.glob("*/data_level0.bin"))
    assert graphs
    for path in graphs:
        before = path.stat()
        path.write_bytes(bytes(before.st_size))
        if keep_times:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _lose_rows(chroma: Path) -> None:
    with contextlib.closing(sqlite3.connect(chroma / "chroma.sqlite3")) as db, db:
        db.execute("DELETE FROM embeddings")


@pytest.mark.parametrize("damage", [_zero_graphs, _lose_rows])
async def test_a_question_does_not_open_damaged_files(
    folder: Path, said: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    damage(folder / "data" / "chroma")
    await _ask(folder)
    assert _is_set_aside(folder)
    assert "Chroma's files were damaged (" in said.text
    async with await _opened(folder) as coverage:
        assert (await coverage.reindex()).embedded == 0
        assert all(check.ok for check in await coverage.checks())


async def test_the_doctor_asks_for_no_rebuild_of_what_heals_without(folder: Path) -> None:
    _zero_graphs(folder / "data" / "chroma", keep_times=True)
    async with await _opened(folder) as coverage:
        (check,) = [check for check in await coverage.checks() if check.name == "Chroma"]
        assert check.advice == f"{_ROADS} should be there: run 'coverage-bot index'"
        assert (await coverage.reindex()).embedded == 0
        assert all(check.ok for check in await coverage.checks())


def _hang(*_: object) -> None:
    time.sleep(300)


def _exhaust(*_: object) -> None:
    raise MemoryError


def _crash(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize(
    ("probe", "seconds", "why"),
    [
        (_hang, 1, "took more than 1 s"),
        (_crash, 20, "signal 11"),
        (_exhaust, 20, "GB of memory"),
    ],
)
async def test_files_at_which_a_process_hangs_or_ends_are_set_aside(
    folder: Path,
    said: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    probe: Callable[..., None],
    seconds: float,
    why: str,
) -> None:
    monkeypatch.setattr(chroma_probe, "_PROBING", Limits(cpu_seconds=60, wall_seconds=seconds))
    monkeypatch.setattr(chroma_probe, "find_damage", probe)
    started = time.monotonic()
    await _ask(folder)
    assert time.monotonic() - started < 60
    assert _is_set_aside(folder)
    assert "Chroma's files were damaged (opening them " in said.text
    assert why in said.text


def _without_memory(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(chroma_probe, "MEMORY", 200_000_000)
    patched.setattr(chroma_probe, "_MEMORY_PER_BYTE", 0)


def _without_python(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(sys, "executable", "/no/such/python")


@pytest.mark.parametrize(
    ("hinder", "why"),
    [
        (_without_memory, "failed to map segment"),
        (_without_python, "cannot start a process"),
    ],
)
async def test_files_that_cannot_be_checked_stay_and_are_checked_the_next_time(
    folder: Path,
    said: pytest.LogCaptureFixture,
    hinder: Callable[[pytest.MonkeyPatch], None],
    why: str,
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        hinder(patched)
        await _ask(folder)
    (line,) = [record.getMessage() for record in said.records]
    assert line.startswith("Chroma's files could not be checked (")
    assert why in line
    assert not _is_set_aside(folder)
    _zero_graphs(folder / "data" / "chroma", keep_times=True)
    await _ask(folder)
    assert _is_set_aside(folder)


def test_large_files_may_take_more_memory_and_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[Limits] = []
    memory: list[int] = []

    class Noting(Worker):
        def __init__(self, allowed: int) -> None:
            memory.append(allowed)
            super().__init__(allowed)

        def call(self, allowed: Limits, function: Callable[..., object], *args: object) -> object:  # type: ignore[override]
            limits.append(allowed)
            return super().call(allowed, function, *args)

    size = 10_000_000_000
    with (folder / "data" / "chroma" / "large.bin").open("wb") as file:
        file.truncate(size)
    with Ledger(folder / "data") as ledger:
        ChromaGuard(folder / "data", ledger, Noting).check()
    assert memory[0] > MEMORY + size
    assert limits[-1].wall_seconds > 20 + size / 100_000_000
    assert limits[-1].cpu_seconds > 60
    assert not _is_set_aside(folder)


async def test_a_ledger_without_whole_vectors_is_at_fault_and_not_chroma(
    folder: Path, said: pytest.LogCaptureFixture
) -> None:
    ledger = folder / "data" / LEDGER_FILE
    before = ledger.stat()
    with contextlib.closing(sqlite3.connect(ledger)) as db, db:
        db.execute("UPDATE embedding SET vector = zeroblob(1536)")
    os.utime(ledger, ns=(before.st_atime_ns, before.st_mtime_ns))
    async with await _opened(folder) as coverage:
        await coverage.ready()
    assert not _is_set_aside(folder)
    assert not said.records
    await _index(folder)
    assert "the index in ledger.sqlite3 was damaged (" in said.text
    assert find_damage(ledger) is None


async def test_a_link_to_nothing_in_the_place_of_the_folder_is_set_aside(
    folder: Path, said: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder / "data" / "chroma")
    (folder / "data" / "chroma").symlink_to("nowhere")
    await _ask(folder)
    assert (folder / "data" / "chroma.damaged").is_symlink()
    assert "(chroma is a link to nothing)" in said.text
    async with await _opened(folder) as coverage:
        assert (await coverage.reindex()).embedded == 0
        assert all(check.ok for check in await coverage.checks())


async def test_a_file_in_the_place_of_the_folder_is_set_aside(
    folder: Path, said: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder / "data" / "chroma")
    (folder / "data" / "chroma").write_text("this is no folder")
    await _ask(folder)
    assert (folder / "data" / "chroma.damaged").read_text() == "this is no folder"
    assert "(chroma is a file instead of a folder)" in said.text
    async with await _opened(folder) as coverage:
        assert (await coverage.reindex()).embedded == 0
        assert all(check.ok for check in await coverage.checks())
