"""The local model: vectors of passages, of the sentences in them, and of questions."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import onnxruntime
import pytest
from pydantic import PrivateAttr

from index.embedding import local_model
from index.embedding.local_model import DIMENSIONS, LocalEmbedding, PassageText, Vector
from index.embedding.onnx_file import with_weights

pytestmark = pytest.mark.slow

FERRY = "The ferry to the islands was cancelled on Monday."
OIL = "Oil prices rose after the refinery burned down."
TEXT = f"{FERRY} {OIL}"
SPANS = ((0, len(FERRY)), (len(FERRY) + 1, len(TEXT)))


class _Gated(LocalEmbedding):
    """Notes each text that goes through the model; those of oil wait for ``gate``."""

    _seen: list[Any] = PrivateAttr(default_factory=list)
    _gate: threading.Event = PrivateAttr(default_factory=threading.Event)

    def _hidden(self, encoding: Any) -> Vector:
        self._seen.append(encoding)
        if "oil" in encoding.tokens:
            assert self._gate.wait(60)
        return super()._hidden(encoding)


@pytest.fixture(scope="module")
def model() -> LocalEmbedding:
    return LocalEmbedding()


def alone(model: LocalEmbedding, text: str) -> Vector:
    return model.embed_passages([PassageText(text)])[0].vector


def test_vectors_have_length_one(model: LocalEmbedding) -> None:
    (found,) = model.embed_passages([PassageText(TEXT, SPANS)])
    assert found.vector.shape == (DIMENSIONS,)
    assert found.sentences.shape == (2, DIMENSIONS)
    lengths = np.linalg.norm([found.vector, *found.sentences], axis=1)
    assert lengths == pytest.approx(np.ones(3), abs=1e-5)
    assert alone(model, TEXT) == pytest.approx(found.vector)


LENGTHS = (FERRY, TEXT, "ferry", "", "The islands were quiet on Sunday. " * 20)


def test_vectors_are_nearly_those_of_floats(model: LocalEmbedding) -> None:
    whole = local_model._verified(*local_model._MODEL)
    session = onnxruntime.InferenceSession(whole, providers=["CPUExecutionProvider"])
    tokenizer = local_model.read_tokenizer()
    for text in LENGTHS:
        ids = np.asarray([tokenizer.encode(text).ids])
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        (hidden,) = session.run(None, feed | {"token_type_ids": np.zeros_like(ids)})
        mean = hidden[0].mean(axis=0)
        assert alone(model, text) @ mean / np.linalg.norm(mean) > 0.99


def test_a_processor_that_cuts_off_sums_makes_the_same_vectors(
    model: LocalEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_model, "_sums_overflow", lambda: True)
    other = LocalEmbedding(1)
    for text in LENGTHS:
        assert alone(model, text) == pytest.approx(alone(other, text), abs=1e-5)


def test_the_graphs_are_small_without_their_weights() -> None:
    weights = local_model._verified(*local_model._MODEL)
    for each in (local_model._GRAPH, local_model._UNSIGNED_GRAPH):
        graph = local_model._verified(*each)
        assert len(graph) < 40_000
        assert len(with_weights(graph, weights)) < len(graph) + len(weights)


def test_a_sentences_vector_is_of_its_own_words(model: LocalEmbedding) -> None:
    (found,) = model.embed_passages([PassageText(TEXT, SPANS)])
    likeness = found.sentences @ np.stack([alone(model, FERRY), alone(model, OIL)]).T
    assert likeness[0, 0] > likeness[0, 1] + 0.3
    assert likeness[1, 1] > likeness[1, 0] + 0.3


def test_a_sentence_without_tokens_has_the_passages_vector(model: LocalEmbedding) -> None:
    long = "islands " * 300 + OIL
    past = (long.index(OIL), len(long))
    (blank, cut) = model.embed_passages(
        [PassageText(f"{FERRY}  ", (SPANS[0], (len(FERRY), len(FERRY) + 2))),
         PassageText(long, (past,))]
    )  # fmt: skip
    assert np.array_equal(blank.sentences[1], blank.vector)
    assert not np.array_equal(blank.sentences[0], blank.vector)
    assert np.array_equal(cut.sentences[0], cut.vector)


def test_results_are_in_the_order_given(model: LocalEmbedding) -> None:
    texts = [f"{word} prices rose." for word in ("Oil", "Bread", "House", "Gold", "Rice")]
    found = model.embed_passages([PassageText(text) for text in texts])
    for text, one in zip(texts, found, strict=True):
        assert np.array_equal(one.vector, alone(model, text))


def test_a_question_has_the_vector_of_its_text(model: LocalEmbedding) -> None:
    assert model.embed_question(FERRY) == pytest.approx(alone(model, FERRY), abs=1e-6)


def test_tokens_stand_where_their_offsets_say(model: LocalEmbedding) -> None:
    (tokens,) = model.embed_tokens([FERRY])
    words = [FERRY[start:end] for start, end in tokens.offsets]
    assert words[:2] == ["The", "ferry"]
    assert tokens.vectors.shape == (len(words), DIMENSIONS)
    (again,) = model.embed_tokens([FERRY], longest=4)
    assert again.offsets == tokens.offsets[:3]  # the first of four stands for the whole text


def test_one_by_one_they_are_the_same(model: LocalEmbedding) -> None:
    passages = [PassageText(f"{FERRY} {n} {OIL * (n % 5)}", (SPANS[0],)) for n in range(60)]
    for one, other in zip(model.embed_each(passages), model.embed_passages(passages), strict=True):
        assert np.array_equal(one.vector, other.vector)
        assert np.array_equal(one.sentences, other.sentences)


@pytest.mark.parametrize("passes", [1, 2])
def test_once_closed_no_other_passage_is_begun(passes: int) -> None:
    gated = _Gated(passes=passes)
    results = gated.embed_each([PassageText(FERRY), *[PassageText(OIL)] * 100])
    next(results)
    results.close()
    gated._gate.set()
    gated.embed_passages([PassageText(OIL)] * 2)  # behind whatever was still to be done
    assert len(gated._seen) <= 1 + passes + 2
