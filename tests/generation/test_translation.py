"""Questions in another language, which the model translates, and the answers back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.simulation.language_model.behaviours import in_turn, refusing, replying, saying
from bench.simulation.language_model.server import serving
from index.generation.translation import NOTE, matched
from index.models import Statement
from tests.helpers.generation import WHY, asking, because, sound

pytestmark = pytest.mark.slow

GERMAN = "Warum hat Trump das Treffen mit Putin in Budapest abgesagt?"
BACK = "1. Trump sagte, es habe sich nicht richtig angefühlt."


async def test_a_question_is_translated_and_answered_back(indexed: Path) -> None:
    async with serving(in_turn(saying(WHY), replying(because), saying(BACK))) as server:
        async with asking(indexed, server.base_url) as coverage:
            answer = await coverage.ask(GERMAN)
        translating, writing, back = server.asked
    assert translating.prompt.endswith(GERMAN)
    assert writing.prompt.endswith(f"Question: {WHY}")
    assert back.prompt.startswith(f"Question: {GERMAN}") or GERMAN in back.prompt
    assert (answer.question, answer.understood, answer.mode) == (GERMAN, WHY, "llm")
    assert answer.statements[0].text == BACK[3:]
    assert answer.citations
    assert sound(answer)


async def test_an_answer_that_loses_a_number_stays_in_english(indexed: Path) -> None:
    turns = in_turn(saying(WHY), replying(because), saying("1. Am 5. Mai."))
    async with serving(turns) as server, asking(indexed, server.base_url) as coverage:
        answer = await coverage.ask(GERMAN)
    assert answer.note == NOTE
    assert answer.answered
    assert sound(answer)


async def test_without_a_translation_one_line_says_what_the_bot_reads(indexed: Path) -> None:
    async with serving(refusing(500)) as server, asking(indexed, server.base_url) as coverage:
        answer = await coverage.ask(GERMAN)
    assert "Englisch" in answer.text
    assert answer.citations == ()


def test_lines_are_matched_by_number_and_keep_their_numbers() -> None:
    told = (Statement("It cost 14 million.", (1,)), Statement("It opened.", (2,)))
    made = matched(told, "Hier:\n1. Es kostete 14 Millionen.\n2) Es wurde eröffnet.")
    assert made is not None
    assert [(s.text, s.numbers) for s in made] == [
        ("Es kostete 14 Millionen.", (1,)),
        ("Es wurde eröffnet.", (2,)),
    ]
    assert matched(told, "1. Es kostete 15 Millionen.\n2. Es wurde eröffnet.") is None
    assert matched(told, "1. Es kostete 14 Millionen.") is None
