"""One run of the program: the screen, the event loop, and the coverage, opened when needed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.cli.screen import Screen
from bot.names import did_you_mean, find_outlet, outlets_of
from bot.protocols import CoverageLike
from bot.rendering.text import on_one_line
from index.errors import UnusableSetting
from index.models import FORMATS, Reindexed, Scope, count

T = TypeVar("T")
FEW_OUTLETS = 10
"""As many outlets are all named to somebody who misspells one."""
OpenCoverage = Callable[[], Awaitable[CoverageLike]]


class Session:
    """Runs coroutines for synchronous commands.

    Input is read outside the event loop, so that Ctrl-C interrupts it at once.
    """

    def __init__(
        self, screen: Screen, open_coverage: OpenCoverage, folder: str | None = None
    ) -> None:
        """``folder`` is that of the articles, None if this process does not index them."""
        self.screen = screen
        self._folder = folder
        self._open_coverage = open_coverage
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
        """The coverage, opened on first use. Raises CoverageError."""
        if self._coverage is None:
            with self.screen.waiting("Opening the index"):
                self._coverage = self.run(self._opened())
        return self._coverage

    async def _opened(self) -> CoverageLike:
        return await self._open_coverage()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for ``work`` and return its result. Ctrl-C cancels it."""
        return self._runner.run(work)

    def refresh(self) -> None:
        """Update the index if files have changed, and warn about files that failed."""
        with self.screen.progress() as show:
            report = self.run(self.coverage.refresh(show))
        if report is not None and report.failed:
            self.screen.warn(_failed_files(report))

    def why_empty(self) -> str:
        """Say that no articles are indexed, and what to do."""
        if failures := self.run(self.coverage.failures()):
            why = f": {count(len(failures), 'file')} could not be"
            advice = "Run 'coverage-bot articles' to see why."
        elif self._folder is None:
            why, advice = "", "Run 'coverage-bot index' where the articles are."
        else:
            why, folder = "", on_one_line(self._folder)
            advice = (
                f"Put your articles ({FORMATS}) into the folder {folder}; they are indexed when "
                "you ask the next question."
            )
        return self.screen.callable_here(f"No articles are indexed{why}. {advice}")

    def warn_if_empty(self) -> None:
        """Warn if there is nothing to answer from."""
        if not self.run(self.coverage.size())[0]:
            self.screen.warn(self.why_empty())

    def resolve_outlet(self, scope: Scope) -> Scope:
        """Return ``scope`` with its outlet spelled as in the articles. Raises UnusableSetting."""
        if scope.outlet is None:
            return scope
        outlets = outlets_of(self.run(self.coverage.articles()))
        if (outlet := find_outlet(scope.outlet, outlets)) is not None:
            return Scope(scope.since, scope.until, outlet)
        if not outlets:
            known = "; no article names its outlet"
        elif len(outlets) > FEW_OUTLETS:
            known = (
                did_you_mean(scope.outlet, outlets) or "; run 'coverage-bot articles' to see them"
            )
        else:
            known = f"; choose one of: {', '.join(outlets)}"
        raise UnusableSetting(f"--outlet {scope.outlet}: no article is from this outlet{known}")


def _failed_files(report: Reindexed) -> str:
    first = report.failed[0]
    if len(report.failed) == 1:
        return f"not indexed: {first.file}: {first.error}"
    others = count(len(report.failed) - 1, "other file")
    return (
        f"not indexed: {first.file}: {first.error}; and {others}: "
        "run 'coverage-bot index' to list them"
    )
