"""How things stand: what was reported last goes first, with its day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from tests.helpers.small_index import write

pytestmark = pytest.mark.slow
REPORTS = {
    dt.date(
        2026, 3, 1
    ): "The harbour of Esbjerg is closed because of ice, the harbour master said.",
    dt.date(2026, 3, 9): "The harbour of Esbjerg is open again after the ice melted, he said.",
    dt.date(2026, 3, 5): "The harbour of Esbjerg is still closed, and ships wait outside, he said.",
}


async def test_the_newest_statement_goes_first(tmp_path: Path) -> None:
    for day, text in REPORTS.items():
        path = tmp_path / "articles" / f"{day}.txt"
        write(path, text, title=f"Report of {day}", day=str(day), outlet="The Paper")
    config = CoverageConfig(tmp_path / "articles", tmp_path / "data")
    async with await Coverage.open(config) as coverage:
        await coverage.refresh()
        answer = await coverage.ask("Is the harbour of Esbjerg still closed?")
    days = [citation.published for citation in answer.citations]
    assert days[0] == dt.date(2026, 3, 9)
    assert "open again" in answer.citations[0].quote
