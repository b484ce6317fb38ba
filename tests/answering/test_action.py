"""A question about one deed is not answered by a sentence that does not tell of it."""

from __future__ import annotations

import pytest

from index.answering.alignment import Alignment
from index.answering.answerability import action_match, action_missing
from index.english.tokens import stem
from tests.helpers.answering import Story, read, story_of

TEXT = "Vladimir Putin phoned Donald Trump, and they put the talks in Budapest on hold."


@pytest.fixture(name="story", scope="module")
def _story() -> Story:
    return story_of(TEXT)


def missing(story: Story, asked: str, near: float, **said: float) -> bool:
    """Whether the deed is missing where all words are told but those of ``said``."""
    question = read(asked)
    shares = {stem(word): share for word, share in said.items()}
    told = tuple(shares.get(term.stem, 1.0) for term in question.terms)
    words = {term.stem: near if term.stem in shares else 0.9 for term in question.terms}
    evidence = story.evidence("phoned", told=told, alignment=Alignment(0.8, near, words))
    return action_missing(question, evidence)


@pytest.mark.parametrize("asked", ["Did Putin resign?", "Has Putin resigned?"])
def test_whether_somebody_did_something_takes_a_sentence_about_it(story: Story, asked: str) -> None:
    assert missing(story, asked, 0.5, resign=0.0)
    assert not missing(story, asked, 0.6, resign=0.0)
    assert not missing(story, asked, 0.5, resign=0.6)


def test_one_with_more_words_is_left_to_the_model(story: Story) -> None:
    asked = "Did Putin promise Trump some petrol?"
    assert not missing(story, asked, 0.3, promise=0.0)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("How did Putin celebrate after the talks with Trump?", "celebrate"),
        ("What was decided by Trump in Budapest?", "decided"),
    ],
)
def test_how_something_was_done_takes_a_sentence_about_it(
    story: Story, asked: str, word: str
) -> None:
    assert missing(story, asked, 0.2, **{word: 0.0})
    assert not missing(story, asked, 0.3, **{word: 0.0})
    assert not missing(story, asked, 0.2, **{word: 0.6})


def test_words_of_speech_are_met_by_any_statement(story: Story) -> None:
    assert not missing(story, "How did Putin answer Trump?", 0.2, answer=0.0)


def test_a_verb_of_several_words_is_met_by_what_it_means(story: Story) -> None:
    question = read("Who called off the talks between Putin and Trump?")
    assert question.verb == "call_off"
    words = {question.verb: 0.2}
    told = tuple(0.6 if term.stem == question.verb else 1.0 for term in question.terms)
    evidence = story.evidence("phoned", told=told, alignment=Alignment(0.8, 0.2, words))
    assert action_match(question, evidence, 0.5) == 0.6


def test_an_answer_to_something_takes_a_sentence_about_it(story: Story) -> None:
    asked = "How did Trump respond to the sale of petrol?"
    assert missing(story, asked, 0.5, sale=0.0, petrol=0.0)
    assert not missing(story, asked, 0.5, sale=0.0)
    assert not missing(story, asked, 0.6, sale=0.0, petrol=0.0)
