"""Chroma is another one than the last time, or lost what was written: the next run mends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.simulation.chroma_server import ChromaServer
from index.errors import StoreUnavailable
from index.ingestion.updater import Follower
from index.storage.shared_index import SharedIndex
from tests.helpers.index import EVERYTHING, HashEmbedder, Index, story, vector_of, write

pytestmark = pytest.mark.slow


def _is_whole(index: Index) -> bool:
    return index.found() == index.keys() and index.vectors_in_chroma() == len(index.keys())


def test_from_the_data_folder_to_a_server_and_back(
    articles: Path, tmp_path: Path, server: ChromaServer, caplog: pytest.LogCaptureFixture
) -> None:
    data, embedder = tmp_path / "data", HashEmbedder()
    with Index(articles, data, embedder.source()) as index:
        index.reindexer.run()
        assert not index.reindexer.outdated()
    with Index(articles, data, embedder.source(), server.url) as index:
        assert index.reindexer.outdated()
        assert index.reindexer.run().embedded == 0
        assert _is_whole(index)
        assert "is not the Chroma that was used last time" in caplog.text
        assert not index.reindexer.outdated()
        write(articles, beta=story("changed", 9))
        (articles / "gamma.txt").unlink()
        changed = index.reindexer.run()
        assert (changed.changed, changed.removed) == (("beta.txt",), ("gamma.txt",))
    embedder.batches = 0
    with Index(articles, data, embedder.source()) as index:
        assert index.reindexer.outdated()
        index.reindexer.run()
        assert embedder.batches == 0
        assert _is_whole(index)
        assert not index.reindexer.outdated()


def test_the_server_is_an_older_copy(
    articles: Path, tmp_path: Path, server: ChromaServer, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = HashEmbedder()
    with Index(articles, tmp_path / "data", embedder.source(), server.url) as index:
        index.reindexer.run()
        server.lose()
        shutil.copytree(tmp_path / "server", tmp_path / "copy")
        server.start()
        write(articles, beta=story("changed", 9), delta=story("delta", 9))
        index.reindexer.run()
        server.lose()
        shutil.rmtree(tmp_path / "server")
        (tmp_path / "copy").rename(tmp_path / "server")
        server.start()
    embedder.batches = 0
    with Index(articles, tmp_path / "data", embedder.source(), server.url) as index:
        assert index.reindexer.outdated()
        index.reindexer.run()
        assert index.found() == index.keys()
        assert embedder.batches == 0
        assert not index.reindexer.outdated()
    assert caplog.text.count("no longer has the whole index") == 1


def _restore_older_copy(folder: Path, server: ChromaServer, change: Callable[[], object]) -> None:
    """Make the server forget what ``change`` does: it gets the files of before it."""
    server.lose()
    shutil.copytree(folder / "server", folder / "copy")
    server.start()
    change()
    server.lose()
    shutil.rmtree(folder / "server")
    (folder / "copy").rename(folder / "server")
    server.start()


def test_an_older_copy_has_as_many_vectors_but_of_other_passages(
    articles: Path, tmp_path: Path, server: ChromaServer, caplog: pytest.LogCaptureFixture
) -> None:
    write(articles, **{f"road{n}": story(f"road{n}", 1) for n in range(100)})
    embedder = HashEmbedder()

    def change() -> None:
        write(articles, road50=story("another", 1))
        index.reindexer.run()

    with Index(articles, tmp_path / "data", embedder.source(), server.url) as index:
        index.reindexer.run()
        _restore_older_copy(tmp_path, server, change)
    embedder.batches = 0
    with Index(articles, tmp_path / "data", embedder.source(), server.url) as index:
        assert index.found() < index.keys()
        assert index.reindexer.outdated()
        index.reindexer.run()
        assert index.found() == index.keys()
        assert embedder.batches == 0
        assert not index.reindexer.outdated()
    with Index(articles, tmp_path / "data", embedder.source(), server.url) as index:
        assert not index.reindexer.outdated()
    assert caplog.text.count("no longer has the whole index") == 1


def test_an_older_copy_brings_no_removed_article_back(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    def change() -> None:
        (articles / "gamma.txt").unlink()
        index.reindexer.run()

    with Index(articles, tmp_path / "data", HashEmbedder().source(), server.url) as index:
        index.reindexer.run()
        _restore_older_copy(tmp_path, server, change)
    with (
        Index(articles, tmp_path / "data", HashEmbedder().source(), server.url) as index,
        Index(articles, tmp_path / "other", HashEmbedder().source(), server.url) as other,
    ):
        assert index.reindexer.outdated()
        index.reindexer.run()
        assert not index.reindexer.outdated()
        Follower(other.ledger, SharedIndex(other.chroma, "test"), "hash").update()
        assert [a.file for a in other.ledger.articles()] == ["alpha.txt", "beta.txt"]
        assert other.found() == index.found() == index.keys()


def test_the_server_is_empty_and_a_process_follows(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    embedder = HashEmbedder()
    with (
        Index(articles, tmp_path / "data", embedder.source(), server.url) as index,
        Index(articles, tmp_path / "other", HashEmbedder().source(), server.url) as other,
    ):
        follower = Follower(other.ledger, SharedIndex(other.chroma, "test"), "hash")
        index.reindexer.run()
        follower.update()
        assert other.found() == index.keys()
        server.lose()
        shutil.rmtree(tmp_path / "server")
        server.start()
        follower.update()
        with pytest.raises(StoreUnavailable, match="where the articles are"):
            other.store.nearest(vector_of("a question"), EVERYTHING, 5)
        embedder.batches = 0
        index.reindexer.run()
        assert embedder.batches == 0
        assert _is_whole(index)
        follower.update()
        assert other.found() == index.keys()


def test_a_server_that_does_not_answer_is_no_loss(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    with Index(articles, tmp_path / "data", HashEmbedder().source(), server.url) as index:
        index.reindexer.run()
    server.lose()
    with Index(articles, tmp_path / "data", HashEmbedder().source(), server.url) as index:
        assert not index.reindexer.outdated()
        server.start()
        assert not index.reindexer.outdated()
        assert index.reindexer.run().unchanged == 3
        assert _is_whole(index)
