"""Articles, the outcome of a re-index, and the doctor's findings as lines (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from bot.terminal.layout import count, published_line, wrapped
from bot.terminal.text import on_one_line
from index.models import ArticleSummary, Check, Failure, Reindexed

_PUBLISHED_FROM = {
    "front matter": "its front matter",
    "date line": "a date line",
    "metadata": "the page's metadata",
    "text": "days named in the text",
}


def article_lines(
    articles: Sequence[ArticleSummary], failures: Sequence[Failure], width: int
) -> list[Text]:
    """Every article in two lines, then the files that could not be indexed."""
    lines: list[Text] = []
    for article in articles:
        lines += wrapped(Text(on_one_line(article.title), style="bold"), width)
        where = published_line(article.outlet, article.published)
        if article.published_from:
            where += f" (from {_PUBLISHED_FROM[article.published_from]})"
        where += f", {count(article.passages, 'passage')}, {article.file}"
        lines += wrapped(Text(on_one_line(where), style="dim"), width, indent=2)
    return lines + failure_lines(failures, width)


def index_lines(done: Reindexed, width: int, *, dry_run: bool = False) -> list[Text]:
    """What a re-index did to which file, then the figures."""
    lines: list[Text] = []
    for sign, style, files in (
        ("+", "green", done.added),
        ("~", "yellow", done.changed),
        ("-", "red", done.removed),
    ):
        for file in files:
            lines += wrapped(file, width, Text(sign, style=style), indent=2)
    lines += failure_lines(done.failed, width)
    would = "Would be: " if dry_run else ""
    figures = (
        f"{would}{len(done.added):,} added, {len(done.changed):,} changed, "
        f"{len(done.removed):,} removed, {done.unchanged:,} unchanged, "
        f"{len(done.failed):,} not indexed; {count(done.passages, 'passage')}; {done.seconds:.1f} s"
    )
    return lines + wrapped(figures, width)


def failure_lines(failures: Iterable[Failure], width: int) -> list[Text]:
    """Each file that is not indexed, with the reason."""
    lines: list[Text] = []
    for failure in failures:
        text = on_one_line(f"not indexed: {failure.file}: {failure.error}")
        lines += wrapped(text, width, Text("!", style="bold red"), indent=2)
    return lines


def check_lines(checks: Iterable[Check], width: int) -> list[Text]:
    """The doctor's findings: well or not, what was looked at, what was found, what to do."""
    lines: list[Text] = []
    for check in checks:
        mark = Text("ok  ", style="green") if check.ok else Text("FAIL", style="bold red")
        lines += wrapped(f"{check.name}: {check.detail}", width, mark, indent=6)
        if check.advice:
            lines += wrapped(Text(on_one_line(check.advice), style="bold"), width, indent=6)
    return lines
