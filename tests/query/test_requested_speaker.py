"""Whose words a question asks for, and what it says is done."""

from __future__ import annotations

import pytest

from index.query.intent import requested_speaker
from index.query.parser import main_verb
from tests.helpers.answering import read


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("What did Peskov say about oil?", "Peskov"),
        ("What exactly has the mayor told them?", "the mayor"),
        ("How did Hungary react to the sanctions?", "Hungary"),
        ("According to Peskov, what stopped?", "Peskov"),
        ("What is wrong, in Trump's view?", "Trump"),
        ("What went wrong in the opinion of Trump?", "Trump"),
        ("What was Trump's reaction to the call?", "Trump"),
        ("Lavrov's statement?", "Lavrov"),
        ("any comment from Anna Lind on the ferry", "Anna Lind"),
        ("What did Zarubin ask Lavrov?", "Zarubin"),
        ("What would a truce bring, if you ask Lavrov?", "Lavrov"),
        ("How did Hungary take the news?", "Hungary"),
    ],
)
def test_who_is_asked_about(asked: str, who: str) -> None:
    found = requested_speaker(asked)
    assert found is not None
    assert found["who"] == who


@pytest.mark.parametrize(
    "asked",
    ["Who met Putin?", "What did Zelensky ask for?", "How would Russia respond to a strike?", ""],
)
def test_nobody_is_asked_about(asked: str) -> None:
    assert requested_speaker(asked) is None


def test_whose_somebody_is_does_not_speak() -> None:
    assert read("What did Putin's neighbour say?").speaker == ("neighbour",)


@pytest.mark.parametrize(
    ("asked", "verb"),
    [
        ("When did Trump cancel the summit?", "cancel"),
        ("Who cancelled the summit?", "cancel"),
        ("Has Trump refused?", "refus"),
        ("oil price", "price"),
        ("Who?", ""),
    ],
)
def test_what_is_done(asked: str, verb: str) -> None:
    assert main_verb(asked, {"trump", "oil"}) == verb
