"""Notes that tell what an earlier version of an article said."""

from __future__ import annotations

import pytest

from index.english.corrections import tells_of_an_earlier_version


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of this article said that six people were hurt.",
        "This story originally gave the wrong age.",
        "Correction: An article in Tuesday's edition misstated the price.",
    ],
)
def test_what_was_said_before(text: str) -> None:
    assert tells_of_an_earlier_version(text)


@pytest.mark.parametrize(
    "text",
    [
        "The report of 3 May said that the valve was known to be broken.",
        "The mayor said that an article about him was wrong.",
    ],
)
def test_what_others_said(text: str) -> None:
    assert not tells_of_an_earlier_version(text)
