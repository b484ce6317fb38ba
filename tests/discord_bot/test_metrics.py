"""Figures for Prometheus, and the sign of life that the doctor finds."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import json
import os
import socket
import stat
from pathlib import Path

import httpx
import pytest

from bot.discord.background import WATCHER, IndexProbe, reindex
from bot.discord.metrics import Metrics
from bot.heartbeat import check_heartbeat, remove_heartbeat, write_heartbeat
from index.errors import StoreUnavailable, UnusableSetting
from index.models import Abstention, Answer, Progress, Reindexed
from index.replies.combined import combine
from tests.helpers.fakes import FakeCoverage, answer_to
from tests.helpers.fixture_types import StartBot
from tests.helpers.simulation import run_bot

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(f"coverage_bot_{name}", labels) or 0.0


def silent(progress: Progress) -> None:
    del progress


async def test_questions_are_counted_by_how_they_ended(tmp_path: Path) -> None:
    def reply(question: str) -> Answer:
        if "broken" in question:
            raise ValueError("broken")
        if "nothing" in question:
            return Answer(question, (), (), Abstention("not answered"), "extractive", 0.1, 0.0)
        return answer_to(question)

    async with run_bot(tmp_path, FakeCoverage(reply=reply), questions_per_minute=4) as bot:
        for question in ("Who met?", "Who met where?", "nothing", "broken", "one too many"):
            await bot.ask(question)
        metrics = bot.client.services.metrics
    outcomes = ("answered", "not_answered", "failed", "refused")
    assert [value(metrics, "questions_total", outcome=each) for each in outcomes] == [2, 1, 1, 1]
    assert value(metrics, "abstentions_total", reason="not_answered") == 1
    assert value(metrics, "answers_total", mode="extractive") == 2
    assert value(metrics, "answer_seconds_count") == 3
    assert value(metrics, "answers_in_progress") == 0


async def test_messages_that_cannot_be_answered_are_counted(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), questions_per_minute=1) as bot:
        for _ in range(3):
            await bot.ann.send(bot.channel, bot.mention("?"))
        metrics = bot.client.services.metrics
        assert value(metrics, "questions_total", outcome="refused") == 3


async def test_the_size_of_the_index_is_known_without_an_update(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(), watch=False) as bot:
        metrics = bot.client.services.metrics
        assert value(metrics, "files") == 1
        assert value(metrics, "passages") == 3
        assert value(metrics, "reindexes_total", outcome="done") == 0


@pytest.mark.parametrize(("answered", "outcome"), [(1, "answered"), (0, "not_answered")])
def test_several_questions_count_as_one(answered: int, outcome: str) -> None:
    metrics = Metrics()
    nothing = Answer("nothing", (), (), Abstention("not answered"), "extractive", 0.1, 0.0)
    parts = [answer_to("Who met?")] * answered + [nothing] * (2 - answered)
    metrics.answered(combine("Who met? nothing?", parts, ()))
    outcomes = ("answered", "not_answered")
    counted = [value(metrics, "questions_total", outcome=each) for each in outcomes]
    assert counted == [float(each == outcome) for each in outcomes]
    reasons = 0 if answered else 2
    assert value(metrics, "abstentions_total", reason="not_answered") == reasons


async def test_updates_of_the_index_are_counted(start_bot: StartBot) -> None:
    class Failing(FakeCoverage):
        async def reindex(self, **_: object) -> Reindexed:
            raise StoreUnavailable("Chroma is not there")

    async with start_bot(FakeCoverage()) as bot:
        metrics = bot.client.services.metrics
        done = value(metrics, "reindexes_total", outcome="done")
        report = await reindex(bot.client, WATCHER, silent)
        assert value(metrics, "reindexes_total", outcome="done") == done + 1
        assert value(metrics, "passages") == report.passages
    async with start_bot(Failing()) as bot:
        with pytest.raises(StoreUnavailable):
            await reindex(bot.client, WATCHER, silent)
        assert value(bot.client.services.metrics, "reindexes_total", outcome="failed") >= 1


def test_figures_are_served_and_the_port_is_given_back() -> None:
    metrics = Metrics()
    metrics.spent(41)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/metrics"
    with metrics.serve("127.0.0.1", port):
        text = httpx.get(address, trust_env=False).text
        taken = Metrics().serve("127.0.0.1", port)
        with pytest.raises(UnusableSetting, match=f"BOT_METRICS_PORT={port} cannot be used"):
            taken.__enter__()
    assert "coverage_bot_llm_tokens_total 41.0" in text.splitlines()
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)
    with metrics.serve("127.0.0.1", None):
        pass


def _holder(pid: int) -> str:
    return json.dumps({"pid": pid, "command": "coverage-bot", "started": NOW.isoformat()})


def test_a_sign_of_life(tmp_path: Path) -> None:
    assert check_heartbeat(tmp_path, NOW) is None
    write_heartbeat(tmp_path, NOW, 2)
    assert stat.S_IMODE((tmp_path / "heartbeat.json").stat().st_mode) == 0o600
    alive = check_heartbeat(tmp_path, NOW + dt.timedelta(seconds=31))
    assert alive is not None
    assert alive.ok
    assert "on 2 servers and last reported 31 s ago" in alive.detail
    late = check_heartbeat(tmp_path, NOW + dt.timedelta(minutes=5))
    assert late is not None
    assert (late.ok, late.detail) == (False, "it has been silent for 5 minutes")
    write_heartbeat(tmp_path, NOW, 2, "Chroma does not answer")
    troubled = check_heartbeat(tmp_path, NOW)
    assert troubled is not None
    assert (troubled.ok, troubled.detail) == (
        False,
        "it is running, but cannot answer: Chroma does not answer",
    )
    (tmp_path / "holder.json").write_text(_holder(os.getpid()))
    assert check_heartbeat(tmp_path, NOW) is not None
    (tmp_path / "holder.json").write_text(_holder(os.getpid() + 1))
    assert check_heartbeat(tmp_path, NOW) is None  # the bot is gone, another command is there
    (tmp_path / "holder.json").unlink()
    (tmp_path / "heartbeat.json").write_text("{")
    assert check_heartbeat(tmp_path, NOW) is None
    remove_heartbeat(tmp_path)
    remove_heartbeat(tmp_path)


def test_a_sign_of_life_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_heartbeat(tmp_path, NOW, 2)
    size = (tmp_path / "heartbeat.json").stat().st_size
    monkeypatch.setattr("bot.heartbeat.write_private", full)
    later = NOW + dt.timedelta(minutes=9)
    write_heartbeat(tmp_path, later, 1_000_000, "the disk is full é" * 40)
    assert (tmp_path / "heartbeat.json").stat().st_size == size
    found = check_heartbeat(tmp_path, later)
    assert found is not None
    assert found.detail.startswith("it is running, but cannot answer: the disk is full")


async def test_a_running_bot_says_why_it_cannot_answer(tmp_path: Path) -> None:
    coverage = FakeCoverage(trouble=StoreUnavailable("Chroma does not answer"))
    async with run_bot(tmp_path, coverage) as bot:
        await bot.ask("Who met?")
        found = check_heartbeat(bot.client.services.settings.data, bot.client.services.now())
        assert found is not None
        assert found.detail == "it is running, but cannot answer: Chroma does not answer"


async def test_an_index_that_hangs_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(FakeCoverage):
        def __init__(self) -> None:
            super().__init__()
            self.answers, self.tried = asyncio.Event(), 0

        async def ready(self) -> None:
            self.tried += 1
            await self.answers.wait()

    monkeypatch.setattr("bot.discord.background._ANSWERS_WITHIN", 0.01)
    coverage = Hanging()
    probe = IndexProbe(coverage)
    for _ in range(3):
        assert await probe.trouble() == "the index has not answered for 0 s"
    assert coverage.tried == 1
    coverage.answers.set()
    assert [await probe.trouble() for _ in range(2)] == [None, None]
    assert coverage.tried == 2


async def test_a_running_bot_leaves_a_sign_of_life(tmp_path: Path) -> None:
    async with run_bot(tmp_path, FakeCoverage()) as bot:
        await bot.ask("Who met?")
        data = bot.client.services.settings.data
        found = check_heartbeat(data, bot.client.services.now())
        assert found is not None
        assert found.ok
    assert not (data / "heartbeat.json").exists()
