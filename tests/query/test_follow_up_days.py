"""Days that are counted from the day talked about."""

from __future__ import annotations

import datetime as dt

import pytest

from index.models import Citation, Statement, Turn
from index.query.days.follow_ups import day_talked_about, with_days_resolved

DAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("What happened the day after?", "What happened on 5 March 2026?"),
        ("and the day before that?", "and on 3 March 2026?"),
        ("What did she say two days later?", "What did she say on 6 March 2026?"),
        ("a week earlier?", "on 25 February 2026?"),
        ("what else was decided on that day", "what else was decided on 4 March 2026"),
        ("and the next day in Lisk?", "and on 5 March 2026 in Lisk?"),
        ("What happened on the day after the fire?", "What happened on the day after the fire?"),
        ("What was said on 9 May and the day after?", "What was said on 9 May and the day after?"),
        ("9999999999 days later?", "9999999999 days later?"),
        ("ſix days later?", "ſix days later?"),
    ],
)
def test_days_are_counted_from_the_day_talked_about(asked: str, meant: str) -> None:
    assert with_days_resolved(asked, DAY) == meant
    assert with_days_resolved(asked, None) == asked


def _turn(question: str, answer: str = "", published: dt.date | None = None) -> Turn:
    cited = (Citation(1, "a.txt", "A title", None, published, 0, 1, "x"),) if answer else ()
    statements = (Statement(answer, (1,)),) if answer else ()
    return Turn(question, statements, cited)


@pytest.mark.parametrize(
    ("turns", "day"),
    [
        ([_turn("What happened on 2 March 2026?", "It burned on Friday.", DAY)], (2026, 3, 2)),
        ([_turn("What happened?", "It burned on 27 February.", DAY)], (2026, 2, 27)),
        ([_turn("What happened?", "It burned down.", DAY)], (2026, 3, 4)),
        ([_turn("What happened on 2 March 2026?"), _turn("Why?")], (2026, 3, 2)),
        ([_turn("Why?", "Nobody knows.")], None),
        ([], None),
    ],
)
def test_the_day_is_the_questions_else_the_answers_else_the_articles(
    turns: list[Turn], day: tuple[int, int, int] | None
) -> None:
    assert day_talked_about(turns) == (dt.date(*day) if day else None)


NEWEST = dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("turn", "day"),
    [
        (_turn("who resigned on march 2?", "She resigned.", DAY), (2026, 3, 2)),
        (_turn("what happened on the 2nd?", "It burned.", DAY), (2026, 3, 2)),
        (_turn("what happened on the second of march?", "It burned.", DAY), (2026, 3, 2)),
        (_turn("What happened on 2 March?"), (2026, 3, 2)),
        (_turn("What happened yesterday?", "It burned.", DAY), (2026, 3, 10)),
    ],
)
def test_the_day_of_a_question_is_understood_as_when_it_was_asked(
    turn: Turn, day: tuple[int, int, int]
) -> None:
    assert day_talked_about([turn], NEWEST, dt.date(2026, 3, 11)) == dt.date(*day)


def test_a_weekday_of_an_answer_is_meant_as_by_its_own_article() -> None:
    cited = [
        Citation(number, f"{number}.txt", "A title", None, published, 0, 1, "x")
        for number, published in ((1, DAY), (2, dt.date(2026, 3, 20)))
    ]
    statements = (Statement("It burned on Monday.", (1,)), Statement("It was sold.", (2,)))
    turn = Turn("What happened?", statements, tuple(cited))
    assert day_talked_about([turn], NEWEST) == dt.date(2026, 3, 2)


def test_what_stands_before_a_counted_day_stays() -> None:
    assert (
        with_days_resolved("What happened until the next day?", DAY)
        == "What happened until 5 March 2026?"
    )
    assert with_days_resolved("Who had left by that day?", DAY) == "Who had left by 4 March 2026?"
