"""Pairs of texts as rows of tokens. Only the tokenizer is needed, no weights."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cross_encoder.encoding import JUDGE, MAX_LEFT, MAX_TOKENS, READ, EncodedPair, PairEncoder
from index.cross_encoder.model import Entailment
from index.embedding.local_model import read_tokenizer
from train.coder import CLASSES, Coder, tokens_of

TOKENIZER = read_tokenizer()
ENCODER = PairEncoder(TOKENIZER)
ASKED = "Who opened it?"
TEXT = "Anna Lind opened the bridge, unexpectedly, on Monday."


def row(left: str, right: str, task: int = READ) -> EncodedPair:
    (made,) = ENCODER.encode(task, left, [right])
    return made


def words(made: EncodedPair) -> list[str]:
    """The tokens of a row as they are spelled."""
    return [TOKENIZER.id_to_token(each) for each in made.ids[0].tolist()]


@pytest.mark.parametrize(("task", "name"), [(READ, "question"), (JUDGE, "claim")])
def test_a_row_has_the_task_then_both_texts(task: int, name: str) -> None:
    made = row("Who?", "Anna did.", task)
    assert words(made) == ["[CLS]", name, "who", "?", "[SEP]", "anna", "did", ".", "[SEP]"]
    assert made.segments[0].tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert made.ids.shape == made.segments.shape == (1, 9)
    assert words(made)[made.first] == "anna"


def test_offsets_are_the_characters_of_the_right_text() -> None:
    made = row(ASKED, TEXT)
    spelled = [TEXT[start:end].lower() for start, end in made.offsets]
    assert [each.removeprefix("##") for each in words(made)[made.first : -1]] == spelled


def test_each_right_text_has_its_own_row() -> None:
    texts = ["Anna did.", "", "Nobody opened the bridge."]
    together = ENCODER.encode(READ, ASKED, texts)
    assert [words(made) for made in together] == [words(row(ASKED, text)) for text in texts]
    assert ENCODER.encode(READ, ASKED, []) == []


def test_what_is_too_long_is_cut_on_the_right() -> None:
    made = row(ASKED, "bridge " * 400)
    assert made.ids.shape == (1, MAX_TOKENS)
    assert words(made)[-2:] == ["bridge", "[SEP]"]
    assert len(made.offsets) == MAX_TOKENS - made.first - 1


def test_a_long_question_leaves_room_for_the_text() -> None:
    made = row("bridge " * 400, TEXT)
    assert words(made)[1 : MAX_LEFT + 3] == ["question", *["bridge"] * MAX_LEFT, "[SEP]"]
    assert made.first == MAX_LEFT + 3
    assert words(made)[made.first] == "anna"


@pytest.mark.parametrize("part", ["Anna Lind", "bridge", ",", "unexpectedly", TEXT])
def test_the_positions_of_characters_are_those_of_their_tokens(part: str) -> None:
    made = row(ASKED, TEXT)
    start = TEXT.index(part)
    found = [words(made)[position] for position in made.positions(start, start + len(part))]
    assert found == TOKENIZER.encode(part, add_special_tokens=False).tokens


def test_a_token_that_is_only_touched_has_its_position() -> None:
    made = row(ASKED, "opened")
    assert made.positions(2, 3) == range(made.first, made.first + 1)


def test_white_space_has_no_position() -> None:
    made = row(ASKED, "Anna  did")
    assert not made.positions(4, 6)


def test_what_was_cut_off_has_no_position() -> None:
    text = "bridge " * 400 + "Anna"
    made = row(ASKED, text)
    assert not made.positions(len(text) - 4, len(text))
    assert not row(ASKED, "").positions(0, 5)


@pytest.fixture(scope="module")
def coder(tmp_path_factory: pytest.TempPathFactory) -> Coder:
    """What makes the rows that the model is trained on."""
    path: Path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    TOKENIZER.save(str(path))
    return Coder(path)


def test_the_classes_are_in_the_order_of_training() -> None:
    assert tuple(field.name for field in fields(Entailment)) == CLASSES


TEXTS = st.text(max_size=60) | st.sampled_from([TEXT, "bridge " * 120, "Żółty 🙂 day", "大桥关闭"])


@given(TEXTS, TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_a_row_is_as_it_was_in_training(
    coder: Coder, left: str, right: str, start: int, length: int
) -> None:
    made, trained = row(left, right), coder.encode(READ, left, right)
    assert made.ids[0].tolist() == trained.ids
    assert (made.first, list(made.offsets)) == (trained.passage, trained.spans)
    end = start + length + 1
    assert list(made.positions(start, end)) == tokens_of(trained, start, end)
