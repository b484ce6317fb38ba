"""Follow-up questions that the model makes stand alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.simulation.language_model.behaviours import in_turn, refusing, replying, saying
from bench.simulation.language_model.server import serving
from index.generation.rewriter import usable
from index.models import Statement, Turn
from tests.helpers.generation import WHY, asking, because

pytestmark = pytest.mark.slow

BEFORE = (
    Turn(
        "What did Trump announce about the summit in Budapest?",
        (
            Statement(
                "Trump announced on Wednesday that he had cancelled the summit with Putin.", (1,)
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("written", "question", "used"),
    [
        (WHY, "And why did he cancel it?", WHY),
        (f"Question: {WHY}\n", "Why?", WHY),
        (f'**"{WHY}"**', "Why?", WHY),
        ("Who is Macron?", "Who is Macron?", "Who is Macron?"),
    ],
)
def test_what_is_used(written: str, question: str, used: str) -> None:
    assert usable(written, question, BEFORE) == used


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("Why did Macron cancel the summit in Budapest?", "Why?"),
        ("Why did Trump cancel the summit on 3 March?", "Why?"),
        ("Why did Trump cancel the summit?", "What did Orban say about it?"),
        ("Why did Trump cancel the summit in 2025?", "What happened in 2019?"),
        ("Trump cancelled it.\nIt did not feel right.", "Why?"),
        ("", "Why?"),
        ("why " * 100, "Why?"),
    ],
)
def test_what_is_not_used(written: str, question: str) -> None:
    assert usable(written, question, BEFORE) is None


async def test_a_follow_up_is_asked_as_it_was_understood(indexed: Path) -> None:
    async with serving(in_turn(saying(WHY), replying(because))) as server:
        async with asking(indexed, server.base_url, judges=False) as coverage:
            answer = await coverage.ask("And why?", history=BEFORE)
        rewriting, writing = server.asked
    assert (answer.question, answer.understood, answer.mode) == ("And why?", WHY, "llm")
    assert "Reader: What did Trump announce" in rewriting.prompt
    assert "[1]" not in rewriting.prompt
    assert rewriting.prompt.endswith("Next question: And why?")
    assert writing.prompt.endswith(f"Question: {WHY}")


async def test_a_first_question_is_not_rewritten(indexed: Path) -> None:
    async with (
        serving(replying(because)) as server,
        asking(indexed, server.base_url, judges=False) as coverage,
    ):
        answer = await coverage.ask(WHY)
        assert len(server.asked) == 1
    assert answer.understood is None


@pytest.mark.parametrize("behaviour", [saying("Why did Macron leave?"), refusing(400)])
async def test_without_a_usable_rewriting_the_reader_reads_the_conversation(
    indexed: Path, behaviour: object
) -> None:
    question = "Why did he cancel it?"
    async with asking(indexed, "http://127.0.0.1:9/v1", seconds=2) as coverage:
        by_reader = await coverage.ask(question, history=BEFORE)
    assert callable(behaviour)
    async with (
        serving(behaviour) as server,
        asking(indexed, server.base_url, seconds=2) as coverage,
    ):
        answer = await coverage.ask(question, history=BEFORE)
    assert answer.understood is None
    assert answer.text == by_reader.text
