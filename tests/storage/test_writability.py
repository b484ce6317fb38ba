"""A full disk and a folder that may not be written are told apart."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from index.errors import StorageFull
from index.storage.chroma import Chroma
from index.storage.database import Database
from index.storage.writability import advice_on, advice_on_any, why_not_writable


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "free some disk space"),
        (errno.EFBIG, "free some disk space"),
        (errno.EACCES, "check its permissions"),
        (errno.EROFS, "check its permissions"),
    ],
)
def test_what_to_do_about_an_error(number: int, advice: str) -> None:
    assert advice_on(OSError(number, "no")) == advice


def test_a_folder_that_can_be_written(tmp_path: Path) -> None:
    assert why_not_writable(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("attempt to write a readonly database", "check its permissions"),
        ("database or disk is full", "free some disk space"),
    ],
)
def test_chroma_that_cannot_write(
    tmp_path: Path, text: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise RuntimeError(text)

    chroma = Chroma(tmp_path, None)
    monkeypatch.setattr(chroma, "_get_client", refuse)
    with pytest.raises(StorageFull, match=advice):
        chroma.version()


def test_a_database_that_may_not_be_written(tmp_path: Path) -> None:
    def write() -> None:
        with database.writing() as db:
            db.execute("PRAGMA query_only = 1")
            db.execute("INSERT INTO setting VALUES ('a', 'b')")

    database = Database(tmp_path / "ledger.sqlite3")
    with pytest.raises(StorageFull, match="check its permissions"):
        write()
    database.close()


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "free some disk space"),
        (errno.EACCES, "check its permissions"),
        (errno.EIO, "check the disk"),
    ],
)
def test_what_to_do_about_any_error(number: int, advice: str) -> None:
    assert advice_on_any(OSError(number, "no")) == advice
