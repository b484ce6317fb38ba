"""``coverage-bot forget`` and ``restore`` in processes of their own."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest

from bench.simulation.environment import without_settings
from index.models import EVERYTHING
from index.storage.archive.archive import Archive
from index.storage.archive.records import ARCHIVE_FILE, Exchange, Location
from index.storage.lock import FolderLock
from tests.helpers import SEEDS
from tests.helpers.fakes import make_answer
from tests.helpers.warm import warm_python

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


def _run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = without_settings(data=data, articles=SEEDS) | {"COLUMNS": "200"}
    return subprocess.run(
        [*warm_python(), "-m", "bot", *arguments],
        cwd=data, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


async def test_forget_and_restore(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    for person in (11, 22):
        answer = make_answer("Something.", question=f"question of {person}")
        where = Location(1, 2)
        await archive.save(Exchange(answer, EVERYTHING, where, person, private=False), NOW)
    await archive.back_up(tmp_path / "backups", NOW.date())
    done = _run(tmp_path, "forget", "11")  # while the archive is open
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Deleted: 1 question (answers included), feedback on 0 answers")
    assert await archive.answer(1) is None
    assert await archive.answer(2) is not None
    await archive.close()
    assert _run(tmp_path, "forget", "11").stdout == "Nothing was kept about this person.\n"
    refused = _run(tmp_path, "forget", "ann")
    assert refused.returncode == 2
    assert "is not a Discord id" in refused.stderr

    (tmp_path / ARCHIVE_FILE).write_bytes(b"damaged " * 1_000)
    lock = FolderLock(tmp_path, "coverage-bot")
    busy = _run(tmp_path, "restore")
    assert (busy.returncode, "in use by process" in busy.stderr) == (1, True)
    lock.release()
    done = _run(tmp_path, "restore")
    assert (done.returncode, done.stderr) == (0, "")
    assert " ".join(done.stdout.split()) == (
        "Restored the archive of 27 November 2026. The file it replaced is now"
        " archive.sqlite3.damaged."
    )
    archive = await Archive.open(tmp_path, check=True)
    assert await archive.answer(1) is None  # forgotten in the backup, too
    assert await archive.answer(2) is not None
    await archive.close()
    missing = _run(tmp_path, "restore", "2025-01-01")
    assert missing.returncode == 2
    assert missing.stderr.count("\n") == 1


async def test_the_doctor_finds_a_damaged_archive(tmp_path: Path) -> None:
    await (await Archive.open(tmp_path)).close()
    done = _run(tmp_path, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ok    archive: archive.sqlite3 is intact" in done.stdout
    (tmp_path / ARCHIVE_FILE).write_bytes(b"damaged " * 1_000)
    done = _run(tmp_path, "doctor")
    assert (done.returncode, done.stderr) == (1, "")
    failed = done.stdout[done.stdout.index("FAIL  archive: archive.sqlite3 is damaged (") :]
    assert re.search(r"coverage-bot'? restore\b", failed.splitlines()[1])
    assert done.stdout.count("FAIL") == 1


async def test_the_doctor_finds_a_lost_archive(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    answer = make_answer("Something.", question="a question")
    await archive.save(Exchange(answer, EVERYTHING, Location(1, 2), 11, private=False), NOW)
    await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.close()
    (tmp_path / ARCHIVE_FILE).write_bytes(b"")
    done = _run(tmp_path, "doctor")
    assert (done.returncode, done.stderr) == (1, "")
    assert "FAIL  archive: archive.sqlite3 has nothing of the archive in it, but" in done.stdout
    refused = _run(tmp_path, "feedback")
    assert refused.returncode == 1
    assert re.search(r"coverage-bot'? restore\b", refused.stderr)
    assert (tmp_path / ARCHIVE_FILE).read_bytes() == b""
