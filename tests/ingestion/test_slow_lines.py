"""Lines on which expressions backtracked for years are read at once."""

from __future__ import annotations

import pytest

from index.english.attribution import attribute
from index.ingestion.loaders.exports import _DOCUMENT
from index.ingestion.parser import parse_article
from index.query.followup.mentions import without_days

pytestmark = pytest.mark.timeout(60)

STORY = "Leaders met on Monday in Moscow, officials said after the summit of the two countries.\n"


def test_a_line_of_clock_times_before_a_date() -> None:
    article = parse_article(
        "a.txt", f"Title\n\n{'77.77.7' * 60} 20 October 2025\n\n{STORY}".encode()
    )
    assert article.paragraphs


def test_many_capitals_behind_a_verb_of_speech() -> None:
    assert attribute([f"It is so, said {'Aa' * 2000}\u2603"], [0])


def test_white_space_before_a_day() -> None:
    assert (
        without_days("the summit" + "\t" * 1500 + "x on Monday") == "the summit" + "\t" * 1500 + "x"
    )


def test_the_number_of_a_document() -> None:
    assert _DOCUMENT.fullmatch("Document FTFT000020251020ab0a0001m")
    assert not _DOCUMENT.fullmatch("Document " + "a" * 20_000 + "!")
