"""The language of a message: English in case of doubt."""

from __future__ import annotations

import json

import pytest

from bench.intent import DATA, HALVES
from index.query.language import language_of
from index.replies.wording import ONLY_ENGLISH


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("why did the ferry sink", "en"),
        ("what did Die Zeit, El País and Le Figaro report", "en"),
        ("who is 习近平 meeting", "en"),
        ("merci!", "en"),
        ("", "en"),
        ("🙂 ??? 42", "en"),
        ("por qué se hundió el barco", "es"),
        ("pourquoi le bateau a-t-il coulé", "fr"),
        ("por que o navio afundou ontem", "pt"),
        ("warum ist das Schiff gesunken", "de"),
        ("mengapa kapal itu tenggelam", "id"),
        ("gemi neden battı ve kaç kişi öldü", "tr"),
        ("почему затонул корабль", "ru"),
        ("чому затонув корабель і хто винен", "uk"),
        ("为什么船沉了", "zh"),
        ("जहाज क्यों डूबा", "hi"),
        ("জাহাজটি কেন ডুবল", "bn"),
        ("لماذا غرقت السفينة", "ar"),
        ("جہاز کیوں ڈوبا", "other"),
        ("なぜ船は沈んだのですか", "other"),
        ("perché la nave è affondata ieri", "other"),
    ],
)
def test_a_message_is_told_by_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_names_of_the_coverage_are_in_no_language() -> None:
    names = {"señor", "del", "barco"}
    assert language_of("señor del barco") == "es"
    assert language_of("señor del barco", names.__contains__) == "en"


def test_english_messages_are_not_taken_for_another_language() -> None:
    texts = [
        json.loads(line)["text"]
        for half in HALVES
        for line in (DATA / half / "messages.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(texts) > 600
    assert sum(language_of(text) != "en" for text in texts) <= len(texts) // 300


def test_the_line_of_a_language_is_in_it() -> None:
    for language, line in ONLY_ENGLISH.items():
        assert language_of(line) == ("en" if language == "other" else language)
