"""The form of the word lists, and how groups of words are read and combined."""

from __future__ import annotations

import itertools

import pytest

from index.english.synonyms import (
    Groups,
    Thesaurus,
    forms,
    is_seat_of_power,
    opposites,
    places,
    synonyms,
)
from index.english.tokens import fold, stem
from index.english.word_lists import (
    COUNTRIES,
    FAMILIES,
    FORMS,
    LIGHT,
    OPPOSITES,
    SYNONYMS,
    parse_group,
    read_lines,
)

GROUPED = (*FORMS, *FAMILIES, *SYNONYMS, COUNTRIES, OPPOSITES)


def _words(line: str) -> list[str]:
    return [word for word in line.split() if word not in {">", "|", "/"}]


@pytest.mark.parametrize("name", [*GROUPED, LIGHT])
def test_words_are_written_as_they_are_compared_and_once_a_line(name: str) -> None:
    lines = list(read_lines(name))
    assert len(lines) > 80
    for line in lines:
        words = _words(line)
        assert [fold(word) for word in words] == words, line
        assert len(set(words)) == len(words), line


@pytest.mark.parametrize("name", GROUPED)
def test_a_group_has_more_than_one_stem(name: str) -> None:
    for line in read_lines(name):
        assert len({stem(word) for word in _words(line)}) > 1, line


@pytest.mark.parametrize("name", [*FORMS, *FAMILIES, *SYNONYMS])
def test_no_line_is_there_twice(name: str) -> None:
    lines = [
        (frozenset(group.heads), frozenset(group.members))
        for group in map(parse_group, read_lines(name))
    ]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("name", [*FORMS, *FAMILIES, *SYNONYMS])
def test_no_word_is_in_a_group_with_its_opposite(name: str) -> None:
    for line in read_lines(name):
        group = parse_group(line)
        for head, member in itertools.product(group.heads, group.members):
            assert stem(member) not in opposites(stem(head)), line


def test_no_word_is_met_by_its_opposite() -> None:
    for line in read_lines(OPPOSITES):
        left, right = (side.split() for side in line.split("/"))
        for one, other in itertools.product(left, right):
            assert stem(other) not in synonyms(stem(one)), (one, other)
            assert stem(one) not in synonyms(stem(other)), (other, one)


def test_a_form_that_is_a_word_of_its_own_is_not_the_other_word() -> None:
    assert stem("found") in forms("find")
    assert "find" not in forms(stem("found"))
    assert stem("wound") not in forms("wind")


def test_a_synonym_is_no_form() -> None:
    assert stem("scrap") not in forms("cancel")
    assert forms("zyx") == frozenset()
    assert synonyms("zyx") == frozenset()


def test_a_direction_holds_with_the_forms_of_both_words() -> None:
    small = Thesaurus(
        Groups(["man men", "find > found", "strike struck"]),
        Groups(["attack attacker"]),
        Groups(["relative > man", "attack strike", "establish found"]),
    )
    assert small.synonyms("rel") == {"man", "men"}
    assert small.synonyms("men") == {"man"}
    assert {"strike", "struck"} <= small.synonyms(stem("attacker"))
    assert stem("attack") in small.synonyms("struck")
    assert "find" not in small.synonyms(stem("establish"))
    assert stem("establish") not in small.synonyms("find")


def test_comments_and_spaces_are_no_words() -> None:
    assert parse_group("weapon > missile  rocket").members == ("missile", "rocket")
    assert parse_group("begin start").heads == parse_group("begin start").members
    assert not [line for name in GROUPED for line in read_lines(name) if "#" in line]


def test_places_are_one_country_and_seats_speak_for_it() -> None:
    assert {stem("russian"), stem("kremlin")} <= places(stem("moscow"))
    assert stem("pyongyang") in places(stem("korea"))
    assert stem("pyongyang") not in places(stem("seoul"))
    assert stem("american") in places(stem("us"))
    assert is_seat_of_power(stem("kremlin"))
    assert is_seat_of_power(stem("tokyo"))
    assert not is_seat_of_power(stem("russia"))
    assert places(stem("tuesday")) == frozenset()


def test_opposites_hold_in_every_form() -> None:
    assert stem("fell") in opposites(stem("rose"))
    assert stem("sold") in opposites(stem("bought"))
    assert stem("rose") not in opposites(stem("grew"))
