"""A coverage that needs no index, and the terminal around it, for tests of the command line."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.cli import Surroundings, guarded, run
from bot.ports import CoverageLike, ShowProgress
from bot.terminal.arguments import parse
from bot.terminal.chat import Place
from bot.terminal.commands import OpenArchive
from bot.terminal.screen import Screen
from index.models import (
    EVERYTHING,
    NOBODY,
    Answer,
    ArticleSummary,
    Asker,
    Check,
    Citation,
    Draft,
    Event,
    Failure,
    Progress,
    Reindexed,
    Scope,
    Turn,
)
from index.storage.archive.archive import Archive

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


def answer_to(question: str) -> Answer:
    """Answered, unless the question speaks of lasagne."""
    if "lasagne" in question:
        text = "The coverage does not say; the nearest article is one.txt."
        return Answer(question, False, text, (), "extractive", 0.25, 0.1)
    text = "The summit was called off. [1]"
    return Answer(question, True, text, (CITATION,), "extractive", 0.25, 0.9)


@dataclass
class FakeCoverage:
    """Answers from fixed values and keeps what it was asked."""

    summaries: tuple[ArticleSummary, ...] = (ARTICLE,)
    events: tuple[Event, ...] = (Event(DAY, "The summit was called off.", (CITATION,)),)
    refused: tuple[Failure, ...] = ()
    found: tuple[Check, ...] = (Check("index", True, "1 article"),)
    done: Reindexed | None = None
    indexing: Progress | None = None
    around: tuple[str, str] | None = ("The lead.", "And more.")
    reply: Callable[[str], Answer] = answer_to
    refreshed: int = 0
    closed: bool = False
    warmed: bool = False
    asked: list[tuple[str, Scope]] = field(default_factory=list)
    timelines: list[tuple[str | None, Scope, int | None, int]] = field(default_factory=list)
    reindexed: list[tuple[bool, bool]] = field(default_factory=list)

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
        progress: ShowProgress | None = None,
        by: str | None = None,
    ) -> Reindexed:
        self.reindexed.append((dry_run, rebuild))
        if progress:
            progress(Progress(1, 2, "embedding"))
        return self.done or Reindexed(unchanged=1, passages=3, seconds=0.5)

    async def ask(
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
    ) -> Answer:
        self.asked.append((question, scope))
        return self.reply(question)

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

    async def articles(self) -> tuple[ArticleSummary, ...]:
        return self.summaries

    async def beside(self, citation: Citation) -> tuple[str, str] | None:
        return self.around

    async def failures(self) -> tuple[Failure, ...]:
        return self.refused

    async def checks(self) -> tuple[Check, ...]:
        return self.found


@dataclass(frozen=True)
class Ran:
    """What a command line came to."""

    status: int
    out: str
    err: str


async def _no_archive() -> Archive:
    raise AssertionError("this command needs no archive")


def ran(
    *arguments: str,
    coverage: CoverageLike | None = None,
    stdin: str | None = None,
    archive: OpenArchive | None = None,
) -> Ran:
    """Run a command line in this process with a fake coverage; ``stdin`` None is a closed one."""
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(out, err)

    async def open_coverage() -> CoverageLike:
        return coverage or FakeCoverage()

    around = Surroundings(
        screen=screen,
        stdin=None if stdin is None else io.StringIO(stdin),
        open_coverage=open_coverage,
        open_archive=archive or _no_archive,
        place=Place(folder="seeds", command="coverage-bot"),
        configured=(Check("settings", True, "fine"),),
    )
    status = guarded(lambda: run(parse(arguments), around), screen.tell)
    return Ran(status, out.getvalue(), err.getvalue())


def titled(title: str) -> FakeCoverage:
    """A coverage whose one article, citation and event have this title and text."""
    citation = replace(CITATION, title=title, quote=title)
    return FakeCoverage(
        summaries=(replace(ARTICLE, title=title),),
        events=(Event(DAY, title, (citation,)),),
        refused=(Failure(title, title),),
        reply=lambda question: Answer(question, True, title, (citation,), "extractive", 0.1, 0.9),
    )
