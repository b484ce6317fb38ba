"""A ledger is lost and Chroma is not: the vectors of sentences, which it had, are made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import HealthCheck
from index.storage.ledger import state
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from tests.helpers.index import HashEmbedder, Index, dump, story, write

pytestmark = pytest.mark.slow


def _without_sentences(ledger: Ledger) -> dict[str, int]:
    with ledger.database.reading() as db:
        return state.without_sentence_vectors(db)


def _lose_sentences(ledger: Ledger, file: str) -> None:
    with ledger.database.writing() as db:
        db.execute(
            "UPDATE embedding SET sentences = x'' WHERE content IN (SELECT content FROM passage "
            "JOIN article ON article.id = article WHERE file = ?)",
            (file,),
        )


def _delete(data: Path) -> None:
    for path in data.glob(f"{LEDGER_FILE}*"):
        path.unlink()


def _empty(data: Path) -> None:
    _delete(data)
    (data / LEDGER_FILE).touch()


def _replace(data: Path) -> None:
    _delete(data)
    shutil.copyfile(data.parent / "other" / LEDGER_FILE, data / LEDGER_FILE)


@pytest.mark.parametrize("lose", [_delete, _empty, _replace], ids=["deleted", "emptied", "another"])
def test_a_lost_ledger_gets_the_vectors_of_sentences_again(
    articles: Path, tmp_path: Path, lose: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "others", walrus=story("walrus"))
    with Index(tmp_path / "others", tmp_path / "other", HashEmbedder().source()) as index:
        index.reindexer.run()
    data = tmp_path / "data"
    with Index(articles, data, HashEmbedder().source()) as index:
        index.reindexer.run()
        before = dump(index.ledger)
    lose(data)
    caplog.clear()
    with Index(articles, data, HashEmbedder().source()) as index:
        index.reindexer.run()
        assert _without_sentences(index.ledger) == {}
        assert dump(index.ledger)["passages"] == before["passages"]
        assert index.found() == index.keys()
        assert not index.reindexer.outdated()
    number = len(before["passages"])
    assert (
        f"no vectors of the sentences of {number} passages: they were embedded again" in caplog.text
    )


def test_an_older_ledger_gets_the_vectors_of_sentences_of_what_is_newer(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    with Index(articles, data, HashEmbedder().source()) as index:
        index.reindexer.run()
    shutil.copytree(data, other)
    write(articles, delta=story("delta"))
    with Index(articles, data, HashEmbedder().source()) as index:
        index.reindexer.run()
        newer = [row for row in dump(index.ledger)["passages"] if row[0] == "delta.txt"]
    _replace(data)
    embedder = HashEmbedder()
    with Index(articles, data, embedder.source()) as index:
        assert index.reindexer.run().embedded == len(newer)
        assert _without_sentences(index.ledger) == {}
        assert index.found() == index.keys()
    assert f"of the sentences of {len(newer)} passages" in caplog.text


def test_an_index_that_lacks_them_heals_at_the_next_run(
    articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    with Index(articles, data, HashEmbedder().source()) as index:
        done = index.reindexer.run()
        before = dump(index.ledger)
        _lose_sentences(index.ledger, "alpha.txt")
        (lacking,) = _without_sentences(index.ledger).values()
        assert index.reindexer.outdated()
        healed = index.reindexer.run()
        assert (healed.embedded, healed.unchanged, healed.changed) == (lacking, 3, ())
        assert lacking < done.embedded
        assert dump(index.ledger) == before
        assert not index.reindexer.outdated()
    assert f"of the sentences of {lacking} passages" in caplog.text


def test_articles_that_cannot_be_read_now_wait_for_their_vectors(
    articles: Path, tmp_path: Path
) -> None:
    (articles / "drive").mkdir()
    shutil.move(articles / "alpha.txt", articles / "drive" / "alpha.txt")
    with Index(articles, tmp_path / "data", HashEmbedder().source()) as index:
        index.reindexer.run()
        _lose_sentences(index.ledger, "drive/alpha.txt")
        shutil.move(articles / "drive" / "alpha.txt", tmp_path / "alpha.txt")
        assert not index.reindexer.outdated()
        index.reindexer.run()
        assert set(_without_sentences(index.ledger)) == {"drive/alpha.txt"}
        shutil.move(tmp_path / "alpha.txt", articles / "drive" / "alpha.txt")
        assert index.reindexer.outdated()
        index.reindexer.run()
        assert _without_sentences(index.ledger) == {}


async def test_the_doctor_counts_them(articles: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Index(articles, data, base="coverage") as index:
        index.reindexer.run()
        _lose_sentences(index.ledger, "alpha.txt")
        (lacking,) = _without_sentences(index.ledger).values()
    text = f"the vectors of the sentences of {lacking} passages are missing"
    for read_only, advice in ((False, "run 'coverage-bot index'"), (True, "BOT_READ_ONLY=false")):
        (found,) = await _checks(CoverageConfig(articles, data, read_only=read_only), text)
        assert not found.ok
        assert not found.failed
        assert found.advice is not None
        assert advice in found.advice
    with Index(articles, data, base="coverage") as index:
        index.reindexer.run()
    assert await _checks(CoverageConfig(articles, data), text) == []


async def _checks(config: CoverageConfig, text: str) -> list[HealthCheck]:
    """Return the doctor's findings that begin with ``text``."""
    coverage = await Coverage.open(config)
    try:
        return [c for c in await coverage.checks() if c.detail.startswith(text)]
    finally:
        await coverage.close()
