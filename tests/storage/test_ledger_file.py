"""The ledger's file: migrations, damage, versions, disks without room."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

import pytest

from index.errors import StorageFull, StoreUnavailable
from index.storage.ledger.ledger import LEDGER_FILE, Ledger


def test_migrations_are_numbered_in_order_and_applied_once(tmp_path: Path) -> None:
    names = sorted(
        p.name for p in (resources.files("index.storage.ledger") / "migrations").iterdir()
    )
    scripts = [name for name in names if name.endswith(".sql")]
    assert [int(name[:3]) for name in scripts] == list(range(1, len(scripts) + 1))
    for _ in range(2):
        with Ledger(tmp_path) as ledger, ledger.database.reading() as db:
            assert db.execute("PRAGMA user_version").fetchone() == (len(scripts),)
            assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_ledger_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Ledger(tmp_path).close()
    with sqlite3.connect(tmp_path / LEDGER_FILE) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(StoreUnavailable, match="newer version"):
        Ledger(tmp_path)


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).write_bytes(b"this is not a database, " * 100)
    with pytest.raises(StoreUnavailable, match="it is rebuilt at the next start") as caught:
        Ledger(tmp_path)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match="cannot use"):
        Ledger(tmp_path / "missing")


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        with pytest.raises(StoreUnavailable), ledger.database.writing() as db:
            _half_done(db)
        with ledger.database.reading() as db:
            assert db.execute("SELECT * FROM unsettled").fetchall() == []


def test_no_room_left_in_the_file(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        with ledger.database.writing() as db:
            db.execute("INSERT INTO unsettled VALUES ('kept', 'row')")
        with ledger.database.writing() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(StorageFull, match="full"), ledger.database.writing() as db:
            db.execute("INSERT INTO setting VALUES ('long', ?)", ("x" * 1_000_000,))
        with ledger.database.reading() as db:
            assert db.execute("SELECT * FROM unsettled").fetchall() == [("kept", "row")]


def test_a_closed_ledger_says_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        ledger.articles()


def _half_done(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO unsettled VALUES ('a', 'b')")
    db.execute("INSERT INTO nowhere VALUES (1)")
