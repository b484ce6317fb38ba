"""Questions for places: which of them a text names without saying what it is."""

from __future__ import annotations

import pytest

from index.query.intent import asks_for_town, asks_where_within


@pytest.mark.parametrize(
    ("asked", "town", "within"),
    [
        ("Which city was to host the summit?", True, False),
        ("In which town did they meet?", True, True),
        ("To which European city did he fly?", True, True),
        ("In what country are the assets?", False, True),
        ("In which hotel was the summit?", False, True),
        ("Which country offered to help?", False, False),
        ("Where did they meet?", False, False),
        ("Which hotel did he buy?", False, False),
    ],
)
def test_places(asked: str, town: bool, within: bool) -> None:
    assert asks_for_town(asked) == town
    assert asks_where_within(asked) == within
