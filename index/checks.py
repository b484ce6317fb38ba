"""What the doctor finds: articles, data folder, index, Chroma, model, versions."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from index.chroma import CollectionMissing
from index.embedder import EmbedderSource
from index.errors import CoverageError
from index.ledger import Ledger, state
from index.models import Check
from index.reindex import Reindexer
from index.store import VectorStore

_LIBRARIES = ("chromadb", "llama-index-core", "onnxruntime", "trafilatura")
_LITTLE_SPACE = 100_000_000


@dataclass(frozen=True, slots=True)
class Examined:
    """``reindexer`` is None in a process that does not index."""

    articles: Path
    data: Path
    ledger: Ledger
    store: VectorStore
    embedder: EmbedderSource
    reindexer: Reindexer | None


def examine(examined: Examined) -> tuple[Check, ...]:
    """Look at everything; blocks for seconds. What fails becomes a finding, not an error."""
    looks: tuple[tuple[str, Callable[[Examined], Iterator[Check]]], ...] = (
        ("articles", _articles),
        ("data folder", _data),
        ("index", _index),
        ("Chroma", _chroma),
        ("embedding model", _model),
        ("libraries", _libraries),
    )
    found: list[Check] = []
    for name, look in looks:
        try:
            found.extend(look(examined))
        except CoverageError as error:
            found.append(Check(name, False, str(error), None))
    return tuple(found)


def _articles(examined: Examined) -> Iterator[Check]:
    from index.articles import list_articles

    folder = examined.articles
    if examined.reindexer is None:
        yield Check("articles", True, "another process indexes them, this one only answers")
    elif not folder.is_dir():
        yield Check(
            "articles", False, f"there is no folder {folder}", "set BOT_ARTICLES to your articles"
        )
    else:
        count = len(list_articles(folder))
        advice = None if count else "put .txt, .md or .html files there"
        yield Check("articles", count > 0, f"{count} files in {folder}", advice)


def _data(examined: Examined) -> Iterator[Check]:
    folder = examined.data
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    yield Check(
        "data folder",
        free > _LITTLE_SPACE,
        f"{folder}: {_mega(size)}, {_mega(free)} free; in use by this process only",
        None if free > _LITTLE_SPACE else "free some space",
    )


def _index(examined: Examined) -> Iterator[Check]:
    articles = examined.ledger.articles()
    passages = sum(article.passages for article in articles)
    failures = examined.ledger.failures()
    pending = examined.reindexer is not None and examined.reindexer.outdated()
    detail = f"{len(articles)} articles in {passages} passages"
    if pending:
        detail += "; files have changed since"
    yield Check("index", not pending, detail, "run 'coverage-bot index'" if pending else None)
    if failures:
        first = failures[0]
        yield Check(
            "not indexed",
            False,
            f"{len(failures)} files, the first is {first.file}: {first.error}",
            "mend or remove them; 'coverage-bot index' lists them all",
        )


def _chroma(examined: Examined) -> Iterator[Check]:
    store = examined.store
    with examined.ledger.database.reading() as db:
        name, wanted = state.live(db).collection, state.passage_count(db)
    detail = f"{store.chroma.where}, version {store.chroma.version()}"
    if name is None:
        yield Check("Chroma", True, f"{detail}, nothing indexed yet")
        return
    try:
        count = store.probe(name)
    except CollectionMissing:
        count = 0
    complete = count >= wanted
    yield Check(
        "Chroma",
        complete,
        f"{detail}, {count} vectors in {name}",
        None if complete else f"{wanted} should be there: run 'coverage-bot index --rebuild'",
    )


def _model(examined: Examined) -> Iterator[Check]:
    examined.embedder.load()
    yield Check("embedding model", True, "its files are the right ones, and it runs")


def _libraries(examined: Examined) -> Iterator[Check]:
    versions = [f"{name} {version(name)}" for name in _LIBRARIES]
    yield Check("libraries", True, ", ".join((*versions, f"SQLite {sqlite3.sqlite_version}")))


def _mega(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
