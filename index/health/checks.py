"""The checks of ``coverage-bot doctor``: articles, data folder, index, models, versions."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from index.embedding.embedder import EmbedderSource
from index.errors import CoverageError
from index.guardrails.signs import INVITES
from index.ingestion.pipeline import Reindexer
from index.models import HealthCheck, count, shortened
from index.storage.archive import backups
from index.storage.archive.records import ARCHIVE_FILE
from index.storage.chroma import CollectionMissing
from index.storage.ledger import state
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from index.storage.ledger.repair import recheck_ledger
from index.storage.own_files import BACKUPS_FOLDER
from index.storage.vector_store import VectorStore
from index.storage.writability import advice_on_any

_LIBRARIES = ("chromadb", "llama-index-core", "onnxruntime", "trafilatura")
_RESTORE = "run 'coverage-bot restore' to restore its last backup"
_LITTLE_SPACE = 100_000_000
_MAX_SHOWN = 3
_QUOTE = 80  # characters
_UPDATES_AUTOMATICALLY = (
    "the next question updates it automatically; run 'coverage-bot index' to update it now"
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """Everything that the checks look at.

    ``reindexer`` is None in a process that does not index. ``following`` is the error, if any,
    that was raised while taking over the index of another process. ``backups`` is the folder for
    backups of the archive, if it is not in the data folder. ``locked`` is whether no other process
    can use the data folder. ``deep`` is whether files are read to find damage.
    """

    articles: Path
    data: Path
    ledger: Ledger
    store: VectorStore
    embedder: EmbedderSource
    reindexer: Reindexer | None
    following: CoverageError | None = None
    backups: Path | None = None
    locked: bool = True
    deep: bool = True


def run_checks(inspected: Inspected) -> tuple[HealthCheck, ...]:
    """Run every check; blocks for seconds. A check that raises becomes a failed finding."""
    checks: tuple[tuple[str, Callable[[Inspected], Iterator[HealthCheck]]], ...] = (
        ("articles", _articles),
        ("data folder", _data),
        ("archive", _archive),
        ("index", _index),
        ("instructions", _withheld),
        ("Chroma", _chroma),
        ("embedding model", _model),
        ("libraries", _libraries),
    )
    found: list[HealthCheck] = []
    for name, check in checks:
        try:
            found.extend(check(inspected))
        except CoverageError as error:
            found.append(HealthCheck(name, False, str(error), None))
        except OSError as error:
            found.append(HealthCheck(name, False, f"system error: {error}", advice_on_any(error)))
    follow_error = str(inspected.following)
    if inspected.following is not None and all(check.detail != follow_error for check in found):
        found.append(HealthCheck("following", False, follow_error))
    return tuple(found)


def _articles(inspected: Inspected) -> Iterator[HealthCheck]:
    folder = inspected.articles
    if inspected.reindexer is None and inspected.store.chroma.shared:
        missing = "" if folder.is_dir() else f"there is no folder {folder}: "
        detail = f"{missing}another process indexes the articles; this one only answers questions"
        yield HealthCheck("articles", True, detail)
    elif inspected.reindexer is None:
        yield HealthCheck("articles", True, "BOT_READ_ONLY is true: using the existing index")
    elif not folder.is_dir():
        yield HealthCheck(
            "articles", False, f"there is no folder {folder}", "set BOT_ARTICLES to your articles"
        )
    else:
        yield from _folder(folder, inspected.reindexer)


def _folder(folder: Path, reindexer: Reindexer) -> Iterator[HealthCheck]:
    from index.ingestion.article_files import SUFFIXES, list_articles

    files = len(list_articles(folder))
    skipped_files, kept = reindexer.not_read()
    advice = None if files else f"put articles into it: {', '.join(SUFFIXES)}"
    if files or not kept:
        yield HealthCheck("articles", files > 0, f"{count(files, 'file')} in {folder}", advice)
    for each in kept:
        yield HealthCheck("articles", False, each.text)
    for group in skipped_files:
        yield HealthCheck("skipped files", True, group.text)


def _data(inspected: Inspected) -> Iterator[HealthCheck]:
    folder = inspected.data
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    used = "in use by this process only" if inspected.locked else "not locked, only read"
    only_read = inspected.store.exact
    # where nothing may be written, nothing needs space
    enough = free > _LITTLE_SPACE or (only_read and not os.access(folder, os.W_OK))
    yield HealthCheck(
        "data folder",
        enough,
        f"{folder}: {_megabytes(size)}, {_megabytes(free)} free; {used}",
        None if enough else "free some disk space",
        serious=not only_read,  # the index is still answered from
    )
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        yield HealthCheck(
            "data folder",
            True,
            "other users can open this folder, because it also holds other files or belongs to "
            "somebody else; the bot's own files are private",
            "set BOT_DATA to a folder of its own",
        )


def _archive(inspected: Inspected) -> Iterator[HealthCheck]:
    path = inspected.data / ARCHIVE_FILE
    if not os.access(inspected.data, os.W_OK):
        return  # SQLite cannot open it in a folder that it may not write
    folder = inspected.backups or inspected.data / BACKUPS_FOLDER
    lost = backups.find_loss(path, folder)
    if lost is not None:
        advice = f"{_RESTORE}, or move the backups out of {folder} to begin an empty one"
        yield HealthCheck("archive", False, f"{ARCHIVE_FILE} {lost}", advice)
        return
    if not path.exists() or not inspected.deep:
        return
    damage = backups.find_damage(path)
    if damage is None:
        yield HealthCheck("archive", True, f"{ARCHIVE_FILE} is intact")
    else:
        yield HealthCheck("archive", False, f"{ARCHIVE_FILE} is damaged ({damage})", _RESTORE)


def _index(inspected: Inspected) -> Iterator[HealthCheck]:
    # a file that nobody writes is not opened to check it
    checked = inspected.deep and not inspected.store.exact
    damage = recheck_ledger(inspected.ledger, inspected.data) if checked else None
    if damage is not None:
        name = inspected.ledger.database.path.name
        advice = "run 'coverage-bot index': it keeps what it can and rebuilds the rest"
        yield HealthCheck("index", False, f"{name} is damaged ({damage})", advice)
        return
    articles = inspected.ledger.articles()
    failures = inspected.ledger.failures()
    if not articles and not failures:
        yield _nothing_indexed(inspected)
        return
    passages = sum(article.passages for article in articles)
    detail = f"{count(len(articles), 'article')} in {count(passages, 'passage')}"
    pending = inspected.reindexer is not None and inspected.reindexer.outdated()
    if pending:
        yield HealthCheck(
            "index", True, f"{detail}; not up to date with the articles", _UPDATES_AUTOMATICALLY
        )
    else:
        yield HealthCheck("index", True, detail)
    yield from _sentence_vectors(inspected)
    if failures:
        first = failures[0]
        more = f"; {len(failures) - 1:,} more" if len(failures) > 1 else ""
        yield HealthCheck(
            "not indexed",
            False,
            f"{first.file}: {first.error}{more}",
            "fix the file or remove it from the folder"
            if not more
            else "fix these files or remove them from the folder; 'coverage-bot index' lists all",
            serious=not articles,  # the others can still be asked about
        )


def _sentence_vectors(inspected: Inspected) -> Iterator[HealthCheck]:
    """Passages without the vectors of their sentences, which answers are chosen by.

    A process that follows another has what was shared with it.
    """
    if inspected.reindexer is None and inspected.store.chroma.shared:
        return
    with inspected.ledger.database.reading() as db:
        bare = sum(state.without_sentence_vectors(db).values())
    if bare:
        yield HealthCheck(
            "index",
            False,
            f"the vectors of the sentences of {count(bare, 'passage')} are missing: "
            "answers may lack quotes",
            _UPDATES_AUTOMATICALLY
            if inspected.reindexer is not None
            else "run 'coverage-bot index' once with BOT_READ_ONLY=false",
            serious=False,
        )


def _withheld(inspected: Inspected) -> Iterator[HealthCheck]:
    """Instructions found in articles. Not a failure: they are already kept out of answers."""
    found = [each for each in inspected.ledger.withheld() if each.reason != INVITES]
    if not found:
        return
    shown = "; ".join(f"{n.file} {n.reason}: {_shorten(n.quote)}" for n in found[:_MAX_SHOWN])
    more = f"; {len(found) - _MAX_SHOWN:,} more" if len(found) > _MAX_SHOWN else ""
    yield HealthCheck(
        "instructions",
        True,
        f"kept out of every answer: {shown}{more}",
        "look at the articles: somebody may have planted instructions to the bot in them",
    )


def _shorten(quote: str) -> str:
    text = " ".join(quote.split())
    return f'"{shortened(text, _QUOTE)}"'


def _nothing_indexed(inspected: Inspected) -> HealthCheck:
    if inspected.reindexer is not None:
        return HealthCheck("index", True, "nothing indexed yet", _UPDATES_AUTOMATICALLY)
    if inspected.store.chroma.shared:
        return HealthCheck(
            "index",
            False,
            "there is no index to answer from",
            "run 'coverage-bot index' where the articles are, with the same BOT_CHROMA_URL and "
            "BOT_COLLECTION",
        )
    return HealthCheck(
        "index",
        False,
        "there is no index to answer from, and BOT_READ_ONLY is true",
        "run 'coverage-bot index' once with BOT_READ_ONLY=false",
    )


def _chroma(inspected: Inspected) -> Iterator[HealthCheck]:
    store = inspected.store
    if store.exact:
        detail = f"BOT_READ_ONLY is true: vectors are read from {LEDGER_FILE}"
        yield HealthCheck("Chroma", True, detail)
        return
    if inspected.deep:
        store.chroma.recheck()  # even if the files look as they were left
    with inspected.ledger.database.reading() as db:
        name, wanted = state.live_index(db).collection, state.passage_count(db)
    detail = f"{store.chroma.where}, version {store.chroma.version()}"
    if name is None:
        yield HealthCheck("Chroma", True, f"{detail}, nothing indexed yet")
        return
    try:
        count = store.probe(name)
    except CollectionMissing:
        count = 0
    complete = count >= wanted
    with inspected.ledger.database.reading() as db:
        known = state.live_index(db).lost  # opening Chroma may just have noted that
    command = "coverage-bot index" if known else "coverage-bot index --rebuild"
    yield HealthCheck(
        "Chroma",
        complete,
        f"{detail}, {count} vectors in {name}",
        None if complete else f"{wanted} should be there: run '{command}'",
    )


def _model(inspected: Inspected) -> Iterator[HealthCheck]:
    inspected.embedder.load()
    yield HealthCheck("embedding model", True, "its files are intact and it works")


def _libraries(inspected: Inspected) -> Iterator[HealthCheck]:
    versions = [f"{name} {version(name)}" for name in _LIBRARIES]
    yield HealthCheck("libraries", True, ", ".join((*versions, f"SQLite {sqlite3.sqlite_version}")))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
