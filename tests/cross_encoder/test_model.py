"""The cross-encoder with its real weights, and without them.

How well it reads and judges is measured by ``train.evaluate``; here only what any reader can do.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.cross_encoder.model import CrossEncoder, Window
from index.embedding import loading
from index.errors import EmbedderFailed

ASKED = "Who opened the bridge?"
TEXTS = (
    "Anna Lind opened the bridge. It rained.",
    "Oil prices rose after the refinery burned down. Nobody was hurt.",
    "The ferry is late. The mayor opened the bridge on Monday.",
)


def window(text: str) -> Window:
    """A text of two sentences."""
    end = text.index(".") + 1
    return Window(text, ((0, end), (end + 1, len(text))))


WINDOWS = [window(text) for text in TEXTS]


@pytest.fixture(scope="module")
def model() -> CrossEncoder:
    return CrossEncoder(passes=2)


@pytest.mark.slow
def test_windows_are_read_as_if_alone_and_in_order(model: CrossEncoder) -> None:
    together = model.read(ASKED, WINDOWS)
    assert together == [model.read(ASKED, [each])[0] for each in WINDOWS]
    assert together[::-1] == model.read(ASKED, WINDOWS[::-1])
    for reading in together:
        assert len(reading.sentences) == len(reading.spans) == 2
        assert all(map(math.isfinite, (*reading.sentences, *reading.spans)))


@pytest.mark.slow
def test_claims_are_judged_as_if_alone_and_in_order(model: CrossEncoder) -> None:
    together = model.judge("Anna Lind opened the bridge.", TEXTS)
    assert together == [model.judge("Anna Lind opened the bridge.", [t])[0] for t in TEXTS]
    for each in together:
        assert each.supported + each.contradicted + each.not_stated == pytest.approx(1)
    pairs = [("Anna Lind opened the bridge.", text) for text in TEXTS]
    assert model.judge_pairs([*pairs, (TEXTS[0], TEXTS[1])])[: len(pairs)] == together
    assert model.judge_pairs([(TEXTS[0], TEXTS[1])]) == model.judge(TEXTS[0], [TEXTS[1]])


@pytest.mark.slow
def test_the_sentence_that_answers_is_read_as_the_answer(model: CrossEncoder) -> None:
    opened, oil, mayor = model.read(ASKED, WINDOWS)
    assert opened.sentences[0] > opened.sentences[1]
    assert opened.spans[0] > opened.spans[1]
    assert mayor.sentences[1] > mayor.sentences[0]
    assert max(opened.spans) > 0 > max(oil.spans)


@pytest.mark.slow
def test_what_the_evidence_says_is_supported_most(model: CrossEncoder) -> None:
    said, denied, open_ = model.judge(
        "Anna Lind opened the bridge.",
        [
            "On Monday, Anna Lind opened the bridge to traffic.",
            "Anna Lind did not open the bridge.",
            "The ferry is late because of fog.",
        ],
    )
    assert said.supported > max(said.contradicted, said.not_stated)
    assert denied.contradicted > max(said.contradicted, open_.contradicted)
    assert said.supported > denied.supported > open_.supported
    assert open_.not_stated > max(open_.supported, open_.contradicted)


@pytest.mark.slow
def test_several_threads_may_read_at_once(model: CrossEncoder) -> None:
    alone = model.read(ASKED, WINDOWS)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: model.read(ASKED, WINDOWS), range(8)))
    assert found == [alone] * 8


@pytest.mark.slow
def test_any_length_is_read(model: CrossEncoder) -> None:
    assert model.read(ASKED, []) == []
    assert model.judge(ASKED, []) == []
    long = window("Oil rose. " + "Anna Lind opened the bridge " * 200)
    (nothing, cut) = model.read("bridge " * 400, [Window("", ()), long])
    assert (nothing.sentences, nothing.spans) == ((), ())
    assert all(math.isfinite(logit) for logit in cut.sentences)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose weights a test may leave out or spoil."""
    monkeypatch.setattr(loading, "files", lambda _: tmp_path)
    (tmp_path / "weights").mkdir()
    return tmp_path / "weights"


def test_missing_weights_are_said_in_words(folder: Path) -> None:
    assert not list(folder.iterdir())
    with pytest.raises(EmbedderFailed, match=r"model\.onnx\) is missing: reinstall"):
        CrossEncoder()


def test_damaged_weights_are_not_run(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"other weights")
    with pytest.raises(EmbedderFailed, match=r"model\.onnx\) is damaged .*: reinstall"):
        CrossEncoder()
