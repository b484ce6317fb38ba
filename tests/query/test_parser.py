"""Names of which the coverage has only half, what precedes a question, words without a topic."""

from __future__ import annotations

import pytest

from tests.helpers.answering import read, words


def test_they_are_those_whom_the_question_itself_names() -> None:
    asked = "They claim that Trump sold all, so what did the Russian companies say they want?"
    assert "trump" not in words(read(asked))


def test_what_only_says_that_it_was_to_come_is_no_word() -> None:
    assert words(read("Which city was going to host Putin?")) == {"city", "host", "putin"}
    assert "going" in words(read("Why is Putin going?"))


def test_a_first_name_in_small_letters_belongs_to_the_name() -> None:
    (name,) = read("how old is steve witkoff").names
    assert [term.folded for term in name] == ["steve", "witkoff"]


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("According to The Milltown Chronicle, why was Trump late?", ("The Milltown Chronicle",)),
        ("What does The Milltown Chronicle say about Putin?", ("The Milltown Chronicle",)),
        ("What did President Trump say?", ()),
        ("According to White House officials, was Trump late?", ()),
    ],
)
def test_a_medium_that_the_coverage_never_names(asked: str, unknown: tuple[str, ...]) -> None:
    assert read(asked).also_unknown == unknown


@pytest.mark.parametrize(
    ("asked", "foreign"),
    [
        ("Did Melania Trump write a letter?", ("melania",)),
        ("who is ivanka trump", ("ivanka",)),
        ("Where was Lyudmila Putin?", ("lyudmila",)),
        ("What did Mr Trump say?", ()),
        ("What did Vlad Putin say?", ()),
        ("What did Premier Putin say?", ()),
        ("Summarise Trump on missiles", ()),
        ("What does the real Trump want?", ()),
        ("Did Ivanka Peskov come?", ("ivanka",)),
    ],
)
def test_namesakes_are_foreign(asked: str, foreign: tuple[str, ...]) -> None:
    assert read(asked).unknown_names == foreign


def test_need_to_is_no_word_but_a_need_is() -> None:
    assert "need" not in words(read("What does Trump need to sell?"))
    assert "need" in words(read("Which need of Ukraine did Zelensky mention?"))


def test_a_verb_of_several_words_is_one_term() -> None:
    question = read("Who called the talks off with Washington?")
    assert {"call_off", "talk"} <= {term.stem for term in question.terms}
    (term,) = [term for term in question.terms if term.stem == "call_off"]
    assert term.weight >= 0.5


def test_what_is_told_before_a_question_is_what_it_leans_on() -> None:
    asked = read("Hello! Dmitry Peskov spoke on Monday. Who met him after that? Thanks!")
    assert asked.earlier == ("Dmitry Peskov spoke on Monday.",)
    other = read("I am new here. Who met Putin?")
    assert other.earlier == ()
