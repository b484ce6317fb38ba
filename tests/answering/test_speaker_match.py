"""Whether a sentence is told by whom a question asks for."""

from __future__ import annotations

import pytest

from index.answering.corpus import ArticleView
from index.answering.ranking import IN_OFFICE, ITSELF, STANDS_FOR, gives_own_words, speaker_match
from index.english.vocabulary import Lexicon
from index.query.parser import QuestionParser
from tests.helpers.answering import COVERAGE, NEWEST, Story, rarity, story_of

SAID = (
    *COVERAGE,
    "Russian President Vladimir Putin met the Russian Foreign Minister Igor Strelkov.",
    "Russian Foreign Minister Igor Strelkov left.",
)
LEXICON = Lexicon(SAID)

TEXT = """Kremlin spokesman Dmitry Peskov said that talks had stopped.

The Moscow stock exchange said that it would open late.

Vladimir Putin told reporters that the oil would flow.

Russia's top diplomat said that the sanctions were a mistake.

The Paper's reader Olga Lind said that it was a shame.
"""


@pytest.fixture(name="story", scope="module")
def _story() -> Story:
    """An article of a coverage that says who holds which office."""
    story = story_of(TEXT)
    return Story(story.raw, ArticleView.of(story.view.sentences, LEXICON.offices))


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("What did Peskov say?", "talks", ITSELF),
        ("What did the Kremlin say?", "talks", ITSELF),
        ("What does Moscow say?", "talks", STANDS_FOR),
        ("What does Moscow say?", "oil", IN_OFFICE),
        ("What did the Russian government say?", "oil", IN_OFFICE),
        ("What did the Russian army say?", "oil", 0.0),
        ("What does the Pentagon think?", "talks", 0.0),
        ("What did the Moscow stock exchange say?", "late", ITSELF),
        ("What did the Moscow stock exchange say?", "talks", 0.0),
        ("What did Strelkov say?", "sanctions", ITSELF),
        ("What did Zelensky say?", "sanctions", 0.0),
        ("What did Moscow say?", "shame", 0.0),
    ],
)
def test_who_tells_it(story: Story, asked: str, part: str, told: float) -> None:
    (question,) = QuestionParser(LEXICON, rarity(), NEWEST).parse(asked)
    assert speaker_match(question, story.view, story.ordinal(part)) == told


@pytest.mark.parametrize(
    ("asked", "part", "theirs"),
    [
        ("What does Trump think of Putin?", "oil", True),
        ("How did Trump react to the words of Putin?", "oil", True),
        ("What does Putin think of Trump?", "oil", False),
        ("What did Trump say to Putin?", "oil", False),
        ("What does Trump think of Putin?", "talks", False),
    ],
)
def test_whose_words_are_judged_does_not_tell_the_judgement(
    story: Story, asked: str, part: str, theirs: bool
) -> None:
    question = QuestionParser(LEXICON, rarity(), NEWEST).parse(asked)[0]
    assert gives_own_words(question, story.view, story.ordinal(part)) == theirs
