"""Tokens a day for each guild and person, also after a restart."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.simulation.language_model.behaviours import refusing, replying
from bench.simulation.language_model.server import serving
from index.config import LanguageModel
from index.errors import StorageFull
from index.generation.budget import Budget, InMemoryUsage, Usage
from index.generation.errors import GUILD_SPENT, PERSON_SPENT, UNCOUNTED
from index.models import NOBODY, Asker
from index.storage.archive.archive import Archive, ArchivedUsage
from tests.helpers.generation import QUOTED, WHY, asking, because

DAY = dt.date(2026, 1, 31)
ANNA, BEN = Asker(guild=1, person=10), Asker(guild=1, person=11)


def budget(usage: Usage, day: dt.date = DAY, **limits: int) -> Budget:
    return Budget(LanguageModel("http://127.0.0.1/v1", "m", **limits), usage, lambda: day)


@pytest.fixture(params=["memory", "archive"])
def usage(request: pytest.FixtureRequest) -> Usage:
    if request.param == "memory":
        return InMemoryUsage()
    kept: Usage = request.getfixturevalue("archived")
    return kept


@pytest.fixture
def archived(tmp_path: Path) -> Iterator[ArchivedUsage]:
    with contextlib.closing(Archive(tmp_path).database) as database:
        yield ArchivedUsage(database)


def test_who_has_spent_the_day_has_to_wait_for_the_next(usage: Usage) -> None:
    limited = budget(usage, person_tokens=1000)
    assert limited.exceeded(ANNA, 600) is None
    limited.spend(ANNA, 600)
    assert limited.exceeded(ANNA, 400) is None
    assert limited.exceeded(ANNA, 401) == PERSON_SPENT
    assert limited.exceeded(BEN, 600) is None
    tomorrow = budget(usage, DAY + dt.timedelta(days=1), person_tokens=1000)
    assert tomorrow.exceeded(ANNA, 600) is None


def test_a_guild_pays_for_all_of_its_people(usage: Usage) -> None:
    limited = budget(usage, guild_tokens=1000)
    limited.spend(ANNA, 500)
    limited.spend(BEN, 500)
    assert limited.exceeded(BEN, 1) == GUILD_SPENT
    assert limited.exceeded(Asker(guild=2, person=11), 900) is None
    assert limited.exceeded(Asker(person=11), 900) is None


def test_nobody_in_particular_and_no_limit(usage: Usage) -> None:
    limited = budget(usage, guild_tokens=1, person_tokens=1)
    limited.spend(NOBODY, 10**9)
    assert limited.exceeded(NOBODY, 10**9) is None
    assert budget(usage).exceeded(ANNA, 10**9) is None


def test_a_restart_gives_nobody_a_fresh_budget(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    budget(ArchivedUsage(archive.database), person_tokens=1000).spend(ANNA, 900)
    archive.database.close()
    again = Archive(tmp_path)
    assert budget(ArchivedUsage(again.database), person_tokens=1000).exceeded(ANNA, 101) is not None
    again.database.close()


class _Full:
    """An archive on a full disk."""

    def spent(self, day: dt.date, kind: str, number: int) -> int:
        raise StorageFull("full")

    def add(self, day: dt.date, kind: str, number: int, tokens: int) -> None:
        raise StorageFull("full")


def test_what_cannot_be_counted_is_not_spent() -> None:
    limited = budget(_Full(), person_tokens=1000)
    limited.spend(ANNA, 10)
    assert limited.exceeded(ANNA, 10) == UNCOUNTED
    assert budget(_Full()).exceeded(ANNA, 10) is None


def test_tokens_that_are_counted_at_once_are_all_counted() -> None:
    class Slow(dict[tuple[dt.date, str, int], int]):
        def get(self, *key: object) -> int:  # type: ignore[override]
            found: int = super().get(*key)  # type: ignore[call-overload]
            time.sleep(0.01)
            return found

    usage = InMemoryUsage(Slow())
    day = dt.date(2025, 10, 24)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: usage.add(day, "person", 10, 1), range(8)))
    assert usage.spent(day, "person", 10) == 8


async def test_an_answer_costs_what_the_server_counted(indexed: Path) -> None:
    usage = InMemoryUsage()
    today = dt.datetime.now(dt.UTC).date()
    async with serving(replying(because)) as server:
        limits = {"person_tokens": 4000, "judges": False}
        async with asking(indexed, server.base_url, usage, **limits) as coverage:
            assert (await coverage.ask(WHY, asker=ANNA)).mode == "llm"
            assert usage.spent(today, "person", 10) == 120
            assert usage.spent(today, "guild", 1) == 120
            usage.add(today, "person", 10, 3500)
            answer = await coverage.ask(WHY, asker=ANNA)
            assert (await coverage.ask(WHY, asker=BEN)).mode == "llm"
        assert len(server.asked) == 2
    used_up = "takes no more questions from you until 00:00 UTC: the tokens for today are used up"
    assert answer.note == f"{QUOTED} {used_up}."
    assert (answer.mode, answer.answered) == ("extractive", True)


async def test_what_was_refused_costs_nothing(indexed: Path) -> None:
    usage = InMemoryUsage()
    async with (
        serving(refusing(401)) as server,
        asking(indexed, server.base_url, usage) as coverage,
    ):
        await coverage.ask(WHY, asker=ANNA)
    assert usage.spent(dt.datetime.now(dt.UTC).date(), "person", 10) == 0
