"""The benchmark of follow-ups: when a turn counts as understood, and its conversations."""

from __future__ import annotations

from bench.corpus import rows
from bench.followups import FOLDER, is_understood
from bench.fresh import HALVES


def test_a_turn_is_understood_by_the_words_that_it_names() -> None:
    assert is_understood("When did Ada Brown resign?", ["Brown", "resign|left"], [" she "])
    assert not is_understood("When did she resign, Brown?", ["Brown"], [" she "])
    assert not is_understood("When did Ada Brown resign?", ["Becker"], [])


def test_conversations_have_three_to_five_turns_and_are_in_one_half() -> None:
    halves = [rows(FOLDER / half / "conversations.jsonl") for half in HALVES]
    open_, held = ({talk["id"] for talk in talks} for talks in halves)
    assert len(open_) == len(held) == 20
    assert not open_ & held
    for talk in (talk for talks in halves for talk in talks):
        assert 3 <= len(talk["turns"]) <= 5
        first, *later = talk["turns"]
        assert not first["must"]
        assert any(turn.get("must") for turn in later)
