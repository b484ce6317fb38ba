"""Where a timeline opens, and what its chart adds to the page beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.discord.errors import refused_file
from bot.discord.rendering.timelines import (
    TimelineQuery,
    core_events,
    opening_page,
    pictured,
    split_pages,
    timeline_pages,
)
from bot.rendering.charts.axis import ticks
from bot.rendering.charts.canvas import LIGHT
from bot.rendering.charts.landscape import LandscapeLayout
from index.models import Event
from tests.helpers.fakes import CITATION, FakeCoverage
from tests.helpers.fixture_types import StartBot

QUERY = TimelineQuery()
REFUSED: Any = SimpleNamespace(status=400, reason="")
REFUSES_EDITS = {
    "method": "PATCH",
    "path": "/webhooks/*",
    "status": 403,
    "code": 50013,
    "message": "Missing Permissions",
    "times": 1,
}
FORBIDDEN = discord.Forbidden(REFUSED, {"code": 50013, "message": "no"})
OLD = Event(dt.date(1843, 5, 1), "A treaty was signed.", (CITATION,))
FAR = Event(dt.date(2040, 1, 1), "A bridge is to be finished.", (CITATION,), planned=True)


def days(count: int, text: str = "Something happened in the town.") -> tuple[Event, ...]:
    """Events of consecutive days up to the publication of the article that tells them."""
    first = dt.date(2025, 10, 22) - dt.timedelta(days=count)
    cited = (replace(CITATION, quote=text),)
    return tuple(
        Event(first + dt.timedelta(days=n), f"{text} ({n}) {'word ' * 60}", cited)
        for n in range(count)
    )


def test_it_opens_where_the_coverage_begins() -> None:
    events = (OLD, *days(8), FAR)
    assert core_events(QUERY, events) == events[1:]
    page = opening_page(QUERY, events)
    assert page == 2
    pages = timeline_pages(QUERY, events)
    assert "1843" in pages[0]
    assert "1843" not in pages[1]
    assert pages[1].startswith("**Timeline**\n**Tue 14 October 2025**")
    assert [event for page in split_pages(QUERY, events) for event in page] == list(events)


def test_it_opens_at_the_beginning_if_there_is_nothing_else_or_that_was_asked_for() -> None:
    assert opening_page(QUERY, (OLD,)) == 1
    assert core_events(QUERY, (OLD,)) == (OLD,)
    since = TimelineQuery(since=dt.date(1800, 1, 1))
    assert opening_page(since, (OLD, *days(8))) == 1
    undated = tuple(
        replace(event, citations=(replace(CITATION, published=None),)) for event in (OLD, *days(3))
    )
    assert opening_page(QUERY, undated) == 1


def test_the_chart_spans_the_days_that_the_coverage_is_about() -> None:
    events = (OLD, *days(8), FAR)
    assert pictured(QUERY, events) == list(events[1:-1])
    assert pictured(TimelineQuery(until=dt.date(2050, 1, 1)), events) == events[1:]
    assert pictured(QUERY, (OLD,)) == [OLD]


def test_the_chart_labels_what_is_not_on_the_page() -> None:
    events = days(8)
    beside = events[:3]
    layout = LandscapeLayout(events, 100, LIGHT, beside)
    labelled = [label.event for label in layout._labels]
    assert labelled
    assert not set(labelled) & set(beside)
    assert layout._unlabelled == len(events) - len(labelled)


def test_years_are_on_labels_and_ticks_if_the_axis_spans_years() -> None:
    new_year = (
        Event(dt.date(2025, 12, 28), "One.", (CITATION,)),
        Event(dt.date(2026, 1, 3), "Two.", (CITATION,)),
    )
    layout = LandscapeLayout(new_year, 100, LIGHT, new_year[:1])
    (label,) = layout._labels
    assert label.head[0].text == "3 Jan 2026"
    assert all(
        tick.label.endswith(("2025", "2026")) for tick in ticks(*(e.date for e in new_year), 6)
    )
    same = ticks(dt.date(2025, 10, 1), dt.date(2025, 10, 9), 6)
    assert not any("2025" in tick.label for tick in same)


async def test_no_picture_repeats_a_page_that_tells_everything(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(events=days(1))) as bot:
        result = await bot.ann.slash(bot.channel, "timeline")
        assert result.response is not None
        assert not result.response.attachments


async def test_a_refused_picture_leaves_the_page(start_bot: StartBot) -> None:
    coverage = FakeCoverage(events=(OLD, *days(9)))
    async with start_bot(coverage, settle_timeout=30.0) as bot:  # drawing takes long
        timelines, drawn = bot.client.timelines, bot.client.timelines.chart

        async def drawn_then_refused(query: TimelineQuery, beside: Sequence[Event]) -> bytes | None:
            bot.env.backend.faults.append(REFUSES_EDITS)
            return await drawn(query, beside)

        timelines.chart = drawn_then_refused  # type: ignore[method-assign]
        result = await bot.ann.slash(bot.channel, "timeline")
        assert result.response is not None
        assert "October 2025" in result.response.content, "the page stays"
        (said,) = result.followups
        assert said.ephemeral
        assert said.content.startswith(refused_file(FORBIDDEN, "the picture"))
        assert "Download" in said.content


async def test_a_failing_picture_leaves_the_page(start_bot: StartBot) -> None:
    async with start_bot(FakeCoverage(events=(OLD, *days(9)))) as bot:

        async def fails(query: TimelineQuery, beside: Sequence[Event]) -> bytes | None:
            raise RuntimeError("no font")

        bot.client.timelines.chart = fails  # type: ignore[method-assign]
        result = await bot.ann.slash(bot.channel, "timeline")
        assert result.response is not None
        assert "October 2025" in result.response.content, "the page stays"
        (said,) = result.followups
        assert said.ephemeral
        assert said.content.startswith("Something went wrong")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FORBIDDEN, "Attach Files"),
        (discord.HTTPException(REFUSED, {"code": 40005, "message": "no"}), "too large"),
        (
            discord.HTTPException(REFUSED, {"code": 1, "message": "no"}),
            "did not accept the picture",
        ),
    ],
)
def test_each_reason_has_one_sentence(error: discord.HTTPException, said: str) -> None:
    assert said in refused_file(error, "the picture")


class BeingIndexed(FakeCoverage):
    """Coverage that changes between two looks, and then has no event but one."""

    async def timeline(self, *args: Any, **options: Any) -> tuple[Event, ...]:
        found = await super().timeline(*args, **options)
        self.events = self.events[:1]
        self.summaries = (replace(self.summaries[0], sha256=f"{len(self.timelines)}"),)
        return found


async def test_pages_are_those_of_the_events_that_were_found(start_bot: StartBot) -> None:
    async with start_bot(BeingIndexed(events=(OLD, *days(8)))) as bot:
        result = await bot.ann.slash(bot.channel, "timeline")
        assert result.response is not None
        assert "Tue 14 October 2025" in bot.channel.history()[-1].content
