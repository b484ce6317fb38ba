"""Which candidates of a day are compared with each other."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from index.timeline import entry_selection
from index.timeline.candidates import DatedSentence

DAY = dt.date(2025, 10, 20)


def candidate(number: int, clarity: float, *, planned: bool = False) -> DatedSentence:
    terms = np.array([number], dtype=np.uint32)
    return DatedSentence(number, number, DAY, DAY, "dated", planned, True, clarity, terms)


def test_of_very_many_the_clearest_that_happened_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry_selection, "MOST_OF_A_DAY", 2)
    pool = [
        candidate(1, 0.3),
        candidate(2, 0.9),
        candidate(3, 1.0, planned=True),
        candidate(4, 0.8),
    ]
    assert [each.sentence for each in entry_selection._clearest(pool)] == [2, 4]
    assert entry_selection._clearest(pool[:2]) == pool[:2]
