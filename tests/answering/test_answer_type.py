"""Whether a sentence holds the kind of thing that is asked for."""

from __future__ import annotations

import pytest

from index.answering.answer_type import gives_cause, has_answer_type
from index.english.tokens import tokenize
from index.temporal.tagger import find_dates
from tests.helpers.answering import NEWEST, read


def held(asked: str, text: str) -> bool:
    return has_answer_type(
        read(asked), text, tuple(tokenize(text)), tuple(find_dates(text, NEWEST))
    )


YES = [
    # a number beside what is counted, or beside a word that stands for it
    ("How many missiles were sold?", "They sold 12 missiles."),
    ("How many missiles were sold?", "They sold twelve old Russian missiles."),
    ("How many people died?", "At least 12 civilians were killed."),
    ("How many companies were hit?", "The sanctions hit two Russian oil companies."),
    ("What percentage of oil was sold?", "They sold 78% of the oil."),
    ("What percentage of oil was sold?", "They sold 78 per cent of the oil."),
    ("How much is left?", "About 3.5 is left."),
    # money
    ("How much does a missile cost?", "A missile costs $2 million."),
    ("How much money did Hungary pay for gas?", "Hungary paid 300 euros."),
    # ages
    ("How old is Putin?", "Putin, 73, was calm."),
    ("How old was the boy?", "A seven-year-old, or rather 7-year-old boy came."),
    ("How old was the boy?", "The boy, aged 7, came."),
    # durations
    ("How long did they speak?", "They spoke for two hours."),
    ("How long did they speak?", "It was a two-hour call."),
    ("How long did they speak?", "The call lasted 90 minutes."),
    # days
    ("When did they meet?", "They met on Monday."),
    ("When did they meet?", "They met in August 2025."),
    ("When will they meet?", "They will meet on 30 October."),
    ("When will they meet?", "They are to meet at a later date."),
    ("When will they meet?", "No date was set."),
    # places
    ("Where did they meet?", "They met in Budapest."),
    ("Where did they meet?", "They met at the White House."),
    # people
    ("Who refused to sell missiles to Ukraine?", "Trump refused to sell missiles to Ukraine."),
]
NO = [
    ("How many missiles were sold?", "They sold missiles."),
    ("How many missiles were sold?", "In 2025 they sold missiles."),
    ("How many missiles were sold?", "On the 12th floor of a house, as it were, they sold them."),
    ("How many people died?", "It happened at 3 in the night, far away from all the people."),
    ("What percentage of oil was sold?", "They sold 78 barrels of oil."),
    ("How much does a missile cost?", "A missile costs much."),
    ("How much does a missile cost?", "They sold 12 missiles."),
    ("How much does a missile cost?", "It costs many dollars."),
    ("How old is Putin?", "Putin was calm at 10:35."),
    ("How old is Putin?", "Putin ruled for 25 years."),
    ("How long did they speak?", "They spoke on Monday."),
    ("How long did they speak?", "A 7-year-old boy spoke."),
    ("When did they meet?", "They met in Budapest."),
    ("When will they meet?", "They met on Monday."),
    ("Where did they meet?", "They met on Monday."),
    ("Where did they meet?", "They met in October 2025, and on 24 Oct."),
    ("Where did Trump meet Putin?", "Trump spoke to Putin."),
    ("Where did they meet?", "It was cold, according to Lavrov."),
    ("Who refused to sell missiles to Ukraine?", "it was refused"),
    ("Who refused to sell missiles to Ukraine?", "it was Ukraine’s wish"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text"), YES)
def test_holds(asked: str, text: str) -> None:
    assert held(asked, text)


@pytest.mark.parametrize(("asked", "text"), NO)
def test_does_not_hold(asked: str, text: str) -> None:
    assert not held(asked, text)


@pytest.mark.parametrize(
    "asked", ["Why did Trump refuse?", "What did Peskov say?", "Which oil was sold?"]
)
def test_kinds_without_a_mark_of_their_own_are_held_by_any_sentence(asked: str) -> None:
    assert held(asked, "It rained.")


def test_reasons() -> None:
    assert gives_cause("They stopped because it rained.")
    assert gives_cause("The talks ended due to the rain.")
    assert not gives_cause("It rained on Monday.")
