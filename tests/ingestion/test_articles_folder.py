"""Articles are put into the folder and taken out: whole, never over another, never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import ArticleRefused, CoverageError, FolderUnavailable, UnreadableArticle
from index.ingestion.article_files import MAX_BYTES, list_articles
from index.ingestion.articles_folder import ArticlesFolder

STORY = b"Summit called off\n\nThe summit in Budapest was called off on Tuesday, officials said.\n"
OTHER = b"Talks go on\n\nThe talks in Geneva go on until Friday, two diplomats told reporters.\n"


@pytest.fixture
def folder(tmp_path: Path) -> ArticlesFolder:
    path = tmp_path / "articles"
    path.mkdir()
    return ArticlesFolder(path)


def kept(folder: ArticlesFolder) -> dict[str, bytes]:
    """What is kept of files that were removed or replaced, by name."""
    return {p.name: p.read_bytes() for p in folder.path.glob(".removed/**/*") if p.is_file()}


def everything(folder: ArticlesFolder) -> list[str]:
    return sorted(p.name for p in folder.path.rglob("*"))


def test_an_article_is_added(folder: ArticlesFolder) -> None:
    added = folder.add("../Summit.TXT", STORY)
    assert (added.file, added.replaced, added.article.title) == (
        "Summit.txt",
        False,
        "Summit called off",
    )
    assert (folder.path / "Summit.txt").read_bytes() == STORY
    assert everything(folder) == ["Summit.txt"]


def test_never_over_another_unasked(folder: ArticlesFolder) -> None:
    folder.add("summit.txt", STORY)
    with pytest.raises(
        ArticleRefused, match=r"^an article named summit\.txt already exists: replace"
    ):
        folder.add("summit.txt", OTHER)
    assert (folder.path / "summit.txt").read_bytes() == STORY
    assert everything(folder) == ["summit.txt"]


def test_a_replaced_article_is_kept(folder: ArticlesFolder) -> None:
    folder.add("summit.txt", STORY)
    added = folder.add("summit.txt", OTHER, replace=True)
    assert added.replaced
    assert (folder.path / "summit.txt").read_bytes() == OTHER
    assert kept(folder) == {"summit.txt": STORY}
    assert list_articles(folder.path) == ["summit.txt"]


def test_a_name_in_other_letters_is_the_same_file(folder: ArticlesFolder) -> None:
    (folder.path / "Cafe\u0301.txt").write_bytes(STORY)
    with pytest.raises(ArticleRefused, match="already"):
        folder.add("CAF\u00c9.txt", OTHER)
    assert folder.add("CAF\u00c9.txt", OTHER, replace=True).file == "Cafe\u0301.txt"
    assert list_articles(folder.path) == ["Cafe\u0301.txt"]


@pytest.mark.parametrize("replace", [False, True])
def test_the_same_content_is_told(folder: ArticlesFolder, replace: bool) -> None:
    (folder.path / "below").mkdir()
    (folder.path / "below" / "one.txt").write_bytes(STORY)
    with pytest.raises(ArticleRefused, match=r"^this article already exists as below/one\.txt$"):
        folder.add("two.txt", STORY, replace=replace)
    assert list_articles(folder.path) == ["below/one.txt"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 \x00\x01", "is a PDF"),
        (b"\xff\xfeS\x00x", "UTF-16"),
        (b"caf\xc3\xa9 a \xe9t\xe9 b, and more of it", "mixes UTF-8"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_article_is_never_written(
    folder: ArticlesFolder, data: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableArticle, match=rf"^summit\.txt .*{reason}"):
        folder.add("summit.txt", data)
    assert everything(folder) == []


def test_two_at_once_do_not_overwrite_each_other(folder: ArticlesFolder) -> None:
    def add(number: int) -> bool:
        try:
            folder.add("summit.txt", STORY + b"Number %d came." % number)
        except ArticleRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(16))) == 1
    assert everything(folder) == ["summit.txt"]


def test_a_removed_article_is_kept(folder: ArticlesFolder) -> None:
    (folder.path / "below").mkdir()
    (folder.path / "below" / "one.txt").write_bytes(STORY)
    where = folder.remove("below/one.txt")
    assert list_articles(folder.path) == []
    assert where.read_bytes() == STORY
    assert where.relative_to(folder.path).parts[0] == ".removed"
    assert where.relative_to(folder.path).parts[2:] == ("below", "one.txt")
    folder.add("one.txt", STORY)
    folder.remove("one.txt")
    assert len([p for p in folder.path.glob(".removed/**/*") if p.is_file()]) == 2


@pytest.mark.parametrize(
    "file", ["none.txt", "../secret.txt", ".removed", "notes.doc", "", "/etc/passwd", "below"]
)
def test_only_articles_are_removed(folder: ArticlesFolder, file: str) -> None:
    (folder.path.parent / "secret.txt").write_bytes(STORY)
    (folder.path / "notes.doc").write_bytes(STORY)
    (folder.path / "below").mkdir()
    before = sorted(folder.path.parent.rglob("*"))
    with pytest.raises(ArticleRefused, match="there is no article"):
        folder.remove(file)
    assert sorted(folder.path.parent.rglob("*")) == before


def test_links_lead_nowhere(folder: ArticlesFolder) -> None:
    secret = folder.path.parent / "secret.txt"
    secret.write_bytes(STORY)
    (folder.path / "link.txt").symlink_to(secret)
    (folder.path / "dangling.txt").symlink_to(folder.path.parent / "made.txt")
    for name in ("link.txt", "dangling.txt"):
        with pytest.raises(ArticleRefused, match="already"):
            folder.add(name, OTHER)
        with pytest.raises(ArticleRefused, match="is a link"):
            folder.add(name, OTHER, replace=True)
        with pytest.raises(ArticleRefused, match="is a link"):
            folder.remove(name)
    assert secret.read_bytes() == STORY
    assert not (folder.path.parent / "made.txt").exists()


def test_what_is_removed_stays_in_the_folder(folder: ArticlesFolder) -> None:
    elsewhere = folder.path.parent / "elsewhere"
    elsewhere.mkdir()
    (folder.path / ".removed").symlink_to(elsewhere)
    folder.add("summit.txt", STORY)
    with pytest.raises(ArticleRefused, match=r"^the articles folder cannot be written \("):
        folder.remove("summit.txt")
    with pytest.raises(ArticleRefused, match="cannot be written"):
        folder.add("summit.txt", OTHER, replace=True)
    assert (folder.path / "summit.txt").read_bytes() == STORY
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    for act in (
        lambda folder: folder.add("summit.txt", STORY),
        lambda folder: folder.remove("summit.txt"),
    ):
        with pytest.raises(CoverageError, match="the articles folder does not exist"):
            act(ArticlesFolder(tmp_path / "none"))


def test_permissions_are_those_of_any_new_file(folder: ArticlesFolder) -> None:
    folder.add("summit.txt", STORY)
    (folder.path / "usual.txt").write_bytes(OTHER)
    modes = {(folder.path / f).stat().st_mode for f in ("summit.txt", "usual.txt")}
    assert len(modes) == 1


def test_nothing_is_written_where_a_drive_is_not_mounted(tmp_path: Path) -> None:
    data = b"Envoys met on Monday. They will meet again on Tuesday, the ministry said."
    (tmp_path / ".DS_Store").touch()
    with pytest.raises(FolderUnavailable, match="is empty, although articles of it are indexed"):
        ArticlesFolder(tmp_path, indexed=True).add("a.txt", data)
    assert [path.name for path in tmp_path.iterdir()] == [".DS_Store"]
    ArticlesFolder(tmp_path).add("a.txt", data)
    ArticlesFolder(tmp_path, indexed=True).add("b.txt", data + b" It rains.")
