"""A re-index in words: who runs it, how far it is, what it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.pages.articles import counted
from bot.pages.escape import as_code, escaped_line
from bot.pages.fitting import fitting
from bot.pages.limits import MESSAGE, cut, length
from bot.pages.sources import moment_stamp
from index.errors import ReindexRunning
from index.models import Failure, Progress, Reindexed

_NAME, _REASON, _PERSON = 100, 200, 60
_BAR = 16
_SURELY = 1_700  # room that is there for names and reasons whatever the figures are
_MORE = "… and {} more, in the file"


def progress_page(progress: Progress | None) -> str:
    """How far a re-index is, as it moves."""
    if progress is None:
        return "Looking for what has changed …"
    share = progress.done / progress.total if progress.total else 0.0
    full = round(_BAR * min(max(share, 0.0), 1.0))
    return (
        f"`{'█' * full}{'░' * (_BAR - full)}` {share:.0%}\n"
        f"{escaped_line(progress.stage.capitalize())}: "
        f"{progress.done:,} of {counted(progress.total, 'article')}"
    )


def report_page(done: Reindexed, *, dry_run: bool = False, rebuild: bool = False) -> str:
    """What was added, changed and removed, and each failure with its reason; one message.

    Names that do not fit are counted; ``report_file`` has all of them.
    """
    head = _outcome(done, rebuild=rebuild)
    if dry_run:
        head = "**Nothing was changed yet.** A re-index would do this:"
    foot = f"-# {counted(done.passages, 'passage')} · {done.seconds:.1f} s"
    lines = [head, _figures(done)]
    room = MESSAGE - length("\n".join((*lines, foot))) - 1
    return "\n".join((*lines, *fitting(_details(done), room, _MORE), foot))


def report_file(done: Reindexed) -> bytes | None:
    """Every name and reason as a text file, where the message has not room for all."""
    details = list(_details(done))
    if fitting(details, _SURELY, _MORE) == details:
        return None
    rows = [
        *(f"{verb}\t{file}" for verb, files in _lists(done) for file in files),
        *(f"failed\t{failure.file}\t{failure.error}" for failure in done.failed),
    ]
    return "\n".join(rows).encode("utf-8", "backslashreplace") + b"\n"


def running_words(error: ReindexRunning) -> str:
    """What a second person is told: who runs the first re-index, since when, how far it is."""
    who = escaped_line(cut(error.by, _PERSON)) if error.by else "Somebody"
    since = f", started {moment_stamp(error.since)}" if error.since else ""
    far = ""
    if error.progress:
        done, total = error.progress.done, error.progress.total
        far = f" It is {escaped_line(error.progress.stage)}: {done:,} of {total:,} articles."
    return f"A re-index is running already: {who}{since}.{far} Please try again when it has ended."


def _outcome(done: Reindexed, *, rebuild: bool) -> str:
    if rebuild:
        return "**Every article was indexed again.**"
    news = done.added or done.changed or done.removed
    return "**The index is up to date.**" if news else "**The index was up to date already.**"


def _figures(done: Reindexed) -> str:
    return (
        f"{len(done.added):,} added, {len(done.changed):,} changed, {len(done.removed):,} removed, "
        f"{done.unchanged:,} unchanged, {len(done.failed):,} failed"
    )


def _lists(done: Reindexed) -> Iterator[tuple[str, Sequence[str]]]:
    yield from (("added", done.added), ("changed", done.changed), ("removed", done.removed))


def _details(done: Reindexed) -> Iterator[str]:
    """A line for each file; what failed first, for something is to be done about it."""
    yield from map(failure_line, done.failed)
    for verb, files in _lists(done):
        yield from (f"{verb.capitalize()}: {as_code(cut(file, _NAME))}" for file in files)


def failure_line(failure: Failure) -> str:
    """A file and why it is not indexed."""
    return (
        f"Failed: {as_code(cut(failure.file, _NAME))} {escaped_line(cut(failure.error, _REASON))}"
    )
