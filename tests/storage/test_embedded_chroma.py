"""Vectors in Chroma in the data folder: only live ones come back, damage is made good."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from chromadb.api.collection_configuration import CreateCollectionConfiguration

from index.errors import StoreUnavailable, UnusableSetting
from index.models import Scope
from index.storage.chroma import Chroma
from index.storage.ledger import state
from index.storage.vector_store import VectorRow
from tests.helpers.index import EVERYTHING, HashEmbedder, Index, story, vector_of, write

pytestmark = pytest.mark.slow


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    write(folder, alpha=story("alpha"), beta=story("beta"))
    (folder / "old.txt").write_text(
        f"---\ntitle: Old\ndate: 1999-05-01\n---\n\n{story('old')}", encoding="utf-8"
    )
    (folder / "undated.txt").write_text("---\ntitle: Undated\n---\n\nNobody knows when.\n")
    return folder


def _index(articles: Path, tmp_path: Path) -> Index:
    return Index(articles, tmp_path / "data", HashEmbedder().source())


def test_the_nearest_passage_comes_first_with_its_cosine(articles: Path, tmp_path: Path) -> None:
    with _index(articles, tmp_path) as index:
        index.reindexer.run()
        key = sorted(index.keys())[1]
        wanted = index.vector_of_passage(key)
        best = index.store.nearest(wanted, EVERYTHING, 5)
        assert best[0][0] == key
        assert best[0][1] == pytest.approx(1.0, abs=1e-5)
        assert [score for _, score in best] == sorted((s for _, s in best), reverse=True)
        exact = index.ledger.nearest(wanted, EVERYTHING, 5)
        assert [key for key, _ in exact] == [key for key, _ in best]


@pytest.mark.parametrize(
    ("scope", "files"),
    [
        (EVERYTHING, {"alpha.txt", "beta.txt", "old.txt", "undated.txt"}),
        (Scope(since=dt.date(2025, 10, 24)), {"alpha.txt", "beta.txt"}),
        (Scope(until=dt.date(1999, 5, 1)), {"old.txt"}),
        (Scope(since=dt.date(1999, 5, 1), until=dt.date(1999, 5, 1)), {"old.txt"}),
        (Scope(outlet="THE alpha"), {"alpha.txt"}),
        (Scope(since=dt.date(2025, 1, 1), outlet="The Beta"), {"beta.txt"}),
        (Scope(since=dt.date(2025, 10, 25)), set()),
    ],
)
def test_scopes(articles: Path, tmp_path: Path, scope: Scope, files: set[str]) -> None:
    with _index(articles, tmp_path) as index:
        index.reindexer.run()
        wanted = vector_of("anything")
        found = index.store.nearest(wanted, scope, 100)
        assert set(index.ledger.files([key for key, _ in found]).values()) == files
        assert {k for k, _ in index.ledger.nearest(wanted, scope, 100)} == {k for k, _ in found}


def test_vectors_that_the_ledger_does_not_name_are_passed_over(
    articles: Path, tmp_path: Path
) -> None:
    with _index(articles, tmp_path) as index:
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            name = state.live_index(db).collection
        assert name is not None
        wanted = vector_of("a question")
        strangers = [VectorRow(f"stranger {i}", wanted, {"file": "x"}) for i in range(60)]
        index.store.write(name, strangers)
        found = index.store.nearest(wanted, EVERYTHING, 3)
        assert len(found) == 3
        assert {key for key, _ in found} <= index.keys()


def test_before_anything_is_indexed(articles: Path, tmp_path: Path) -> None:
    with _index(articles, tmp_path) as index:
        assert index.store.nearest(vector_of("x"), EVERYTHING, 3) == []
        assert not index.chroma.present()


def test_metadata_holds_what_an_answer_needs(articles: Path, tmp_path: Path) -> None:
    with _index(articles, tmp_path) as index:
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            name = state.live_index(db).collection
        assert name is not None
        with index.chroma.collection(name) as collection:
            stored = collection.get(include=["metadatas", "documents"])
        assert stored["documents"] == [None] * len(stored["ids"])
        passages = index.ledger.passages(stored["ids"])
        assert len(passages) == len(index.keys())
        assert stored["metadatas"] is not None
        for key, metadata in zip(stored["ids"], stored["metadatas"], strict=True):
            passage = passages[key]
            assert metadata["text"] == passage.text
            assert metadata["file"] == passage.file
            assert (metadata["start"], metadata["end"]) == (passage.start, passage.end)
            assert metadata["title"] == passage.title
            day = passage.published
            assert metadata.get("published") == (day and day.isoformat())
            assert metadata.get("outlet") == passage.outlet


@pytest.mark.parametrize("damage", ["removed", "garbage"])
def test_damaged_files_are_answered_around_and_written_anew(
    articles: Path, tmp_path: Path, damage: str
) -> None:
    with _index(articles, tmp_path) as index:
        index.reindexer.run()
        before = index.found()
    if damage == "removed":
        shutil.rmtree(tmp_path / "data" / "chroma")
    else:
        (tmp_path / "data" / "chroma" / "chroma.sqlite3").write_bytes(b"garbage " * 5000)
    with _index(articles, tmp_path) as index:
        assert index.found() == before == index.keys()
        assert index.reindexer.outdated()
        done = index.reindexer.run()
        assert (done.embedded, done.unchanged) == (0, 4)
        assert index.found() == index.keys()
        assert index.vectors_in_chroma() == len(index.keys())
        assert not index.reindexer.outdated()


@pytest.mark.slow
def test_a_damaged_search_index_is_written_anew(tmp_path: Path) -> None:
    """Chroma writes these files from the thousandth vector on, in place."""
    articles = tmp_path / "articles"
    articles.mkdir()
    lines = "\n\n".join(
        f"Road number {i} of the town was closed on Monday. " * 8 for i in range(1200)
    )
    (articles / "long.txt").write_text(lines, encoding="utf-8")
    with Index(articles, tmp_path / "data", HashEmbedder().source(), chunk=512) as index:
        index.reindexer.run()
        assert len(index.keys()) > 1000
        key = sorted(index.keys())[500]
        wanted = index.vector_of_passage(key)
    files = list((tmp_path / "data" / "chroma").glob("*/*.bin"))
    assert files
    for path in files:
        path.write_bytes(b"\x7f" * path.stat().st_size)
    with Index(articles, tmp_path / "data", HashEmbedder().source(), chunk=512) as index:
        assert index.store.nearest(wanted, EVERYTHING, 5)[0][0] == key
        done = index.reindexer.run()
        assert (done.embedded, done.unchanged) == (0, 1)
        assert index.store.nearest(wanted, EVERYTHING, 5)[0][0] == key
        assert index.vectors_in_chroma() == len(index.keys())


def test_a_collection_of_another_program_is_refused(tmp_path: Path) -> None:
    import chromadb

    euclid: CreateCollectionConfiguration = {"hnsw": {"space": "l2"}}
    client = chromadb.PersistentClient(
        tmp_path / "chroma", settings=chromadb.Settings(anonymized_telemetry=False)
    )
    client.create_collection("euclid", embedding_function=None, configuration=euclid)
    chroma = Chroma(tmp_path, None)
    with pytest.raises(StoreUnavailable, match="BOT_COLLECTION"), chroma.collection("euclid"):
        pass
    chroma.close()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "http://h:port", ""])
def test_addresses_that_cannot_be_used(tmp_path: Path, url: str) -> None:
    with pytest.raises(UnusableSetting, match="BOT_CHROMA_URL"):
        Chroma(tmp_path, url).version()
