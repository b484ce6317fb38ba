"""The words of an index that was written in many pieces are in one, and are found as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.storage.ledger.commit import MAX_SEGMENTS, segments
from tests.helpers.index import EVERYTHING, HashEmbedder, Index, story, write

NAMES = [f"town{letter}" for letter in "abcdefghijkl"]
ASKED = '"council" OR "towna" OR "vote" OR "12"'


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    write(folder, **{name: story(name) for name in NAMES})
    return folder


def _in_pieces(index: Index) -> None:
    """Have FTS5 write what it holds at every kilobyte, and merge nothing by itself."""
    with index.ledger.database.writing() as db:
        for table in ("passage_words", "article_words"):
            for setting, value in (("hashsize", 1024), ("automerge", 0), ("crisismerge", 1000)):
                db.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (setting, value))


def test_many_segments_become_one(articles: Path, tmp_path: Path) -> None:
    source = HashEmbedder().source()
    with (
        Index(articles, tmp_path / "whole", source) as whole,
        Index(articles, tmp_path / "pieces", source) as pieces,
    ):
        _in_pieces(pieces)
        for index in (whole, pieces):
            index.reindexer.run()
        with pieces.ledger.database.reading() as db:
            assert segments(db, "passage_words") == segments(db, "article_words") == 1
        found = pieces.ledger.words(ASKED, EVERYTHING, 50)
        assert found == whole.ledger.words(ASKED, EVERYTHING, 50) != []
        found = pieces.ledger.article_words(ASKED, EVERYTHING, 50)
        assert found == whole.ledger.article_words(ASKED, EVERYTHING, 50) != []


def test_a_few_segments_are_left(articles: Path, tmp_path: Path) -> None:
    with Index(articles, tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        _in_pieces(index)
        write(articles, towna="The council of towna met again.")
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            assert 1 < segments(db, "passage_words") <= MAX_SEGMENTS
        assert index.ledger.words('"again"', EVERYTHING, 5)
