"""Whether a sentence echoes another: what is compared exactly before the model is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from index.answering.calibration import calibration
from index.answering.echoes import NEAR, ComparedSentence, EchoDetector
from index.cross_encoder.model import CrossEncoder, Entailment
from index.embedding.local_model import Vector
from index.temporal.tagger import find_dates
from tests.helpers.answering import NEWEST, axis

ECHO = calibration().echo


class Judge(CrossEncoder):
    """Judges any claim supported with a given probability; ``judged`` are those it was asked."""

    def __init__(self, supported: float) -> None:
        self._supported = supported
        self.judged: list[tuple[str, str]] = []

    def judge_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.judged += pairs
        return [Entailment(self._supported, 0.0, 1 - self._supported) for _ in pairs]


def sentence(
    text: str, vector: Vector | None = None, published: dt.date = NEWEST
) -> ComparedSentence:
    return ComparedSentence(text, vector, tuple(find_dates(text, published)))


def echoes(judge: Judge, shown: ComparedSentence, extra: ComparedSentence) -> bool:
    [found] = EchoDetector(judge).echoes([(shown, extra)])
    return found


def same(shown: str, extra: str) -> bool:
    """Whether the second echoes the first where the model thinks so of any two."""
    judge = Judge(1.0)
    found = echoes(judge, sentence(shown), sentence(extra))
    assert judge.judged or not found
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two people died.", "2 people were killed."),
        ("Hungary paid $5bn.", "Hungary paid 5 billion dollars."),
        ("It cost 78% more.", "The price rose by 78 per cent."),
        ("Trump left.", "Trump is gone."),
        ("They met on 23 October.", "They met on Thursday."),
        ("They met on 23 October.", "They met."),
        ("They met in 2025, two of them.", "Two of them met."),
        ("About 2,000 people left.", "2,013 people left."),
        ("More than 40 people left.", "Over 40 people left."),
        ("More than 2,000 people left.", "2,013 people left."),
        ("At least nine people died.", "Nine people died."),
        ("The talks began at 4 p.m.", "The talks began at 16:00."),
    ],
)
def test_the_same_numbers_and_days_may_be_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two people died.", "Three people died."),
        ("Hungary paid $5bn.", "Hungary paid €5bn."),
        ("They met on 23 October.", "They met on 24 October."),
        ("They met on Thursday.", "They met on Wednesday."),
        ("The talks began at 4 p.m.", "The talks began at 4 a.m."),
        ("The tax rose by 2 percent.", "The tax rose by 2 percentage points."),
        ("More than 40 people left.", "Fewer than 40 people left."),
        ("More than 40 people left.", "Up to 40 people left."),
        ("At least 40 people left.", "At most 40 people left."),
        ("More than 40 people left.", "40 people left."),
    ],
)
def test_another_number_or_day_is_another_statement(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_a_weekday_is_that_of_the_articles_own_week() -> None:
    week_before = NEWEST - dt.timedelta(days=7)
    this, last = sentence("They met on Monday."), sentence("On Monday they met.", None, week_before)
    assert not echoes(Judge(1.0), this, last)


def test_sentences_that_are_far_from_each_other_are_not_judged() -> None:
    judge = Judge(1.0)
    near = axis(0) * NEAR + axis(1) * (1 - NEAR**2) ** 0.5
    assert not echoes(judge, sentence("Trump left.", axis(0)), sentence("Xi came.", axis(1)))
    assert not judge.judged
    assert echoes(judge, sentence("Trump left.", axis(0)), sentence("Trump went.", near * 1.001))


def test_a_number_that_only_the_shown_sentence_has_is_not_echoed() -> None:
    assert not same("Two people died.", "People died.")


def test_an_echo_may_say_more_but_not_less() -> None:
    assert same("12 people died.", "12 of 14 people died.")
    assert not same("12 of 14 people died.", "12 people died.")


def test_a_wording_in_quotation_marks_has_to_be_in_the_echo() -> None:
    shown = 'Trump said that the summit "didn’t feel right".'
    assert same(shown, 'It "didn\'t feel right" to him, Trump said of the summit.')
    assert not same(shown, "Trump called off the summit.")
    assert same("Trump called off the summit.", shown)


def test_the_echo_has_to_entail_what_is_shown() -> None:
    shown, extra = sentence("Trump left."), sentence("Trump left in anger.")
    judge = Judge(ECHO)
    assert echoes(judge, shown, extra)
    assert judge.judged == [(shown.text, extra.text)]
    assert not echoes(Judge(ECHO - 0.01), shown, extra)


def test_the_very_same_text_needs_no_judging() -> None:
    judge = Judge(0.0)
    assert echoes(judge, sentence("Trump left."), sentence("Trump left."))
    assert not judge.judged


def test_the_very_same_text_of_another_day_is_another_statement() -> None:
    text, week_before = "They met on Monday.", NEWEST - dt.timedelta(days=7)
    assert not echoes(Judge(1.0), sentence(text), sentence(text, None, week_before))


def test_letters_that_the_model_does_not_know_are_not_judged() -> None:
    judge = Judge(1.0)
    assert not echoes(judge, sentence("大桥关闭维修"), sentence("洪水淹没村庄"))
    assert not judge.judged


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The court convicted Haldane of fraud.", "The court acquitted Haldane of fraud."),
        ("Otto Nim defeated Ida Rem on Sunday.", "Ida Rem defeated Otto Nim on Sunday."),
        ("Rents rose in Kelm last year.", "Rents fell in Kelm last year."),
        (
            "Skarv will close its plant in Halm.",
            "Skarv denied that it will close its plant in Halm.",
        ),
    ],
)
def test_the_opposite_is_no_echo_whatever_the_model_thinks(one: str, other: str) -> None:
    for shown, extra in ((one, other), (other, one)):
        assert not echoes(Judge(1.0), sentence(shown), sentence(extra))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The court convicted Haldane.", "The court acquitted Haldane.", True),
        ("Nine people died in Halm.", "In Halm, 9 people were killed and two hurt.", False),
        ("The summit was cancelled by Trump.", "Trump cancelled the summit.", False),
        ("In Halm 14 people drowned, it said.", "The flood in Halm cost six lives.", True),
        ("In Halm 14 people drowned, six of them men.", "The flood in Halm cost 14 lives.", False),
        ("“The roof will hold for years,” Vale said.", "“It will be torn down,” Vale said.", True),
        (
            "“The roof will hold for years,” Vale said.",
            "The roof will hold for years, he said.",
            False,
        ),
        (
            "Vale called the roof “a disgrace”.",
            "“We must mend it at once,” Vale said of it.",
            False,
        ),
    ],
)
def test_reports_that_stand_apart_whatever_the_model_thinks(
    one: str, other: str, expected: bool
) -> None:
    detector = EchoDetector(Judge(1.0))
    assert detector.apart([(sentence(one), sentence(other))]) == [expected]


def test_what_happened_long_after_an_article_is_no_echo_of_its_news() -> None:
    day = dt.date(2026, 11, 11)
    shown = ComparedSentence("Greer has claimed victory.", None, (), day)
    for text, wanted in (
        ("Greer conceded on 23 November.", False),
        ("Greer claimed victory on 11 November.", True),
        ("Greer claims that he has won.", True),
    ):
        extra = sentence(text, published=dt.date(2026, 11, 23))
        assert echoes(Judge(1.0), shown, extra) is wanted, text
    undated = ComparedSentence("Greer has claimed victory.")
    assert echoes(Judge(1.0), undated, sentence("Greer conceded on 23 November."))


@pytest.mark.parametrize("left_out", ["Greer said he would not.", "Marsh did.", "He couldn't."])
def test_a_sentence_whose_verb_stands_in_the_one_before_echoes_nothing(left_out: str) -> None:
    assert not same(left_out, "Greer did not comment.")
    assert not same("Greer did not comment.", left_out)
