"""What is kept about people goes when it is old or when they want it to; counts stay."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.errors import StorageFull, StoreUnavailable, UnusableSetting
from index.models import EVERYTHING
from index.storage.archive.archive import Archive, ArchivedUsage
from index.storage.archive.backups import KEPT, PARTIAL, back_up, find_damage, list_backups, restore
from index.storage.archive.privacy import Forgotten
from index.storage.archive.records import ARCHIVE_FILE, Exchange, Location
from index.storage.lock import FolderLock
from index.storage.replacement import replace_database
from tests.helpers.fakes import make_answer
from tests.helpers.index import HashEmbedder, story, write

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
    left = [
        tmp_path / f"{ARCHIVE_FILE}.damaged",
        tmp_path / f"{ARCHIVE_FILE}.damaged-wal",
        tmp_path / f"{ARCHIVE_FILE}.damaged.2",
        tmp_path / f".{ARCHIVE_FILE}.part",
        tmp_path / "backups" / ".archive-2026-11-26.sqlite3.part",
    ]
    for path in left:
        path.write_bytes(b"set aside by a restore, or not finished")
    before = await archive.counts(GUILD)
    forgotten = await archive.forget_person(ANN, tmp_path / "backups")
    assert forgotten == Forgotten(answers=1, feedback=1, token_days=1, backups=1)
    after = await archive.counts(GUILD)
    assert (after.questions, after.abstained) == (before.questions, before.abstained) == (2, 0)
    assert (after.good, after.bad) == (before.good, before.bad) == (1, 1)
    assert await archive.answer(mine) is None
    assert await archive.answer(theirs) is not None
    assert ArchivedUsage(archive.database).spent(NOW.date(), "person", ANN) == 0
    assert not await archive.forget_person(ANN, tmp_path / "backups")
    await archive.close()
    assert not [path for path in left if path.exists()]
    for path in (tmp_path / ARCHIVE_FILE, copy):
        assert b"question of ben" in _content(path)
        assert b"private question of ann" not in _content(path)


async def test_a_backup_that_has_nothing_of_a_person_is_not_written_again(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    await _save(archive, ANN, "a question of ann " * 1000)
    copy = await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.forget_person(ANN, tmp_path / "backups")
    before = copy.stat().st_mtime_ns
    await archive.forget_person(ANN, tmp_path / "backups")
    assert copy.stat().st_mtime_ns == before
    await archive.close()


async def test_texts_behind_buttons_go_when_somebody_is_forgotten(tmp_path: Path) -> None:
    topic = "a very private topic " * 20
    archive = await Archive.open(tmp_path)
    await archive.set_state("text x", topic, NOW)
    await archive.set_state("commands", "of the program")
    copy = await archive.back_up(tmp_path / "backups", NOW.date())
    assert topic.encode()[:80] in _content(copy)
    older = copy.with_name("archive-2026-11-20.sqlite3")
    shutil.copyfile(copy, older)
    with closing(sqlite3.connect(older)) as db:
        db.execute("ALTER TABLE state DROP COLUMN at")  # which version 11 added
    await archive.forget_person(ANN, tmp_path / "backups")
    assert await archive.state("text x") is None
    assert await archive.state("commands") == "of the program"
    await archive.close()
    for path in (tmp_path / ARCHIVE_FILE, copy, older):
        assert b"very private topic" not in _content(path)


async def test_what_was_spent_today_counts_until_the_day_is_over(tmp_path: Path) -> None:
    backups, today = tmp_path / "backups", NOW.date()
    yesterday, tomorrow = today - dt.timedelta(days=1), NOW + dt.timedelta(days=1)
    archive = await Archive.open(tmp_path)
    usage = ArchivedUsage(archive.database)
    for day, tokens in ((yesterday, 50), (today, 100)):
        usage.add(day, "person", ANN, tokens)
    await archive.back_up(backups, today)
    assert (await archive.forget_person(ANN, backups, today)).token_days == 1
    assert [usage.spent(day, "person", ANN) for day in (yesterday, today)] == [0, 100]
    usage.add(today, "person", ANN, 10)
    await archive.forget_person(ANN, backups, today)
    assert usage.spent(today, "person", ANN) == 110
    assert usage.spent(today, "guild", ANN) == 0
    copy = await archive.back_up(backups, today)
    await archive.forget_old(NOW, 90)
    assert usage.spent(today, "person", ANN) == 110
    await archive.forget_old(tomorrow, 90)
    assert usage.spent(today, "person", ANN) == 0
    await archive.forget_old_in_backups(backups, tomorrow, 90)
    assert _rows(copy, "SELECT * FROM tokens") == []
    usage.add(today, "person", BEN, 10)
    await archive.forget_person(BEN, backups, today)
    assert await archive.forget_person(BEN, backups)  # on behalf of somebody: all of it
    assert usage.spent(today, "person", BEN) == 0
    await archive.close()


def _rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


async def test_what_is_old_goes_from_backups(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    backups = tmp_path / "backups"
    old = await _save(archive, ANN, "an old question", days_ago=89)
    await archive.rate(old, BEN, NOW, wrong="wrong", words="some words")
    await _save(archive, ANN, "a new question", days_ago=80)
    await archive.set_state("text x", "an old topic", NOW - dt.timedelta(days=89))
    ArchivedUsage(archive.database).add(NOW.date() - dt.timedelta(days=39), "person", ANN, 1)
    copy = await archive.back_up(backups, NOW.date())
    older = copy.with_name("archive-2026-11-20.sqlite3")
    shutil.copyfile(copy, older)
    with closing(sqlite3.connect(older)) as db:
        db.execute("ALTER TABLE state DROP COLUMN at")  # which version 11 added
        db.execute("PRAGMA user_version = 10")
    damaged = copy.with_name("archive-2026-11-19.sqlite3")
    damaged.write_bytes(b"no database at all " * 100)
    before = copy.stat().st_mtime_ns
    assert await archive.forget_old_in_backups(backups, NOW, 90) == 0
    assert copy.stat().st_mtime_ns == before
    later = NOW + dt.timedelta(days=2)
    assert await archive.forget_old_in_backups(backups, later, 90) == 2
    await archive.close()
    for path in (copy, older):
        content = _content(path)
        assert b"a new question" in content
        assert not any(text in content for text in (b"an old question", b"some words"))
        assert _rows(path, "SELECT sum(questions), sum(bad) FROM past") == [(1, 1)]
        assert _rows(path, "SELECT * FROM tokens") == []
        assert find_damage(path) is None or path == older  # which is no version that ever was
    assert b"an old topic" not in _content(copy)
    assert damaged.exists()


async def test_what_is_old_goes(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    old = await _save(archive, ANN, "an old question", days_ago=91)
    new = await _save(archive, ANN, "a new question", days_ago=89)
    await archive.rate(old, BEN, NOW, wrong=None, words=None)
    assert await archive.forget_old(NOW, 90) == 1
    assert await archive.answer(old) is None
    assert await archive.answer(new) is not None
    counts = await archive.counts(GUILD)
    assert (counts.questions, counts.good) == (2, 1)
    assert (await archive.feedback()) == ()
    await archive.close()


LONG = 300


async def _save_long(archive: Archive, person: int, days_ago: int = 0) -> list[bytes]:
    """Save many long questions, which fill pages of their own; return their texts."""
    texts = [f"question {n} of person {person} {days_ago} days ago: " * 40 for n in range(LONG)]
    for text in texts:
        await _save(archive, person, text, days_ago)
    return [text.encode() for text in texts]


def _left_of(texts: list[bytes], path: Path) -> int:
    content = _content(path)
    return sum(text[:40] in content for text in texts)


async def test_nothing_of_many_long_questions_is_left_in_the_files(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    theirs = await _save_long(archive, BEN)
    mine = await _save_long(archive, ANN)
    old = await _save_long(archive, BEN, days_ago=100)
    copy = await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.forget_person(ANN, tmp_path / "backups")
    assert (_left_of(mine, archive.path), _left_of(mine, copy)) == (0, 0)
    assert await archive.forget_old(NOW, 90) == LONG
    assert _left_of(old, archive.path) == 0
    assert _left_of(theirs, archive.path) == _left_of(theirs, copy) == LONG
    await archive.close()
    assert _left_of(mine, archive.path) == _left_of(old, archive.path) == 0


async def test_a_withdrawn_question_is_nowhere_in_the_files(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    await archive.withdraw(await _save(archive, ANN, "a question that was withdrawn " * 300))
    assert b"that was withdrawn" not in _content(archive.path)
    await archive.close()


async def test_what_older_versions_left_in_free_pages_goes(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    mine = await _save_long(archive, ANN)
    await archive.close()
    with sqlite3.connect(archive.path) as db:
        db.execute("PRAGMA secure_delete = FAST")
        db.execute("DELETE FROM answer")
        db.execute("ALTER TABLE citation DROP COLUMN until")
        for column in ("turn", "kind", "doubtful"):
            db.execute(f"ALTER TABLE answer DROP COLUMN {column}")
        db.execute("ALTER TABLE state DROP COLUMN at")
        db.execute("PRAGMA user_version = 8")
    db.close()
    assert _left_of(mine, archive.path)
    archive = await Archive.open(tmp_path)
    assert await archive.forget_old(NOW, 90) == 0
    assert _left_of(mine, archive.path) == 0
    await archive.close()


@pytest.mark.parametrize(("keep", "spent"), [(7, {6: 10, 8: 0}), (90, {39: 10, 41: 0})])
async def test_token_counts_go_by_themselves(
    tmp_path: Path, keep: int, spent: dict[int, int]
) -> None:
    archive = await Archive.open(tmp_path)
    usage = ArchivedUsage(archive.database)
    for ago in spent:
        usage.add(NOW.date() - dt.timedelta(days=ago), "person", ANN, 10)
    await archive.forget_old(NOW, keep)
    for ago, tokens in spent.items():
        assert usage.spent(NOW.date() - dt.timedelta(days=ago), "person", ANN) == tokens
    await archive.close()


async def test_what_was_left_lying_around_goes(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path / "data")
    backups = tmp_path / "backups"
    backups.mkdir()
    old, new = (tmp_path / "data" / f"{ARCHIVE_FILE}.damaged{n}" for n in ("", ".2"))
    partial = [
        tmp_path / "data" / f".{ARCHIVE_FILE}.part",
        backups / ".archive-2026-11-20.sqlite3.part",
        backups / ".archive-2026-11-20.sqlite3.part-journal",
    ]
    for path, ago in ((old, 91), (new, 89), *((path, 0) for path in partial)):
        path.write_bytes(b"with questions of people")
        moment = (NOW - dt.timedelta(days=ago)).timestamp()
        os.utime(path, (moment, moment))
    await archive.clear_leftovers(backups, NOW - dt.timedelta(days=90))
    assert [path for path in (old, new, *partial) if path.exists()] == [new]
    await archive.close()


async def test_copies_can_only_be_read_by_the_owner_while_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = await Archive.open(tmp_path)
    seen: list[int] = []
    replace = Path.replace

    def look(self: Path, target: Path) -> Path:
        seen.append(stat.S_IMODE(self.stat().st_mode))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", look)
    monkeypatch.setattr(Path, "chmod", lambda self, mode: None)  # it would come too late
    await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.close()
    restore(tmp_path, tmp_path / "backups")
    assert set(seen) == {0o600}


async def test_backups_of_the_last_days_are_kept(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    await _save(archive, ANN, "a question")
    folder = tmp_path / "elsewhere" / "backups"
    for day in range(KEPT + 3):
        path = await archive.back_up(folder, NOW.date() + dt.timedelta(days=day))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    days = [day for day, _ in list_backups(folder)]
    assert days == [NOW.date() + dt.timedelta(days=d) for d in range(KEPT + 2, 2, -1)]
    assert len(list(folder.glob("*.sqlite3*"))) == KEPT
    await archive.close()


async def test_a_backup_made_after_the_clock_was_ahead_is_kept(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    folder = tmp_path / "backups"
    for day in range(KEPT):
        await archive.back_up(folder, dt.date(2099, 1, 1 + day))
    ahead = list_backups(folder)
    made = [await archive.back_up(folder, NOW.date() - dt.timedelta(days=ago)) for ago in (1, 0)]
    assert [path for _, path in list_backups(folder)] == [
        *(path for _, path in ahead[: KEPT - 2]),
        *reversed(made),
    ]
    await archive.close()
    day, _ = restore(tmp_path, folder)
    assert day == NOW.date()


def test_a_name_with_a_day_that_is_none_hides_no_backup(tmp_path: Path) -> None:
    for day in range(20, 40):
        (tmp_path / f"archive-2025-02-{day}.sqlite3").touch()
    assert [day.day for day, _ in list_backups(tmp_path)] == [*range(28, 19, -1)]


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("name", ["C#", "what?x", "100%41", "Zürich 1"])
async def test_a_backup_in_a_folder_whose_name_has_signs_of_addresses(
    name: str, tmp_path: Path
) -> None:
    data = tmp_path / name
    archive = await Archive.open(data, check=True)
    number = await _save(archive, ANN, "a question")
    await archive.back_up(data / "backups", NOW.date())
    await archive.close()
    restore(data, data / "backups")
    assert _names(tmp_path) == [name]
    archive = await Archive.open(data, check=True)
    assert await archive.answer(number) is not None
    await archive.close()
    (data / ARCHIVE_FILE).write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreUnavailable, match="is damaged"):
        await Archive.open(data, check=True)


async def test_a_damaged_archive_is_restored(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    number = await _save(archive, ANN, "a question")
    folder = tmp_path / "backups"
    for ago in (2, 1, 0):
        await archive.back_up(folder, NOW.date() - dt.timedelta(days=ago))
    await archive.close()
    list_backups(folder)[0][1].write_bytes(b"damaged as well")
    path = tmp_path / ARCHIVE_FILE
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
    with pytest.raises(UnusableSetting, match=r"there are no backups in .*: set BOT_BACKUPS"):
        restore(tmp_path, tmp_path / "backups")
    with pytest.raises(UnusableSetting, match="there are no backups in"):
        restore(tmp_path, tmp_path / "backups", NOW.date())


async def test_the_backups_to_choose_from_are_listed(tmp_path: Path) -> None:
    await (await Archive.open(tmp_path)).close()
    today, folder = NOW.date(), tmp_path / "backups"
    before, long_before = today - dt.timedelta(days=1), today - dt.timedelta(days=9)
    for day in (before, today):
        back_up(tmp_path / ARCHIVE_FILE, folder, day)
    with pytest.raises(UnusableSetting) as missing:
        restore(tmp_path, folder, long_before)
    assert str(missing.value) == (
        f"there is no backup of {long_before} in {folder}: choose one of {today}, {before}"
    )
    for _, path in list_backups(folder):
        path.write_bytes(b"damaged " * 1_000)
    with pytest.raises(UnusableSetting) as damaged:
        restore(tmp_path, folder, today)
    assert str(damaged.value) == (
        f"the backup of {today} in {folder} is damaged: choose one of {before}"
    )
    with pytest.raises(UnusableSetting, match=r"every backup in .* is damaged"):
        restore(tmp_path, folder)


async def test_only_the_owner_can_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    lock = FolderLock(data, "coverage-bot ask")
    archive = await Archive.open(data)
    await _save(archive, ANN, "a question")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in data.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    await archive.close()
    lock.release()


def _modes(folder: Path) -> dict[str, int]:
    """The permissions of the files and folders below a folder, and of itself, by path."""
    found = (folder, *folder.rglob("*"))
    return {str(p.relative_to(folder)): stat.S_IMODE(p.stat().st_mode) for p in found}


def _others_can_read(folder: Path) -> set[str]:
    return {name for name, mode in _modes(folder).items() if mode & 0o077}


@pytest.mark.slow
async def test_only_the_owner_can_read_an_index(tmp_path: Path) -> None:
    """Also one that was made before; the articles stay as they are."""
    articles, data = tmp_path / "articles", tmp_path / "data"
    write(articles, **{f"road{n}": story(f"road{n}", 1) for n in range(60)})  # a graph is saved
    before, config = _modes(articles), CoverageConfig(articles, data)
    umask = os.umask(0o022)
    try:
        async with await Coverage.open(config, HashEmbedder().source()) as coverage:
            await coverage.reindex()
            assert stat.S_IMODE((data / "chroma").stat().st_mode) == 0o700
            assert stat.S_IMODE((data / "lock").stat().st_mode) == 0o600
    finally:
        os.umask(umask)
    assert list(data.glob("chroma/*/data_level0.bin"))
    assert _others_can_read(data) == set()
    for path in (data / "lock", *data.rglob("chroma/**/*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.ready()
    assert _others_can_read(data) == set()
    assert _modes(articles) == before


def test_an_older_archive_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE_FILE
    sqlite3.connect(path).close()
    path.touch(mode=0o644)
    path.chmod(0o644)
    Archive(tmp_path).database.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_backup_being_made_while_a_person_is_forgotten_does_not_bring_them_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = await Archive.open(tmp_path)
    await _save(archive, ANN, "a very private question of ann")
    await _save(archive, BEN, "a question of ben")
    copied, go_on = threading.Event(), threading.Event()

    def check(path: Path) -> str | None:
        copied.set()
        assert go_on.wait(60)
        return find_damage(path)

    monkeypatch.setattr("index.storage.archive.backups.find_damage", check)
    copying = asyncio.create_task(archive.back_up(tmp_path / "backups", NOW.date()))
    assert await asyncio.to_thread(copied.wait, 60)
    forgetting = asyncio.create_task(archive.forget_person(ANN, tmp_path / "backups"))
    await asyncio.wait([forgetting], timeout=0.5)  # what it takes if it does not wait
    assert _questions(tmp_path) == ["a question of ben"]
    go_on.set()
    copy = await copying
    assert (await forgetting).answers == 1
    assert b"very private" not in copy.read_bytes()
    assert b"question of ben" in copy.read_bytes()
    await archive.close()


def _questions(folder: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(folder / ARCHIVE_FILE)) as db:
        return [question for (question,) in db.execute("SELECT question FROM answer")]


async def test_a_full_disk_is_named_when_a_backup_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = await Archive.open(tmp_path)
    for number in range(200):
        await _save(archive, ANN, f"question {number}")

    connect = sqlite3.connect

    def small(path: Path, **options: Any) -> sqlite3.Connection:
        db = connect(path, **options)
        if str(path).endswith(PARTIAL):
            db.execute("PRAGMA max_page_count = 1")  # there is no room for more
        return db

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(StorageFull, match=r"backed up to .* is full\): free some disk space"):
        await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.close()


async def test_a_backup_that_another_process_uses_is_kept(tmp_path: Path, impatient: None) -> None:
    archive = await Archive.open(tmp_path)
    await _save(archive, ANN, "a very private question of ann")
    copy = await archive.back_up(tmp_path / "backups", NOW.date())
    with contextlib.closing(sqlite3.connect(copy)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageFull, match=r"database is locked.*then delete again"):
            await archive.forget_person(ANN, tmp_path / "backups")
    assert copy.exists()
    await archive.forget_person(ANN, tmp_path / "backups")
    assert b"very private" not in copy.read_bytes()
    await archive.close()


async def test_what_only_a_backup_had_is_counted(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    await archive.withdraw(await _save(archive, ANN, "a question of ann"))
    number = await _save(archive, ANN, "another question of ann")
    await archive.back_up(tmp_path / "backups", NOW.date())
    await archive.withdraw(number)
    assert await archive.forget_person(ANN, tmp_path / "backups") == Forgotten(backups=1)
    await archive.close()


async def test_a_restore_beside_it_does_not_bring_a_forgotten_person_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = await Archive.open(tmp_path)
    await _save(archive, ANN, "a very private question of ann")
    await archive.back_up(tmp_path / "backups", NOW.date())
    done = threading.Event()
    forgotten: list[Forgotten] = []

    def forget() -> None:
        forgotten.append(asyncio.run(archive.forget_person(ANN, tmp_path / "backups")))
        done.set()

    def forget_meanwhile(path: Path, new: Path, aside: Path) -> None:
        threading.Thread(target=forget).start()
        done.wait(0.5)  # what it takes if it does not wait
        replace_database(path, new, aside)

    monkeypatch.setattr("index.storage.archive.backups.replace_database", forget_meanwhile)
    await asyncio.to_thread(restore, tmp_path, tmp_path / "backups")
    assert await asyncio.to_thread(done.wait, 60)
    assert forgotten == [Forgotten(answers=1, backups=1)]
    assert _questions(tmp_path) == []
    await archive.close()


async def test_an_archive_that_ends_with_the_bot_leaves_the_backups_alone(tmp_path: Path) -> None:
    real = await Archive.open(tmp_path / "data")
    await _save(real, ANN, "a question of ann")
    copy = await real.back_up(tmp_path / "backups", NOW.date())
    await real.close()
    before = copy.read_bytes()
    archive = await Archive.open(tmp_path / "temporary", temporary=True)
    await _save(archive, ANN, "a question of ann")
    copy.parent.chmod(0o500)
    try:
        assert await archive.forget_person(ANN, copy.parent) == Forgotten(answers=1)
    finally:
        copy.parent.chmod(0o700)
    assert copy.read_bytes() == before
    await archive.close()


async def test_a_backup_that_cannot_be_written_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a damaged one is deleted; a full disk is said, so that somebody deletes again."""
    archive = await Archive.open(tmp_path)
    await _save(archive, ANN, "a very private question of ann")
    copy = await archive.back_up(tmp_path / "backups", NOW.date())

    def full(path: Path, person: int) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("index.storage.archive.privacy.forget_in_file", full)
    with pytest.raises(StorageFull, match=r"free some space, .*then delete again"):
        await archive.forget_person(ANN, tmp_path / "backups")
    assert copy.exists()
    copy.write_bytes(b"junk" * 5_000)
    await archive.forget_person(ANN, tmp_path / "backups")
    assert not copy.exists()
    await archive.close()
