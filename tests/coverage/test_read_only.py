"""BOT_READ_ONLY: the bot answers from a folder that it cannot write, and from a full disk."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.simulation.discord import BotProcess
from bench.simulation.environment import without_settings
from index.config import CoverageConfig
from index.coverage import Coverage
from index.errors import StoreUnavailable, UnusableSetting
from index.models import EVERYTHING
from index.storage.archive.archive import Archive
from index.storage.archive.records import Exchange, Location
from tests.helpers import SEEDS
from tests.helpers.fakes import answer_to
from tests.helpers.loopback import ANSWERED, index, newsroom
from tests.helpers.powerless import fill_disk, obey_permissions, read_only
from tests.helpers.warm import warm_python

pytestmark = pytest.mark.slow

Preparation = Callable[[], None]


def _run(
    data: Path, *arguments: str, before: Preparation | None = None, **settings: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*warm_python(), "-m", "bot", *arguments],
        cwd=data.parent,
        env=without_settings(**{"articles": SEEDS, "data": data, **settings}),
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
    )


def _answer(result: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert result.returncode == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return {name: answer[name] for name in ("answered", "text", "citations")}


def test_questions_and_timelines_are_answered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    wanted = _answer(_run(data, "ask", ANSWERED, "--json"))
    assert wanted["answered"]
    kept = _contents(data)
    with read_only(data):
        refused = _run(data, "ask", ANSWERED, before=obey_permissions)
        assert refused.returncode == 1
        assert "cannot be written" in refused.stderr
        checked = _run(data, "doctor", before=obey_permissions, read_only="true")
        assert checked.returncode == 0
        assert "not locked, only read" in " ".join(checked.stdout.split())
        for before in (obey_permissions, fill_disk):
            answer = _run(data, "ask", ANSWERED, "--json", before=before, read_only="true")
            assert _answer(answer) == wanted
        timeline = _run(data, "timeline", "--json", before=fill_disk, read_only="true")
        assert json.loads(timeline.stdout)["events"]
        assert _run(data, "doctor", before=fill_disk, read_only="true").returncode == 0
    assert _contents(data) == kept


@pytest.mark.parametrize("writable", [True, False])
async def test_a_full_drive_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: bool
) -> None:
    data = tmp_path / "data"
    assert _run(data, "index").returncode == 0
    usage = shutil.disk_usage(data)._replace(free=7_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    if not writable:
        access = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    coverage = await Coverage.open(CoverageConfig(SEEDS, data, read_only=True))
    try:
        (found, *_) = [c for c in await coverage.checks() if c.name == "data folder"]
    finally:
        await coverage.close()
    assert not found.failed
    assert found.ok is not writable
    assert "7 MB free" in found.detail
    assert found.advice == ("free some disk space" if writable else None)


async def test_feedback_is_listed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    archive = await Archive.open(data)
    now = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
    exchange = Exchange(answer_to("why"), EVERYTHING, Location(7, 8), person=9, private=False)
    await archive.rate(await archive.save(exchange, now), 10, now, wrong=None, words="Splendid.")
    await archive.close()
    for settings in ({}, {"read_only": "true"}):
        with read_only(data):
            listed = _run(data, "feedback", before=obey_permissions, **settings)
            assert stat.S_IMODE(data.stat().st_mode) == 0o500
        assert (listed.returncode, listed.stderr) == (0, "")
        assert "Splendid." in listed.stdout
    (data / "archive.sqlite3").unlink()
    with read_only(data):
        listed = _run(data, "feedback", before=obey_permissions)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Nobody on Discord has given feedback yet." in listed.stdout


def test_files_that_may_not_be_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert _run(data, "index").returncode == 0
    (data / "chroma" / "chroma.sqlite3").chmod(0)
    refused = _run(data, "ask", ANSWERED, before=obey_permissions)
    assert refused.returncode == 1
    assert "check its permissions" in refused.stderr
    assert not (data / "chroma.damaged").exists()


def test_articles_that_may_not_be_read(tmp_path: Path) -> None:
    data, articles = tmp_path / "data", tmp_path / "articles"
    shutil.copytree(SEEDS, articles)
    settings = {"articles": articles}
    assert _run(data, "index", **settings).returncode == 0
    articles.chmod(0)
    checked = _run(data, "doctor", before=obey_permissions, **settings)
    articles.chmod(0o700)
    assert checked.returncode == 1
    assert "change its permissions" in " ".join(checked.stdout.split())
    assert "put articles into it" not in checked.stdout


def _contents(data: Path) -> dict[str, bytes]:
    """Every file but those of the lock."""
    files = [path for path in data.rglob("*") if path.is_file()]
    return {str(p): p.read_bytes() for p in files if p.name not in {"holder.json", "lock"}}


async def test_the_bot_on_discord(tmp_path: Path) -> None:
    """It answers, and says once that nothing is kept."""
    async with newsroom(tmp_path) as room:
        await index(room)
        with read_only(room.data):
            bot = await BotProcess.start(
                room.discord,
                room.place,
                module="tests.helpers.powerless",
                articles=str(room.articles),
                data=str(room.data),
                read_only="true",
            )
            try:
                await room.discord.connected()
                message = await room.asks(ANSWERED)
                assert "Budapest" in str(await room.discord.replies(message))
                status = await bot.stop()
            finally:
                await bot.kill()
    assert status == 0, bot.said()
    assert "Traceback" not in bot.said()
    assert bot.said().count("kept only until the bot stops") == 1


async def test_what_cannot_be_read_without_writing_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"nothing is indexed in .* BOT_READ_ONLY=false"):
        await Coverage.open(CoverageConfig(SEEDS, tmp_path, read_only=True))
    async with await Coverage.open(CoverageConfig(SEEDS, tmp_path)):
        pass
    async with await Coverage.open(CoverageConfig(SEEDS, tmp_path, read_only=True)) as coverage:
        with pytest.raises(UnusableSetting, match="BOT_READ_ONLY is true"):
            await coverage.reindex()
    (tmp_path / "ledger.sqlite3-wal").write_bytes(b"left behind")
    with pytest.raises(StoreUnavailable, match=r"was not closed properly.* BOT_READ_ONLY=false"):
        await Coverage.open(CoverageConfig(SEEDS, tmp_path, read_only=True))
