"""Wordings that a question quotes, and offices whose holder it asks for."""

from __future__ import annotations

import pytest

from index.answering.answerability import decide
from index.query.intent import requested_office
from index.query.question import contains_phrase, quoted_phrases
from tests.helpers.answering import read, story_of


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ('Who said "painstaking work"?', ("painstaking work",)),
        ("What does ‘fake news’ mean?", ("fake news",)),
        ("Who spoke of a “U-turn”, and who of 'hard times'?", ("u turn", "hard times")),
        ('What is "it"?', ()),
        ("What is Moscow's plan and Kyiv's?", ()),
        ("", ()),
    ],
)
def test_quoted(asked: str, phrases: tuple[str, ...]) -> None:
    assert quoted_phrases(asked) == phrases


def test_a_wording_is_found_whatever_its_marks_and_case() -> None:
    assert contains_phrase("It was a “U-turn”, he said.", ["u turn"])
    assert contains_phrase("Painstaking  work, they say.", ["painstaking work"])
    assert not contains_phrase("Painstaking works, they say.", ["painstaking work"])


@pytest.mark.parametrize(
    ("asked", "some"),
    [
        ("Who is the president of the Geographical Society?", "presid"),
        ("What was the name of the pilot of the plane?", "pilot"),
        ("What is the name of the US Treasury secretary?", "secretari"),
        ("Who leads the delegation?", "leader"),
        ("Who is in charge of Rosneft?", "chief"),
        ("Who is the head of the fund?", "ceo"),
    ],
)
def test_an_office_is_asked_for(asked: str, some: str) -> None:
    assert some in requested_office(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "Who is Putin?",
        "Who is of this opinion?",
        "Who was told of it?",
        "Who is the target of the sanctions?",
        "What leads to war?",
        "",
    ],
)
def test_no_office_is_asked_for(asked: str) -> None:
    assert requested_office(asked) == frozenset()


def test_a_company_is_no_office() -> None:
    assert not requested_office("Who leads Rosneft?") & {"compani", "giant", "spokesman"}


def test_the_holder_is_told_only_with_the_office() -> None:
    """Good in every other way: only the office is missing."""
    story = story_of("The oil company Rosneft was fined.\n\nRosneft chief Igor Lund was fined.")
    question = read("Who is in charge of Rosneft?")
    told = (1.0,) * len(question.terms)
    without = story.evidence("company", told=told, office=False)
    assert decide(question, [without]).ruled_out == "office"
    assert decide(question, [story.evidence("chief", told=told)]).ruled_out == ""


def test_a_wording_that_is_there_is_an_answer_however_far_the_rest_is() -> None:
    story = story_of("There is a need for painstaking work.")
    question = read('Did anyone use the phrase "painstaking work"?')
    far = {"cosine": 0.1, "topic": 0.0, "told": (0.0,) * len(question.terms)}
    assert decide(question, [story.evidence("need", quoted=True, **far)]).ruled_out == ""
    assert decide(question, [story.evidence("need", **far)]).ruled_out == "unrelated"
