"""Files are read in a child process, so that none can stop the others or the event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import StorageFull, UnreadableArticle
from index.ingestion.articles_folder import ArticlesFolder
from index.ingestion.limits import reading_limits
from index.ingestion.pipeline import (
    PreparedFile,
    Reindexer,
    ReindexSetup,
    load_file,
    load_in_worker,
)
from index.models import Progress
from index.storage.ledger.state import KnownFile
from index.worker import Caller, Limits, Worker
from tests.helpers.index import HashEmbedder, Index
from tests.worker import behaviour

pytestmark = pytest.mark.slow

_TEXT = "Leaders met in Moscow\n\nLeaders met on Monday in Moscow, officials said.\n"


class SlowFileWorker(Worker):
    """A real worker, in which reading ``slow.txt`` never ends."""

    def call_for(  # type: ignore[override]
        self,
        caller: Caller | None,
        limits: Limits,
        function: Callable[..., object],
        *args: object,
    ) -> object:
        if "slow.txt" in args:
            return super().call_for(caller, Limits(1, 60), behaviour.backtrack)
        return super().call_for(caller, limits, function, *args)


def test_the_child_returns_what_reading_here_returns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_TEXT)
    (tmp_path / "empty.txt").write_text("")
    worker = Worker()
    for file in ("a.txt", "empty.txt", "none.txt"):
        _, _, here = load_file(tmp_path, file)
        _, _, there = load_in_worker(worker, tmp_path, file)
        if isinstance(here, KnownFile) and isinstance(there, KnownFile):
            assert (here.sha256, here.error) == (there.sha256, there.error)
        else:
            assert here == there
    worker.close()


async def test_a_file_that_never_ends_is_refused_and_stalls_nothing(tmp_path: Path) -> None:
    for file in ("a.txt", "slow.txt", "z.txt"):
        (tmp_path / file).write_text(_TEXT)
    worker = SlowFileWorker()
    stalls, last = [0.0], time.monotonic()

    async def tick() -> None:
        nonlocal last
        while True:
            await asyncio.sleep(0.02)
            now = time.monotonic()
            stalls.append(now - last)
            last = now

    ticking = asyncio.create_task(tick())
    results = [
        (await asyncio.to_thread(load_in_worker, worker, tmp_path, file))[2]
        for file in ("a.txt", "slow.txt", "z.txt")
    ]
    ticking.cancel()
    worker.close()
    assert isinstance(results[0], PreparedFile)
    assert isinstance(results[2], PreparedFile)
    assert isinstance(results[1], KnownFile)
    assert results[1].error == (
        "cannot be indexed: it took more than 1 s of computing time; simplify it, split it or"
        " remove it"
    )
    assert len(stalls) > 10  # the loop went on while the expression held the child


def test_the_limit_grows_with_the_file() -> None:
    small, large = reading_limits(1_000), reading_limits(10_000_000)
    assert small.cpu_seconds < 30
    assert large.cpu_seconds > 5 * small.cpu_seconds
    assert reading_limits(-1).cpu_seconds > 0


def test_a_run_lists_the_file_that_never_ends_and_goes_on(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for file in ("a.txt", "slow.txt", "z.txt"):
        (articles / file).write_text(_TEXT.replace("Moscow", f"Moscow {file[0]}"))
    worker = SlowFileWorker()
    with Index(articles, tmp_path / "data", HashEmbedder().source()) as index:
        setup = ReindexSetup(articles, index.base, index.chunk)
        report = Reindexer(setup, index.ledger, index.store, index.embedder, worker).run()
    worker.close()
    assert sorted(report.added) == ["a.txt", "z.txt"]
    (failure,) = report.failed
    assert failure.file == "slow.txt"
    assert "took more than 1 s of computing time" in failure.error


def test_a_run_that_fails_leaves_what_others_read_alone(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(3):
        (articles / f"{number}.txt").write_text(_TEXT.replace("Moscow", f"Moscow {number}"))
    begun, worker = tmp_path / "begun", Worker()
    with (
        ThreadPoolExecutor(1) as pool,
        Index(articles, tmp_path / "data", HashEmbedder().source()) as index,
    ):
        setup = ReindexSetup(articles, index.base, index.chunk)
        reindexer = Reindexer(setup, index.ledger, index.store, index.embedder, worker)
        uploads: list[Future[str]] = []

        def fail_during_upload(progress: Progress) -> None:
            if progress.stage != "embedding":
                return
            limits = reading_limits(0)
            uploads.append(pool.submit(worker.call, limits, behaviour.begin_and_sleep, begun, 1))
            until = time.monotonic() + 60
            while not begun.exists() and time.monotonic() < until:
                time.sleep(0.01)
            raise StorageFull("the disk is full")

        with pytest.raises(StorageFull):
            reindexer.run(report=fail_during_upload)
        assert [upload.result(60) for upload in uploads] == ["slept"]
    worker.close()


def test_an_upload_that_never_ends_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = SlowFileWorker()
    monkeypatch.setattr("index.ingestion.articles_folder.reading_worker", lambda: worker)
    folder = ArticlesFolder(tmp_path)
    with pytest.raises(UnreadableArticle, match="it took more than 1 s of computing time"):
        folder.add("slow.txt", _TEXT.encode())
    folder.add("a.txt", _TEXT.encode())
    worker.close()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".txt"] == ["a.txt"]
