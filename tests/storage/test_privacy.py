"""What is kept about people goes when it is old or when they want it to; counts stay."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
from pathlib import Path

import pytest

from index.errors import StoreUnavailable, UnusableSetting
from index.models import EVERYTHING
from index.storage.archive.archive import Archive, ArchivedUsage
from index.storage.archive.backups import KEPT, back_up, list_backups, restore
from index.storage.archive.records import FILE_NAME, Exchange, Location
from index.storage.lock import FolderLock
from tests.helpers.fakes import make_answer

NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
ANN, BEN, GUILD = 11, 22, 5


async def _save(archive: Archive, person: int, question: str, days_ago: int = 0) -> int:
    exchange = Exchange(
        make_answer("Something.", question=question),
        EVERYTHING,
        Location(GUILD, 7),
        person,
        private=False,
    )
    return await archive.save(exchange, NOW - dt.timedelta(days=days_ago))


def _content(path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in path.parent.glob(f"{path.name}*"))


async def test_a_person_is_forgotten_everywhere_but_counts_stay(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    mine = await _save(archive, ANN, "a very private question of ann")
    theirs = await _save(archive, BEN, "a question of ben")
    await archive.rate(mine, BEN, NOW, wrong="wrong", words="no")
    await archive.rate(theirs, ANN, NOW, wrong=None, words=None)
    ArchivedUsage(archive.database).add(NOW.date(), "person", ANN, 100)
    copy = await archive.back_up(tmp_path / "backups", NOW.date())
    (tmp_path / f"{FILE_NAME}.damaged").write_bytes(b"set aside by a restore")
    before = await archive.counts(GUILD)
    forgotten = await archive.forget_person(ANN, tmp_path / "backups")
    assert (forgotten.answers, forgotten.feedback, forgotten.token_days) == (1, 1, 1)
    after = await archive.counts(GUILD)
    assert (after.questions, after.abstained) == (before.questions, before.abstained) == (2, 0)
    assert (after.good, after.bad) == (before.good, before.bad) == (1, 1)
    assert await archive.answer(mine) is None
    assert await archive.answer(theirs) is not None
    assert ArchivedUsage(archive.database).spent(NOW.date(), "person", ANN) == 0
    assert not await archive.forget_person(ANN, tmp_path / "backups")
    await archive.close()
    assert not (tmp_path / f"{FILE_NAME}.damaged").exists()
    for path in (tmp_path / FILE_NAME, copy):
        assert b"question of ben" in _content(path)
        assert b"private question of ann" not in _content(path)


async def test_what_is_old_goes(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    old = await _save(archive, ANN, "an old question", days_ago=91)
    new = await _save(archive, ANN, "a new question", days_ago=89)
    await archive.rate(old, BEN, NOW, wrong=None, words=None)
    assert await archive.forget_before(NOW - dt.timedelta(days=90)) == 1
    assert await archive.answer(old) is None
    assert await archive.answer(new) is not None
    counts = await archive.counts(GUILD)
    assert (counts.questions, counts.good) == (2, 1)
    assert (await archive.feedback()) == ()
    await archive.close()


async def test_backups_of_the_last_days_are_kept(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    await _save(archive, ANN, "a question")
    folder = tmp_path / "elsewhere" / "backups"
    for day in range(KEPT + 3):
        path = await archive.back_up(folder, NOW.date() + dt.timedelta(days=day))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    days = [day for day, _ in list_backups(folder)]
    assert days == [NOW.date() + dt.timedelta(days=d) for d in range(KEPT + 2, 2, -1)]
    assert len(list(folder.iterdir())) == KEPT
    await archive.close()


async def test_a_damaged_archive_is_restored(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    number = await _save(archive, ANN, "a question")
    folder = tmp_path / "backups"
    for ago in (2, 1, 0):
        await archive.back_up(folder, NOW.date() - dt.timedelta(days=ago))
    await archive.close()
    list_backups(folder)[0][1].write_bytes(b"damaged as well")
    path = tmp_path / FILE_NAME
    data = bytearray(path.read_bytes())
    data[4096:-4096] = bytes(len(data) - 2 * 4096)
    path.write_bytes(data)
    with pytest.raises(StoreUnavailable, match=r"is damaged .* 'coverage-bot restore'") as caught:
        await Archive.open(tmp_path, check=True)
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreUnavailable):
        back_up(path, folder, NOW.date())
    day, aside = restore(tmp_path, folder)
    assert day == NOW.date() - dt.timedelta(days=1)
    assert aside is not None
    assert aside.read_bytes() == data
    archive = await Archive.open(tmp_path, check=True)
    found = await archive.answer(number)
    assert found is not None
    assert found.exchange.answer.question == "a question"
    await archive.close()


def test_there_is_nothing_to_restore(tmp_path: Path) -> None:
    with pytest.raises(UnusableSetting, match=r"does not exist; backups there: none"):
        restore(tmp_path, tmp_path / "backups")
    with pytest.raises(UnusableSetting, match="the backup of 2026-11-27 does not exist"):
        restore(tmp_path, tmp_path / "backups", NOW.date())


async def test_only_the_owner_can_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    lock = FolderLock(data, "coverage-bot ask")
    archive = await Archive.open(data)
    await _save(archive, ANN, "a question")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in data.iterdir() if p.name != "lock"}
    assert set(modes.values()) == {0o600}, modes
    await archive.close()
    lock.release()


def test_an_older_archive_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    sqlite3.connect(path).close()
    path.touch(mode=0o644)
    path.chmod(0o644)
    Archive(tmp_path).database.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
