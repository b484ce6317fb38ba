"""Lines on which expressions backtracked for minutes or years are read at once."""

from __future__ import annotations

import pytest

from index.ingestion.loaders.exports.factiva import _DOCUMENT
from index.ingestion.metadata.datelines import read_date_line

pytestmark = pytest.mark.timeout(60)


def test_a_line_of_clock_times_before_a_date() -> None:
    assert read_date_line(f"{'77.77.7' * 22}x on 20 October 2025") == ()


def test_the_number_of_a_document() -> None:
    assert _DOCUMENT.fullmatch("Document FTFT000020251020ab0a0001m")
    assert not _DOCUMENT.fullmatch("Document " + "a" * 100_000 + "!")
