"""One run of the program: the screen, the event loop and the coverage, opened and closed once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.ports import CoverageLike
from bot.terminal.layout import count
from bot.terminal.screen import Screen
from index.errors import UnusableSetting
from index.models import Reindexed, Scope

T = TypeVar("T")
OpenCoverage = Callable[[], Awaitable[CoverageLike]]


class Session:
    """Waiting for a line of input happens outside of the event loop, so that Ctrl-C ends it."""

    def __init__(self, screen: Screen, open_coverage: OpenCoverage) -> None:
        self.screen = screen
        self._open = open_coverage
        self._runner = asyncio.Runner()
        self._coverage: CoverageLike | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._coverage is not None:
                self._runner.run(self._coverage.close())
        finally:
            self._runner.close()

    @property
    def coverage(self) -> CoverageLike:
        """The coverage, opened when it is first needed. Raises CoverageError."""
        if self._coverage is None:
            with self.screen.waiting("Opening the index"):
                self._coverage = self.run(self._opened())
        return self._coverage

    async def _opened(self) -> CoverageLike:
        return await self._open()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for ``work``. Ctrl-C cancels it and raises KeyboardInterrupt."""
        return self._runner.run(work)

    def refresh(self) -> None:
        """Bring the index up to date if files have changed, and tell of those that cannot be."""
        with self.screen.progress() as show:
            done = self.run(self.coverage.refresh(show))
        if done is not None and done.failed:
            self.screen.tell(_not_indexed(done))

    def scope(self, scope: Scope) -> Scope:
        """``scope`` with its outlet as the articles write it. Raises UnusableSetting."""
        if scope.outlet is None:
            return scope
        articles = self.run(self.coverage.articles())
        outlets = sorted({article.outlet for article in articles if article.outlet})
        wanted = scope.outlet.strip().casefold()
        for outlet in outlets:
            if outlet.casefold() == wanted:
                return Scope(scope.since, scope.until, outlet)
        there = f"there are: {', '.join(outlets)}" if outlets else "no article names its outlet"
        raise UnusableSetting(f"--outlet {scope.outlet} is in no article; {there}")


def _not_indexed(done: Reindexed) -> str:
    first = done.failed[0]
    if len(done.failed) == 1:
        return f"not indexed: {first.file}: {first.error}"
    others = count(len(done.failed) - 1, "other file")
    return (
        f"not indexed: {first.file}: {first.error}; and {others}, which 'coverage-bot index' lists"
    )
