"""`coverage-bot feedback`: feedback from Discord."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path

import pytest

from bot.cli.commands import OpenArchive
from index.models import EVERYTHING
from index.storage.archive.archive import Archive
from index.storage.archive.records import Exchange, Location
from tests.helpers.fakes import answer_to
from tests.helpers.fixture_types import RunCli

AT = dt.datetime(2025, 10, 26, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def kept(tmp_path: Path) -> OpenArchive:
    """An archive with positive feedback from one person and negative from another."""

    async def open_archive() -> Archive:
        return await Archive.open(tmp_path)

    async def fill() -> None:
        archive = await open_archive()
        where = Location(7, 8)
        number = await archive.save(
            Exchange(answer_to("why"), EVERYTHING, where, person=9, private=False), AT
        )
        await archive.rate(number, 10, AT, wrong=None, words=None)
        later = AT + dt.timedelta(minutes=1)
        await archive.rate(number, 11, later, wrong="date", words="It was \x1b[31mMonday.")
        await archive.close()

    asyncio.run(fill())
    return open_archive


def test_feedback_as_lines(run_cli: RunCli, kept: OpenArchive) -> None:
    result = run_cli("feedback", archive=kept)
    assert (result.status, result.err) == (0, "")
    assert result.out == (
        "- a date is wrong: It was Monday. (26 October 2025)\n"
        "  > why\n"
        "  The summit was called off. [1]\n"
        "  [1] one.txt\n"
        "\n"
        "+ good (26 October 2025)\n"
        "  > why\n"
        "  The summit was called off. [1]\n"
        "  [1] one.txt\n"
    )


def test_feedback_as_json(run_cli: RunCli, kept: OpenArchive) -> None:
    found = json.loads(run_cli("feedback", "--json", archive=kept).out)["feedback"]
    assert [(f["good"], f["wrong"], f["person"]) for f in found] == [
        (False, "date", 11),
        (True, None, 10),
    ]
    assert found[0]["at"] == "2025-10-26T12:31:00+00:00"
    assert found[0]["question"] == "why"
    assert found[0]["citations"][0]["file"] == "one.txt"
    assert (found[0]["guild"], found[0]["channel"]) == (7, 8)


def test_no_feedback_yet(run_cli: RunCli, tmp_path: Path) -> None:
    async def nothing() -> Archive:
        return await Archive.open(tmp_path / "data")

    empty = run_cli("feedback", archive=nothing)
    assert (empty.status, empty.err) == (0, "")
    assert empty.out.startswith("Nobody on Discord has given feedback yet")
    assert json.loads(run_cli("feedback", "--json", archive=nothing).out) == {"feedback": []}
