"""Weighted sums of features, and the fitted weights that the package ships."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.calibration import LinearModel, calibration
from tests.helpers.answering import story_of

MODEL = LinearModel({"near": 2.0, "far": -1.0}, 0.5)
LOGITS = st.floats(-1e6, 1e6)


def test_the_score_is_the_weighted_sum() -> None:
    assert MODEL.score({"near": 3.0, "far": 4.0}) == 2.5


def test_features_without_a_weight_count_nothing() -> None:
    seen = {"near": 1.0, "far": 1.0}
    assert MODEL.score(seen | {"other": 100.0}) == MODEL.score(seen)


def test_a_feature_that_has_a_weight_may_not_be_missing() -> None:
    with pytest.raises(KeyError):
        MODEL.score({"near": 1.0})


def test_the_probability_is_one_half_at_zero_and_grows_with_the_score() -> None:
    model = LinearModel({"near": 1.0})
    assert model.probability({"near": 0.0}) == 0.5
    assert model.probability({"near": math.log(3)}) == pytest.approx(0.75)
    assert model.probability({"near": -math.log(3)}) == pytest.approx(0.25)


@given(LOGITS, LOGITS)
def test_any_score_has_a_probability(one: float, other: float) -> None:
    model = LinearModel({"near": 1.0})
    low, high = (model.probability({"near": each}) for each in sorted((one, other)))
    assert 0 < low <= high < 1


def test_the_shipped_weights_are_of_features_that_sentences_have() -> None:
    shipped = calibration()
    read = story_of("Oil rose.").evidence("Oil")
    skimmed = story_of("Oil rose.").evidence("Oil", read=None)
    assert set(shipped.skim.weights) <= set(skimmed.features)
    assert set(shipped.rank.weights) <= set(read.features)
    assert set(shipped.answers.weights) <= set(read.features)
    assert set(shipped.relates.weights) <= set(read.features)


def test_the_shipped_limits_are_probabilities() -> None:
    shipped = calibration()
    limits = (
        shipped.related, shipped.threshold, shipped.sure, shipped.further, shipped.echo
    )  # fmt: skip
    assert all(0 < limit < 1 for limit in limits)
    assert shipped.sure >= shipped.threshold
