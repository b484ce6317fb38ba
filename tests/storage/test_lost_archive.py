"""An archive that is lost is not begun anew in silence, and its backups are not pushed out."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_asyncio

from index.errors import StorageFull, StoreUnavailable
from index.health.feeds import read_feeds
from index.models import EVERYTHING
from index.storage.archive.archive import Archive
from index.storage.archive.backups import KEPT, find_damage, list_backups, restore
from index.storage.archive.records import ARCHIVE_FILE, Exchange, Location
from index.storage.archive.web import WebRecords
from index.storage.ledger.repair import find_damage as find_ledger_damage
from tests.helpers.fakes import make_answer

NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)


async def _save(archive: Archive, question: str = "a question") -> None:
    answer = make_answer("Something.", question=question)
    await archive.save(Exchange(answer, EVERYTHING, Location(5, 7), 11, private=False), NOW)


@pytest_asyncio.fixture
async def data(tmp_path: Path) -> Path:
    """A folder with an archive of three answers, and a backup of it."""
    archive = await Archive.open(tmp_path)
    for _ in range(3):
        await _save(archive)
    await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.close()
    return tmp_path


def _execute(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def _of_another_program(path: Path) -> None:
    path.unlink()
    _execute(path, "CREATE TABLE bookmark (url TEXT)")


LOSSES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "missing": lambda path: path.unlink(),
    "a link to nowhere": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "another program's": _of_another_program,
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("check", [True, False])
async def test_it_is_not_begun_anew_while_there_is_a_backup(
    data: Path, loss: str, check: bool
) -> None:
    LOSSES[loss](data / ARCHIVE_FILE)
    with pytest.raises(StoreUnavailable, match=r"backup of 2026-11-27: .*restore"):
        await Archive.open(data, check=check)
    with pytest.raises(StoreUnavailable, match=r"or move the backups out of .* to begin"):
        WebRecords(data)
    assert read_feeds(data, ["https://example.org/feed"]) == (None,)
    restore(data, data / "backups")
    archive = await Archive.open(data, check=True)
    assert await archive.answer(3) is not None
    await archive.close()


async def test_one_that_was_begun_anew_elsewhere_is_still_lost(data: Path) -> None:
    """Whoever did not know of the backups made an empty one."""
    (data / ARCHIVE_FILE).unlink()
    await (await Archive.open(data, backups=data / "none")).close()
    with pytest.raises(StoreUnavailable, match="has nothing of the archive in it, but there is"):
        await Archive.open(data)
    restore(data, data / "backups")
    await (await Archive.open(data)).close()


async def test_whoever_only_reads_makes_none(data: Path) -> None:
    elsewhere = data / "elsewhere"
    assert await Archive.open_to_read(elsewhere, data / "none") is None
    assert not elsewhere.exists()
    (data / ARCHIVE_FILE).unlink()
    assert await Archive.open_to_read(data, data / "none") is None
    assert not (data / ARCHIVE_FILE).exists()
    with pytest.raises(StoreUnavailable, match="is missing, but there is a backup"):
        await Archive.open_to_read(data, data / "backups")


async def test_a_backup_elsewhere_counts(data: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(data / "backups", elsewhere)
    (data / ARCHIVE_FILE).unlink()
    with pytest.raises(StoreUnavailable, match="is missing, but there is a backup"):
        await Archive.open(data, backups=elsewhere)
    with pytest.raises(StoreUnavailable, match="is missing, but there is a backup"):
        WebRecords(data, elsewhere)


async def test_it_begins_anew_where_the_backups_were_moved_away(data: Path, tmp_path: Path) -> None:
    (data / ARCHIVE_FILE).unlink()
    shutil.move(data / "backups", tmp_path / "elsewhere")
    archive = await Archive.open(data, check=True)
    assert await archive.answer(3) is None
    await archive.close()


async def test_it_begins_anew_where_the_backups_hold_nothing(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.close()
    (tmp_path / "backups" / "archive-2026-11-26.sqlite3").write_bytes(b"damaged")
    (tmp_path / ARCHIVE_FILE).write_bytes(b"")
    archive = await Archive.open(tmp_path, check=True)
    await archive.close()


async def test_an_empty_backup_is_not_restored(data: Path) -> None:
    (data / "backups" / "archive-2026-11-28.sqlite3").touch()
    day, _ = restore(data, data / "backups")
    assert day == NOW.date()


async def test_the_last_backup_of_a_lost_archive_is_not_pushed_out(data: Path) -> None:
    folder = data / "backups"
    whole = list_backups(folder)[0][1].read_bytes()
    (data / ARCHIVE_FILE).unlink()

    archive = Archive(data)  # as a version that did not notice the loss began it
    await _save(archive)
    for day in range(KEPT + 3):
        await archive.back_up(folder, NOW.date() + dt.timedelta(days=day))
    assert list_backups(folder)[-1] == (NOW.date(), folder / "archive-2026-11-27.sqlite3")
    assert list_backups(folder)[-1][1].read_bytes() == whole
    assert len(list_backups(folder)) == KEPT + 1
    last = NOW.date() + dt.timedelta(days=KEPT + 3)
    await archive.back_up(folder, last, oldest=NOW.date() + dt.timedelta(days=1))
    assert NOW.date() not in [day for day, _ in list_backups(folder)]  # people's data is deleted
    await archive.close()


async def test_the_backup_of_the_same_day_is_not_overwritten_with_less(data: Path) -> None:
    whole = list_backups(data / "backups")[0][1].read_bytes()
    (data / ARCHIVE_FILE).unlink()
    archive = Archive(data)
    await _save(archive)
    await archive.back_up(data / "backups", NOW.date())
    assert [path.read_bytes() for _, path in list_backups(data / "backups")] == [whole]
    assert len(list((data / "backups").glob("*.sqlite3*"))) == 1
    await archive.close()


async def test_deleted_answers_leave_a_backup_no_fuller(data: Path) -> None:
    archive = await Archive.open(data)
    await archive.forget_old(NOW + dt.timedelta(days=100), 90)
    for day in range(1, KEPT + 1):
        await archive.back_up(data / "backups", NOW.date() + dt.timedelta(days=day))
    assert NOW.date() not in [day for day, _ in list_backups(data / "backups")]
    await archive.close()


DAMAGES = {
    "DROP TABLE feedback": "table .* does not match version",
    "DROP TABLE state": "table state does not match version",
    "DROP INDEX answer_person": "does not match version",
    "PRAGMA user_version = 3": "does not match version 3",
    "PRAGMA user_version = 0": "does not match version 0",
    "UPDATE answer SET question = CAST(x'ff41' AS TEXT) WHERE id = 2": "UTF-8",
    "UPDATE citation SET title = CAST(x'ff41' AS TEXT)": "UTF-8",
}


@pytest.mark.parametrize("statement", DAMAGES)
async def test_every_table_is_checked(data: Path, statement: str) -> None:
    assert find_damage(data / ARCHIVE_FILE) is None
    _execute(data / ARCHIVE_FILE, statement)
    with pytest.raises(StoreUnavailable, match=rf"is damaged \(.*{DAMAGES[statement]}.*restore"):
        await Archive.open(data, check=True)


async def test_an_archive_that_cannot_be_read_is_not_called_damaged(
    data: Path, impatient: None
) -> None:
    """To restore an older one in its place would lose what is new in it."""
    path = data / ARCHIVE_FILE
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="database is locked") as locked:
            await Archive.open(data, check=True)
        assert "restore" not in str(locked.value)
        with pytest.raises(StoreUnavailable, match="database is locked"):
            find_ledger_damage(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageFull, match=r"unable to open database file.*permissions"):
        find_damage(path)


async def test_a_backup_that_cannot_be_read_may_have_something(data: Path, impatient: None) -> None:
    (data / ARCHIVE_FILE).unlink()
    with contextlib.closing(sqlite3.connect(list_backups(data / "backups")[0][1])) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="is missing, but there is a backup"):
            await Archive.open(data)
