"""Chinese, Japanese, Korean, Thai: pairs of letters, in questions and in the full-text index."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.english.tokens import RUN, fold, searchable_tokens, tokenize
from index.retrieval.hybrid import any_word_query

SCRIPTS = st.text(
    st.sampled_from("大桥关闭交通部长ケーブルの錆대통령은年月日ab 1.,’。、ガ々ーนายกรัฐมนตรีที่๕"),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大桥关闭。", ["大桥", "桥关", "关闭"]),
        ("桥", ["桥"]),
        ("2025年10月3日", ["2025", "年", "10", "月", "3", "日"]),
        ("新冠COVID-19疫苗", ["新冠", "COVID", "19", "疫苗"]),
        ("ケーブル", ["ケー", "ーブ", "ブル"]),
        ("대통령은 왔다", ["대통", "통령", "령은", "왔다"]),
        ("王・小", ["王", "小"]),
        ("นายก๕", ["นา", "าย", "ยก", "๕"]),
    ],
)
def test_pairs_of_letters_are_tokens(text: str, expected: list[str]) -> None:
    tokens = tokenize(text)
    assert [token.text for token in tokens] == expected
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_folding_keeps_the_marks_that_make_another_letter_and_syllables_whole() -> None:
    assert fold("ガス") == "ガス" != fold("カス")
    assert fold("ｶﾞｽ") == "ガス"
    assert fold("대통") == "대통"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("谁警告过？", ["警告", "告过"]),
        ("大臣はなぜ辞任しましたか", ["大臣", "辞任"]),
        ("누가 경고를", ["경고"]),
    ],
)
def test_particles_and_question_words_carry_no_topic(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokenize(text) if token.content] == expected


@given(st.text())
def test_only_such_letters_overlap(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert token.start >= end - (RUN.match(token.text) is not None)
        end = token.end


@given(st.text(st.characters(max_codepoint=0x1FFF)))
def test_words_of_other_scripts_stay_whole(text: str) -> None:
    if not RUN.search(text):
        assert len(searchable_tokens(text).split()) == len(text.split())


@given(SCRIPTS)
def test_the_full_text_index_finds_each_topical_word_of_a_text_in_it(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        how = "porter unicode61 remove_diacritics 2"
        db.execute(f'CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = "{how}")')
        db.execute("INSERT INTO t VALUES (?)", (searchable_tokens(text),))
        for token in tokenize(text):
            if RUN.match(token.text) and (query := any_word_query(token.text)):
                assert db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (query,)).fetchone()[0]
