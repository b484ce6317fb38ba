"""Files that are passed over say so, and a folder that cannot be listed keeps its articles."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.ingestion.article_files import list_folder
from index.ingestion.articles_folder import ArticlesFolder
from index.ingestion.skipped_files import skipped_files
from tests.helpers.index import HashEmbedder, Index, dump, story, write

_scandir = os.scandir


def _open(articles: Path, data: Path) -> Index:
    return Index(articles, data, HashEmbedder().source())


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    write(folder, alpha=story("alpha"))
    write(folder / "archive" / "old", beta=story("beta"), gamma=story("gamma"))
    return folder


def test_every_other_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    names = ["old.doc", "a.png", "b.PNG", "c.xyz", "LICENSE", "sub/d.zip", ".hidden.png", "x.md~"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "elsewhere").symlink_to(tmp_path / "sub")
    groups = skipped_files(list_folder(tmp_path).others)
    assert {group.kind: group.files for group in groups} == {
        "images": ("a.png", "b.PNG"),
        "documents of other word processors": ("old.doc",),
        ".xyz files": ("c.xyz",),
        "files without a suffix": ("LICENSE",),
        "compressed archives": ("sub/d.zip",),
        "links to folders": ("elsewhere/",),
    }
    assert groups[0].text.startswith("images (2 files, such as a.png): ")
    assert all(group.advice for group in groups)


@pytest.mark.slow
def test_a_folder_with_nothing_else_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "old.doc").write_bytes(b"x")
    with _open(folder, tmp_path / "data") as index:
        for report in (index.reindexer.plan(), index.reindexer.run()):
            assert [group.files for group in report.skipped_files] == [("old.doc",)]


@pytest.fixture
def unlistable(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Names of folders that the system refuses to list."""
    names: set[str] = set()

    def scandir(path: str) -> object:
        if os.path.basename(path) in names:  # noqa: PTH119
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return _scandir(path)

    monkeypatch.setattr(os, "scandir", scandir)
    yield names
    names.clear()


@pytest.mark.slow
def test_an_unreadable_folder_keeps_its_articles(
    articles: Path, tmp_path: Path, unlistable: set[str]
) -> None:
    with _open(articles, tmp_path / "data") as index:
        index.reindexer.run()
        before = dump(index.ledger)
        unlistable.add("archive")
        assert not index.reindexer.outdated()
        report = index.reindexer.run()
        assert (report.removed, report.unchanged) == ((), 3)
        (kept,) = report.kept
        assert (kept.folder, kept.files) == ("archive", 2)
        assert "Permission denied" in kept.text
        assert "permissions" in kept.text
        assert dump(index.ledger) == before
        unlistable.clear()
        (articles / "archive" / "old" / "beta.txt").unlink()
        assert index.reindexer.run().removed == ("archive/old/beta.txt",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("emptied", "left"), [(".", ""), ("archive", ""), ("archive", ".DS_Store")]
)
def test_an_empty_mount_point_keeps_its_articles(
    articles: Path, tmp_path: Path, emptied: str, left: str
) -> None:
    with _open(articles, tmp_path / "data") as index:
        index.reindexer.run()
        aside = tmp_path / "unmounted"
        (articles / emptied).resolve().rename(aside)
        (articles / emptied).mkdir()
        if left:
            (articles / emptied / left).touch()
        report = index.reindexer.run()
        assert report.removed == ()
        assert [each.folder for each in report.kept] == [emptied]
        assert "mount" in report.kept[0].text
        # deleted for good
        rebuilt = index.reindexer.run(rebuild=True)
        assert len(rebuilt.removed) == (3 if emptied == "." else 2)
        assert rebuilt.kept == ()


@pytest.mark.slow
def test_kept_articles_move_to_a_new_index(
    articles: Path, tmp_path: Path, unlistable: set[str]
) -> None:
    with _open(articles, tmp_path / "data") as index:
        index.reindexer.run()
        index.chroma.close()
    unlistable.add("archive")
    source = HashEmbedder().source("another")
    with Index(articles, tmp_path / "data", source) as index:
        report = index.reindexer.run()
        assert (report.removed, report.unchanged) == ((), 3)
        assert {a.file for a in index.ledger.articles()} >= {"archive/old/beta.txt"}
        assert index.found() == index.keys()


def test_the_only_article_of_a_sub_folder_can_be_removed(tmp_path: Path) -> None:
    """An empty folder would keep it, as one where nothing is mounted does."""
    folder = tmp_path / "articles"
    write(folder, alpha=story("alpha"))
    write(folder / "archive" / "old", beta=story("beta"))
    with _open(folder, tmp_path / "data") as index:
        index.reindexer.run()
        (folder / "archive" / ".DS_Store").touch()
        ArticlesFolder(folder).remove("archive/old/beta.txt")
        report = index.reindexer.run()
    assert report.removed == ("archive/old/beta.txt",)
    assert report.kept == ()
    assert not (folder / "archive").exists()
