"""The limits that are fitted on top of the readings."""

from __future__ import annotations

import numpy as np
import pytest

from train.calibrate import (
    ANSWERED_BY_SEEDS,
    REFUSED_BY_SEEDS,
    Asked,
    Candidate,
    best_split,
    least_share,
    losing,
)


def asked(*, answerable: bool, right: bool = False, refused: bool = False) -> Asked:
    return Asked("group", "q", answerable, refused, [Candidate({}, right)])


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
    less = [found("one", True, True, False), found("two", True, False, False)]
    assert least_share(less, shares, 0.3) == pytest.approx(0.11)  # half in one group, none in two
    none = [found("one", True, False, False), found("two", True, False, False)]
    assert least_share(none, shares, 0.2) == 0.5


def test_few_questions_with_an_answer_are_below_a_limit_in_any_group() -> None:
    questions = [asked(answerable=True)] * 100 + [asked(answerable=False)] * 100
    chances = np.array([0.05, 0.06, 0.4, *[0.9] * 97, *[0.0] * 100])
    assert 0.06 < losing(questions, chances, 0.02) <= 0.4
    assert 0.4 < losing(questions, chances, 0.05) <= 0.9
    other = Asked("other", "q", True, False)
    assert losing([*questions, other], np.array([*chances, 0.02]), 0.02) <= 0.02


def test_what_a_rule_refuses_counts_among_the_refused() -> None:
    refused = [asked(answerable=True, refused=True)] * 4
    questions = [*refused, *[asked(answerable=True)] * 96]
    chances = np.array([*[0.0] * 4, 0.2, 0.3, *[0.6] * 94])
    assert 0.0 < losing(questions, chances, 0.05) <= 0.3
    assert losing(questions, chances, 0.02) <= 0.0


def test_no_held_out_set_is_fitted_on() -> None:
    assert not [name for name in (*ANSWERED_BY_SEEDS, *REFUSED_BY_SEEDS) if "held" in name]
