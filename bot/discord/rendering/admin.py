"""What ``/admin`` shows: re-indexing, added and removed articles, and the status page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.discord.rendering.limits import MESSAGE, cut, cut_escaped, first_lines, length
from bot.discord.rendering.markdown import as_code, date_stamp, escaped_line
from index.ingestion.articles_folder import Added
from index.models import ArticleSummary, Failure, HealthCheck, Progress, Reindexed, count
from index.storage.archive.records import Counts

_FILE, _TITLE, _REASON = 260, 200, 300
_LISTED_FILE, _LISTED_REASON = 100, 200
_WHY_NOT_INDEXED = 500
_BAR = 16
_MIN_DETAILS = 1_700  # room for names and reasons, whatever the totals are
_MORE_IN_FILE = "… and {} more in the attached file"
_MORE_FAILURES = "… and {} more; `/admin reindex dry_run:True` lists them"
# Checks whose details anybody may read. The others name folders and servers, which only the
# operator should see; for those, the status page only says that something is wrong.
_PUBLIC_CHECKS = {"index", "instructions", "embedding model", "feeds"}
_CHECK_NAME, _CHECK_DETAIL = 40, 200
_CHECKS = 900


def progress_page(progress: Progress | None) -> str:
    """Render the progress of a re-index as a bar."""
    if progress is None:
        return "Looking for changes …"
    if not progress.total:
        return f"{escaped_line(progress.stage.capitalize())} …"
    share = progress.done / progress.total
    full = round(_BAR * min(max(share, 0.0), 1.0))
    return (
        f"`{'█' * full}{'░' * (_BAR - full)}` {share:.0%}\n"
        f"{escaped_line(progress.stage.capitalize())}: "
        f"{progress.done:,} of {count(progress.total, 'article')}"
    )


def first_index_page(progress: Progress | None) -> str:
    """Say that a question waits for the first index, with its progress."""
    reading = "I'm reading the articles for the first time. Then I'll answer."
    return f"{reading}\n{progress_page(progress)}"


def report_page(report: Reindexed, *, dry_run: bool = False, rebuild: bool = False) -> str:
    """Render in one message what was added, changed and removed, and why files failed.

    Names that do not fit are only counted; ``report_file`` contains all of them.
    """
    head = _outcome(report, rebuild=rebuild)
    if dry_run:
        head = "**Dry run: nothing was changed.** A re-index would do this:"
    foot = f"-# {count(report.passages, 'passage')} · {report.seconds:.1f} s"
    lines = [head, _totals(report)]
    room = MESSAGE - length("\n".join((*lines, foot))) - 1
    return "\n".join((*lines, *first_lines(_report_lines(report), room, _MORE_IN_FILE), foot))


def report_file(report: Reindexed) -> bytes | None:
    """Return every name and reason as a text file, or None if the message has room for all."""
    lines = list(_report_lines(report))
    if first_lines(lines, _MIN_DETAILS, _MORE_IN_FILE) == lines:
        return None
    rows = [
        *(f"{verb}\t{file}" for verb, files in _changes(report) for file in files),
        *(f"failed\t{failure.file}\t{failure.error}" for failure in report.failed),
    ]
    return "\n".join(rows).encode("utf-8", "backslashreplace") + b"\n"


def failure_line(failure: Failure) -> str:
    """Name a file and say why it was not indexed."""
    file = as_code(cut(failure.file, _LISTED_FILE))
    return f"Failed: {file} {escaped_line(cut(failure.error, _LISTED_REASON))}"


def _outcome(report: Reindexed, *, rebuild: bool) -> str:
    if rebuild:
        return "**Every article was indexed again.**"
    if report.added or report.changed or report.removed:
        return "**The index is up to date.**"
    return "**The index was already up to date.**"


def _totals(report: Reindexed) -> str:
    return (
        f"{len(report.added):,} added, {len(report.changed):,} changed, "
        f"{len(report.removed):,} removed, {report.unchanged:,} unchanged, "
        f"{len(report.failed):,} failed"
    )


def _changes(report: Reindexed) -> Iterator[tuple[str, Sequence[str]]]:
    yield from (("added", report.added), ("changed", report.changed), ("removed", report.removed))


def _report_lines(report: Reindexed) -> Iterator[str]:
    """Yield a line per file, failures first because they need attention."""
    yield from map(failure_line, report.failed)
    for verb, files in _changes(report):
        yield from (f"{verb.capitalize()}: {as_code(cut(file, _LISTED_FILE))}" for file in files)
    yield from (f"Kept: {escaped_line(cut(kept.text, _REASON))}" for kept in report.kept)
    for group in report.skipped_files:
        yield f"Skipped: {escaped_line(cut(group.text, _REASON))}"


def added_page(added: Added, report: Reindexed) -> str:
    """Describe an uploaded article and say whether it was indexed."""
    article = added.article
    parts = [escaped_line(cut(article.outlet, _TITLE))] if article.outlet else []
    if article.published:
        parts.append(f"published {date_stamp(article.published)}")
    verb = "Replaced" if added.replaced else "Added"
    outcome = f"You can ask about it now. {_totals(report)}"
    for failure in report.failed:
        if failure.file == added.file:
            outcome = f"It could not be indexed: {escaped_line(cut(failure.error, _REASON))}"
    return "\n".join(
        [
            f"**{verb}** {as_code(cut(added.file, _FILE))}",
            _titles(added),
            " · ".join(parts) or "It does not name its outlet or publication date.",
            outcome,
        ]
    )


def uploads_page(
    added: Sequence[Added], refused: Sequence[tuple[str, str]], report: Reindexed
) -> str:
    """Say of several uploaded files what became of each; ``refused`` has names and reasons."""
    failed = {failure.file: failure.error for failure in report.failed}
    lines = [
        failure_line(Failure(each.file, failed[each.file]))
        if each.file in failed
        else f"{'Replaced' if each.replaced else 'Added'}: {as_code(cut(each.file, _LISTED_FILE))} "
        f"{_titles(each)}"
        for each in added
    ]
    lines += _refused_lines(refused)
    head = f"**{count(len(added), 'file')} added**" + (
        f", {len(refused):,} refused" if refused else ""
    )
    room = MESSAGE - length(f"{head}\n{_totals(report)}") - 1
    return "\n".join((head, *first_lines(lines, room, "… and {} more"), _totals(report)))


def _titles(added: Added) -> str:
    title = escaped_line(cut(added.article.title, _TITLE))
    return (
        title if added.articles == 1 else f"{title} and {count(added.articles - 1, 'more article')}"
    )


def _refused_lines(refused: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"Refused: {as_code(cut(name, _LISTED_FILE))} {why}" for name, why in refused)


def not_indexed_page(
    files: Sequence[str], reason: str, refused: Sequence[tuple[str, str]] = ()
) -> str:
    """Say that files of the folder were changed, but the index could not be updated.

    ``refused`` has the names of other files, and why they were not added. ``reason`` is escaped,
    and ends with its reference on a line of its own.
    """
    why, *reference = reason.split("\n", 1)
    reason = "\n".join((cut_escaped(why, _WHY_NOT_INDEXED), *reference))
    names = ", ".join(as_code(cut(file, _LISTED_FILE)) for file in files)
    head = (
        f"The articles folder was changed ({names}), but indexing failed. "
        f"{reason}\nThe next `/admin reindex` will finish it."
    )
    room = MESSAGE - length(head) - 1
    return "\n".join((head, *first_lines(_refused_lines(refused), room, "… and {} more")))


def removal_question(file: str, articles: Sequence[ArticleSummary]) -> str:
    """Ask for confirmation before a file is removed; ``articles`` are those in it."""
    what, about = as_code(cut(file, _FILE)), "it"
    if len(articles) == 1:
        what += f": {escaped_line(cut(articles[0].title, _TITLE))}"
    elif articles:
        what, about = f"{what} with its {count(len(articles), 'article')}", "them"
    return (
        f"Remove {what}?\n"
        f"-# After that, nobody can ask about {about}. The file is moved to the hidden folder "
        "`.removed` in the articles folder."
    )


def removed_page(file: str, report: Reindexed) -> str:
    """Say that a file was removed."""
    return f"**Removed** {as_code(cut(file, _FILE))}\n{_totals(report)}"


def not_removed_page(file: str) -> str:
    """Say that a file was not removed."""
    return f"{as_code(cut(file, _FILE))} was not removed."


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that ``/admin status`` shows. ``memory`` is in bytes.

    ``model`` is the language model that writes answers, or None if they are quoted.
    """

    articles: Sequence[ArticleSummary]
    failures: Sequence[Failure]
    checks: Sequence[HealthCheck]
    counts: Counts
    memory: int
    versions: Sequence[str]
    model: str | None = None
    indexing: Progress | None = None


def status_page(status: Status) -> str:
    """Render the status in one message."""
    passages = sum(article.passages for article in status.articles)
    lines = [
        "**Status**",
        f"{count(len(status.articles), 'article')} in {count(passages, 'passage')}, "
        f"{count(len(status.failures), 'file')} could not be indexed",
        *first_lines(filter(None, map(_check, status.checks)), _CHECKS, "… and {} more"),
    ]
    if status.indexing:
        lines.append(f"A re-index is running: {_running(status.indexing)}")
    lines += [_model(status.model), _usage(status.counts)]
    lines.append(f"Memory: {status.memory / 1e6:,.0f} MB")
    foot = f"-# {escaped_line(cut(', '.join(status.versions), 150))}"
    room = MESSAGE - length("\n".join((*lines, foot))) - 1
    failures = first_lines(map(failure_line, status.failures), room, _MORE_FAILURES)
    return "\n".join((*lines, *failures, foot))


def _running(progress: Progress) -> str:
    if not progress.total:  # how many there are is not known yet
        return escaped_line(progress.stage)
    return f"{progress.done:,} of {count(progress.total, 'article')}"


def _check(check: HealthCheck) -> str:
    name = f"{'✅' if check.ok else '⚠️'} {escaped_line(cut(check.name, _CHECK_NAME))}"
    if check.name in _PUBLIC_CHECKS:
        detail = escaped_line(cut(check.detail, _CHECK_DETAIL))
        return f"{name}: {detail}{f'; {_advice(check)}' if check.advice else ''}"
    where = "on the machine where the bot runs"
    return "" if check.ok else f"{name}: run `coverage-bot doctor` {where} for details"


def _advice(check: HealthCheck) -> str:
    """What to do about a check; the commands that it names do not work while the bot runs."""
    if check.name == "index":
        return "use `/admin reindex`"
    return escaped_line(cut(check.advice or "", _CHECK_DETAIL))


def _usage(counts: Counts) -> str:
    if not counts.questions:
        return "No questions have been asked here yet"
    line = f"{count(counts.questions, 'question')} asked here, {counts.abstained:,} not answered"
    if counts.median_seconds is not None and counts.p95_seconds is not None:
        line += (
            f"; answer time {counts.median_seconds:.2f} s (median), "
            f"{counts.p95_seconds:.2f} s (95th percentile)"
        )
    return f"{line}; 👍 {counts.good:,} 👎 {counts.bad:,}"


def _model(name: str | None) -> str:
    if name is None:
        return "Answers are quoted from the articles"
    return f"Answers are written by {escaped_line(cut(name, _CHECK_NAME))} and checked"
