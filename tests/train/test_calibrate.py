"""The limits that are fitted on top of the readings."""

from __future__ import annotations

import numpy as np
import pytest

from train.calibrate import Asked, Candidate, best_split, best_threshold, least_related, least_share


def asked(*, answerable: bool, right: bool = False, refused: bool = False) -> Asked:
    return Asked("group", "q", answerable, refused, [Candidate({}, right)])


def test_the_threshold_weighs_what_is_refused_wrongly_twice() -> None:
    questions = [asked(answerable=True)] * 3 + [asked(answerable=False)] * 3
    apart = np.array([0.6, 0.7, 0.8, 0.1, 0.2, 0.3])
    assert 0.3 < best_threshold(questions, apart) <= 0.6
    mixed = np.array([0.2, 0.7, 0.8, 0.1, 0.15, 0.4])
    assert 0.15 < best_threshold(questions, mixed) <= 0.2


def test_an_answer_is_sure_where_most_first_sentences_are_right() -> None:
    questions = [
        asked(answerable=True, right=True),
        asked(answerable=True, right=True),
        asked(answerable=True),
        asked(answerable=False),
        asked(answerable=True, right=True, refused=True),
    ]
    limit = best_split(questions, np.array([0.9, 0.6, 0.4, 0.2, 0.0]))
    assert 0.4 < limit <= 0.6


def test_further_sentences_are_shown_from_the_share_at_which_enough_are_right() -> None:
    def found(group: str, *rights: bool) -> Asked:
        return Asked(group, "q", True, False, [Candidate({}, right) for right in rights])

    shares = [np.array([0.6, 0.3, 0.1]), np.array([0.7, 0.2, 0.1])]
    both = [found("one", True, True, False), found("two", True, True, False)]
    assert least_share(both, shares, 0.2) == pytest.approx(0.01)
    none = [found("one", True, True, False), found("two", True, False, False)]
    assert least_share(none, shares, 0.2) == 0.5  # the second group has no right one at any share


def test_hardly_any_question_with_an_answer_is_taken_for_unrelated() -> None:
    questions = [asked(answerable=True)] * 100 + [asked(answerable=False)] * 100
    chances = np.array([0.05, 0.06, 0.4, *[0.9] * 97, *[0.0] * 100])
    assert 0.06 < least_related(questions, chances) <= 0.4
