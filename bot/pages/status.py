"""How the bot is doing, for those who look after it on a server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pages.articles import counted
from bot.pages.escape import escaped_line
from bot.pages.fitting import fitting
from bot.pages.limits import MESSAGE, cut, length
from bot.pages.reindexing import failure_line
from index.models import ArticleSummary, Check, Failure, Progress
from index.storage.archive.records import Counts

# What the doctor finds and everybody may read. The rest names folders and servers, which are
# for whoever runs the bot: of it, only that something is wrong is shown.
_OPEN = {"index", "instructions", "embedding model"}
_NAME, _DETAIL = 40, 200
_FINDINGS = 900
_MORE = "… and {} more; `/admin reindex dry_run:True` lists them"


@dataclass(frozen=True, slots=True)
class Status:
    """All that ``/admin status`` tells. ``memory`` is in bytes.

    ``writer`` is the language model that writes answers, None where articles' sentences answer.
    """

    articles: Sequence[ArticleSummary]
    failures: Sequence[Failure]
    checks: Sequence[Check]
    counts: Counts
    memory: int
    versions: Sequence[str]
    writer: str | None = None
    under_way: Progress | None = None


def status_page(status: Status) -> str:
    """One message."""
    findings = filter(None, map(_finding, status.checks))
    lines = ["**Status**", _covered(status), *fitting(findings, _FINDINGS, "… and {} more")]
    if status.under_way:
        done, total = status.under_way.done, status.under_way.total
        lines.append(f"A re-index is under way: {done:,} of {counted(total, 'article')}")
    lines += [_writer(status.writer), _asked(status.counts)]
    lines.append(f"Memory: {status.memory / 1e6:,.0f} MB")
    foot = f"-# {escaped_line(cut(', '.join(status.versions), 150))}"
    room = MESSAGE - length("\n".join((*lines, foot))) - 1
    failures = fitting(map(failure_line, status.failures), room, _MORE)
    return "\n".join((*lines, *failures, foot))


def _covered(status: Status) -> str:
    passages = sum(article.passages for article in status.articles)
    return (
        f"{counted(len(status.articles), 'article')} in {counted(passages, 'passage')}, "
        f"{counted(len(status.failures), 'file')} could not be indexed"
    )


def _finding(check: Check) -> str:
    """Well or not; what was found is shown where it names nothing of the machine."""
    name = f"{'✅' if check.ok else '⚠️'} {escaped_line(cut(check.name, _NAME))}"
    if check.name in _OPEN:
        return f"{name}: {escaped_line(cut(check.detail, _DETAIL))}"
    return "" if check.ok else f"{name}: whoever runs this bot sees more with `coverage-bot doctor`"


def _asked(counts: Counts) -> str:
    if not counts.questions:
        return "No question was asked here yet"
    lines = (
        f"{counted(counts.questions, 'question')} asked here, {counts.abstained:,} of them not "
        f"answered by the coverage"
    )
    if counts.median_seconds is not None and counts.p95_seconds is not None:
        lines += (
            f"; answered in {counts.median_seconds:.2f} s as a rule (median), "
            f"95% within {counts.p95_seconds:.2f} s"
        )
    return f"{lines}; 👍 {counts.good:,} 👎 {counts.bad:,}"


def _writer(name: str | None) -> str:
    if name is None:
        return "Answers are sentences of the articles themselves"
    return f"Answers are written by {escaped_line(cut(name, _NAME))} and checked"
