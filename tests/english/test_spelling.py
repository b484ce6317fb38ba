"""Slips of the keys are mended; names, words of English and of the coverage are left alone."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.english import spelling
from index.english.spelling import Speller, distance
from index.english.tokens import fold, stem
from index.english.vocabulary import Lexicon
from index.english.word_counts import WordCounts
from tests.helpers.answering import COVERAGE, KNOWN, lexicon, rarity, read

SPELLER = Speller(lexicon(), rarity())
LETTERS = st.text("abcd", max_size=7)


def mended(word: str, *, name: bool | None = None) -> str | None:
    written = word[0].isupper() if name is None else name
    return SPELLER.correct(fold(word), stem(fold(word)), name=written)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Pesckov", "peskov"),
        ("pesckov", "peskov"),
        ("Rosnft", "rosneft"),
        ("Budapst", "budapest"),
        ("Trupm", "trump"),
        ("Zelensski", "zelensky"),
        ("tomohawks", "tomahawks"),
        ("hapened", "happened"),
        ("misiles", "missiles"),
        ("compnaies", "companies"),
        ("wat", "what"),
        ("sel", "sell"),
        ("teh", "the"),
    ],
)
def test_slips_are_mended(slip: str, meant: str) -> None:
    assert mended(slip) == meant


@pytest.mark.parametrize(
    "word",
    [
        "Merkel", "Macron", "Peters", "Bucharest", "Besckov", "Lukashenko",  # other names
        "waver", "cell", "trumpet", "petrol",  # English, whatever the coverage
        "missile", "refuses", "Peskov", "tomahawks",  # in the coverage, in some form
        "weapon", "Hungary",  # in the thesaurus
        "because", "themselves", "ab", "x1", "2025", "qwertyuiop",
    ],
)  # fmt: skip
def test_words_that_stand(word: str) -> None:
    assert mended(word) is None


def test_a_common_word_is_not_mended_by_exchanging_a_letter() -> None:
    assert mended("tulks") is None  # talks is no name
    assert mended("tlaks") == "talks"  # changed over


def test_what_is_written_as_a_name_can_only_be_a_name() -> None:
    assert mended("Tlaks") is None
    assert mended("Misiles") is None


def test_no_word_of_the_coverage_is_ever_mended() -> None:
    for word in {*lexicon(COVERAGE).words(), *KNOWN}:
        assert mended(word, name=False) is None


def test_a_question_keeps_everything_but_the_slip() -> None:
    question = read("What did Pesckov say, exactly (in Budapst) about misiles?")
    assert question.text == "What did Peskov say, exactly (in Budapest) about missiles?"


@pytest.mark.parametrize(
    ("left", "right", "steps"),
    [
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abc", "ab", 1),
        ("abc", "abd", 1),
        ("abcd", "badc", 2),
    ],
)
def test_distance(left: str, right: str, steps: int) -> None:
    assert distance(left, right, 3) == steps


@given(LETTERS, LETTERS, st.integers(0, 3))
def test_distance_is_the_same_both_ways_and_stops_at_its_limit(a: str, b: str, limit: int) -> None:
    assert distance(a, b, limit) == distance(b, a, limit)
    assert distance(a, b, limit) == min(distance(a, b, 20), limit + 1)
    assert (distance(a, b, limit) == 0) == (a == b)


@given(st.text("abcdefghijklmnopqrstuvwxyz'’-éß1", min_size=1, max_size=14), st.booleans())
def test_mending_once_is_enough(word: str, name: bool) -> None:
    meant = SPELLER.correct(fold(word), stem(fold(word)), name=name)
    if meant is not None:
        again = SPELLER.correct(fold(meant), stem(fold(meant)), name=name)
        assert again is None or again == meant


def test_few_words_of_a_large_coverage_are_compared_letter_by_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []
    monkeypatch.setattr(spelling, "distance", lambda *words: compared.append(words) or 3)
    pairs = itertools.product("bcdfglmnprstvz", "aeiou", repeat=2)
    known = WordCounts()
    known.words.update("s" + "".join(letters) + "ment" for letters in pairs)
    speller = Speller(Lexicon(known), rarity())
    for _ in range(2):
        assert speller.correct("sygokment", "sygokment", name=False) is None
    assert len(compared) < len(known.words) / 20
    assert len(compared) == len(set(compared))
