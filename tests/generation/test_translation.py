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
        async with asking(indexed, server.base_url, judges=False) as coverage:
            answer = await coverage.ask(GERMAN)
        translating, writing, back = server.asked
    assert translating.prompt.endswith(GERMAN)
    assert writing.prompt.endswith(f"Question: {WHY}")
    assert GERMAN in back.prompt
    assert (answer.question, answer.understood, answer.mode) == (GERMAN, WHY, "llm")
    assert answer.statements[0].text == BACK[3:]
    assert answer.citations
    assert sound(answer)


async def test_an_answer_that_loses_a_number_stays_in_english(indexed: Path) -> None:
    turns = in_turn(saying(WHY), replying(because), saying("1. Am 5. Mai."))
    async with serving(turns) as server, asking(indexed, server.base_url, judges=False) as coverage:
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


def test_a_translation_may_go_on_in_the_next_line() -> None:
    made = matched([Statement("It opened. She came.", (1,))], "1. Es öffnete.\nSie kam.")
    assert made is not None
    assert made[0].text == "Es öffnete. Sie kam."


def test_a_number_without_measure_is_no_line() -> None:
    assert matched([Statement("It opened.", (1,))], "1. " + "1" * 5000) is None
    assert matched([Statement("It opened.", (1,))], "1" * 5000 + ". Es öffnete.") is None


@pytest.mark.parametrize(
    ("english", "other", "same"),
    [
        ("What happened on 22 October 2025?", "2025年10月22日发生了什么？", True),
        ("What happened on 22 October 2025?", "Was geschah am 22.10.2025?", True),
        ("What happened on May 1, 2025?", "Was geschah am 01.05.2025?", True),
        ("What happened on 22 October 2025?", "Was geschah am 22. Oktober 2025?", True),
        ("What happened on 22 October 2025?", "Was geschah am 22.11.2025?", False),
        ("It may cost 14 million.", "Es kostet 14 Millionen.", True),
        ("He had 22 seats.", "كان لديه ٢٢ مقعدا", True),
        ("It opened on 5 Auguſt.", "Es öffnete am 5. August.", True),
    ],
)
def test_other_languages_may_write_months_as_numbers(english: str, other: str, same: bool) -> None:
    assert (matched([Statement(english, (1,))], f"1. {other}") is not None) == same
