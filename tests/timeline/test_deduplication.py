"""When two sentences of a day are told to report one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from index.events.extraction import terms
from index.models import DateBasis
from index.storage.ledger.records import Vector
from index.timeline.candidates import DatedSentence
from index.timeline.deduplication import FEW, MAX_DOUBTFUL, DuplicateDetector
from tests.helpers.timeline import day, only_words


def told(number: int, how: DateBasis = "dated") -> DatedSentence:
    words = np.array(terms(f"sentence {number}"), dtype=np.uint32)
    return DatedSentence(number, number, None, day("2025-10-20"), how, False, True, 1.0, words)


class _Meanings:
    """Equal meanings for the sentences ``same``, unlike ones for all others."""

    def __init__(self, *same: int) -> None:
        self.same = same
        self.asked: list[tuple[int, ...]] = []

    def __call__(self, sentences: Sequence[int]) -> Mapping[int, Vector]:
        self.asked.append(tuple(sentences))
        size = max(sentences) + 2
        return {
            n: np.eye(size, dtype=np.float32)[0 if n in self.same else n + 1] for n in sentences
        }


def likeness(pool: list[DatedSentence], meanings: _Meanings, *, near: float) -> np.ndarray:
    """Everybody's likeness with the first, whose words all are ``near``."""
    words = np.full((len(pool), len(pool)), near, dtype=np.float32)
    np.fill_diagonal(words, 1.0)
    found = DuplicateDetector(pool, words, meanings)
    order = list(range(len(pool)))
    return found.citation_similarity(found.similarity(order, 1), order, [0])[:, 0]


def test_few_candidates_are_all_compared_by_meaning() -> None:
    meanings = _Meanings(0, 3)
    found = likeness([told(n) for n in range(5)], meanings, near=0.0)
    assert [n for n in range(5) if found[n] >= 1] == [0, 3]
    assert meanings.asked == [(0, 1, 2, 3, 4)]


def test_of_many_only_those_are_that_words_leave_open() -> None:
    pool = [told(n) for n in range(FEW + 1)]
    meanings = _Meanings(0, 3)
    found = likeness(pool, meanings, near=0.3)
    assert [n for n in range(FEW + 1) if found[n] >= 1] == [0, 3]
    assert [len(asked) for asked in meanings.asked] == [1 + MAX_DOUBTFUL]
    unlike = _Meanings(0, 3)
    assert max(likeness(pool, unlike, near=0.1)[1:]) < 1
    assert unlike.asked == []


@pytest.mark.parametrize(("how", "together"), [("dated", True), ("reported", False)])
def test_undated_sentences_have_to_be_more_alike(how: DateBasis, together: bool) -> None:
    pool = [told(0), told(1, how)]
    words = np.array([[1.0, 0.45], [0.45, 1.0]], dtype=np.float32)
    found = DuplicateDetector(pool, words, only_words)
    alike = found.citation_similarity(found.similarity([0, 1], 1), [0, 1], [0])
    assert bool(alike[1, 0] >= 1) is together
