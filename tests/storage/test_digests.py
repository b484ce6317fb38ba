"""What changed in the ledger after it was indexed is never quoted, and is indexed anew."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import DatabaseDamaged
from index.storage.chroma import Chroma
from index.storage.ledger import digests
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from index.storage.ledger.repair import find_damage, mend_ledger, remember_ledger
from index.storage.shared_index import SharedIndex
from index.timeline.builder import build_timeline
from index.timeline.candidates import LedgerSource
from tests.helpers.index import HashEmbedder, Index
from tests.helpers.timeline import none_contradict, only_words

pytestmark = pytest.mark.slow

BRIDGE = "The bridge was closed on 20 October 2025. Repairs cost 114 million crowns, a report said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with articles, of which one file has two, and a complete index of them."""
    articles = tmp_path / "articles"
    articles.mkdir()
    head = "---\ntitle: Bridge closed\ndate: 2025-10-21\noutlet: The Post\n---\n\n"
    (articles / "bridge.txt").write_text(f"{head}{BRIDGE}\n")
    two = '[{"title": "One", "text": "A lake froze over on Friday."}, {"title": "Two", "text": %s}]'
    (articles / "two.json").write_text(two % '"A ferry sank on Sunday, officials said."')
    with _index(tmp_path) as index:
        index.reindexer.run()
    remember_ledger(tmp_path / "data")
    return tmp_path


def _index(folder: Path) -> Index:
    return Index(folder / "articles", folder / "data", HashEmbedder().source())


def _ledger(folder: Path) -> Path:
    return folder / "data" / LEDGER_FILE


def _execute(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(_ledger(folder))) as db, db:
        db.execute(statement)


CHANGES = {
    "a sentence": "UPDATE sentence SET text = replace(text, '114', '914')",
    "a passage": "UPDATE passage SET text = replace(text, '114', '914')",
    "where it is": "UPDATE sentence SET start = start + 1 WHERE ordinal = 1",
    "the title": "UPDATE article SET title = 'Bridge opened' WHERE file = 'bridge.txt'",
    "the day": "UPDATE article SET published = '2025-10-22' WHERE file = 'bridge.txt'",
    "the outlet": "UPDATE article SET outlet = 'The Past' WHERE file = 'bridge.txt'",
    "the file's text": "UPDATE article SET raw = replace(raw, '114', '914')",
    "a day in it": "UPDATE mention SET first = '2025-10-22', last = '2025-10-22' "
    "WHERE first = '2025-10-20'",
    "an event": "UPDATE candidate SET day = '2025-10-22'",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_damage_and_healed_from_the_articles(
    folder: Path, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Ledger(folder / "data") as ledger:
        before = ledger.article_sentences("bridge.txt"), ledger.raw("bridge.txt")
    assert find_damage(_ledger(folder)) is None
    _execute(folder, CHANGES[change])
    assert find_damage(_ledger(folder)) == "1 article changed after being indexed"
    with caplog.at_level(logging.WARNING, "index.repair"):
        mend_ledger(folder / "data", embedded=True)
    (record,) = caplog.records
    assert "(1 article changed after being indexed)" in record.getMessage()
    with _index(folder) as index:
        index.reindexer.run()
        after = index.ledger.article_sentences("bridge.txt"), index.ledger.raw("bridge.txt")
    assert after == before
    assert find_damage(_ledger(folder)) is None


def _timeline(ledger: Ledger) -> object:
    with ledger.database.reading() as db:
        return build_timeline(LedgerSource(db), meanings=only_words, contradict=none_contradict)


def _shared(ledger: Ledger) -> None:
    chroma = Chroma(ledger.database.path.parent, None)
    try:
        SharedIndex(chroma, "base").publish(ledger, "articles", 1, "fingerprint", "embedder")
    finally:
        chroma.close()


READERS: dict[str, Callable[[Ledger], object]] = {
    "the sentences": lambda ledger: ledger.article_sentences("bridge.txt"),
    "a timeline": _timeline,
    "another process": _shared,
}


@pytest.mark.parametrize("reader", READERS)
def test_it_is_noticed_before_it_is_quoted(folder: Path, reader: str) -> None:
    _execute(folder, CHANGES["a sentence"])
    with Ledger(folder / "data") as ledger:
        with pytest.raises(DatabaseDamaged, match=r"what it has of bridge\.txt is not what was"):
            READERS[reader](ledger)
        assert ledger.database.damaged  # so that it is checked when it is opened the next time


@pytest.mark.parametrize("file", ["two.json#1", "two.json#2"])
def test_the_text_of_a_file_is_compared_where_it_is_read(folder: Path, file: str) -> None:
    with Ledger(folder / "data") as ledger:
        assert "ferry" in ledger.raw(file)
    _execute(folder, "UPDATE article SET raw = replace(raw, 'ferry', 'barge')")
    with Ledger(folder / "data") as ledger:
        with pytest.raises(DatabaseDamaged, match=r"the text of two\.json#\d is not what was"):
            ledger.raw(file)
        assert "Bridge" in ledger.raw("bridge.txt")


def test_a_ledger_of_an_older_version_gets_digests(folder: Path) -> None:
    _execute(folder, "DROP TABLE digest")
    _execute(folder, "DROP INDEX bare_embedding")
    _execute(folder, "PRAGMA user_version = 6")
    assert find_damage(_ledger(folder)) is None
    with Ledger(folder / "data") as ledger, ledger.database.reading() as db:
        assert digests.is_complete(db)
        assert digests.changed_articles(db) == 0
    _execute(folder, CHANGES["a sentence"])
    assert find_damage(_ledger(folder)) == "1 article changed after being indexed"


def test_digests_go_with_their_articles(folder: Path) -> None:
    (folder / "articles" / "bridge.txt").unlink()
    with _index(folder) as index:
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            assert db.execute("SELECT count(*) FROM digest").fetchone() == (2,)


def test_new_times_of_a_file_are_no_change(folder: Path) -> None:
    os.utime(folder / "articles" / "bridge.txt", (1, 1))
    with _index(folder) as index:
        index.reindexer.run()
    assert find_damage(_ledger(folder)) is None
