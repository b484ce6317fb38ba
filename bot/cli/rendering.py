"""Answers, timelines, articles and reports as lines for a terminal."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot.rendering.text import (
    DOUBT,
    PROBLEMS,
    PUBLISHED_FROM,
    also_in,
    also_in_each,
    as_it_was,
    markers,
    on_one_line,
    pages,
)
from index.models import (
    CAN_ASK,
    CLOSEST,
    CLOSEST_ARTICLE,
    DOES_NOT_SAY,
    Abstention,
    Answer,
    ArticleSummary,
    Candidate,
    Citation,
    Draft,
    Event,
    ExtractionReport,
    Failure,
    HealthCheck,
    KeptFolder,
    Reindexed,
    SkippedFiles,
    Statement,
    by_article,
    count,
    written_day,
)

if TYPE_CHECKING:  # slow to import
    from index.storage.archive.records import Feedback

_DATE_WIDTH = 16
_MAX_SOURCES = 6  # per event of a timeline; JSON and CSV list all of them
# Text.wrap uses a console only for its tab size and line-breaking rules.
_RULER = Console(file=io.StringIO(), width=80, legacy_windows=False)


def wrapped(text: str | Text, width: int, first: Text | str = "", indent: int = 0) -> list[Text]:
    """Wrap ``text`` into lines of ``width`` columns.

    The first line starts with ``first`` and the others with ``indent`` spaces. Wide characters
    count as two columns, and no line ends in a space.
    """
    head = first if isinstance(first, Text) else Text(first)
    body = text if isinstance(text, Text) else Text(on_one_line(text))
    pieces = list(body.wrap(_RULER, max(10, width - indent))) or [Text()]
    lines = []
    for number, piece in enumerate(pieces):
        piece.rstrip()
        # appended, not copied: the style of a copy would apply to the whole line
        start = Text().append_text(head) if number == 0 else Text()
        start.append(" " * (indent - start.cell_len))
        lines.append(start.append_text(piece))
        lines[-1].rstrip()
    return lines


def published_line(outlet: str | None, published: dt.date | None) -> str:
    """Return outlet and date, as far as known: ``Al Jazeera, 24 October 2025``."""
    parts = [on_one_line(outlet)] if outlet else []
    parts.append(written_day(published) if published else "no date")
    return ", ".join(parts)


def answer_lines(
    answer: Answer, width: int, contexts: Mapping[int, tuple[str, str]] | None = None
) -> list[Text]:
    """Render the statements, followed by the sources.

    An extractive answer is made of its quotes, so they are not shown again below their sources;
    with ``contexts`` they are, between the sentences before and after by the citation's number. An
    abstention starts with a question mark and has no sources. An answer begins with
    the question as a language model understood it, if it did.
    """
    lines: list[Text] = []
    if answer.understood is not None:
        understood = Text(f"({on_one_line(answer.understood)})", style="dim")
        lines += wrapped(understood, width)
    if answer.abstention is not None:
        return lines + _abstention_lines(answer.abstention, width)
    lines += _statement_lines(answer.statements, width)
    if answer.doubtful:
        lines += wrapped(Text(DOUBT, style="yellow"), width)
    if contexts is None and answer.mode == "extractive":
        lines += [Text()] if answer.citations else []
        sources = by_article(answer.citations)
        return lines + [line for quotes in sources for line in source_lines(quotes, width)]
    for citation in answer.citations:
        around = (contexts or {}).get(citation.number, ("", ""))
        lines += [Text(), *citation_lines(citation, width, around)]
    return lines


def draft_lines(draft: Draft, width: int) -> list[Text]:
    """Render what is finished of an answer, with an ellipsis at the end."""
    lines = _statement_lines(draft.statements, width) or [Text()]
    lines[-1].append(" …", style="dim")
    return lines


def source_lines(quotes: Sequence[Citation], width: int) -> list[Text]:
    """Render the source of quotes of one article: their numbers and its title, then outlet, date,
    file and pages, and who else printed them.
    """
    numbers, first = Text(markers(quotes), style="cyan"), quotes[0]
    indent = max(4, numbers.cell_len + 1)
    where = "; ".join(filter(None, (_where(quotes), as_it_was(first), *also_in_each(quotes))))
    return [
        *wrapped(Text(on_one_line(first.title), style="bold"), width, numbers, indent),
        *wrapped(Text(on_one_line(where), style="dim"), width, indent=indent),
    ]


def _where(quotes: Sequence[Citation]) -> str:
    first = quotes[0]
    parts = (published_line(first.outlet, first.published), first.file, pages(quotes))
    return ", ".join(filter(None, parts))


def citation_lines(
    citation: Citation, width: int, around: tuple[str, str] = ("", "")
) -> list[Text]:
    """Render the source, then the quote behind a bar, with what is ``around`` it dimmed."""
    indent = max(4, len(f"[{citation.number}]") + 1)
    bar = Text(" " * indent + "│ ", style="dim")
    before, after = (Text(on_one_line(text), style="dim") for text in around)
    parts = [part for part in (before, Text(on_one_line(citation.shown)), after) if part.plain]
    quoted = (line for part in parts for line in wrapped(part, width - bar.cell_len))
    return [*source_lines([citation], width), *(Text.assemble(bar, line) for line in quoted)]


def _statement_lines(statements: Iterable[Statement], width: int) -> list[Text]:
    paragraphs: list[Text] = []
    for statement in statements:
        text = Text(on_one_line(statement.text))
        if statement.numbers:
            text.append(" ").append("".join(f"[{n}]" for n in statement.numbers), style="cyan")
        if statement.when:
            text.append(f" {statement.when}")
        if statement.opens or not paragraphs:
            paragraphs.append(text)
        else:
            paragraphs[-1].append(" ").append_text(text)
    return [line for paragraph in paragraphs for line in wrapped(paragraph, width)]


def _abstention_lines(abstention: Abstention, width: int) -> list[Text]:
    mark = Text("?", style="bold yellow")
    lines = wrapped(f"{DOES_NOT_SAY} {abstention.because}", width, mark, 2)
    nearest, closest = abstention.nearest, abstention.closest
    if closest is not None and abstention.shows("closest"):
        lines += wrapped(f"{CLOSEST} “{on_one_line(closest.shown)}”", width, indent=2)
        where = _where([closest])
        lines += wrapped(Text(on_one_line(where), style="dim"), width, indent=2)
    elif nearest is not None and abstention.shows("nearest"):
        lines += wrapped(f"{CLOSEST_ARTICLE} {abstention.nearest_title}", width, indent=2)
        where = f"{published_line(nearest.outlet, nearest.published)}, {nearest.file}"
        lines += wrapped(Text(on_one_line(where), style="dim"), width, indent=2)
    if abstention.shows("nearby"):
        lines += wrapped(f"{CAN_ASK} {' '.join(abstention.nearby)}", width, indent=2)
    return lines


def explanation_lines(answer: Answer, width: int) -> list[Text]:
    """Render how an answer was chosen: a table of the candidate sentences, best first."""
    explanations = answer.explanation
    if answer.kind != "fact" and not explanations:
        return wrapped("Only answers to questions of fact can be explained.", width)
    if not explanations:
        return wrapped("No sentences were considered.", width)
    lines: list[Text] = []
    for explanation in explanations:
        lines += [Text()] if lines else []
        head = f"Explanation (confidence {explanation.confidence:.2f})"
        lines += wrapped(Text(on_one_line(head), style="bold"), width)
        if len(explanations) > 1:
            lines += wrapped(f"Question: {explanation.question}", width)
        if explanation.looked_for:
            lines += wrapped(f"Searched for: {', '.join(explanation.looked_for)}", width)
        if explanation.ruled_out:
            lines += wrapped(f"Not answered: {_why(explanation.ruled_out)}", width)
        for candidate in explanation.candidates:
            lines += _candidate_lines(candidate, width)
    return lines


def _candidate_lines(candidate: Candidate, width: int) -> list[Text]:
    score = Text(f"{candidate.score:7.3f}", style="green" if candidate.quoted else "dim")
    where = f"{candidate.file} {candidate.start}-{candidate.end}"
    features = ", ".join(f"{name} {value:.2f}" for name, value in candidate.features)
    lines = wrapped(candidate.text, width, score, indent=9)
    lines += wrapped(Text(on_one_line(where), style="dim"), width, indent=9)
    if features:
        lines += wrapped(Text(on_one_line(features), style="dim"), width, indent=9)
    if candidate.quoted:
        lines += wrapped(Text("quoted in the answer", style="green"), width, indent=9)
    if candidate.ruled_out:
        reason = Text(on_one_line(f"ruled out: {_why(candidate.ruled_out)}"), style="yellow")
        lines += wrapped(reason, width, indent=9)
    return lines


_REASONS = {
    "name": "the question names something that the articles do not mention",
    "day": "about another day",
    "words": "too few of the words of the question are in it",
    "another name": "no article that may answer has each name of the question",
    "unrelated": "the question has nothing to do with the articles",
    "nothing asked": "the question has no topic",
    "not answered": "the confidence is too low",
    "empty": "nothing was found",
}


def _why(ruled_out: str) -> str:
    """Say in words what ``index.answering.answerability`` decides by."""
    return _REASONS.get(ruled_out, ruled_out)


def timeline_lines(events: Sequence[Event], width: int) -> list[Text]:
    """Render two columns: each day once, and its events with the files that report them."""
    lines: list[Text] = []
    previous: dt.date | None = None
    for event in events:
        if lines:
            lines.append(Text())
        day = Text(f"{event.date:%Y-%m-%d %a}", style="bold cyan")
        text = f"Planned: {event.text}" if event.planned else event.text
        lines += wrapped(text, width, "" if event.date == previous else day, _DATE_WIDTH)
        sources = Text(_sources(event), style="dim")
        lines += wrapped(sources, width, indent=_DATE_WIDTH)
        previous = event.date
    return lines


def _sources(event: Event) -> str:
    """Return the first sources, like ``000.txt (Al Jazeera)``, and how many more there are."""
    sources = list(dict.fromkeys(map(_source, event.citations)))
    more = len(sources) - _MAX_SOURCES
    named = "; ".join(sources[:_MAX_SOURCES])
    return f"{named}; and {more:,} more" if more > 0 else named


def _source(citation: Citation) -> str:
    page = f"page {citation.page}" if citation.page is not None else ""
    about = ", ".join(filter(None, (citation.outlet, page)))
    inside = "; ".join(filter(None, (about, as_it_was(citation), also_in(citation))))
    return on_one_line(f"{citation.file} ({inside})" if inside else citation.file)


def article_lines(
    articles: Sequence[ArticleSummary],
    failures: Sequence[Failure],
    width: int,
    today: dt.date | None = None,
) -> list[Text]:
    """Render two lines per article, with its notes, then the files that could not be indexed.

    A publication date after ``today`` is pointed out.
    """
    lines: list[Text] = []
    for article in articles:
        lines += wrapped(Text(on_one_line(article.title), style="bold"), width)
        where = published_line(article.outlet, article.published)
        if article.published_from:
            where += f" ({PUBLISHED_FROM[article.published_from]})"
        where += f", {count(article.passages, 'passage')}, {article.file}"
        lines += wrapped(Text(on_one_line(where), style="dim"), width, indent=2)
        if article.copy_of is not None:
            near = f"near copy of {article.copy_of}"
            lines += wrapped(Text(on_one_line(near), style="dim"), width, indent=2)
        ahead = today is not None and article.published is not None and article.published > today
        for note in (
            *article.notes,
            *(("its date is in the future; correct it",) if ahead else ()),
        ):
            lines += wrapped(Text(on_one_line(note), style="yellow"), width, indent=2)
    return lines + _failure_lines(failures, width)


def extraction_lines(readings: Sequence[ExtractionReport], width: int) -> list[Text]:
    """Render what was kept of a file behind a plus, what was dropped behind a minus, and why."""
    lines: list[Text] = []
    for reading in readings:
        lines += [Text()] if lines else []
        lines += wrapped(
            Text(on_one_line(f"{reading.title} ({reading.file})"), style="bold"), width
        )
        for note in reading.notes:
            lines += wrapped(Text(on_one_line(note), style="yellow"), width, indent=2)
        for stretch in reading.stretches:
            if stretch.dropped is None:
                lines += wrapped(stretch.text, width, Text("+", style="green"), 2)
                continue
            text = Text(on_one_line(f"[{stretch.dropped}] {stretch.text}"), style="dim")
            lines += wrapped(text, width, Text("-", style="red"), 2)
    return lines


def index_lines(report: Reindexed, width: int, *, dry_run: bool = False) -> list[Text]:
    """Render what a re-index did to each file, then the totals."""
    lines: list[Text] = []
    for sign, style, files in (
        ("+", "green", report.added),
        ("~", "yellow", report.changed),
        ("-", "red", report.removed),
    ):
        for file in files:
            lines += wrapped(file, width, Text(sign, style=style), indent=2)
    lines += _failure_lines(report.failed, width)
    lines += not_read_lines(report.skipped_files, report.kept, width)
    prefix = "Dry run: " if dry_run else ""
    totals = (
        f"{prefix}{len(report.added):,} added, {len(report.changed):,} changed, "
        f"{len(report.removed):,} removed, {report.unchanged:,} unchanged, "
        f"{len(report.failed):,} failed; {_skipped(report)}"
        f"{count(report.passages, 'passage')}; {report.seconds:.1f} s"
    )
    return lines + wrapped(totals, width)


def _skipped(report: Reindexed) -> str:
    files = sum(len(group.files) for group in report.skipped_files)
    return f"{files:,} skipped; " if files else ""


def not_read_lines(
    groups: Iterable[SkippedFiles], kept: Iterable[KeptFolder], width: int
) -> list[Text]:
    """Render the folders whose articles are kept, and a line for each kind of passed-over file."""
    lines: list[Text] = []
    for folder in kept:
        lines += wrapped(on_one_line(folder.text), width, Text("!", style="bold red"), indent=2)
    for group in groups:
        text = Text(on_one_line(f"skipped: {group.text}"), style="dim")
        lines += wrapped(text, width, indent=2)
    return lines


def _failure_lines(failures: Iterable[Failure], width: int) -> list[Text]:
    lines: list[Text] = []
    for failure in failures:
        text = on_one_line(f"not indexed: {failure.file}: {failure.error}")
        lines += wrapped(text, width, Text("!", style="bold red"), indent=2)
    return lines


def check_lines(checks: Iterable[HealthCheck], width: int) -> list[Text]:
    """Render the doctor's checks: the result, the details, and what to do about a failure."""
    lines: list[Text] = []
    for check in checks:
        lines += wrapped(f"{check.name}: {check.detail}", width, _mark(check), indent=6)
        if check.advice:
            lines += wrapped(Text(on_one_line(check.advice), style="bold"), width, indent=6)
    return lines


def _mark(check: HealthCheck) -> Text:
    if check.ok:
        return Text("ok  ", style="green")
    return Text("FAIL", style="bold red") if check.failed else Text("warn", style="bold yellow")


def feedback_lines(entries: Iterable[Feedback], width: int) -> list[Text]:
    """Render each verdict with the question and the answer, separated by blank lines."""
    lines: list[Text] = []
    for entry in entries:
        lines += [Text()] if lines else []
        lines += _feedback_entry(entry, width)
    return lines


def _feedback_entry(entry: Feedback, width: int) -> list[Text]:
    answer = entry.archived.exchange.answer
    mark = Text("+", style="green") if entry.good else Text("-", style="bold red")
    verdict = "good" if entry.good else PROBLEMS.get(entry.wrong or "", "wrong")
    if entry.words:
        verdict += f": {entry.words}"
    verdict += f" ({written_day(entry.at.date())})"
    lines = wrapped(Text(on_one_line(verdict), style="bold"), width, mark, 2)
    lines += wrapped(f"> {answer.understood or answer.question}", width, indent=2)
    for paragraph in answer.text.split("\n"):
        lines += wrapped(paragraph, width, "  ", 2)
    files = ", ".join(f"[{c.number}] {c.file}" for c in answer.citations)
    return lines + (wrapped(Text(on_one_line(files), style="dim"), width, "  ", 2) if files else [])
