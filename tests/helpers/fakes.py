"""One fake of each thing that the bot's tests replace: the coverage, the clock, the terminal."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.protocols import ShowProgress
from index.errors import CoverageError
from index.models import (
    EVERYTHING,
    NOBODY,
    Abstention,
    Answer,
    ArticleSummary,
    Asker,
    Citation,
    Draft,
    Event,
    Explanation,
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
    Statement,
    Turn,
    file_of,
)

DAY = dt.date(2025, 10, 22)
CITATION = Citation(
    number=1,
    file="one.txt",
    title="Summit called off",
    outlet="Al Jazeera",
    published=DAY,
    start=10,
    end=40,
    quote="The summit\nwas called off.",
)
ARTICLE = ArticleSummary(
    file="one.txt",
    title="Summit called off",
    outlet="Al Jazeera",
    published=DAY,
    published_from="date line",
    passages=3,
    sha256="0" * 64,
)


def make_answer(
    *statements: str | Statement,
    question: str = "why",
    citations: tuple[Citation, ...] = (CITATION,),
    abstention: Abstention | None = None,
    **fields: Any,
) -> Answer:
    """An answer; a statement given as text cites the first citation."""
    made = tuple(s if isinstance(s, Statement) else Statement(s, (1,)) for s in statements)
    values = {"mode": "extractive", "seconds": 0.25, "confidence": 0.9} | fields
    return Answer(question, made, citations, abstention, **values)


def answer_to(question: str) -> Answer:
    """Answer every question except those about lasagne."""
    if "lasagne" in question:
        nothing = Abstention("not answered", articles=3, nearest=ARTICLE)
        return make_answer(question=question, citations=(), abstention=nothing, confidence=0.1)
    return make_answer("The summit was called off.", question=question)


def understood_as(other: str) -> Callable[[str], Answer]:
    """Reply as if every question meant another one."""
    return lambda question: replace(answer_to(question), understood=other)


@dataclass
class Call:
    """One call of ``ask``."""

    question: str
    scope: Scope
    history: tuple[Turn, ...]
    asker: Asker
    context: str | None = None


@dataclass
class FakeCoverage:
    """Returns fixed values, or those of ``reply``, and records how it was called.

    ``ask`` first shows ``drafts``, then awaits ``meanwhile``, which may show more or fail.
    """

    summaries: tuple[ArticleSummary, ...] = (ARTICLE,)
    events: tuple[Event, ...] = (Event(DAY, "The summit was called off.", (CITATION,)),)
    refused: tuple[Failure, ...] = ()
    found: tuple[HealthCheck, ...] = (HealthCheck("index", True, "1 article"),)
    done: Reindexed | None = None
    readings: tuple[ExtractionReport, ...] = ()
    indexing: Progress | None = None
    around: tuple[str, str] | None = ("The lead.", "And more.")
    reply: Callable[[str], Answer] = answer_to
    drafts: tuple[Draft, ...] = ()
    meanwhile: Callable[[Callable[[Draft], None]], Any] | None = None
    explanation: tuple[Explanation, ...] = ()
    pages: dict[str, KeptPage | Exception] = field(default_factory=dict)
    chatter: tuple[str, ...] = ()
    polls: list[tuple[Polled, ...]] = field(default_factory=list)
    feed_states: tuple[FeedState | None, ...] = ()
    refreshed: int = 0
    trouble: CoverageError | None = None
    closed: bool = False
    warmed: bool = False
    calls: list[Call] = field(default_factory=list)
    timelines: list[tuple[str | None, Scope, int | None, int]] = field(default_factory=list)
    briefings: list[tuple[str | None, Scope]] = field(default_factory=list)
    reindexed: list[tuple[bool, bool]] = field(default_factory=list)
    checked: list[tuple[str, Scope]] = field(default_factory=list)

    @property
    def asked(self) -> list[tuple[str, Scope]]:
        """Questions and scopes of the calls so far."""
        return [(call.question, call.scope) for call in self.calls]

    async def close(self) -> None:
        self.closed = True

    async def warm(self) -> None:
        self.warmed = True

    async def refresh(self, progress: ShowProgress | None = None) -> Reindexed | None:
        self.refreshed += 1
        return self.done

    async def reindex(
        self,
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        recheck: bool = False,
        progress: ShowProgress | None = None,
        by: str | None = None,
    ) -> Reindexed:
        self.reindexed.append((dry_run, rebuild))
        if progress:
            progress(Progress(1, 2, "embedding"))
        return self.done or Reindexed(unchanged=1, passages=3, seconds=0.5)

    async def asks(self, message: str) -> bool:
        return message not in self.chatter

    async def ask(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        context: str | None = None,
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
        explain: bool = False,
        today: dt.date | None = None,
    ) -> Answer:
        self.calls.append(Call(question, scope, tuple(history), asker, context))
        for draft in self.drafts if show else ():
            show(draft)
        if self.meanwhile is not None:
            await self.meanwhile(show or (lambda draft: None))
        answer = self.reply(question)
        return replace(answer, explanation=self.explanation) if explain else answer

    async def check_claims(
        self, text: str, scope: Scope = EVERYTHING, asker: Asker = NOBODY
    ) -> Answer:
        self.checked.append((text, scope))
        return replace(self.reply(text), question=text, kind="claim")

    async def help(self) -> Answer:
        line = Statement("Ask me about the articles.", ())
        return make_answer(line, citations=(), kind="help")

    async def briefing(self, topic: str | None = None, scope: Scope = EVERYTHING) -> Answer:
        self.briefings.append((topic, scope))
        return replace(self.reply(topic or "everything"), question=topic or "", kind="overview")

    async def timeline(
        self,
        topic: str | None = None,
        scope: Scope = EVERYTHING,
        *,
        days: int | None = None,
        per_day: int = 1,
    ) -> tuple[Event, ...]:
        self.timelines.append((topic, scope, days, per_day))
        return self.events

    async def ready(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    async def size(self) -> tuple[int, int]:
        return len(self.summaries), sum(each.passages for each in self.summaries)

    async def newest(self) -> dt.date | None:
        return max((each.published for each in self.summaries if each.published), default=None)

    async def articles(self) -> tuple[ArticleSummary, ...]:
        return self.summaries

    async def addresses(self, files: Collection[str]) -> Mapping[str, str]:
        known = {article.file: article.url for article in self.summaries}
        return {file: url for file in files if (url := known.get(file))}

    async def context(self, citation: Citation) -> tuple[str, str] | None:
        return self.around

    async def failures(self) -> tuple[Failure, ...]:
        return self.refused

    async def extraction_report(self, file: str) -> tuple[ExtractionReport, ...]:
        return tuple(each for each in self.readings if file_of(each.file) == file_of(file))

    async def not_read(self) -> tuple[tuple[SkippedFiles, ...], tuple[KeptFolder, ...]]:
        return (self.done.skipped_files, self.done.kept) if self.done else ((), ())

    async def add_page(self, url: str) -> KeptPage:
        page = self.pages[url]
        if isinstance(page, Exception):
            raise page
        return page

    async def poll_feeds(
        self, *, at_once: bool = False, done: Callable[[Polled], None] | None = None
    ) -> tuple[Polled, ...]:
        polled = self.polls.pop(0) if self.polls else ()
        for each in polled if done is not None else ():
            done(each)
        return polled

    async def feeds(self) -> tuple[FeedState | None, ...]:
        return self.feed_states

    async def checks(self, *, deep: bool = True) -> tuple[HealthCheck, ...]:
        return self.found


def coverage_with_text(text: str) -> FakeCoverage:
    """A coverage with this text as every title, quote and statement."""
    citation = replace(CITATION, title=text, quote=text)
    return FakeCoverage(
        summaries=(replace(ARTICLE, title=text),),
        events=(Event(DAY, text, (citation,)),),
        refused=(Failure(text, text),),
        reply=lambda question: make_answer(text, question=question, citations=(citation,)),
    )


class FakeClock:
    """A clock that only moves when ``forward`` is called."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


class FakeTerminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True
