"""Whether the best sentence is shown, and what rules it out whatever the model says."""

from __future__ import annotations

import pytest

from index.answering.answerability import DOUBT, LEAST_COVER, Decision, decide
from index.answering.calibration import calibration
from index.answering.ranking import AFTER_DATED, DATED, Read
from tests.helpers.answering import Story, read, story_of

THRESHOLD = calibration().threshold


@pytest.fixture(name="story", scope="module")
def _story() -> Story:
    return story_of("Donald Trump met Vladimir Putin in Moscow.")


def decided(story: Story, asked: str, **features: object) -> Decision:
    """The decision about the story's sentence, which is good evidence but for some features."""
    return decide(read(asked), [story.evidence("Trump", **features)])


def test_what_is_likely_enough_answers(story: Story) -> None:
    asked = "Where did Trump meet Putin?"
    assert decided(story, asked, probability=THRESHOLD) == Decision(THRESHOLD, "")
    below = THRESHOLD - 0.01
    assert decided(story, asked, probability=below) == Decision(below, "not answered")


def test_only_the_best_sentence_decides(story: Story) -> None:
    worst, best = (story.evidence("Trump", probability=p) for p in (0.0, 1.0))
    question = read("Where did Trump meet Putin?")
    assert decide(question, [worst, best]).ruled_out == "not answered"
    assert decide(question, [best, worst]) == Decision(1.0, "")


@pytest.mark.parametrize(
    "asked",
    ["Where did Angela Merkel meet Putin?", "Where did Melania Trump meet Putin?"],
)
def test_a_name_that_the_coverage_lacks_is_refused(story: Story, asked: str) -> None:
    assert decided(story, asked) == Decision(DOUBT, "name")


def test_an_article_without_a_name_of_the_question_is_about_something_else(story: Story) -> None:
    assert decided(story, "Where did Peskov meet Putin?") == Decision(DOUBT, "another name")
    assert decided(story, "Where did Vladimir Putin meet him?").ruled_out == ""
    assert decided(story, "Who was in the Russian capital?").ruled_out == ""  # it may say Moscow


@pytest.mark.parametrize(
    "asked", ["What happened on 23 October?", "Whom did Trump meet on 23 October?"]
)
def test_a_day_of_which_there_is_no_sentence_is_refused(story: Story, asked: str) -> None:
    assert decided(story, asked, day=0.0) == Decision(DOUBT, "day")
    assert decided(story, asked, day=DATED).ruled_out == ""


def test_the_day_does_not_matter_where_none_is_asked_about(story: Story) -> None:
    assert decided(story, "Whom did Trump meet?", day=0.0).ruled_out == ""


def test_what_is_ruled_out_is_never_more_likely_than_the_model_says(story: Story) -> None:
    asked = "Where did Angela Merkel meet Putin?"
    assert decided(story, asked, probability=DOUBT / 2).confidence == DOUBT / 2


def test_a_day_alone_is_answered_by_a_sentence_that_names_it(story: Story) -> None:
    asked = "What happened on 23 October?"
    assert decided(story, asked, day=DATED, probability=0.0).ruled_out == ""
    assert decided(story, asked, day=AFTER_DATED).ruled_out == "nothing asked"


def test_no_topic_at_all_is_refused(story: Story) -> None:
    assert decided(story, "hello") == Decision(DOUBT, "nothing asked")


def test_what_has_nothing_to_do_with_the_coverage_is_refused(story: Story) -> None:
    asked = "How do I bake a cake?"
    far = {"cosine": 0.1, "cover": 0.1, "read": Read(answers=-5.0, span=-5.0)}
    assert decided(story, asked, **far) == Decision(DOUBT, "unrelated")
    near = far | {"cosine": 0.8, "cover": 1.0}
    assert decided(story, asked, **near).ruled_out == ""


def test_letters_that_the_model_does_not_know_are_decided_by_shared_words(story: Story) -> None:
    asked = "总统为什么取消会晤？"
    assert decided(story, asked, cover=LEAST_COVER, probability=0.0) == Decision(LEAST_COVER, "")
    few = LEAST_COVER - 0.1
    assert decided(story, asked, cover=few, probability=1.0) == Decision(few, "words")
