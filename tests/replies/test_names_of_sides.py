"""How the people that are compared are called."""

from __future__ import annotations

import pytest

from index.replies.comparison import shown_name


@pytest.mark.parametrize(
    ("written", "shown"),
    [("Clinton's", "Clinton"), ("Clinton’s", "Clinton"), ("clinton", "Clinton"), ("Ross", "Ross")],
)
def test_a_name_is_shown_without_its_possessive(written: str, shown: str) -> None:
    assert shown_name(written) == shown
