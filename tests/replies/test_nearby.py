"""What is said where the coverage does not answer: short, true, and with questions it answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import MAX_OF_ABSTENTION, Abstention, ArticleSummary, Citation

pytestmark = pytest.mark.slow

FERRY = """<html><head><title>Ferry returns</title></head><body>
<nav><a href="/">Home</a> <a href="/s">Sport</a> <a href="/q">Quentin Blackmore</a></nav>
<article><h1>Ferry between Harwich and Esbjerg returns</h1>
<p>The ferry between Harwich and Esbjerg will sail again from May, the operator said.</p>
<p>“The ferry will carry 400 passengers on every crossing,” harbour master Thomas Becker said.</p>
<p>Councillor Jane Hill said that the town had waited ten years for the ferry.</p>
<p>Tickets for the ferry cost 80 pounds, and children travel for half of that.</p>
</article></body></html>
"""


@pytest.fixture
async def coverage(tmp_path: Path) -> AsyncIterator[Coverage]:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.html").write_text(FERRY, encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as opened:
        await opened.refresh()
        yield opened


async def test_a_name_in_a_menu_is_not_called_missing(coverage: Coverage) -> None:
    menu = await coverage.ask("Who is Quentin Blackmore?")
    assert menu.abstention is not None
    assert menu.abstention.reason == "not quoted"
    assert "Quentin Blackmore only appears in parts of the files that I leave out" in menu.text
    missing = await coverage.ask("Who is Merkel?")
    assert "does not mention Merkel" in missing.text


async def test_an_author_is_no_missing_name(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    head = "---\ntitle: The ferry stays\nauthor: Tom Flett\ndate: 2026-03-01\n---\n"
    (folder / "a.md").write_text(f"{head}\nThe ferry stays, Jane Hill said.\n", encoding="utf-8")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as opened:
        await opened.refresh()
        answer = await opened.ask("What did Tom Flett say about the ferry?")
        listed = await opened.ask("articles by Tom Flett")
    assert answer.abstention is not None
    assert answer.abstention.reason == "author"
    assert "Tom Flett only appears as an author: try “articles by Tom Flett”." in answer.text
    assert "The ferry stays" in listed.text


async def test_questions_nearby_are_about_what_was_found_and_are_answered(
    coverage: Coverage,
) -> None:
    answer = await coverage.ask("What did Merkel say about the ferry?")
    assert answer.abstention is not None
    assert 1 <= len(answer.abstention.nearby) <= 2
    assert f"You can ask: {' '.join(answer.abstention.nearby)}" in answer.text
    for question in answer.abstention.nearby:
        found = await coverage.ask(question)
        assert found.answered
        assert not found.doubtful


async def test_an_abstention_is_never_long(coverage: Coverage) -> None:
    strange = "Blagovestovalogradskinenkovicheskaya " * 40
    for asked in (f"What did {strange} say?", "zorgon " * 200, f"why {strange} not {strange}"):
        answer = await coverage.ask(asked)
        assert not answer.citations
        assert len(answer.text) <= MAX_OF_ABSTENTION


def test_what_there_is_no_room_for_is_left_out() -> None:
    long = "a very long title " * 30
    article = ArticleSummary("f.txt" * 60, long, long, None, None, 1, "")
    closest = Citation(1, "f.txt", long, long, None, 0, 9, long)
    nothing = Abstention(
        "not answered", True, 10**6, (), ("word" * 30,) * 6, article, closest, ("What?", "Who?")
    )
    assert len(nothing.text) <= MAX_OF_ABSTENTION
    assert nothing.shows("nearby")
    assert not nothing.shows("closest")
    assert nothing.text.endswith("You can ask: What? Who?")
