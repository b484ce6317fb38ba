"""What logits mean, with logits that are made up: no weights are needed."""

from __future__ import annotations

import numpy as np
import pytest

from index.cross_encoder.encoding import READ, EncodedPair, PairEncoder
from index.cross_encoder.model import (
    LONGEST_ANSWER,
    UNREAD,
    Logits,
    ReaderScores,
    Window,
    _best_span,
    _entailment,
    _reading,
)
from index.embedding.local_model import read_tokenizer

ENCODER = PairEncoder(read_tokenizer())
FIRST, SECOND = "Anna left.", "Karl came back."
TEXT = f"{FIRST} {SECOND}"
WINDOW = Window(TEXT, ((0, len(FIRST)), (len(FIRST) + 1, len(TEXT))))


def spans(starts: list[float], ends: list[float]) -> Logits:
    """Logits of tokens as starts and ends of answers."""
    return np.array([starts, ends, [0.0] * len(starts)], dtype=np.float32).T


def test_the_best_span_ends_where_it_starts_or_after() -> None:
    logits = spans([1, 0, 5], [4, 2, 0])
    assert _best_span(logits, range(3)) == 5  # the last token alone, or the first one
    assert _best_span(spans([0, 9, 0], [9, 0, 0]), range(3)) == 9


def test_a_span_lies_within_the_positions() -> None:
    logits = spans([9, 1, 2, 0, 9], [9, 0, 0, 3, 9])
    assert _best_span(logits, range(1, 4)) == 5


def test_an_answer_is_not_too_long() -> None:
    count = LONGEST_ANSWER + 1
    logits = spans([5.0, *[0.0] * (count - 1)], [*[0.0] * (count - 1), 7.0])
    assert _best_span(logits, range(count)) == 7
    assert _best_span(logits[1:], range(count - 1)) == 7
    logits[1, 0] = 5
    assert _best_span(logits, range(count)) == 12


@pytest.fixture
def row() -> EncodedPair:
    (made,) = ENCODER.encode(READ, "Who left?", [TEXT])
    return made


def flat(row: EncodedPair) -> Logits:
    return np.zeros((row.ids.shape[1], 3), dtype=np.float32)


def test_each_sentence_has_its_own_best_answer(row: EncodedPair) -> None:
    logits = flat(row)
    first, second = (row.positions(*span) for span in WINDOW.sentences)
    logits[first.start, :2] = 2, 1
    logits[second.start, 0], logits[second.stop - 1, 1] = 4, 3
    assert _reading(row, logits, WINDOW).spans == (3, 7)


def test_the_logits_of_no_answer_are_taken_off(row: EncodedPair) -> None:
    logits = flat(row)
    logits[0, :2] = 1, 2
    assert _reading(row, logits, WINDOW) == ReaderScores((0, 0), (-3, -3))


def test_a_sentence_answers_as_much_as_its_tokens_do_on_average(row: EncodedPair) -> None:
    logits = flat(row)
    first, second = (row.positions(*span) for span in WINDOW.sentences)
    logits[first.start : first.stop, 2] = [6, 0, 0]
    logits[second.start : second.stop, 2] = -1
    assert _reading(row, logits, WINDOW).sentences == (2, -1)


def test_neither_the_question_nor_the_marks_are_part_of_an_answer(row: EncodedPair) -> None:
    logits = flat(row)
    logits[1 : row.first] = 9
    logits[-1] = 9
    assert _reading(row, logits, WINDOW) == ReaderScores((0, 0), (0, 0))


def test_a_sentence_that_was_cut_off_is_unread() -> None:
    text = "bridge " * 300 + SECOND
    window = Window(text, ((0, 6), (len(text) - len(SECOND), len(text))))
    (row,) = ENCODER.encode(READ, "Who left?", [text])
    assert _reading(row, flat(row), window) == ReaderScores((0, UNREAD), (0, UNREAD))


def test_an_empty_window_is_unread() -> None:
    (row,) = ENCODER.encode(READ, "Who left?", [""])
    assert _reading(row, flat(row), Window("", ())) == ReaderScores((), ())


def test_the_classes_have_probabilities_in_their_order() -> None:
    found = _entailment(np.log(np.array([0.5, 0.3, 0.2], dtype=np.float32)))
    assert found.supported == pytest.approx(0.5)
    assert found.contradicted == pytest.approx(0.3)
    assert found.not_stated == pytest.approx(0.2)


def test_large_logits_are_probabilities_too() -> None:
    found = _entailment(np.array([1e4, -1e4, 0.0], dtype=np.float32))
    assert (found.supported, found.contradicted, found.not_stated) == (1, 0, 0)
