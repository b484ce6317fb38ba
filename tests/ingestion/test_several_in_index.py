"""Files with several articles in the index: indexed, changed, partly refused, removed, shared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import ArticleRefused
from index.ingestion.articles_folder import ArticlesFolder
from tests.helpers.index import HashEmbedder, Index, dump, story

pytestmark = pytest.mark.slow


def records(*names: str) -> str:
    return json.dumps(
        [
            {"title": f"About {name}", "date": "2025-10-24", "outlet": "Post", "text": story(name)}
            if name
            else {"title": "Nothing", "url": "https://a.example", "text": ""}
            for name in names
        ],
        indent=1,
    )


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "news.json").write_text(records("alpha", "beta", "gamma"), encoding="utf-8")
    return folder


def opened(articles: Path, data: Path) -> Index:
    return Index(articles, data, HashEmbedder().source())


def names(index: Index) -> list[str]:
    return sorted(article.file for article in index.ledger.articles())


def test_a_file_is_added_changed_and_removed_with_all_its_articles(
    articles: Path, tmp_path: Path
) -> None:
    with opened(articles, tmp_path / "data") as index:
        first = index.reindexer.run()
        assert (first.added, first.failed) == (("news.json",), ())
        assert names(index) == ["news.json#1", "news.json#2", "news.json#3"]
        again = index.reindexer.run()
        assert (again.unchanged, again.embedded, index.ledger.revision()) == (1, 0, 1)
        (articles / "news.json").write_text(records("alpha", "delta"), encoding="utf-8")
        second = index.reindexer.run()
        assert (second.changed, second.added, second.removed) == (("news.json",), (), ())
        assert names(index) == ["news.json#1", "news.json#2"]
        assert index.found() == index.keys()
        (articles / "news.json").write_text(records("delta"), encoding="utf-8")
        index.reindexer.run()
        assert names(index) == ["news.json"]
        with opened(articles, tmp_path / "again") as other:
            other.reindexer.run()
            assert dump(other.ledger) == dump(index.ledger)
        (articles / "news.json").unlink()
        (articles / "notes.png").touch()  # an empty folder may be a drive that is not mounted
        assert index.reindexer.run().removed == ("news.json",)
        assert (names(index), index.found()) == ([], set())


def test_touching_a_file_reads_it_only_once(articles: Path, tmp_path: Path) -> None:
    with opened(articles, tmp_path / "data") as index:
        index.reindexer.run()
        text = (articles / "news.json").read_bytes()
        (articles / "news.json").unlink()
        (articles / "news.json").write_bytes(text)
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            inodes = {inode for (inode,) in db.execute("SELECT inode FROM article")}
        assert inodes == {(articles / "news.json").stat().st_ino}


def test_quotes_of_every_article_are_exact_in_the_file(articles: Path, tmp_path: Path) -> None:
    text = (articles / "news.json").read_text(encoding="utf-8")
    with opened(articles, tmp_path / "data") as index:
        index.reindexer.run()
        with index.ledger.database.reading() as db:
            assert [n for (n,) in db.execute("SELECT length(raw) FROM article ORDER BY file")] == [
                len(text),
                0,
                0,
            ], "the text of a file is stored once"
        for name in names(index):
            assert index.ledger.raw(name) == text
            for sentence in index.ledger.article_sentences(name):
                assert text[sentence.start : sentence.end] == sentence.quote


def test_a_record_without_text_is_listed_and_the_others_stay(
    articles: Path, tmp_path: Path
) -> None:
    (articles / "news.json").write_text(records("alpha", "", "gamma"), encoding="utf-8")
    with opened(articles, tmp_path / "data") as index:
        for report in (index.reindexer.run(), index.reindexer.run(), index.reindexer.plan()):
            assert [failure.file for failure in report.failed] == ["news.json#2"]
        assert names(index) == ["news.json#1", "news.json#3"]
        assert index.ledger.revision() == 1
        assert not index.reindexer.outdated()
        (articles / "news.json").write_text(records("", "gamma", "beta"), encoding="utf-8")
        index.reindexer.run()
        assert index.ledger.raw("news.json#3") == (articles / "news.json").read_text()
        (articles / "news.json").write_text(records("alpha", "beta"), encoding="utf-8")
        assert index.reindexer.run().failed == ()
        assert index.ledger.failures() == []
        (articles / "news.json").write_text(records("", ""), encoding="utf-8")
        broken = index.reindexer.run()
        assert [failure.file for failure in broken.failed] == ["news.json"]
        assert names(index) == []


def test_a_file_beside_one_of_that_name_is_left_alone(articles: Path, tmp_path: Path) -> None:
    (articles / "news.json#1.txt").write_text(story("other"), encoding="utf-8")
    with opened(articles, tmp_path / "data") as index:
        index.reindexer.run()
        (articles / "news.json").unlink()
        assert index.reindexer.run().removed == ("news.json",)
        assert names(index) == ["news.json#1.txt"]


def test_one_article_of_a_file_cannot_be_removed_alone(articles: Path) -> None:
    with pytest.raises(ArticleRefused, match=r"remove that file"):
        ArticlesFolder(articles).remove("news.json#2")
    assert ArticlesFolder(articles).remove("news.json").exists()


def test_notes_are_kept(articles: Path, tmp_path: Path) -> None:
    text = f"About Käthe\n\n{story('käthe')}\n"
    (articles / "old.txt").write_bytes(text.encode("cp1252"))
    with opened(articles, tmp_path / "data") as index:
        index.reindexer.run()
        notes = {article.file: article.notes for article in index.ledger.articles()}
        assert "windows-1252" in notes["old.txt"][0]
        assert notes["news.json#1"] == ()
