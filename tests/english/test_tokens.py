"""Tokens, folding, stems; and what the vocabulary of a coverage knows of its words."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.english.tokens import (
    fold,
    searchable_tokens,
    stem,
    tokenize,
    without_negations,
)
from index.english.vocabulary import Lexicon
from index.english.word_counts import WordCounts
from index.retrieval.hybrid import any_word_query
from tests.helpers.answering import lexicon, rarity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. said 3.5 million.", ["The", "U.S.", "said", "3.5", "million"]),
        ("It cost $20, up 78%.", ["It", "cost", "$20", "up", "78%"]),
        ("At 10:35 a.m. Putin’s envoy", ["At", "10:35", "a.m.", "Putin’s", "envoy"]),
        ("a seven-year-old boy", ["a", "seven", "year", "old", "boy"]),
        ("They didn't say", ["They", "didn't", "say"]),
        ("Żyć w Łodzi", ["Żyć", "w", "Łodzi"]),
        ("?! …", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == expected


@pytest.mark.parametrize(
    "same",
    [
        ("Zelensky", "Zelenskyy", "Zelenskiy", "ZELENSKY", "Zelensky's", "Zelensky’s"),
        ("U.S.", "US"),
        ("Orbán", "Orban", "Orbán's"),
        ("78%", "78"),
        ("didn't", "isn’t", "not"),
        ("sanctions'", "sanctions"),
        ("Łódź", "ŁÓDŹ", "Lodz", "lodz’s"),
        ("Ørsted", "Orsted", "ØRSTED"),
        ("Đoković", "Dokovic"),
        ("Straße", "STRASSE", "STRAẞE"),
        ("Ærø", "Aero", "ÆRØ", "Ǽrø"),
        ("Œuvre", "oeuvre"),
        ("Garðabær", "Gardabaer"),
        ("Þór", "Thor"),
        ("Fırat", "Firat"),
        ("Ħal", "Hal"),
    ],
)
def test_writings_of_one_word_fold_together(same: tuple[str, ...]) -> None:
    assert len({fold(word) for word in same}) == 1


def test_different_words_do_not_fold_together() -> None:
    different = ["Peskov", "Petkov", "sky", "ski", "1.5", "15", "missile", "missiles"]
    assert len({fold(word) for word in different}) == len(different)


def test_stems_join_the_forms_of_a_word() -> None:
    assert stem("missiles") == stem("missile")
    assert stem("refused") == stem("refuses") == stem("refusing")
    assert stem("university") != stem("missile")


def test_us_the_country_carries_topic_and_us_the_people_does_not() -> None:
    content = {t.text: t.content for t in tokenize("They told us that the US and the U.S. agreed")}
    assert (content["us"], content["US"], content["U.S."]) == (False, True, True)


@pytest.mark.parametrize(
    ("denied", "affirmed"),
    [
        ("BP will not pay a dividend.", "BP will pay a dividend."),
        ("They didn’t pay.", "They did pay."),
        ("He won't go.", "He will go."),
        ("It cannot pay.", "It can pay."),
        ("Never has he paid", "has he paid"),
        ("They pay.", "They pay."),
    ],
)
def test_a_text_without_its_negations(denied: str, affirmed: str) -> None:
    assert without_negations(denied) == affirmed


@pytest.mark.parametrize("written", ["Łódź", "ŁÓDŹ", "Lodz", "lodz"])
@pytest.mark.parametrize("asked", ["Łódź", "Lodz", "lódz"])
def test_the_full_text_index_makes_the_same_word_of_them(written: str, asked: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute('CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = "porter unicode61")')
        db.execute("INSERT INTO t VALUES (?)", (searchable_tokens(f"Trams in {written}."),))
        found = db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (any_word_query(asked),))
        assert found.fetchone() == (1,)


@given(st.text())
def test_tokens_stand_in_order_where_they_say(text: str) -> None:
    start = -1
    for token in tokenize(text):
        assert token.start > start
        assert text[token.start : token.end] == token.text
        start = token.start


@given(st.text())
def test_folding_is_stable(word: str) -> None:
    assert fold(word).casefold() == fold(word)


def test_a_name_is_what_has_capitals_inside_sentences() -> None:
    words = Lexicon(
        WordCounts.of(["Talks with Apple go on.", "Eat an apple.", "Talks about Apple end."])
    )
    assert words.name("apple")
    assert not words.name("talks")
    assert not words.name("nowhere")
    shouted = Lexicon(WordCounts.of(["PRICES OF BREAD RISE AGAIN"]))
    assert not shouted.name("bread")


def test_two_words_are_one_name_when_they_stand_side_by_side() -> None:
    words = lexicon()
    assert words.forms_one_name("steve", "witkoff")
    assert words.forms_one_name("white", "house")
    assert not words.forms_one_name("witkoff", "kirill")
    assert not words.forms_one_name("witkoff", "steve")


def test_a_word_is_known_in_any_of_its_forms() -> None:
    words = lexicon()
    assert words.has("missiles", stem("missiles"))
    assert words.has("missile", stem("missile"))
    assert not words.has("elephant", stem("elephant"))
    assert words.count("peskov") == 2


def test_the_rarer_a_word_the_more_it_weighs() -> None:
    words = Lexicon(
        WordCounts.of(["war and peace", "war and bread", "war and war", "war and fish"])
    )
    assert 0 < words.weight("war") < words.weight("peac") <= 1
    assert words.weight("nowher") == words.weight("peac") == 1
    assert 0 <= Lexicon(WordCounts.of([])).weight("war") <= 1


def test_a_word_outside_the_vocabulary_is_rare() -> None:
    ranks = rarity()
    assert ranks.weight("peskov") == 1.0
    assert ranks.weight("what") < ranks.weight("waver") <= 1.0
    assert ranks.common("happened")
    assert not ranks.common("waver")
    assert ranks.word("waver")
    assert not ranks.word("peskov")


def test_a_lexicon_knows_the_words_of_titles_but_takes_no_names_from_them() -> None:
    known = Lexicon(WordCounts.of(["The talks went on."], ["Minister Flies To Geneva"]))
    assert known.has("geneva", stem("geneva"))
    assert not known.name("geneva")
    assert not known.has("oslo", stem("oslo"))


def test_stems_are_right_in_many_threads_at_once() -> None:
    """A stemmer that threads share raises, or keeps a wrong stem for good."""
    letters = "abcdefghijklmnopqrst"
    words = [f"{a}{b}{end}" for a in letters for b in letters for end in ("ationally", "fulness")]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(stem, words * 4))
    stem.cache_clear()
    assert found[: len(words)] == [stem(word) for word in words]
    assert found == found[: len(words)] * 4
