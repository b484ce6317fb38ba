"""A restore of the archive loses nothing that was in the file before it, whenever it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from index.models import EVERYTHING
from index.storage.archive.archive import Archive
from index.storage.archive.backups import restore
from index.storage.archive.records import ARCHIVE_FILE, Exchange, Location
from tests.helpers.fakes import make_answer

NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)


async def _save(archive: Archive, question: str) -> None:
    answer = make_answer("Something.", question=question)
    exchange = Exchange(answer, EVERYTHING, Location(5, 7), 11, private=False)
    await archive.save(exchange, NOW)


async def _write_and_die(data: Path) -> None:
    archive = await Archive.open(data)
    await _save(archive, "before the backup")
    await archive.back_up(data / "backups", NOW.date())
    await _save(archive, "after the backup")
    os.kill(os.getpid(), signal.SIGKILL)


def _die(data: Path) -> None:
    asyncio.run(_write_and_die(data))


pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with an archive whose writer was killed, and with a backup of it."""
    writer = multiprocessing.get_context("spawn").Process(target=_die, args=(tmp_path,))
    writer.start()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    assert (tmp_path / f"{ARCHIVE_FILE}-wal").stat().st_size
    return tmp_path


def _questions(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return [question for (question,) in db.execute("SELECT question FROM answer ORDER BY id")]


def test_what_only_the_log_has_is_kept(data: Path) -> None:
    _, aside = restore(data, data / "backups")
    assert aside == data / f"{ARCHIVE_FILE}.damaged"
    assert _questions(aside) == ["before the backup", "after the backup"]
    assert _questions(data / ARCHIVE_FILE) == ["before the backup"]


def test_the_log_of_an_archive_that_is_lost_is_not_written_into_the_restored_one(
    data: Path,
) -> None:
    (data / ARCHIVE_FILE).unlink()
    log = (data / f"{ARCHIVE_FILE}-wal").read_bytes()
    _, aside = restore(data, data / "backups")
    assert aside is None
    assert _questions(data / ARCHIVE_FILE) == ["before the backup"]
    _, aside = restore(data, data / "backups")  # does not become the log of another file either
    assert aside == data / f"{ARCHIVE_FILE}.damaged.2"
    assert _questions(aside) == ["before the backup"]
    assert (data / f"{ARCHIVE_FILE}.damaged-wal").read_bytes() == log


def test_a_second_restore_keeps_the_file_of_the_first(data: Path) -> None:
    _, first = restore(data, data / "backups")
    _, second = restore(data, data / "backups")
    assert first is not None
    assert second == data / f"{ARCHIVE_FILE}.damaged.2"
    assert _questions(first) == ["before the backup", "after the backup"]
    assert _questions(second) == ["before the backup"]


def test_a_kill_in_the_middle_leaves_an_archive(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    replace = Path.replace

    def die_at_the_end(self: Path, target: Path) -> Path:
        if target == data / ARCHIVE_FILE:
            raise Killed
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", die_at_the_end)
        with pytest.raises(Killed):
            restore(data, data / "backups")
    assert _questions(data / ARCHIVE_FILE) == ["before the backup", "after the backup"]
    restore(data, data / "backups")
    assert _questions(data / ARCHIVE_FILE) == ["before the backup"]
    assert _questions(data / f"{ARCHIVE_FILE}.damaged")[-1] == "after the backup"


def test_what_the_log_has_of_a_damaged_file_is_kept(data: Path) -> None:
    (data / ARCHIVE_FILE).write_bytes(b"damaged " * 512)
    _, aside = restore(data, data / "backups")
    assert aside is not None
    assert _questions(aside) == ["before the backup", "after the backup"]
    assert _questions(data / ARCHIVE_FILE) == ["before the backup"]


def test_a_file_system_without_hard_links(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError("hard links")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    _, aside = restore(data, data / "backups")
    assert aside is not None
    assert _questions(aside) == ["before the backup", "after the backup"]
    assert _questions(data / ARCHIVE_FILE) == ["before the backup"]
