"""What a re-index does and reports, file by file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.embedding.embedder import EmbedderSource
from index.models import Progress
from tests.helpers.index import HashEmbedder, Index, dump, story, write

pytestmark = pytest.mark.slow


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    write(folder, alpha=story("alpha"), beta=story("beta"), gamma=story("gamma"))
    return folder


def _fresh(articles: Path, data: Path, source: EmbedderSource | None = None) -> Index:
    return Index(articles, data, source or HashEmbedder().source())


def test_added_changed_removed_unchanged(articles: Path, tmp_path: Path) -> None:
    with _fresh(articles, tmp_path / "data") as index:
        first = index.reindexer.run()
        assert first.added == ("alpha.txt", "beta.txt", "gamma.txt")
        assert first.embedded == first.passages == len(index.keys())
        write(articles, alpha=story("alpha") + "\n\nOne more thing was said.", delta=story("delta"))
        (articles / "beta.txt").unlink()
        planned = index.reindexer.plan()
        second = index.reindexer.run()
        assert (second.added, second.changed) == (("delta.txt",), ("alpha.txt",))
        assert (second.removed, second.unchanged) == (("beta.txt",), 1)
        assert replace(planned, seconds=0, passages=0) == replace(
            second, seconds=0, passages=0, embedded=0
        )
        assert index.found() == index.keys()
        assert index.vectors_in_chroma() == len(index.keys())
        assert index.unsettled() == []
        with _fresh(articles, tmp_path / "again") as other:
            other.reindexer.run()
            assert dump(other.ledger) == dump(index.ledger)


def test_nothing_to_do_commits_nothing(articles: Path, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with _fresh(articles, tmp_path / "data", embedder.source()) as index:
        index.reindexer.run()
        batches = embedder.batches
        again = index.reindexer.run()
        assert (again.unchanged, again.embedded, embedder.batches) == (3, 0, batches)
        assert index.ledger.revision() == 1
        assert not index.reindexer.outdated()


def test_a_plan_writes_nothing(articles: Path, tmp_path: Path) -> None:
    with _fresh(articles, tmp_path / "data") as index:
        planned = index.reindexer.plan()
        assert len(planned.added) == 3
        assert index.ledger.articles() == []
        assert not index.chroma.present()


def test_unchanged_passages_are_not_embedded_again(articles: Path, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with _fresh(articles, tmp_path / "data", embedder.source()) as index:
        index.reindexer.run()
        write(articles, alpha=story("alpha", 5) + "\n\n" + story("other", 1))
        changed = index.reindexer.run()
        of_alpha = len(
            [p for p in index.ledger.passages(list(index.keys())).values() if p.file == "alpha.txt"]
        )
        assert 0 < changed.embedded < of_alpha
        (articles / "beta.txt").rename(articles / "renamed.txt")
        renamed = index.reindexer.run()
        assert (renamed.added, renamed.removed) == (("renamed.txt",), ("beta.txt",))
        assert renamed.embedded == 0
        assert index.found() == index.keys()


def test_two_identical_files_are_two_articles(articles: Path, tmp_path: Path) -> None:
    (articles / "copy.txt").write_bytes((articles / "alpha.txt").read_bytes())
    with _fresh(articles, tmp_path / "data") as index:
        index.reindexer.run()
        alpha = index.ledger.article_sentences("alpha.txt")
        copy = index.ledger.article_sentences("copy.txt")
        assert [replace(s, file="alpha.txt") for s in copy] == list(alpha)
        assert index.found() == index.keys()
        assert len(embedded_texts(index)) == len(set(embedded_texts(index)))


def embedded_texts(index: Index) -> list[str]:
    embedder = index.embedder.load()
    assert isinstance(embedder, HashEmbedder)
    return embedder.texts


def test_failed_files_are_listed_as_long_as_they_stay(articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_bytes(b"")
    with _fresh(articles, tmp_path / "data") as index:
        for _ in range(2):
            done = index.reindexer.run()
            assert [failure.file for failure in done.failed] == ["bad.txt"]
        assert (done.unchanged, index.ledger.revision()) == (3, 1)
        write(articles, bad=story("bad"))
        mended = index.reindexer.run()
        assert (mended.added, mended.failed) == (("bad.txt",), ())
        (articles / "bad.txt").write_bytes(b"")
        broken = index.reindexer.run()
        assert (broken.changed, broken.removed) == ((), ())
        assert [failure.file for failure in broken.failed] == ["bad.txt"]
        assert "bad.txt" not in {a.file for a in index.ledger.articles()}
        assert index.found() == index.keys()
        (articles / "bad.txt").unlink()
        assert index.reindexer.run().failed == ()
        assert index.ledger.failures() == []


def test_a_link_to_nowhere_is_listed_and_tried_again(articles: Path, tmp_path: Path) -> None:
    (articles / "link.txt").symlink_to(articles / "later.md.not-yet")
    with _fresh(articles, tmp_path / "data") as index:
        assert [failure.file for failure in index.reindexer.run().failed] == ["link.txt"]
        assert not index.reindexer.outdated()
        again = index.reindexer.run()
        assert [failure.file for failure in again.failed] == ["link.txt"]
        assert index.ledger.revision() == 1


def test_a_file_that_vanishes_while_it_is_indexed(articles: Path, tmp_path: Path) -> None:
    def vanish(progress: Progress) -> None:
        if progress.stage == "reading":
            (articles / "beta.txt").unlink(missing_ok=True)

    with _fresh(articles, tmp_path / "data") as index:
        done = index.reindexer.run(report=vanish)
        assert done.added == ("alpha.txt", "gamma.txt")
        assert done.failed == ()
        write(articles, beta=story("beta"))
        index.reindexer.run()
        write(articles, beta=story("changed"))
        assert index.reindexer.run(report=vanish).removed == ("beta.txt",)


def test_a_file_that_changes_while_it_is_indexed(articles: Path, tmp_path: Path) -> None:
    def change(progress: Progress) -> None:
        if progress.stage == "writing":
            write(articles, beta=story("changed"))

    with _fresh(articles, tmp_path / "data") as index:
        index.reindexer.run(report=change)
        assert index.reindexer.outdated()
        assert index.reindexer.run().changed == ("beta.txt",)
        assert index.reindexer.run().changed == ()


def test_rebuilding_embeds_everything_beside_what_is_live(articles: Path, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with _fresh(articles, tmp_path / "data", embedder.source()) as index:
        first = index.reindexer.run()
        before = dump(index.ledger)
        seen: list[int] = []
        embedder.before = lambda batch: seen.append(len(index.found()))
        done = index.reindexer.run(rebuild=True)
        assert (done.embedded, done.unchanged) == (first.passages, 3)
        assert set(seen) == {first.passages}
        assert dump(index.ledger) == before
        assert index.found() == index.keys()
        assert index.unsettled() == []


def test_another_embedder_makes_another_index(articles: Path, tmp_path: Path) -> None:
    with _fresh(articles, tmp_path / "data") as index:
        first = index.reindexer.run()
    other = HashEmbedder()
    with _fresh(articles, tmp_path / "data", other.source("other")) as index:
        assert index.reindexer.outdated()
        assert index.found() == index.keys()  # answered from the old one until then
        done = index.reindexer.run()
        assert (done.unchanged, done.embedded) == (3, first.passages)
        assert index.found() == index.keys()
        assert index.vectors_in_chroma() == first.passages


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with _fresh(tmp_path / "articles", tmp_path / "data") as index:
        assert index.found() == set()
        done = index.reindexer.run()
        assert (done.unchanged, done.passages, done.embedded) == (0, 0, 0)
        assert index.found() == set()
        assert not index.reindexer.outdated()


def test_progress_counts_articles_and_ends_complete(articles: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    with _fresh(articles, tmp_path / "data") as index:
        index.reindexer.run(report=seen.append)
    assert [p.stage for p in (seen[0], seen[-1])] == ["reading", "writing"]
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert {p.total for p in seen} == {3}
    assert seen[-1].done == 3
