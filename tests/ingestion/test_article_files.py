"""Files that are hard to read: each becomes an article or says in one line why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import UnreadableArticle
from index.ingestion.article_files import MAX_BYTES, list_articles, read_bytes, why_unreadable
from index.ingestion.articles_folder import create_file
from index.ingestion.change_detection import sha256_of
from index.ingestion.parser import parse_article, read_article
from tests.helpers.articles import BODY, HEADLINE, check_offsets, story

TEXT = f"{HEADLINE}\n\n{BODY}\n"


def reason(data: bytes, file: str = "a.txt") -> str:
    with pytest.raises(UnreadableArticle) as caught:
        parse_article(file, data)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"PK\x03\x04abc", "zip"),
        (b"\x89PNG\r\n", "PNG"),
        (TEXT.encode("utf-16")[:-1], "UTF-16"),
        (b"abc\0def", "NUL byte at byte 3"),
        (b"\x01\x02\x03\x04abc", "control characters"),
        ("Ünder\n".encode() + "Türkiye".encode("cp1252"), "mixes UTF-8"),
        (b"Home\nNews\nSport\nShare\n403\n", "no article text"),
        (b"a" * (MAX_BYTES + 1), f"{MAX_BYTES // 1_000_000} MB"),
        (b"a b\n" * 200_001, "200,000"),
    ],
)
def test_unreadable_files_say_why(data: bytes, words: str) -> None:
    assert words in reason(data)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("---\ntitle: Talks\n\nEnvoys met.\n", "not closed"),
        ("---\n- Talks\n- Ports\n---\nEnvoys met.\n", "key: value"),
        ("---\ntitle: [Talks\n---\nEnvoys met.\n", "not valid YAML"),
        ("---\ntitle: 'Talks\n---\nEnvoys met.\n", "not valid YAML (line"),
        ("---\na: &a [x, x]\nb: [*a, *a]\n---\nEnvoys met.\n", "aliases"),
        ("---\na: " + "[" * 5000 + "\n---\nEnvoys met.\n", "not valid YAML"),
        ("---\ntitle: " + "x" * 70_000 + "\n---\nEnvoys met.\n", "longer"),
    ],
)
def test_broken_front_matter_says_what_is_wrong(front: str, words: str) -> None:
    assert words in reason(front.encode())


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    article = parse_article("a.txt", f"---\n{TEXT}\n---\nThe end of it all was near.".encode())
    assert "Envoys" in story(article)
    assert "---" not in story(article)


def test_front_matter_in_every_form() -> None:
    front = (
        "\ufeff---\r\nTitle: Talks\r\nauthors:\r\n  - Jane Roe\r\n  - John Smith\r\n"
        "Source: https://example.com/a\r\npublication: Example Post\r\ndate: null\r\n---\r\n"
    )
    article = parse_article("a.txt", (front + BODY).encode())
    assert (article.title, article.author) == ("Talks", "Jane Roe, John Smith")
    assert (article.url, article.outlet) == ("https://example.com/a", "Example Post")
    assert article.published is None
    assert story(article) == BODY
    check_offsets(article)


def test_nothing_is_normalised() -> None:
    data = (
        b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode() + "cafe\u0301 was open.\r\n".encode()
    )
    article = parse_article("a.txt", data)
    assert article.raw.encode() == data
    assert article.raw[0] == "\ufeff"
    assert article.title == HEADLINE
    assert story(article) == BODY + "\ncafe\u0301 was open."
    check_offsets(article)


def test_five_megabytes_in_one_line() -> None:
    article = parse_article("a.txt", b"lorem ipsum dolor sit amet " * 185_000)
    check_offsets(article)


@pytest.mark.parametrize(
    "text",
    [
        "克里姆林宫称会晤进程复杂\n\n克里姆林宫周日警告说，任何峰会都需要大量准备工作。这个过程很复杂！\n",
        "الكرملين: عملية اللقاء معقدة\n\nحذر الكرملين من قمة ستتطلب العمل. هل سيلتقيان؟\n",
    ],
)
def test_other_scripts(text: str) -> None:
    article = parse_article("a.txt", text.encode())
    assert article.title == text.split("\n", maxsplit=1)[0]
    assert story(article) == text.split("\n")[2]
    check_offsets(article)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    return articles


def refused(folder: Path, file: str) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        read_article(folder, file)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_names_that_are_articles(folder: Path) -> None:
    names = [
        "b c.txt",
        "A.MD",
        "😀.html",
        "two\nlines.htm",
        "sub/deep/x.txt",
        "é.txt",
        "#Me too.md",
    ]
    for name in [*names, "x.png", ".hidden.txt", ".git/x.txt", "x.txt~", "~$x.txt", "#x.txt#"]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT)
    (folder / "folder.txt").mkdir()
    assert list_articles(folder) == sorted(names)
    assert story(read_article(folder, "b c.txt")) == BODY


def test_identical_files_are_two_articles(folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT)
    first, second = (read_article(folder, name) for name in list_articles(folder))
    assert first.sha256 == second.sha256
    assert first.file != second.file


def test_links(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text(TEXT)
    (folder / "out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "real.txt").write_text(TEXT)
    (folder / "in.txt").symlink_to(folder / "real.txt")
    assert list_articles(folder) == ["gone.txt", "in.txt", "loop.txt", "out.txt", "real.txt"]
    assert "outside" in refused(folder, "out.txt")
    assert "outside" in refused(folder, "../secret.txt")
    assert refused(folder, "loop.txt")
    assert "does not exist" in refused(folder, "gone.txt")
    assert story(read_article(folder, "in.txt")) == BODY


def test_what_is_no_file(folder: Path) -> None:
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    assert "folder" in refused(folder, "folder.txt")
    assert "pipe" in refused(folder, "pipe.txt")
    assert "does not exist" in refused(folder, "vanished.txt")
    assert refused(folder, "nul\0.txt")


def test_a_name_that_is_not_unicode(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    (name,) = list_articles(folder)
    assert name.encode() == b"caf\\udce9.txt"
    assert "UTF-8" in refused(folder, name)


def test_a_large_file_is_refused_unread(folder: Path) -> None:
    with (folder / "large.txt").open("wb") as stream:
        stream.truncate(20_000_000)
    assert "20,000,000 bytes" in refused(folder, "large.txt")


def test_reasons_of_the_operating_system() -> None:
    assert "permissions" in why_unreadable(PermissionError(13, "Permission denied"))
    assert "Stale file handle" in why_unreadable(OSError(116, "Stale file handle"))


def test_files_are_read_where_the_system_lacks_flags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flag in ("O_NONBLOCK", "O_CLOEXEC"):  # Windows
        monkeypatch.delattr(os, flag)
    create_file(tmp_path / "a.txt", b"The ferry sank.\r\n")
    assert read_bytes(tmp_path, "a.txt") == b"The ferry sank.\r\n"
    assert sha256_of(tmp_path / "a.txt") is not None
