"""What the doctor checks: articles, data folder, index, Chroma, models, versions."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from llama_index.core.base.llms.types import ChatMessage, MessageRole

from index.config import LanguageModel
from index.embedding.embedder import EmbedderSource
from index.errors import CoverageError
from index.generation.errors import ModelFailed
from index.generation.resilience import ModelCaller, Spent
from index.ingestion.pipeline import Reindexer
from index.models import Check
from index.storage.chroma import CollectionMissing
from index.storage.ledger import state
from index.storage.ledger.ledger import Ledger
from index.storage.vector_store import VectorStore

_LIBRARIES = ("chromadb", "llama-index-core", "onnxruntime", "trafilatura")
_LITTLE_SPACE = 100_000_000
_NOTICES = 3
_QUOTE = 80  # characters
_BY_ITSELF = "the next question brings it up to date by itself, 'coverage-bot index' does it now"


@dataclass(frozen=True, slots=True)
class Inspected:
    """``reindexer`` is None in a process that does not index.

    ``following`` is what went wrong with taking over what another process indexed.
    """

    articles: Path
    data: Path
    ledger: Ledger
    store: VectorStore
    embedder: EmbedderSource
    reindexer: Reindexer | None
    following: CoverageError | None = None


def run_checks(examined: Inspected) -> tuple[Check, ...]:
    """Look at everything; blocks for seconds. What fails becomes a finding, not an error."""
    looks: tuple[tuple[str, Callable[[Inspected], Iterator[Check]]], ...] = (
        ("articles", _articles),
        ("data folder", _data),
        ("index", _index),
        ("instructions", _withheld),
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
        except OSError as error:
            found.append(Check(name, False, f"the system refused: {error}", "check its rights"))
    told = str(examined.following)
    if examined.following is not None and all(check.detail != told for check in found):
        found.append(Check("following", False, told))
    return tuple(found)


def _articles(examined: Inspected) -> Iterator[Check]:
    from index.ingestion.article_files import list_articles

    folder = examined.articles
    if examined.reindexer is None and examined.store.chroma.shared:
        here = "" if folder.is_dir() else f"there is no folder {folder}: "
        detail = f"{here}another process indexes them, this one only answers"
        yield Check("articles", True, detail)
    elif examined.reindexer is None:
        yield Check("articles", True, "BOT_READ_ONLY is true: what was indexed before is used")
    elif not folder.is_dir():
        yield Check(
            "articles", False, f"there is no folder {folder}", "set BOT_ARTICLES to your articles"
        )
    else:
        count = len(list_articles(folder))
        advice = None if count else "put .txt, .md or .html files there"
        yield Check("articles", count > 0, f"{count} files in {folder}", advice)


def _data(examined: Inspected) -> Iterator[Check]:
    folder = examined.data
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    yield Check(
        "data folder",
        free > _LITTLE_SPACE,
        f"{folder}: {_mega(size)}, {_mega(free)} free; in use by this process only",
        None if free > _LITTLE_SPACE else "free some space",
    )


def _index(examined: Inspected) -> Iterator[Check]:
    articles = examined.ledger.articles()
    failures = examined.ledger.failures()
    if not articles and not failures:
        yield _nothing_indexed(examined)
        return
    passages = sum(article.passages for article in articles)
    detail = f"{len(articles):,} articles in {passages:,} passages"
    pending = examined.reindexer is not None and examined.reindexer.outdated()
    if pending:
        yield Check("index", True, f"{detail}; not up to date with the articles", _BY_ITSELF)
    else:
        yield Check("index", True, detail)
    if failures:
        first = failures[0]
        more = f"; {len(failures) - 1:,} more" if len(failures) > 1 else ""
        yield Check(
            "not indexed",
            False,
            f"{first.file}: {first.error}{more}",
            "mend it or take it out of the folder"
            if not more
            else "mend them or take them out of the folder; 'coverage-bot index' lists them all",
        )


def _withheld(examined: Inspected) -> Iterator[Check]:
    """What was planted in articles; none of it needs a hand, so it is no failure."""
    notices = examined.ledger.withheld()
    if not notices:
        return
    shown = "; ".join(f"{n.file} {n.reason}: {_short(n.quote)}" for n in notices[:_NOTICES])
    more = f"; {len(notices) - _NOTICES:,} more" if len(notices) > _NOTICES else ""
    yield Check(
        "instructions",
        True,
        f"kept out of every answer: {shown}{more}",
        "look at the articles: somebody may have written there for the bot, not for readers",
    )


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return f'"{text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"}"'


def _nothing_indexed(examined: Inspected) -> Check:
    if examined.reindexer is not None:
        return Check("index", True, "nothing indexed yet", _BY_ITSELF)
    if examined.store.chroma.shared:
        return Check(
            "index",
            False,
            "nothing is there to answer from",
            "run 'coverage-bot index' where the articles are, with the same BOT_CHROMA_URL and "
            "BOT_COLLECTION",
        )
    return Check(
        "index",
        False,
        "nothing is there to answer from, and BOT_READ_ONLY is true",
        "run 'coverage-bot index' once with BOT_READ_ONLY=false",
    )


def _chroma(examined: Inspected) -> Iterator[Check]:
    store = examined.store
    with examined.ledger.database.reading() as db:
        name, wanted = state.live_index(db).collection, state.passage_count(db)
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


def _model(examined: Inspected) -> Iterator[Check]:
    examined.embedder.load()
    yield Check("embedding model", True, "its files are the right ones, and it runs")


def _libraries(examined: Inspected) -> Iterator[Check]:
    versions = [f"{name} {version(name)}" for name in _LIBRARIES]
    yield Check("libraries", True, ", ".join((*versions, f"SQLite {sqlite3.sqlite_version}")))


def _mega(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


NAME = "language model"
_MOST = 256


async def check_language_model(model: LanguageModel) -> Check:
    """Have the model say one word, and tell what came of it. Never raises."""
    caller = await asyncio.to_thread(ModelCaller, model)
    started = time.perf_counter()
    said = ""

    async def take(piece: str) -> bool:
        nonlocal said
        said += piece
        return len(said) < 200

    asks = ChatMessage(role=MessageRole.USER, content="Answer with the one word: ready")
    where = f"{model.name} at {model.base_url}"
    try:
        await caller.call([asks], min(_MOST, model.answer_tokens), take, Spent())
    except ModelFailed as error:
        return Check(NAME, False, f"{where}: it {error.failure.why}", error.failure.advice)
    taken = time.perf_counter() - started
    if not said.strip():
        return Check(
            NAME,
            True,
            f"{where} can be reached; in {taken:.1f} s it thought, and said nothing",
            "a model that does not think first is quicker here",
        )
    return Check(NAME, True, f"{where} answers, in {taken:.1f} s")
