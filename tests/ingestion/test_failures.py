"""Embedders that fail, runs that are stopped: what was live goes on, the next run finishes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding.embedder import EmbedderSource
from index.embedding.local_model import Embedded, PassageText
from index.errors import EmbedderFailed
from index.ingestion import pipeline
from index.ingestion.pipeline import Loaded, load_in_worker
from index.ingestion.progress import Cancelled
from index.models import Progress
from tests.helpers.index import HashEmbedder, Index, dump, story, write

pytestmark = pytest.mark.slow

NAMES = ("alpha", "beta", "gamma", "delta")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    write(folder, **{name: story(name) for name in NAMES})
    return folder


def _change(articles: Path) -> None:
    write(articles, beta=story("changed", 14), extra=story("extra", 14))
    (articles / "gamma.txt").unlink()


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_failing_embedder(articles: Path, tmp_path: Path, batch: int) -> None:
    embedder = HashEmbedder()

    def fail(number: int) -> None:
        if number == batch:
            raise RuntimeError("out of memory")

    with Index(articles, tmp_path / "data", embedder.source(), chunk=4) as index:
        index.reindexer.run()
        before, found = dump(index.ledger), index.found()
        _change(articles)
        embedder.batches, embedder.before = 0, fail
        with pytest.raises(EmbedderFailed, match="out of memory"):
            index.reindexer.run()
        after = dump(index.ledger)
        for part in ("articles", "passages", "sentences", "mentions", "words"):
            assert after[part] == before[part]
        assert index.found() == found == index.keys()
        embedder.texts.clear()
        index.reindexer.run()
        assert index.found() == index.keys()
        with Index(articles, tmp_path / "fresh", HashEmbedder().source()) as fresh:
            fresh.reindexer.run()
            assert dump(fresh.ledger) == dump(index.ledger)


def test_what_was_embedded_before_a_failure_is_not_embedded_again(
    articles: Path, tmp_path: Path
) -> None:
    embedder = HashEmbedder()

    def fail(number: int) -> None:
        if number == 3:
            raise RuntimeError("out of memory")

    embedder.before = fail
    with Index(articles, tmp_path / "data", embedder.source(), chunk=4) as index:
        with pytest.raises(EmbedderFailed):
            index.reindexer.run()
        assert index.found() == set()
        done_before = len(embedder.texts)
        done = index.reindexer.run()
        assert done_before > 0
        assert done.embedded == done.passages - done_before
        assert len(embedder.texts) == len(set(embedder.texts))


class _NotNumbers(HashEmbedder):
    def embed_passages(self, passages: list[PassageText]) -> list[Embedded]:  # type: ignore[override]
        return [
            Embedded(np.full(384, np.nan, dtype=np.float32), result.sentences)
            for result in super().embed_passages(passages)
        ]


class _TooFew(HashEmbedder):
    def embed_passages(self, passages: list[PassageText]) -> list[Embedded]:  # type: ignore[override]
        return super().embed_passages(passages)[1:]


@pytest.mark.parametrize("embedder", [_NotNumbers(), _TooFew()])
def test_vectors_that_cannot_be_used(
    articles: Path, tmp_path: Path, embedder: HashEmbedder
) -> None:
    with Index(articles, tmp_path / "data", embedder.source()) as index:
        with pytest.raises(EmbedderFailed, match="unusable vectors"):
            index.reindexer.run()
        assert index.ledger.articles() == []


def test_a_model_that_cannot_be_loaded(articles: Path, tmp_path: Path) -> None:
    def missing() -> HashEmbedder:
        raise EmbedderFailed("the package is not installed")

    with Index(articles, tmp_path / "data", EmbedderSource("hash", missing)) as index:
        with pytest.raises(EmbedderFailed, match="not installed"):
            index.reindexer.run()
        assert index.ledger.articles() == []


def test_the_model_is_loaded_while_articles_are_read(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading = threading.Event()

    def load() -> HashEmbedder:
        loading.set()
        return HashEmbedder()

    def read(*args: Any, **kwargs: Any) -> Loaded:
        assert loading.wait(timeout=30)
        return load_in_worker(*args, **kwargs)

    monkeypatch.setattr(pipeline, "load_in_worker", read)
    with Index(articles, tmp_path / "data", EmbedderSource("hash", load)) as index:
        assert index.reindexer.run().added


@pytest.mark.parametrize("stage", ["reading", "embedding", "writing"])
def test_a_run_that_is_stopped(articles: Path, tmp_path: Path, stage: str) -> None:
    with Index(articles, tmp_path / "data", HashEmbedder().source(), chunk=4) as index:
        index.reindexer.run()
        found = index.found()
        _change(articles)
        stop = threading.Event()

        def report(progress: Progress) -> None:
            if progress.stage == stage:
                stop.set()

        if stage == "writing":  # too late: it is only the commit that is left
            index.reindexer.run(report=report, stop=stop)
        else:
            with pytest.raises(Cancelled):
                index.reindexer.run(report=report, stop=stop)
            assert index.found() == found
            index.reindexer.run()
        assert index.found() == index.keys()
        assert index.unsettled() == []
        assert {a.file for a in index.ledger.articles()} == {
            f"{name}.txt" for name in ("alpha", "beta", "delta", "extra")
        }
