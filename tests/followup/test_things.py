"""What "it", "there", "he" and "for how long" mean, by what the question and answer before name."""

from __future__ import annotations

import datetime as dt

import pytest

from index.models import Citation, Statement, Turn
from index.query.followup.rewriter import standalone_question

DAY = dt.date(2026, 3, 4)


def turn(question: str, answer: str) -> Turn:
    cited = Citation(1, "a.txt", "A title", None, DAY, 0, len(answer), answer)
    return Turn(question, (Statement(answer, (1,)),), (cited,))


@pytest.mark.parametrize(
    ("before", "answer", "asked", "understood"),
    [
        (
            "What did the flood plan say about drainage?",
            "The plan said that the drains were wide enough.",
            "who wrote it",
            "Who wrote the flood plan?",
        ),
        (
            "How much money has the ferry company lost?",
            "The ferry company has lost two million pounds.",
            "who owns it",
            "Who owns the ferry company?",
        ),
        (
            "What did the flood plan say about drainage?",
            "The plan said that the drains were wide enough.",
            "how many pages did it have?",
            "How many pages did the flood plan have?",
        ),
        (
            "Why will the council close the bridge?",
            "The bridge needs new cables.",
            "for how long?",
            "For how long will the council close the bridge?",
        ),
        (
            "Who is the spokesman of Ada Brown?",
            "“We will wait,” said Ada Brown's spokesman, Tom Becker.",
            "what did he say about the strike",
            "What did Tom Becker say about the strike?",
        ),
        (
            "What do scientists estimate?",
            "Scientists estimate that the lake holds two million litres.",
            "and the authorities?",
            "What do the authorities estimate?",
        ),
        (
            "What did Ada Brown say about the tents?",
            "“Seven hundred tents have come,” Ada Brown said.",
            "how many are there?",
            "How many tents are there?",
        ),
        (
            "What did Ada Brown open?",
            "Ada Brown opened a school in Norwich on Tuesday.",
            "who teaches there?",
            "Who teaches in Norwich?",
        ),
    ],
)
def test_a_follow_up_is_understood(before: str, answer: str, asked: str, understood: str) -> None:
    assert standalone_question(asked, [turn(before, answer)]) == understood


def test_it_is_nobody() -> None:
    before = [turn("Who is Ada Brown?", "Ada Brown is the mayor.")]
    assert standalone_question("who pays for it", before) == "who pays for it"
