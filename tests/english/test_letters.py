"""Names begin with a capital letter of any alphabet, and only with one."""

from __future__ import annotations

import re

import pytest

from index.english.attribution import attribute
from index.english.letters import CAPITAL
from index.ingestion.metadata.bylines import byline


@pytest.mark.parametrize("letter", "AZÉŠÖĞİŻΩЖЁ")
def test_capitals(letter: str) -> None:
    assert re.fullmatch(CAPITAL, letter)


@pytest.mark.parametrize("letter", "azéšöğıżωжёß0_-")
def test_other_characters(letter: str) -> None:
    assert not re.fullmatch(CAPITAL, letter)


@pytest.mark.parametrize("name", ["Émile Durand", "Šárka Nováková", "Özgür Özel", "Łukasz Żak"])
def test_a_name_that_begins_with_an_accent_is_a_whole_name(name: str) -> None:
    (said,) = attribute([f"{name} said that it is done."], [0])
    assert said.who == name
    assert byline(f"By {name}, Reuters") == (name, "Reuters")
