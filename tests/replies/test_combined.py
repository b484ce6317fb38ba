"""Several answers as one: on Discord and in the terminal each is under its own line."""

from __future__ import annotations

from dataclasses import replace

from bot.cli.rendering import answer_lines
from bot.discord.rendering.answers import answer_pages
from index.models import Abstention, Answer, Statement
from index.replies.combined import combine
from tests.helpers.fakes import CITATION, make_answer

MISSING = Abstention("not mentioned", articles=5, missing=("Merkel",))


def several() -> Answer:
    first = make_answer(Statement("He came.", (1,)), question="Who came?", citations=(CITATION,))
    second = make_answer(question="Who is Merkel?", citations=(), abstention=MISSING)
    third = replace(first, question="And then?", understood="What happened then?")
    return combine("Who came? …", (first, second, third), ("Why?",))


def test_each_answer_is_under_its_own_line() -> None:
    lines = several().text.splitlines()
    assert lines == [
        "1. Who came?",
        "He came. [1]",
        "2. Who is Merkel?",
        MISSING.text,
        "3. What happened then?",
        "He came. [2]",
        "I answer 5 questions at a time. Left out: Why?",
    ]
    shown = [line.plain for line in answer_lines(several(), 200)]
    assert shown[: len(lines)] == lines
    (page,) = answer_pages(several())
    bare = page.replace("\\", "").splitlines()
    assert [line for line in bare if line in lines] == lines


def test_an_answer_goes_on_with_the_last_one_that_cites() -> None:
    assert several().turn.question == "What happened then?"
    assert [citation.number for citation in several().citations] == [1, 2]
