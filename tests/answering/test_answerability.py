"""What rules an answer out, whatever the sentence has in common with the question."""

from __future__ import annotations

import pytest

from index.answering.answerability import decide
from tests.helpers.answering import Story, read, story_of

TEXT = """Donald Trump plans to meet Vladimir Putin, said Dmitry Peskov in Moscow.

Kremlin spokesman Dmitry Peskov laughed.
"""


@pytest.fixture(name="story", scope="module")
def _story() -> Story:
    return story_of(TEXT)


def refused(story: Story, asked: str, part: str, **features: object) -> str:
    """Why the sentence, which is good in every other way, does not answer; "" where it does."""
    question = read(asked)
    good: dict[str, object] = {"told": (1.0,) * len(question.terms)}
    return decide(question, [story.evidence(part, **(good | features))]).ruled_out


def test_a_good_sentence_answers(story: Story) -> None:
    assert refused(story, "Who said that Trump plans to meet Putin?", "meet") == ""


def test_a_town_that_one_goes_to_has_to_be_told_of(story: Story) -> None:
    asked = "When does Trump visit Moscow?"
    terms = [term.folded for term in read(asked).terms]
    told = tuple(0.45 if term == "moscow" else 1.0 for term in terms)
    assert refused(story, asked, "meet", told=told) == "place"
    assert refused(story, asked, "meet") == ""


def test_who_somebody_is_is_said_by_what_introduces_them(story: Story) -> None:
    """The words have little in common with "Which post does ... hold?", and yet it answers."""
    asked = "Which post does Dmitry Peskov hold?"
    poor = {"cosine": 0.0, "topic": 0.0, "told": (0.0,) * len(read(asked).terms)}
    assert refused(story, asked, "laughed", introduces=True, **poor) == ""
    assert refused(story, asked, "laughed", introduces=True, names=0.5, **poor) == "relevance"
    assert refused(story, asked, "laughed", **poor) == "relevance"
