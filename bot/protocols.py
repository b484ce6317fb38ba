"""The part of ``index.coverage.Coverage`` that the bot uses, so that tests can replace it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from index.models import (
    Answer,
    ArticleSummary,
    Asker,
    Citation,
    Draft,
    Event,
    ExtractionReport,
    Failure,
    FeedState,
    HealthCheck,
    KeptFolder,
    KeptPage,
    Polled,
    Progress,
    Reindexed,
    Scope,
    SkippedFiles,
    Turn,
)

ShowProgress = Callable[[Progress], None]


class CoverageLike(Protocol):
    """Every method may raise a CoverageError, whose message is one line for the user."""

    async def close(self) -> None: ...

    async def warm(self) -> None: ...

    async def ready(self) -> None: ...

    async def size(self) -> tuple[int, int]: ...

    async def newest(self) -> dt.date | None: ...

    @property
    def indexing(self) -> Progress | None: ...

    async def refresh(self, progress: ShowProgress | None = None) -> Reindexed | None: ...

    async def reindex(
        self,
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        recheck: bool = False,
        progress: ShowProgress | None = None,
        by: str | None = None,
    ) -> Reindexed: ...

    async def ask(  # noqa: PLR0913  # the options of a question
        self,
        question: str,
        scope: Scope = ...,
        *,
        history: Sequence[Turn] = (),
        context: str | None = None,
        show: Callable[[Draft], None] | None = None,
        asker: Asker = ...,
        explain: bool = False,
        today: dt.date | None = None,
    ) -> Answer: ...

    async def asks(self, message: str) -> bool: ...

    async def check_claims(self, text: str, scope: Scope = ..., asker: Asker = ...) -> Answer: ...

    async def help(self) -> Answer: ...

    async def briefing(self, topic: str | None = None, scope: Scope = ...) -> Answer: ...

    async def timeline(
        self,
        topic: str | None = None,
        scope: Scope = ...,
        *,
        days: int | None = None,
        per_day: int = 1,
    ) -> tuple[Event, ...]: ...

    async def events_of(self, files: Collection[str]) -> tuple[Event, ...]: ...

    async def articles(self) -> tuple[ArticleSummary, ...]: ...

    async def addresses(self, files: Collection[str]) -> Mapping[str, str]: ...

    async def article_text(self, file: str) -> str: ...

    async def context(self, citation: Citation) -> tuple[str, str] | None: ...

    async def failures(self) -> tuple[Failure, ...]: ...

    async def extraction_report(self, file: str) -> tuple[ExtractionReport, ...]: ...

    async def not_read(self) -> tuple[tuple[SkippedFiles, ...], tuple[KeptFolder, ...]]: ...

    async def checks(self, *, deep: bool = True) -> tuple[HealthCheck, ...]: ...

    async def add_page(self, url: str) -> KeptPage: ...

    async def poll_feeds(
        self, *, at_once: bool = False, done: Callable[[Polled], None] | None = None
    ) -> tuple[Polled, ...]: ...

    async def feeds(self) -> tuple[FeedState | None, ...]: ...
