"""The timeline of the seed articles against the one worked out from their text."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.seed_sets import (
    banned_in,
    days,
    load_furniture,
    load_timeline,
    missing,
    unexplained,
)
from index.config import CoverageConfig
from index.coverage import Coverage
from index.errors import UnusableSetting
from index.models import Event, Scope
from tests.helpers import SEEDS

pytestmark = pytest.mark.slow

TOPICS = {
    "Tomahawk missiles": {"2025-10-22"},
    "tomahawks": {"2025-10-22"},
    "sanctions on Rosneft and Lukoil": {"2025-10-22", "2025-10-23"},
    "Kirill Dmitriev": {"2025-10-24", "2025-10-25"},
    "Leavitt": {"2025-10-23"},
    "European allies": {"2025-10-21"},
}
NOBODY_REPORTS = [
    "Macron",
    "Melania Trump",
    "Barron Trump",
    "Marie Leavitt",
    "football",
    "climate change",
    "North Korea",
    "Xi",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seeds-timeline")


@pytest.fixture
async def coverage(folder: Path) -> AsyncIterator[Coverage]:
    async with await Coverage.open(CoverageConfig(SEEDS, folder / "data")) as opened:
        await opened.refresh()
        yield opened


async def test_every_required_event_is_there_and_no_other(coverage: Coverage) -> None:
    events = await coverage.timeline(per_day=20)
    gold = load_timeline()
    assert missing(gold, events) == []
    assert unexplained(gold, events) == []


async def test_every_day_has_its_main_event(coverage: Coverage) -> None:
    events = await coverage.timeline()
    gold = load_timeline()
    assert {event.date for event in events} == days(gold)
    assert len(events) == len(days(gold))
    assert unexplained(gold, events) == []


async def test_no_furniture_is_told(coverage: Coverage) -> None:
    furniture = load_furniture()
    events = await coverage.timeline(per_day=20)
    assert [found for event in events for found in banned_in(event, furniture)] == []


async def test_citations_are_exact(coverage: Coverage) -> None:
    for event in await coverage.timeline(per_day=20):
        files = [citation.file for citation in event.citations]
        assert len(files) == len(set(files))
        for citation in event.citations:
            raw = (SEEDS / citation.file).read_bytes().decode("utf-8")
            assert raw[citation.start : citation.end] == citation.quote


def _entry(events: tuple[Event, ...], *words: str) -> set[str]:
    """The files of the one entry that has these words in its text or quotes."""
    found = [
        event
        for event in events
        if all(any(word in citation.quote for citation in event.citations) for word in words)
    ]
    assert len(found) == 1
    return {citation.file[:3] for citation in found[0].citations}


async def test_articles_that_report_the_same_are_cited_together(coverage: Coverage) -> None:
    events = await coverage.timeline(per_day=20)
    assert _entry(events, "Rosneft") == {"000", "002", "004"}
    assert _entry(events, "On Oct. 23", "said Thursday") == {"002", "003"}
    assert _entry(events, "Oct. 25", "on Saturday downplayed") == {"000", "002", "004"}
    assert _entry(events, "When Putin called", "On October 16") == {"002", "003"}


async def test_a_topic_narrows(coverage: Coverage) -> None:
    for topic, expected in TOPICS.items():
        events = await coverage.timeline(topic, per_day=20)
        assert {event.date.isoformat() for event in events} == expected, topic


async def test_a_topic_that_nobody_reports_has_no_events(coverage: Coverage) -> None:
    for topic in NOBODY_REPORTS:
        assert await coverage.timeline(topic, per_day=20) == (), topic


async def test_the_limit_and_the_bounds(coverage: Coverage) -> None:
    limited = await coverage.timeline(days=3)
    assert len(limited) == 3
    assert [event.date for event in limited] == sorted(event.date for event in limited)
    day = limited[0].date
    (event,) = await coverage.timeline(scope=Scope(since=day, until=day))
    assert event.date == day


async def test_unusable_ranges_and_limits(coverage: Coverage) -> None:
    events = await coverage.timeline()
    first, last = events[0].date, events[-1].date
    with pytest.raises(UnusableSetting, match="is after the last"):
        await coverage.timeline(scope=Scope(since=last, until=first))
    with pytest.raises(UnusableSetting, match="at least 1"):
        await coverage.timeline(days=0)
    with pytest.raises(UnusableSetting, match="at least 1"):
        await coverage.timeline(per_day=-1)


async def test_nothing_indexed(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    async with await Coverage.open(
        CoverageConfig(tmp_path / "articles", tmp_path / "data")
    ) as empty:
        await empty.refresh()
        assert await empty.timeline() == ()
        assert await empty.timeline("Putin") == ()


async def test_one_of_two_identical_files_changes_no_day(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "articles")
    shutil.copy(SEEDS / "002_832dcdeb64442dca.txt", tmp_path / "articles" / "again.txt")
    async with await Coverage.open(
        CoverageConfig(tmp_path / "articles", tmp_path / "data")
    ) as twice:
        await twice.refresh()
        events = await twice.timeline(per_day=20)
    assert {event.date for event in events} == days(load_timeline())
