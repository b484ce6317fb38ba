"""Several questions in one message are told apart; one question stays whole."""

from __future__ import annotations

import pytest

from index.models import Kind
from index.query.extraction import extract_question
from index.query.splitting import is_marked, split_message

KINDS: dict[str, Kind] = {
    "Hi there!": "greeting",
    "Thanks!": "thanks",
    "Thank you so much.": "thanks",
    "Can you help me?": "help",
    "Summarise the strike.": "overview",
    "Is the ferry late again?": "fact",
    "Summarise the strike": "overview",
    "how many articles are there?": "about",
    "compare the BBC": "comparison",
    "what's new?": "news",
    "lol": "none",
}


def kind_of(text: str) -> Kind:
    return KINDS.get(text, "fact")


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (
            "1. Who built the bridge? 2) When? (3) what did it cost",
            ["Who built the bridge?", "When?", "what did it cost"],
        ),
        (
            "Hi there! Can you help me? Who built the bridge? And what did he say? Thanks!",
            ["Who built the bridge?", "And what did he say?"],
        ),
        (
            "who built the bridge? when was it opened?",
            ["who built the bridge?", "when was it opened?"],
        ),
        ("? Who built the bridge? And when? ?", ["Who built the bridge?", "And when?"]),
        (
            "Summarise the strike. Who led it?",
            ["Summarise the strike.", "Who led it?"],
        ),
        (
            "- who built the bridge\n- when was it opened\n* why did it close",
            ["who built the bridge", "when was it opened", "why did it close"],
        ),
        (
            "When did the strike begin, and what did Brown say about it?",
            ["When did the strike begin?", "what did Brown say about it?"],
        ),
        (
            "Summarise the strike and tell me who Brown is",
            ["Summarise the strike", "tell me who Brown is"],
        ),
        (
            "Summarise the strike, and how many articles are there?",
            ["Summarise the strike", "how many articles are there?"],
        ),
        ("who is Brown and what's new?", ["who is Brown", "what's new?"]),
        (
            "Brown resigned on Monday. Who replaced him and when was the vote held?",
            ["Brown resigned on Monday. Who replaced him?", "when was the vote held?"],
        ),
        (
            "Brown resigned on Monday, so who will replace him and when will the vote be held?",
            [
                "Brown resigned on Monday, so who will replace him?",
                "when will the vote be held?",
            ],
        ),
        ("1. who is Brown 2. why 3. lol", ["who is Brown", "why"]),
        (
            "Why was the bridge closed and on which day was it?",
            ["Why was the bridge closed?", "on which day was it?"],
        ),
        (
            "When did Brown resign, where did he go and who was with him?",
            ["When did Brown resign?", "where did he go?", "who was with him?"],
        ),
    ],
)
def test_each_question_is_a_part(message: str, parts: list[str]) -> None:
    assert list(split_message(message, kind_of)) == parts


@pytest.mark.parametrize(
    "message",
    [
        "compare the BBC and what Reuters says",
        "Summarise the strike and the ferry",
        "What did Brown say about the strike and the ferry?",
        "Who built the bridge?",
        "Hi there! Who built the bridge? Thank you so much.",
        "My train stopped at the bridge. I was late. Who built it?",
        "Who said “Why not? Let us build it”?",
        'Who said "Why not? And when?" to the council?',
        "On Nov. 2 they met. Is that true?",
        "When and where did they meet?",
        "Did Putin and Trump meet when Xi came?",
        "Who knows what happened and when?",
        "",
        "?",
        "2. 3.",
        "Who won the 1. and 2. round?",
    ],
)
def test_one_question_stays_as_it_is(message: str) -> None:
    assert split_message(message, kind_of) == (message,)


def test_without_kinds_every_question_counts_as_one_of_fact() -> None:
    message = "Brown resigned. Who replaced him, and when was the bridge opened?"
    parts = ("Brown resigned. Who replaced him?", "when was the bridge opened?")
    assert split_message(message) == parts


def test_a_long_chain_is_no_message_of_many_requests() -> None:
    asked: list[str] = []

    def noted(text: str) -> Kind:
        asked.append(text)
        return "fact"

    message = "a b c d and then " * 110
    assert split_message(message, noted) == (message,)
    assert len(asked) < 10


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (
            "who is Brown\nwhy was it closed\nwhen did it open",
            ["who is Brown", "why was it closed", "when did it open"],
        ),
        ("- who is Brown\n- why was it closed", ["who is Brown", "why was it closed"]),
        ("what did Brown say\nof the bridge when\nhe left?", None),
    ],
)
def test_lines_are_questions_of_their_own(message: str, parts: list[str] | None) -> None:
    assert list(split_message(message, kind_of)) == (parts or [message])


@pytest.mark.parametrize(
    "message",
    [
        "What did Brown say, when the bridge was closed?",
        "Who was in the car, which crashed on Friday?",
        "Who is Brown, who built the bridge?",
    ],
)
def test_a_clause_behind_a_comma_is_no_question(message: str) -> None:
    assert split_message(message, kind_of) == (message,)


def test_a_question_behind_a_comma_is_one() -> None:
    message = "Who is Brown, when did he build the bridge?"
    assert split_message(message, kind_of) == ("Who is Brown?", "when did he build the bridge?")


@pytest.mark.parametrize(
    "message",
    [
        "Just Stop Oil blocked which road?",
        "Question Time: who appeared on it?",
        "OK Magazine wrote what about her?",
    ],
)
def test_a_name_keeps_its_first_word(message: str) -> None:
    assert extract_question(message) == message


def test_what_is_polite_is_not_asked() -> None:
    assert extract_question("OK so who is Brown?") == "who is Brown?"
    assert extract_question("Hello, Brown resigned?") == "Brown resigned?"
    assert extract_question("Just tell me who Brown is") == "who Brown is"


@pytest.mark.parametrize(
    "message",
    [
        "What did\nTrump say about the summit?",
        "Who is\nDmitry\nPeskov?",
        "Why was the summit in\nBudapest cancelled?",
        "What did Brown say\nwhen he left?",
    ],
)
def test_a_line_that_goes_on_with_a_question_is_no_other_one(message: str) -> None:
    assert split_message(message, kind_of) == (message,)


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Hey Bot why did Trump cancel the summit?", "Bot why did Trump cancel the summit?"),
        ("Hi Everyone, who is Brown?", "Everyone, who is Brown?"),
    ],
)
def test_a_greeting_is_no_name(message: str, question: str) -> None:
    assert extract_question(message) == question


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Why?", True),
        ("Why?! Tell me", True),
        ("لماذا ألغيت القمة؟", True),
        ("为什么取消？请说明", True),
        ("Why", False),
        ("see https://x.org/?a=1", False),
    ],
)
def test_question_marks_of_several_scripts(text: str, marked: bool) -> None:
    assert is_marked(text) == marked
