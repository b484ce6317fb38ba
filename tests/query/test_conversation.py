"""A follow-up stays with the articles that the last answer quotes, unless another one answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import Citation, Scope, Statement, Turn
from index.query.conversation import LONGEST, MAX_QUESTIONS, NOTHING_BEFORE, conversation_of
from tests.helpers.small_index import write

TOWNS = ("Dereham", "Wisbech", "Swaffham")
OTHERS = ("choir", "school", "library", "museum", "orchestra", "theatre", "cinema", "swimming pool")


def _turn(question: str, *files: str) -> Turn:
    """A turn whose first statement quotes the first two files, and the second one the rest."""
    citations = tuple(
        Citation(n, file, file, None, None, 0, 1, "x", "x") for n, file in enumerate(files, 1)
    )
    numbers = tuple(c.number for c in citations)
    statements = (
        Statement("One of two", ()),
        *(Statement("x", n) for n in (numbers[:2], numbers[2:])),
    )
    return Turn(question, statements, citations)


def test_the_articles_are_what_the_first_statement_of_the_last_answer_quotes() -> None:
    talk = [_turn("Who?", "a.txt"), _turn("Where?", "b.txt", "c.txt", "d.txt"), Turn("Why?")]
    assert conversation_of(talk).files == {"b.txt", "c.txt"}


def test_what_was_never_answered_has_no_articles() -> None:
    assert conversation_of([Turn("Who?"), Turn("Where?")]).files == frozenset()


def test_before_the_first_question_is_nothing() -> None:
    assert conversation_of([]) == NOTHING_BEFORE


def test_the_last_questions_are_kept_newest_first_and_shortened() -> None:
    turns = [Turn(f"What about\n number {n}?") for n in range(6)]
    questions = conversation_of([*turns, Turn(" "), Turn("why " * 500)]).questions
    assert len(questions) == MAX_QUESTIONS
    assert len(questions[0]) == LONGEST
    assert questions[1:] == ("What about number 5?", "What about number 4?")


@pytest.fixture
async def coverage(tmp_path: Path) -> AsyncIterator[Coverage]:
    """The same fire in three towns, told in the same words, among articles about other things."""
    folder = tmp_path / "articles"
    for number, town in enumerate(TOWNS, 2):
        text = (
            f"A fire destroyed the market hall of {town} on Tuesday night. "
            f"The roof fell in within an hour, and nobody was hurt. "
            f"The repairs will cost {number} million pounds, an engineer said. "
            f"A reopening is planned within {number} years."
        )
        day = str(dt.date(2026, 3, number))
        write(
            folder / f"{town.lower()}.txt", text, title=f"Fire in {town}", day=day, outlet="Paper"
        )
    for number, what in enumerate(OTHERS, 10):
        text = f"The {what} of Norwich has {number} new members this year, its head told visitors."
        day = str(dt.date(2026, 3, number))
        write(folder / f"{number}.txt", text, title=f"The {what}", day=day, outlet="Paper")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as opened:
        await opened.refresh()
        yield opened


@pytest.mark.slow
async def test_a_follow_up_without_a_name_is_answered_by_the_article_before(
    coverage: Coverage,
) -> None:
    """Its words would find any of them."""
    for town in ("Dereham", "Wisbech"):
        first = await coverage.ask(f"When did the fire destroy the market hall of {town}?")
        assert [c.file for c in first.citations][:1] == [f"{town.lower()}.txt"]
        answer = await coverage.ask(
            "how many million pounds do the repairs cost", history=[first.turn]
        )
        assert answer.citations[0].file == f"{town.lower()}.txt"
        assert "repairs will cost" in answer.citations[0].quote


@pytest.mark.slow
async def test_a_follow_up_about_another_subject_leaves_the_article(coverage: Coverage) -> None:
    first = await coverage.ask("When did the fire destroy the market hall of Dereham?")
    answer = await coverage.ask("What do the repairs in Wisbech cost?", history=[first.turn])
    assert answer.citations[0].file == "wisbech.txt"


@pytest.mark.slow
async def test_a_follow_up_with_a_name_that_the_article_lacks_leaves_it(coverage: Coverage) -> None:
    first = await coverage.ask("When did the fire destroy the market hall of Dereham?")
    answer = await coverage.ask("how many new members are there in Norwich", history=[first.turn])
    assert answer.citations
    assert "dereham.txt" not in {c.file for c in answer.citations}


@pytest.mark.slow
async def test_the_focus_is_kept_within_the_limits_of_the_question(coverage: Coverage) -> None:
    """Nothing else in these limits is about repairs."""
    first = await coverage.ask("When did the fire destroy the market hall of Dereham?")
    day = dt.date(2026, 3, 10)
    answer = await coverage.ask("what do the repairs cost", Scope(since=day), history=[first.turn])
    assert "dereham.txt" not in {c.file for c in answer.citations}
