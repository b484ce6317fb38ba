"""Candidates: found among many articles, by signatures that can be stored."""

from __future__ import annotations

from random import Random

import pytest

from index.copies.candidates import Candidates, signature_of
from index.copies.shingles import Shingles, are_near_copies, shingles


def article(random: Random, length: int) -> list[str]:
    return [f"w{random.randrange(5000)}" for _ in range(length)]


def edited(random: Random, text: list[str]) -> list[str]:
    """A text cut at its end, with an own lead and some words replaced."""
    kept = text[: random.randrange(len(text) // 2, len(text))]
    kept = [f"x{i}" if random.random() < 0.03 else word for i, word in enumerate(kept)]
    return article(random, random.randrange(0, 40)) + kept


def test_near_copies_are_found_and_others_are_mostly_not() -> None:
    random = Random(7)
    texts: dict[int, Shingles] = {}
    for number in range(150):
        text = article(random, random.randrange(100, 700))
        texts[2 * number] = shingles([" ".join(text)])
        texts[2 * number + 1] = shingles([" ".join(edited(random, text))])
    found = Candidates({number: signature_of(each) for number, each in texts.items()})
    pairs = {(a, b) for a in texts for b in found.of(a)}
    true = {(a, a ^ 1) for a in texts if are_near_copies(texts[a], texts[a ^ 1])}
    assert len(true) > 150
    assert len(true - pairs) <= 0.03 * len(true)
    assert len(pairs) < 3 * len(texts)
    assert all((b, a) in pairs and a != b for a, b in pairs)


def test_a_signature_depends_only_on_the_text() -> None:
    text = " ".join(f"word{i}" for i in range(60))
    assert signature_of(shingles([text])) == signature_of(shingles([text.upper()]))
    assert signature_of(shingles([text])) != signature_of(shingles([f"{text} more"]))


def test_a_signature_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Candidates({1: b"Rensa:RMinHash:1\x00garbage"})
