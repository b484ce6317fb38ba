"""Comparisons over a small coverage, with the real models."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import Answer

pytestmark = pytest.mark.slow

ARTICLES = {
    "a": ("2026-03-04", "BBC News", "Strike at the port",
        "Dock workers at the port of Harwich went on strike on Wednesday. "
        "The union demands five per cent more pay for all dock workers. "
        "Union leader Ada Brown said that the strike would last until Easter."),
    "b": ("2026-03-05", "Kyiv Independent", "Harwich port stands still",
        "Dock workers at the port of Harwich went on strike on Wednesday. "
        "The port loses two million pounds on every day of the strike. "
        "Harbour master Tom Becker said that the strike would end within a week."),
}  # fmt: skip


@pytest.fixture
async def coverage(tmp_path: Path) -> AsyncIterator[Coverage]:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (day, outlet, title, text) in ARTICLES.items():
        matter = f"---\ntitle: {title}\ndate: {day}\noutlet: {outlet}\n---\n\n"
        (folder / f"{name}.md").write_text(matter + text + "\n", encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder, folder.parent / "data")) as opened:
        await opened.refresh()
        yield opened


def blocks(answer: Answer) -> dict[str, list[set[str]]]:
    """The files that each statement of a block cites, by the line that opens it."""
    files = {citation.number: citation.file for citation in answer.citations}
    found: dict[str, list[set[str]]] = {}
    for statement in answer.statements:
        if statement.numbers:
            found[list(found)[-1]].append({files[number] for number in statement.numbers})
        elif statement.text.endswith(":"):
            found[statement.text] = []
    return found


async def test_outlets_are_side_by_side_and_agree_once(coverage: Coverage) -> None:
    answer = await coverage.ask("compare the BBC and the Kyiv Indep on the strike")
    assert answer.kind == "comparison"
    found = blocks(answer)
    assert list(found) == ["Both say:", "BBC News:", "Kyiv Independent:"]
    assert found["Both say:"] == [{"a.md", "b.md"}]
    assert all(files == {"a.md"} for files in found["BBC News:"])
    assert all(files == {"b.md"} for files in found["Kyiv Independent:"])
    assert answer.text.count("went on strike on Wednesday") == 1


async def test_people_are_side_by_side(coverage: Coverage) -> None:
    answer = await coverage.ask("compare Ada Brown and Tom Becker on the strike")
    found = blocks(answer)
    assert {"a.md"} in found["Ada Brown:"]
    assert {"b.md"} in found["Tom Becker:"]
    assert "Easter" in answer.text
    assert "within a week" in answer.text


async def test_days_are_side_by_side(coverage: Coverage) -> None:
    answer = await coverage.ask(
        "compare 4 March with 5 March on the strike", today=dt.date(2026, 3, 8)
    )
    found = blocks(answer)
    assert [name for name in found if "March" in name] == ["4 March 2026:", "5 March 2026:"]


async def test_days_limit_outlets(coverage: Coverage) -> None:
    answer = await coverage.ask("compare the BBC and the Kyiv Indep on the strike on 4 March")
    assert {citation.file for citation in answer.citations} == {"a.md"}


async def test_an_outlet_limits_days(coverage: Coverage) -> None:
    for asked in (
        "compare what the BBC reported on 4 March and 5 March",
        "compare the BBC on 4 March with the BBC on 5 March",
    ):
        answer = await coverage.ask(asked, today=dt.date(2026, 3, 8))
        found = blocks(answer)
        assert list(found) == ["4 March 2026:", "5 March 2026:"], asked
        assert {citation.file for citation in answer.citations} == {"a.md"}, asked


async def test_an_outlet_limits_a_question(coverage: Coverage) -> None:
    for asked in (
        "When will the strike end according to the Kyiv Indep?",
        "what does the kyiv indep say about the strike?",
    ):
        answer = await coverage.ask(asked)
        assert {citation.file for citation in answer.citations} == {"b.md"}


async def test_sides_that_are_left_out_are_named(coverage: Coverage) -> None:
    days = ", ".join(f"{day} March 2026" for day in (3, 4, 5, 6, 7))
    answer = await coverage.ask(f"compare what was reported on {days}")
    assert answer.kind == "comparison"
    assert answer.statements[-1].text == "I can compare 4 at a time. Left out: 7 March 2026."


async def test_days_without_a_year_are_those_of_the_articles(coverage: Coverage) -> None:
    answer = await coverage.ask(
        "compare March 4 and March 5 on the strike", today=dt.date(2027, 11, 29)
    )
    found = blocks(answer)
    assert [name for name in found if "March" in name] == ["4 March 2026:", "5 March 2026:"]


async def test_what_differs_is_shown_as_different(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, outlet, dead in (("a.md", "BBC News", 12), ("b.md", "Reuters", 15)):
        (folder / name).write_text(
            f"---\ntitle: Ferry sinks\ndate: 2025-10-04\noutlet: {outlet}\n---\n\n"
            f"A ferry sank off Harwich on Saturday, and {dead} people died, the coastguard said.\n"
        )
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as coverage:
        await coverage.refresh()
        answer = await coverage.ask("compare the BBC and Reuters on the ferry")
    found = blocks(answer)
    assert found["BBC News and Reuters differ:"] == [{"a.md"}, {"b.md"}]
    assert found["BBC News:"] == found["Reuters:"] == []


@pytest.mark.parametrize(
    "asked",
    ["how do the outlets differ on the strike?", "do the papers agree on Harwich?",
     "compare the coverage"],
)  # fmt: skip
async def test_outlets_need_not_be_named(coverage: Coverage, asked: str) -> None:
    answer = await coverage.ask(asked)
    found = blocks(answer)
    assert answer.kind == "comparison"
    assert set(found) == {"Both say:", "BBC News:", "Kyiv Independent:"}


@pytest.mark.parametrize(
    "asked",
    ["do the union and the harbour master agree on the strike?", "contrast the two speeches",
     "how does the strike compare with last year's"],
)  # fmt: skip
async def test_what_is_no_outlet_is_not_compared_as_one(coverage: Coverage, asked: str) -> None:
    answer = await coverage.ask(asked)
    assert "BBC News:" not in {statement.text for statement in answer.statements}
