"""Who is meant by an office."""

from __future__ import annotations

import pytest

from index.english.offices import Offices

SENTENCES = [
    "French President Claire Moreau met German Chancellor Jonas Weber.",
    "Kremlin spokesman Oleg Sorin warned the French president.",
    "“We will see,” said Ida Berg, Moreau’s press secretary, on Monday.",
    "U.S. Secretary of State Dan Hill called Italian Foreign Minister Ugo Neri.",
    "Deputy envoy Lars Holm and special envoy Mia Lund left.",
]


@pytest.mark.parametrize(
    ("asked", "office", "name"),
    [
        ("What did the French president say?", "French president", "moreau"),
        ("what did france's leader say", "france's leader", "moreau"),
        ("Does the German chancellor agree?", "German chancellor", "weber"),
        ("What does Russia's spokesman say?", "Russia's spokesman", "sorin"),
        ("What did Moreau's press secretary say?", "Moreau's press secretary", "berg"),
        ("Who called the Italian foreign minister?", "Italian foreign minister", "neri"),
        ("Does Italy's top diplomat agree?", "Italy's top diplomat", "neri"),
        ("What did the US top diplomat do?", "US top diplomat", "hill"),
    ],
)
def test_an_office_is_its_holder(asked: str, office: str, name: str) -> None:
    (held,) = Offices(SENTENCES).named(asked)
    assert asked[held.start : held.end] == office
    assert held.names == {name}


@pytest.mark.parametrize(
    "asked",
    [
        "What did the president say?",
        "What did the Chinese president say?",
        "What did Weber's press secretary say?",
        "What did the envoy say?",
        "Who is president of the club?",
        "",
    ],
)
def test_no_holder_is_guessed(asked: str) -> None:
    assert Offices(SENTENCES).named(asked) == []


def test_two_as_likely_holders_are_none() -> None:
    both = ["French President Claire Moreau left.", "French President Luc Petit left."]
    assert Offices(both).named("the French president") == []


def test_all_who_hold_an_office_of_a_country_speak_for_it() -> None:
    offices = Offices(SENTENCES)
    assert offices.of_place(["pari"]) == {"moreau"}
    assert offices.of_place(["washington", "berlin"]) == {"hill", "weber"}
    assert offices.of_place(["china"]) == frozenset()
