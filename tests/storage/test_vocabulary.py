"""The vocabulary in the ledger: always what counting every live sentence would give."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from index.english.word_counts import WordCounts
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from tests.helpers.index import HashEmbedder, Index, sentence_texts, story, write

NAMES = ("Oslo", "Bergen", "Turku", "Malmo", "Vaasa")


def counted(ledger: Ledger) -> dict[str, object]:
    titles = [article.title for article in ledger.articles()]
    return asdict(WordCounts.of(sentence_texts(ledger), titles))


@pytest.mark.parametrize("seed", range(3))
def test_any_changes_lead_to_what_counting_gives(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    folder = tmp_path / "articles"
    write(folder, always=story("always", 1))
    with Index(folder, tmp_path / "data", HashEmbedder().source()) as index:
        for step in range(4):
            for name in random.sample(NAMES, 2):
                write(folder, **{name: f"{story(name, random.randrange(1, 3))} Step {step}."})
            gone = folder / f"{random.choice(NAMES)}.txt"
            gone.unlink(missing_ok=True)
            (folder / "refused.txt").write_text(" " if step % 2 else story("refused", 1))
            index.reindexer.run()
            assert asdict(index.ledger.vocabulary()) == counted(index.ledger)
            with index.ledger.database.reading() as db:
                assert not db.execute("SELECT term FROM vocabulary WHERE count < 1").fetchall()


def test_an_index_of_before_is_counted_when_it_is_asked_and_when_it_changes(tmp_path: Path) -> None:
    folder, data = tmp_path / "articles", tmp_path / "data"
    write(folder, oslo=story("Oslo", 2))
    with Index(folder, data, HashEmbedder().source()) as index:
        index.reindexer.run()
        before = asdict(index.ledger.vocabulary())
    with sqlite3.connect(data / LEDGER_FILE) as db:
        for table in ("vocabulary", "digest"):
            db.execute(f"DROP TABLE {table}")
        db.execute("DROP INDEX bare_embedding")
        db.execute("PRAGMA user_version = 5")
    db.close()
    with Index(folder, data, HashEmbedder().source()) as index:
        assert asdict(index.ledger.vocabulary()) == before == counted(index.ledger)
        write(folder, turku=story("Turku", 1))
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            assert db.execute("SELECT count(*) FROM vocabulary").fetchone()[0] > len(before)
        assert asdict(index.ledger.vocabulary()) == counted(index.ledger)
