"""Verbs that are one with the words after them."""

from __future__ import annotations

import pytest

from index.english.phrasal_verbs import is_phrasal_verb, merge_phrasal_verbs
from index.english.synonyms import synonyms
from index.english.tokens import stem, tokenize


def _stems(text: str, *, keep: bool = False) -> list[str]:
    return [token.stem for token in merge_phrasal_verbs(tokenize(text), keep=keep) if token.content]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Who called off the summit?", ["call_off", "summit"]),
        ("They called the whole summit off.", ["call_off", "whole", "summit"]),
        ("Calling it off", ["call_off"]),
        ("Trump gave up", ["trump", "give_up"]),
        ("Talks were put on hold", ["talk", "put_on_hold"]),
        ("Ukraine pushed back against it", ["ukrain", "push_back"]),
        ("He called Putin on Sunday", ["call", "putin", "sundai"]),
        ("He called on Sunday and turned off the light", ["call", "sundai", "turn", "light"]),
        ("They put Putin and the talks on hold", ["put", "putin", "talk", "hold"]),
        ("They turned it and broke down", ["turn", "break_down"]),
        ("He gave in Moscow what he took on Friday", ["gave", "moscow", "took", "fridai"]),
        ("They took a decision over Ukraine", ["took", "decis", "ukrain"]),
        ("call", ["call"]),
    ],
)
def test_a_verb_is_one_with_the_words_that_go_with_it(text: str, found: list[str]) -> None:
    assert _stems(text) == found


def test_its_other_words_can_be_kept() -> None:
    assert _stems("pouring cold water on it", keep=True) == ["pour_cold_wat", "cold", "water"]


def test_tokens_keep_their_places() -> None:
    text = "They called the summit off in Budapest"
    tokens = {token.start: token for token in tokenize(text)}
    for token in merge_phrasal_verbs(tokenize(text)):
        assert tokens[token.start].text == token.text
    assert [t.text for t in merge_phrasal_verbs(tokenize(text))][:2] == ["They", "called"]


def test_it_is_looked_up_as_what_it_means() -> None:
    called_off = stem("call_off")
    assert is_phrasal_verb(called_off)
    assert {"cancel", "postpon"} <= synonyms(called_off)
    assert called_off in synonyms("cancel")
    assert called_off not in synonyms("call")
    assert not is_phrasal_verb("call")
