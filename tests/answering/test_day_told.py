"""The day that is shown beside a sentence: of what it tells, not one that is only named in it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.helpers.answering import story_of

DAYS = [
    ("The council voted on Thursday to buy the ferry from 1 January.", "2026-09-24"),
    ("The 20 April explosion killed 11 workers.", "2026-04-20"),
    ("New rules were imposed after the 12 January earthquake that killed thousands.", None),
    ("Most of them have been found since the quake struck on 12 January.", None),
    ("The ban, which was to end on Monday, will stay.", None),
    ("Schools are closed until 6 October.", None),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_the_day_told(text: str, day: str | None) -> None:
    sentence = story_of(text, published=dt.date(2026, 9, 25)).view.sentences[0]
    assert str(sentence.day_told or "") == (day or "")
