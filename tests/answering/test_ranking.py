"""Sentences as evidence: what is seen at a glance, and what reading adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from index.answering.calibration import calibration
from index.answering.corpus import ArticleView
from index.answering.ranking import (
    NEARBY,
    PLACE,
    READ,
    SYNONYM,
    RankedSentence,
    Read,
    by_score,
    read_best,
    skim,
)
from index.cross_encoder.model import CrossEncoder, ReaderScores, Window
from index.query.question import Question
from tests.helpers.answering import NEWEST, Story, axis, read, story_of


def skimmed(asked: str, *stories: Story) -> list[RankedSentence]:
    """All sentences of some stories, best first."""
    places = [(story.view, s.ordinal, 0.5) for story in stories for s in story.view.sentences]
    return skim(read(asked), axis(0), places)


def only(asked: str, text: str, part: str = "") -> RankedSentence:
    """The sentence with some words, skimmed."""
    return next(each for each in skimmed(asked, story_of(text)) if part in each.sentence.text)


@pytest.mark.parametrize(
    ("asked", "text", "cover"),
    [
        ("sanctions", "The sanctions came.", 1.0),
        ("sanctions", "She sanctioned it.", 1.0),
        ("sanctions", "Oil rose.", 0.0),
        ("sanctions", "Oil rose. The sanctions came.", NEARBY),
        ("Moscow", "The Kremlin laughed.", PLACE),
        ("purchase", "They acquired it.", SYNONYM),
        ("hello", "The sanctions came.", 0.5),
        ("Donald Trump", "Trump left. Oil rose. Rain fell. Gas fell. Donald Trump won.", 1.0),
    ],
)
def test_how_far_a_sentence_has_the_words_of_the_question(
    asked: str, text: str, cover: float
) -> None:
    part = text.split(".", maxsplit=1)[0]
    assert only(asked, text, part).cover == pytest.approx(cover)


def test_words_count_by_their_weight() -> None:
    name, light = (only("Did Rosneft get it?", text).cover for text in ("Rosneft rose.", "I get."))
    assert name > light > 0


def test_the_cosine_is_that_of_the_sentence_or_else_what_its_passage_has() -> None:
    story = story_of("Oil rose. Gas fell.", vectors=[axis(0)])
    assert {each.ordinal: each.cosine for each in skimmed("oil", story)} == {0: 1.0, 1: 0.5}


def test_a_quoted_wording_is_noticed() -> None:
    asked = 'Who said "painstaking work"?'
    assert only(asked, "It was painstaking work, she said.").quoted
    assert not only(asked, "It was work.").quoted


def test_the_newest_counts_only_where_it_is_asked_for() -> None:
    stories = [
        story_of("Oil rose.", file="old.txt", published=NEWEST - dt.timedelta(days=9)),
        story_of("Oil fell.", file="dated.txt", published=NEWEST - dt.timedelta(days=3)),
        story_of("Oil fell on 24 October.", file="new.txt", published=NEWEST),
    ]

    def newest(asked: str) -> dict[str, float]:
        return {each.sentence.file: each.newest for each in skimmed(asked, *stories)}

    wanted = {"old.txt": 0.0, "dated.txt": 0.5, "new.txt": 1.0}
    assert newest("What is the latest on oil?") == wanted
    assert set(newest("What about oil?").values()) == {0.0}


def test_ties_are_broken_by_position() -> None:
    stories = [story_of("Oil rose. Oil rose.", file=file) for file in ("b.txt", "a.txt")]
    places = [(each.sentence.file, each.ordinal) for each in skimmed("oil", *stories)]
    assert places == [("a.txt", 0), ("a.txt", 1), ("b.txt", 0), ("b.txt", 1)]


class Reader(CrossEncoder):
    """Finds the answer in the sentences that have the word "yes"; notes the windows it read."""

    def __init__(self) -> None:
        self.windows: list[Window] = []

    def read(self, question: str, windows: Sequence[Window]) -> list[ReaderScores]:
        self.windows += windows
        return [self._read(window) for window in windows]

    def _read(self, window: Window) -> ReaderScores:
        texts = [window.text[start:end] for start, end in window.sentences]
        logits = tuple(9.0 if "yes" in text else -9.0 for text in texts)
        return ReaderScores(logits, tuple(logit + 1 for logit in logits))


def ranked(asked: str, *views: ArticleView) -> tuple[Reader, list[RankedSentence]]:
    """The sentences of some articles, ranked by what a ``Reader`` finds."""
    reader, question = Reader(), read(asked)
    places = [(view, s.ordinal, 0.5) for view in views for s in view.sentences]
    return reader, read_best(reader, question, skim(question, axis(0), places))


def test_each_sentence_gets_what_was_read_of_it() -> None:
    view = story_of("Oil rose. Oil, yes, fell. Oil stood. Gas left. Oil came, yes.").view
    reader, found = ranked("oil", view)
    assert len(reader.windows) < len(found) == 5
    for each in found:
        logit = 9.0 if "yes" in each.sentence.text else -9.0
        assert each.read is not None
        assert (each.read.answers, each.read.span) == (logit, logit + 1)
    assert ["yes" in each.sentence.text for each in found] == [True, True, False, False, False]


def test_only_the_best_are_read_and_come_first() -> None:
    views = [
        story_of(f"{word} {number}.", file=f"{word}{number:02}.txt").view
        for word, count in (("Oil", READ), ("Gas, yes,", 5))
        for number in range(count)
    ]
    reader, found = ranked("oil", *views)
    assert len(reader.windows) == READ
    assert len(found) == READ + 5
    assert all(each.read for each in found[:READ])
    assert not any(each.read for each in found[READ:])


def test_letters_that_the_model_does_not_know_are_not_read() -> None:
    reader, found = ranked("大桥为什么关闭？", story_of("大桥关闭维修。").view)
    assert not reader.windows
    assert [each.probability for each in found] == [0]


def test_nothing_found_is_nothing_read() -> None:
    reader, found = ranked("oil")
    assert (reader.windows, found) == ([], [])


def evidence(question: Question, logit: float | None) -> RankedSentence:
    (found,) = skim(question, axis(0), [(story_of("Oil rose.").view, 0, 0.5)])
    reading = None if logit is None else Read(logit, logit)
    return RankedSentence(
        found.view, 0, found.cosine, found.passage, found.cover, found.day, read=reading
    )


def test_the_probability_is_that_of_the_fitted_model_once_it_was_read() -> None:
    unread, reading = (evidence(read("oil"), logit) for logit in (None, 3.0))
    assert unread.probability == 0
    assert reading.probability == calibration().answers.probability(reading.features)
    assert unread.score == calibration().skim.score(unread.features)
    assert reading.score == calibration().rank.score(reading.features)


def test_by_score_puts_the_best_first() -> None:
    some = [evidence(read("oil"), logit) for logit in (-3.0, 3.0, 0.0)]
    assert [each.score for each in by_score(some)] == sorted(
        (each.score for each in some), reverse=True
    )
