"""The archive: answers by number and message, conversations, state; other processes beside it."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from index.errors import StorageFull, StoreUnavailable
from index.models import EVERYTHING, Reprint, Scope
from index.replies.combined import combine
from index.storage.archive.archive import Archive
from index.storage.archive.records import Exchange, Location
from index.storage.database import Database, newest_version, schema_of, schema_of_version
from tests.helpers import ROOT
from tests.helpers.fakes import CITATION, answer_to

HERE, THERE = Location(1, 2), Location(1, 3)
AT = dt.datetime(2025, 10, 26, 12, 30, tzinfo=dt.UTC)
UNKNOWN = Reprint("c.txt", None, None)
SCOPE = Scope(dt.date(2025, 10, 1), dt.date(2025, 10, 31), "Al Jazeera")


@pytest_asyncio.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    archive = await Archive.open(tmp_path / "data")
    yield archive
    await archive.close()


def asked(
    question: str = "why",
    where: Location = HERE,
    follows: int | None = None,
    *,
    private: bool = False,
) -> Exchange:
    return Exchange(answer_to(question), EVERYTHING, where, 5, private, follows)


async def test_an_answer_comes_back_as_it_was(archive: Archive) -> None:
    cited = (
        replace(CITATION, text="The summit was called off."),
        replace(CITATION, number=2, outlet=None, published=None),
        replace(CITATION, number=3, page=7, also=(Reprint("b.txt", "AFP", AT.date()), UNKNOWN)),
        replace(CITATION, number=4, until=AT.date()),
    )
    answer = replace(
        answer_to("why"), citations=cited, understood="why him?", note="No model.", mode="llm",
        kind="claim", doubtful=True,
    )  # fmt: skip
    kept = Exchange(answer, SCOPE, Location(None, 9), 5, private=True)
    number = await archive.save(kept, AT)
    saved = await archive.answer(number)
    assert saved is not None
    assert (saved.id, saved.exchange, saved.at) == (number, kept, AT)
    assert await archive.answer(number + 1) is None


async def test_messages_lead_to_their_answer(archive: Archive) -> None:
    number = await archive.save(asked(), AT)
    await archive.show(number, [100, 101])
    for message in (100, 101):
        saved = await archive.shown_by(message)
        assert saved is not None
        assert saved.id == number
    assert await archive.shown_by(102) is None


async def test_the_latest_of_a_channel(archive: Archive) -> None:
    first = await archive.save(asked(), AT)
    await archive.save(asked(where=THERE), AT)
    await archive.save(asked(private=True), AT)
    latest = await archive.latest(HERE)
    assert latest is not None
    assert latest.id == first
    assert await archive.latest(HERE, since=AT + dt.timedelta(seconds=1)) is None
    assert await archive.latest(Location(None, 2)) is None, "the same number on no server"


async def test_a_conversation_is_as_long_as_it_need_be(archive: Archive) -> None:
    last = None
    for n in range(9):
        last = await archive.save(asked(f"question {n}", follows=last), AT)
    assert last is not None
    turns = await archive.history(last)
    assert [turn.question for turn in turns] == [f"question {n}" for n in range(3, 9)]
    assert [citation.file for citation in turns[0].citations] == ["one.txt"]
    assert turns[0].days == (CITATION.published,)


async def test_state(archive: Archive) -> None:
    assert await archive.state("commands") is None
    await archive.set_state("commands", "one")
    await archive.set_state("commands", "two")
    assert await archive.state("commands") == "two"


async def test_counts_are_of_one_server(archive: Archive) -> None:
    number = await archive.save(asked(), AT)
    await archive.save(asked("lasagne", where=THERE), AT)
    await archive.save(asked(where=Location(7, 8)), AT)
    await archive.rate(number, 1, AT, wrong="date", words=None)
    counts = await archive.counts(1)
    assert (counts.questions, counts.abstained, counts.good, counts.bad) == (2, 1, 0, 1)
    assert counts.median_seconds == counts.p95_seconds == 0.25
    nothing = await archive.counts(None)
    assert (nothing.questions, nothing.median_seconds) == (0, None)


async def test_another_process_may_read_beside_it(archive: Archive, tmp_path: Path) -> None:
    number = await archive.save(asked(), AT)
    other = await Archive.open(tmp_path / "data")
    assert await other.answer(number) is not None
    await other.close()


@pytest.mark.parametrize("version", [0, 3, 8])
async def test_processes_that_open_an_outdated_one_at_once(version: int, tmp_path: Path) -> None:
    for attempt in range(4):
        path = tmp_path / f"{attempt}.sqlite3"
        if version:
            _at_version(path, version)
        together = threading.Barrier(4)

        def open_it(path: Path = path, together: threading.Barrier = together) -> None:
            together.wait(60)
            Database(path, "index.storage.archive").close()

        await asyncio.gather(*(asyncio.to_thread(open_it) for _ in range(4)))
        with closing(sqlite3.connect(path)) as db:
            newest = newest_version("index.storage.archive")
            assert db.execute("PRAGMA user_version").fetchone() == (newest,)
            assert schema_of(db) == schema_of_version("index.storage.archive", newest)


def _at_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        for script in sorted((ROOT / "index/storage/archive/migrations").iterdir())[:version]:
            db.executescript(script.read_text(encoding="utf-8"))
        db.execute(f"PRAGMA user_version = {version}")


async def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageFull):
        await Archive.open(tmp_path / "data")


async def test_a_follow_up_to_several_questions_leans_on_the_last(archive: Archive) -> None:
    second = replace(CITATION, file="b.txt")
    parts = [answer_to("who met?"), replace(answer_to("who left?"), citations=(second,))]
    answer = combine("who met? who left?", parts, ())
    number = await archive.save(Exchange(answer, EVERYTHING, HERE, 5, False), AT)
    assert await archive.history(number) == (answer.turn,)
    assert answer.turn.question == "who left?"
    assert [citation.file for citation in answer.turn.citations] == ["b.txt"]


async def test_an_answer_takes_the_place_of_another(archive: Archive) -> None:
    first = await archive.save(asked("who"), AT)
    second = await archive.save(asked("where", follows=first), AT + dt.timedelta(seconds=9))
    again = await archive.save(asked("why"), AT + dt.timedelta(seconds=20), first)
    await archive.take_place(first, again)
    assert await archive.answer(first) is None
    latest = await archive.latest(HERE)
    assert latest is not None
    assert latest.id == second
    assert [turn.question for turn in await archive.history(second)] == ["why", "where"]


async def test_an_answer_to_what_was_deleted_meanwhile_is_kept(archive: Archive) -> None:
    first = await archive.save(asked("who"), AT)
    await archive.withdraw(first)
    second = await archive.save(asked("where", follows=first), AT)
    saved = await archive.answer(second)
    assert saved is not None
    assert saved.exchange.follows is None


async def test_an_answer_that_was_deleted_takes_no_place(archive: Archive) -> None:
    first = await archive.save(asked("who"), AT)
    second = await archive.save(asked("where", follows=first), AT)
    again = await archive.save(asked("why"), AT, first)
    await archive.withdraw(again)
    await archive.take_place(first, again)
    assert [turn.question for turn in await archive.history(second)] == ["where"]


async def test_a_closed_archive_says_so(tmp_path: Path) -> None:
    archive = await Archive.open(tmp_path)
    await archive.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await archive.save(asked(), AT)
    with pytest.raises(StoreUnavailable, match="closed"):
        archive.database.empty_log()


async def test_texts_of_buttons_are_kept_as_long_as_answers(archive: Archive) -> None:
    await archive.set_state("text 1", "a long topic", AT)
    await archive.set_state("commands", "one")
    await archive.forget_old(AT + dt.timedelta(days=90), 90)
    assert await archive.state("text 1") == "a long topic"
    await archive.forget_old(AT + dt.timedelta(days=91), 90)
    assert await archive.state("text 1") is None
    assert await archive.state("commands") == "one"
