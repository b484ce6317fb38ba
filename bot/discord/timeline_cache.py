"""Keeps recent timelines, so that paging through one does not compute it again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from bot.discord.rendering.timelines import TimelineQuery, pictured, timeline_pages
from bot.protocols import CoverageLike
from bot.rendering.text import capitalized
from index.models import ArticleSummary, Event, Scope

_SIZE = 16

_Key = tuple[TimelineQuery, int]


class TimelineCache:
    """The last timelines, for the current articles. One is computed at a time, and one drawn."""

    def __init__(self, coverage: CoverageLike) -> None:
        self._coverage = coverage
        self._events: OrderedDict[_Key, tuple[Event, ...]] = OrderedDict()
        self._computing = asyncio.Lock()
        self._drawing = asyncio.Lock()

    async def events(self, query: TimelineQuery) -> tuple[Event, ...]:
        """Return the events in chronological order. Raises CoverageError."""
        key = query, _version(await self._coverage.articles())
        if key not in self._events:
            async with self._computing:
                await self._compute(key)
        self._events.move_to_end(key)
        return self._events[key]

    async def pages(self, query: TimelineQuery) -> tuple[str, ...]:
        """Return the rendered pages. Raises CoverageError."""
        return await asyncio.to_thread(timeline_pages, query, await self.events(query))

    async def chart(self, query: TimelineQuery, beside: Sequence[Event]) -> bytes | None:
        """Return a PNG, in about a second; None if there is nothing to see but ``beside``.

        The events beside the chart have a dot in it, but no text.
        """
        events = pictured(query, await self.events(query))
        if all(event in beside for event in events):
            return None
        async with self._drawing:
            return await asyncio.to_thread(_draw, query, events, beside)

    async def _compute(self, key: _Key) -> None:
        if key in self._events:  # computed while this call waited for the lock
            return
        query, _ = key
        events = await self._coverage.timeline(query.topic, Scope(query.since, query.until))
        while len(self._events) >= _SIZE:
            self._events.popitem(last=False)
        self._events[key] = events


def _draw(query: TimelineQuery, events: Sequence[Event], beside: Sequence[Event]) -> bytes:
    from bot.rendering.charts.landscape import landscape_chart  # loading fonts takes a moment

    name = capitalized(query.topic) if query.topic else "Timeline"
    return landscape_chart(events, name, beside=beside, dark=True)


def _version(articles: Sequence[ArticleSummary]) -> int:
    """Return a number that changes when the articles do."""
    return hash(tuple((article.file, article.sha256) for article in articles))
