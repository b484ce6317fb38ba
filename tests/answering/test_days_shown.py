"""The day beside a statement is the event's where it is known; several days are told in order."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import Statement
from tests.helpers.small_index import write

DAY = dt.date(2026, 3, 4)
REPORTS = {
    dt.date(2026, 3, 12): "On 9 March 2026 the harbour of Esbjerg was opened by the mayor.",
    dt.date(2026, 3, 11): "On 5 March 2026 the harbour of Esbjerg was closed by the mayor.",
    dt.date(2026, 3, 10): "On 7 March 2026 the harbour of Esbjerg was cleared of ice.",
}


def test_published_is_said_where_the_day_is_the_articles() -> None:
    assert Statement("It sank.", (1,), DAY).marked == "It sank. [1] (published 4 March 2026)"
    dated = Statement("It sank.", (1,), DAY, day=dt.date(2026, 3, 1))
    assert dated.marked == "It sank. [1] (1 March 2026)"
    assert Statement("It sank.", ()).marked == Statement("It sank.", ()).dated == "It sank."


@pytest.mark.slow
async def test_several_days_are_told_in_order_with_the_events_days(tmp_path: Path) -> None:
    for day, text in REPORTS.items():
        path = tmp_path / "articles" / f"{day}.txt"
        write(path, text, title=f"Report of {day}", day=str(day), outlet="The Paper")
    config = CoverageConfig(tmp_path / "articles", tmp_path / "data")
    async with await Coverage.open(config) as coverage:
        await coverage.refresh()
        answer = await coverage.ask(
            "What happened in the harbour of Esbjerg from 5 March to 9 March 2026?"
        )
    days = [statement.day for statement in answer.statements]
    assert len(days) > 1
    assert None not in days
    assert days == sorted(days, key=str)
