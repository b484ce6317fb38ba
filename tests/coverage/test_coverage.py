"""The one object that Discord and the terminal talk to, but for answers and timelines."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.heartbeat import write_heartbeat
from index.config import CoverageConfig, LanguageModel
from index.coverage import Coverage
from index.errors import DataFolderBusy, EmbedderFailed, ReindexRunning, UnusableSetting
from index.ingestion.debouncer import snapshot
from index.models import HealthCheck, Progress
from index.storage.archive.archive import Archive
from index.storage.ledger.ledger import LEDGER_FILE
from index.storage.ledger.repair import find_damage
from tests.helpers.index import HashEmbedder, story, write

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def config(tmp_path: Path) -> CoverageConfig:
    write(tmp_path / "articles", alpha=story("alpha"), beta=story("beta"))
    return CoverageConfig(tmp_path / "articles", tmp_path / "data")


class _Gate:
    """Holds the embedder until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, batch: int) -> None:
        self.reached.set()
        assert self.open.wait(60)


async def test_refresh_only_works_when_files_changed(config: CoverageConfig) -> None:
    embedder = HashEmbedder()
    async with await Coverage.open(config, embedder.source()) as coverage:
        first = await coverage.refresh()
        assert first is not None
        assert first.added == ("alpha.txt", "beta.txt")
        assert await coverage.refresh() is None
        write(config.articles, alpha=story("changed"))
        second = await coverage.refresh()
        assert second is not None
        assert second.changed == ("alpha.txt",)
        assert [a.file for a in await coverage.articles()] == ["alpha.txt", "beta.txt"]
        text = await coverage.article_text("alpha.txt")
        assert text == (config.articles / "alpha.txt").read_bytes().decode()


@pytest.mark.parametrize("data", ["data", "news/data", "."])
async def test_a_data_folder_among_the_articles_is_no_article(data: str, tmp_path: Path) -> None:
    write(tmp_path, alpha=story("alpha"))
    write(tmp_path / data / "sub", beta=story("beta"))
    config = CoverageConfig(tmp_path, tmp_path / data)
    archive = await Archive.open(config.data)
    await archive.back_up(config.data / "backups", NOW.date())
    await archive.back_up(tmp_path / "elsewhere", NOW.date())
    await archive.close()
    for moment in (NOW, NOW + dt.timedelta(minutes=1)):
        async with await Coverage.open(config, HashEmbedder().source()) as coverage:
            await coverage.refresh()
            write_heartbeat(config.data, moment, servers=1)
            assert await coverage.refresh() is None
            names = {Path(a.file).name for a in await coverage.articles()}
            assert names == {"alpha.txt", "beta.txt"}
            assert await coverage.failures() == ()
            assert await coverage.not_read() == ((), ())
            seen = snapshot(tmp_path)
        (config.data / "ledger.sqlite3").write_bytes(b"garbage" * 1000)  # is set aside
    write_heartbeat(config.data, NOW + dt.timedelta(minutes=2), servers=1)
    assert snapshot(tmp_path) == seen


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("name", ["C#", "what?x", "100%41"])
async def test_a_folder_whose_name_has_signs_of_addresses(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    write(folder / "articles", alpha=story("alpha"))
    config = CoverageConfig(folder / "articles", folder / "data")
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex()
    (folder / "data" / "closed.json").unlink()  # so that the files are checked
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        assert await coverage.refresh() is None
        assert [a.file for a in await coverage.articles()] == ["alpha.txt"]
        assert len(await coverage.timeline()) > 0
    assert _names(tmp_path) == [name]
    ledger = folder / "data" / LEDGER_FILE
    ledger.write_bytes(b"garbage" * 1000)
    assert find_damage(ledger) == "file is not a database"


async def test_a_file_that_fails_does_not_make_every_refresh_work(config: CoverageConfig) -> None:
    (config.articles / "bad.txt").write_bytes(b"\x00\x01\x02")
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        first = await coverage.refresh()
        assert first is not None
        assert [failure.file for failure in first.failed] == ["bad.txt"]
        assert await coverage.refresh() is None
        assert [failure.file for failure in await coverage.failures()] == ["bad.txt"]
        assert [f.file for f in (await coverage.reindex()).failed] == ["bad.txt"]


async def test_a_dry_run_changes_nothing(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        planned = await coverage.reindex(dry_run=True)
        assert planned.added == ("alpha.txt", "beta.txt")
        assert await coverage.articles() == ()


async def test_while_a_reindex_runs_the_previous_coverage_answers(config: CoverageConfig) -> None:
    embedder, gate = HashEmbedder(), _Gate()
    async with await Coverage.open(config, embedder.source()) as coverage:
        await coverage.reindex()
        write(config.articles, alpha=story("changed"), gamma=story("gamma"))
        embedder.before = gate
        running = asyncio.create_task(coverage.reindex(by="Ann"))
        await asyncio.to_thread(gate.reached.wait, 60)
        assert [a.file for a in await coverage.articles()] == ["alpha.txt", "beta.txt"]
        assert await coverage.article_text("alpha.txt") != (
            config.articles / "alpha.txt"
        ).read_text(encoding="utf-8")
        assert await coverage.refresh() is None
        with pytest.raises(ReindexRunning) as caught:
            await coverage.reindex(by="Ben")
        assert re.fullmatch(
            r"a re-index that Ann started at \d\d:\d\d is running \(reading, 0 of 2 articles\): "
            "wait until it has finished",
            str(caught.value),
        )
        assert (caught.value.by, caught.value.progress) == ("Ann", Progress(0, 2, "reading"))
        gate.open.set()
        assert (await running).changed == ("alpha.txt",)
        assert len(await coverage.articles()) == 3


async def test_a_reindex_by_itself_says_so(config: CoverageConfig) -> None:
    embedder, gate = HashEmbedder(), _Gate()
    embedder.before = gate
    async with await Coverage.open(config, embedder.source()) as coverage:
        running = asyncio.create_task(coverage.refresh())
        await asyncio.to_thread(gate.reached.wait, 60)
        with pytest.raises(ReindexRunning, match="that a change to the files started at"):
            await coverage.reindex()
        gate.open.set()
        assert await running is not None


async def test_looking_for_changes_keeps_nobody_from_a_reindex(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        _, done = await asyncio.gather(coverage.refresh(), coverage.reindex())
        assert len(done.added) == 2


async def test_an_embedder_that_only_indexes_cannot_answer(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex()
        with pytest.raises(EmbedderFailed, match="HashEmbedder can index but not answer questions"):
            await coverage.ask("What would the road number 3 cost?")


async def test_a_cancelled_reindex_stops_and_the_next_one_finishes(config: CoverageConfig) -> None:
    embedder, gate = HashEmbedder(), _Gate()
    embedder.before = gate
    async with await Coverage.open(config, embedder.source()) as coverage:
        running = asyncio.create_task(coverage.reindex())
        await asyncio.to_thread(gate.reached.wait, 60)
        running.cancel()
        gate.open.set()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await coverage.articles() == ()
        assert len((await coverage.reindex()).added) == 2


async def test_closing_ends_a_reindex(config: CoverageConfig) -> None:
    embedder, gate = HashEmbedder(), _Gate()
    embedder.before = gate
    coverage = await Coverage.open(config, embedder.source())
    running = asyncio.create_task(coverage.reindex())
    await asyncio.to_thread(gate.reached.wait, 60)
    closing = asyncio.create_task(coverage.close())
    await asyncio.sleep(0)
    gate.open.set()
    await closing
    with pytest.raises(asyncio.CancelledError):
        await running
    async with await Coverage.open(config, HashEmbedder().source()) as again:
        assert len((await again.reindex()).added) == 2


async def test_only_the_deep_checks_ask_the_language_model(
    config: CoverageConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[LanguageModel] = []

    async def check(model: LanguageModel) -> HealthCheck:
        asked.append(model)
        return HealthCheck("language model", True, "it answered")

    monkeypatch.setattr("index.health.language_model.check_language_model", check)
    model = LanguageModel("http://127.0.0.1:9/v1", "a-model")
    config = replace(config, language_model=model)
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.checks(deep=False)
        assert asked == []
        await coverage.checks()
        assert asked == [model]


class _Answerer:
    """Stands for the models: loading them is slow."""

    made = 0
    closed = 0

    def __init__(self) -> None:
        time.sleep(0.3)
        _Answerer.made += 1
        self.engine = self

    def close(self) -> None:
        _Answerer.closed += 1


async def test_a_load_that_is_given_up_serves_the_next_question(
    config: CoverageConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage = await Coverage.open(config, HashEmbedder().source())
    monkeypatch.setattr(coverage, "_make_answering", _Answerer)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(coverage.query_engine(), 0.05)
    assert await coverage.query_engine() is await coverage.query_engine()
    await coverage.close()
    assert (_Answerer.made, _Answerer.closed) == (1, 1)


async def test_closing_waits_for_a_load_that_was_given_up(
    config: CoverageConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage = await Coverage.open(config, HashEmbedder().source())
    monkeypatch.setattr(coverage, "_make_answering", _Answerer)
    before = _Answerer.closed
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(coverage.query_engine(), 0.05)
    await coverage.close()
    assert _Answerer.closed == before + 1


async def test_progress_is_told_on_the_event_loop(config: CoverageConfig) -> None:
    threads: set[int] = set()
    seen: list[Progress] = []

    def progress(told: Progress) -> None:
        threads.add(threading.get_ident())
        seen.append(told)

    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex(progress=progress)
        await asyncio.sleep(0)
    assert threads == {threading.get_ident()}
    assert seen[-1] == Progress(2, 2, "writing")


async def test_the_data_folder_is_taken_once(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()):
        with pytest.raises(DataFolderBusy):
            await Coverage.open(config, HashEmbedder().source())
    async with await Coverage.open(config, HashEmbedder().source()) as again:
        assert await again.articles() == ()


async def test_a_read_only_process_does_not_index(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex()
    reading = CoverageConfig(config.articles, config.data, read_only=True)
    write(config.articles, gamma=story("gamma"))
    async with await Coverage.open(reading, HashEmbedder().source()) as coverage:
        assert await coverage.refresh() is None
        assert len(await coverage.articles()) == 2
        with pytest.raises(UnusableSetting, match="BOT_READ_ONLY"):
            await coverage.reindex()
        with pytest.raises(UnusableSetting, match="BOT_READ_ONLY is true: set it to false"):
            await coverage.add_page("https://example.org/")


async def test_a_folder_that_vanished_does_not_empty_the_coverage(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex()
        config.articles.rename(config.articles.with_name("elsewhere"))
        with pytest.raises(UnusableSetting, match="BOT_ARTICLES"):
            await coverage.refresh()
        assert len(await coverage.articles()) == 2


async def test_the_doctor_fails_where_no_file_can_be_indexed(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    config = CoverageConfig(tmp_path, tmp_path / "data")
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex()
        failed = {check.name for check in await coverage.checks() if check.failed}
        assert failed == {"not indexed"}


async def test_the_doctor_finds_what_is_there_and_what_is_not(config: CoverageConfig) -> None:
    (config.articles / "bad.txt").write_bytes(b"")
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        before = {check.name: check for check in await coverage.checks()}
        assert before["index"] == HealthCheck(
            "index",
            True,
            "nothing indexed yet",
            "the next question updates it automatically; run 'coverage-bot index' to update it now",
        )
        await coverage.reindex()
        after = {check.name: check for check in await coverage.checks()}
        assert {name for name, check in after.items() if not check.ok} == {"not indexed"}
        assert not after["not indexed"].failed  # the other articles can be asked about
        assert after["not indexed"].detail.startswith("bad.txt: ")
        assert "2 articles" in after["index"].detail
        assert "chromadb" in after["libraries"].detail
    gone = CoverageConfig(
        config.articles, config.data, chroma_url="http://127.0.0.1:9", read_only=True
    )
    async with await Coverage.open(gone, HashEmbedder().source()) as coverage:
        found = {check.name: check for check in await coverage.checks()}
        assert not found["Chroma"].ok
        assert "does not answer" in found["Chroma"].detail
        assert "following" not in found  # it is the same thing


async def test_the_doctor_finds_a_damaged_ledger_and_the_next_run_mends_it(
    config: CoverageConfig,
) -> None:
    """Also if the file has the size and time that it was left with: a failing disk."""
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex()
    ledger = config.data / "ledger.sqlite3"
    status, content = ledger.stat(), bytearray(ledger.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 3 * 4096] = bytes(3 * 4096)
    ledger.write_bytes(content)
    os.utime(ledger, ns=(status.st_atime_ns, status.st_mtime_ns))
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        found = {check.name: check for check in await coverage.checks()}
        assert not found["index"].ok
        assert "ledger.sqlite3 is damaged" in found["index"].detail
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.refresh()
        found = {check.name: check for check in await coverage.checks()}
        assert found["index"].ok
        assert "2 articles" in found["index"].detail
    assert (config.data / "ledger.sqlite3.damaged").exists()


async def test_the_doctor_where_nothing_can_come_by_itself(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()):
        pass  # makes an empty index
    reading = CoverageConfig(config.articles, config.data, read_only=True)
    async with await Coverage.open(reading, HashEmbedder().source()) as coverage:
        found = {check.name: check for check in await coverage.checks()}
        assert not found["index"].ok
        assert "BOT_READ_ONLY=false" in str(found["index"].advice)


async def test_the_doctor_after_a_change_of_the_files(config: CoverageConfig) -> None:
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.reindex()
        write(config.articles, gamma=story("gamma"))
        found = {check.name: check for check in await coverage.checks()}
        assert found["index"].ok
        assert "not up to date" in found["index"].detail
