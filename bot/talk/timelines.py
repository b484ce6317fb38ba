"""Timelines as they are leafed through: computed once for each state of the coverage."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from bot.pages.timelines import Asked, timeline_pages
from bot.ports import CoverageLike
from index.models import ArticleSummary, Event, Scope

_KEPT = 16

_Key = tuple[Asked, int]


class Timelines:
    """The last timelines that were asked for. One is computed at a time, and one drawn."""

    def __init__(self, coverage: CoverageLike) -> None:
        self._coverage = coverage
        self._known: OrderedDict[_Key, tuple[Event, ...]] = OrderedDict()
        self._turn = asyncio.Lock()
        self._drawing = asyncio.Lock()

    async def events(self, asked: Asked) -> tuple[Event, ...]:
        """In order of days. Raises what the coverage raises."""
        key = asked, _state(await self._coverage.articles())
        if key not in self._known:
            async with self._turn:
                await self._compute(key)
        self._known.move_to_end(key)
        return self._known[key]

    async def pages(self, asked: Asked) -> tuple[str, ...]:
        """Messages to leaf through. Raises what the coverage raises."""
        return await asyncio.to_thread(timeline_pages, asked, await self.events(asked))

    async def picture(self, asked: Asked, events: Sequence[Event]) -> bytes:
        """A PNG, for which there has to be an event. Drawn in a thread: it takes a second."""
        async with self._drawing:
            return await asyncio.to_thread(_draw, asked, events)

    async def _compute(self, key: _Key) -> None:
        if key in self._known:  # somebody asked for the same a moment before
            return
        asked, _ = key
        scope = Scope(asked.since, asked.until)
        events = await self._coverage.timeline(asked.topic, scope)
        while len(self._known) >= _KEPT:
            self._known.popitem(last=False)
        self._known[key] = events


def _draw(asked: Asked, events: Sequence[Event]) -> bytes:
    from bot.timeline_wide import wide_timeline_png  # typefaces take a moment to load

    topic = asked.topic
    title = topic[:1].upper() + topic[1:] if topic else "What happened when"
    return wide_timeline_png(events, title, dark=True)


def _state(articles: Sequence[ArticleSummary]) -> int:
    """Another number for other articles."""
    return hash(tuple((article.file, article.sha256) for article in articles))
