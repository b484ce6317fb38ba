"""Every command except the chat. Each returns an exit status and may raise CoverageError."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from bot.cli.json_output import (
    answer_document,
    articles_document,
    briefing_document,
    failed_question_document,
    feedback_document,
    index_document,
    timeline_document,
)
from bot.cli.questions import clean_question, read_questions
from bot.cli.rendering import (
    answer_lines,
    article_lines,
    check_lines,
    draft_lines,
    explanation_lines,
    extraction_lines,
    feedback_lines,
    index_lines,
    not_read_lines,
    timeline_lines,
    wrapped,
)
from bot.cli.session import Session
from bot.heartbeat import check_heartbeat
from bot.names import did_you_mean
from bot.rendering.csv_table import timeline_csv
from bot.rendering.text import capitalized
from index.errors import (
    CoverageError,
    DataFolderBusy,
    StorageFull,
    UnreadableArticle,
    UnusableSetting,
)
from index.models import (
    Answer,
    Draft,
    Event,
    HealthCheck,
    Scope,
    Turn,
    count,
    file_of,
    folded,
    written_day,
)
from index.temporal.calendar import local_today

if TYPE_CHECKING:  # slow to import
    from index.storage.archive.archive import Archive
    from index.storage.archive.privacy import Forgotten
    from index.storage.archive.records import Feedback

MAX_TURNS = 6
"""Questions of a chat that are remembered."""
OpenArchive: TypeAlias = "Callable[[], Awaitable[Archive]]"
ReadArchive: TypeAlias = "Callable[[], Awaitable[Archive | None]]"


def ask(session: Session, options: Namespace, stdin: TextIO | None) -> int:
    """Answer one question, or every line of standard input."""
    session.refresh()
    session.warn_if_empty()
    scope = session.resolve_outlet(Scope(options.since, options.until, options.outlet))
    output = Output(options.json, options.explain, options.quotes)
    if options.question != "-":
        answer_question(session, options.question, scope, output)
        return 0
    lines = read_questions(stdin) if stdin else ()
    return answer_all(session, lines, scope, output, chat=options.chat)


@dataclass(frozen=True, slots=True)
class Output:
    """How an answer is printed: as JSON, with an explanation, with its quotes in their context."""

    as_json: bool = False
    explain: bool = False
    quotes: bool = False


TEXT = Output()
"""The answer and its sources as text."""


def answer_question(
    session: Session,
    question: str,
    scope: Scope,
    output: Output = TEXT,
    history: Sequence[Turn] = (),
) -> Answer:
    """Ask and print the answer, on a terminal also drafts of it. Raises CoverageError."""
    screen, explain = session.screen, output.explain
    with nullcontext() if output.as_json else screen.live() as draw:

        def show(draft: Draft) -> None:
            if draw is not None:
                draw(draft_lines(draft, screen.width))

        answer = session.run(
            session.coverage.ask(question, scope, history=history, show=show, explain=explain)
        )
    if output.as_json:
        screen.print_json(answer_document(answer, explain=explain))
    else:
        contexts = _contexts(session, answer) if output.quotes else None
        screen.print_lines(answer_lines(answer, screen.width, contexts))
        if explain:
            screen.write("\n")
            screen.print_lines(explanation_lines(answer, screen.width))
    if answer.note is not None:
        advice = f" {capitalized(answer.advice)}." if answer.advice else ""
        screen.notice(f"{answer.note}{advice}")
    return answer


def _contexts(session: Session, answer: Answer) -> dict[int, tuple[str, str]]:
    """The sentences before and after each quote, by the number of its citation."""
    coverage = session.coverage
    found = ((c.number, session.run(coverage.context(c))) for c in answer.citations)
    return {number: context or ("", "") for number, context in found}


def answer_all(
    session: Session,
    lines: Iterable[tuple[int, str]],
    scope: Scope,
    output: Output = TEXT,
    *,
    chat: bool = False,
) -> int:
    """Answer each (number, line); a line that fails does not stop the others.

    With ``chat``, a line may be a follow-up to those before. As JSON, a failed line has an object
    as well, so that there is one for every line that is not blank. Returns the worst status: 2 if a
    line was not a usable question, 1 if answering one failed.
    """
    status = 0
    separator = ""
    turns: tuple[Turn, ...] = ()
    for number, line in lines:
        try:
            question = clean_question(line)
            if not output.as_json:
                session.screen.write(separator)
                session.screen.print_lines(wrapped(question, session.screen.width, "> ", 2))
                separator = "\n"
            answer = answer_question(session, question, scope, output, turns)
            turns = (*turns, answer.turn)[-MAX_TURNS:] if chat else ()
        except CoverageError as error:
            session.screen.warn(f"line {number}: {error}")
            if output.as_json:
                session.screen.print_json(failed_question_document(line, str(error)))
            status = max(status, 2 if isinstance(error, UnusableSetting) else 1)
    return status


def briefing(session: Session, options: Namespace) -> int:
    """Print what the coverage, or a topic in it, is about."""
    session.refresh()
    session.warn_if_empty()
    scope = Scope(options.since)
    answer = session.run(session.coverage.briefing(options.topic, scope))
    screen = session.screen
    if options.json:
        screen.print_json(briefing_document(answer, options.topic))
    else:
        screen.print_lines(answer_lines(answer, screen.width))
    return 0


def timeline(session: Session, options: Namespace) -> int:
    """Print, save or draw the timeline."""
    session.refresh()
    session.warn_if_empty()
    events = session.run(
        session.coverage.timeline(
            options.topic,
            Scope(options.since, options.until),
            days=options.limit,
            per_day=options.per_day,
        )
    )
    screen = session.screen
    if options.json:
        screen.print_json(timeline_document(events))
    elif options.csv == "-":
        screen.write(timeline_csv(events))
    elif options.csv:
        data = timeline_csv(events).encode("utf-8", errors="backslashreplace")
        _save(Path(options.csv), data, "--csv")
        screen.print_lines(wrapped(_saved(events, options.csv), screen.width))
    elif events and options.png:
        _save(Path(options.png), _chart(events, options.topic, dark=options.dark), "--png")
        screen.print_lines(wrapped(_saved(events, options.png), screen.width))
    elif events:
        screen.print_lines(timeline_lines(events, screen.width))
    else:
        screen.print_lines(wrapped(_no_events(options), screen.width))
    return 0


def _saved(events: Sequence[Event], file: str) -> str:
    return f"Saved {count(len(events), 'event')} to {file}"


def _no_events(options: Namespace) -> str:
    about = f" about {options.topic}" if options.topic else ""
    since = f" since {options.since}" if options.since else ""
    until = f" until {options.until}" if options.until else ""
    return f"The articles contain no dated events{about}{since}{until}."


def _chart(events: Sequence[Event], topic: str | None, *, dark: bool) -> bytes:
    from bot.rendering.charts.portrait import portrait_chart  # loading fonts takes a moment

    return portrait_chart(events, capitalized(topic) if topic else "Timeline", dark=dark)


def _save(path: Path, data: bytes, option: str) -> None:
    try:
        path.write_bytes(data)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        raise UnusableSetting(f"{option} {path} cannot be written: {error.strerror}") from error
    except OSError as error:
        raise StorageFull(f"{path} cannot be written: {error.strerror}") from error


def index(session: Session, options: Namespace) -> int:
    """Update the index and report what changed."""
    with session.screen.progress() as show:
        report = session.run(
            session.coverage.reindex(
                dry_run=options.dry_run, rebuild=options.rebuild, progress=show
            )
        )
    if options.json:
        session.screen.print_json(index_document(report))
    else:
        lines = index_lines(report, session.screen.width, dry_run=options.dry_run)
        session.screen.print_lines(lines)
    return 0


def articles(session: Session, options: Namespace, folder: Path) -> int:
    """List the indexed articles, or those of one file, or show how that file was read."""
    file = None if options.file is None else _in_folder(options.file, folder)
    if file is not None and options.text:
        try:
            readings = session.run(session.coverage.extraction_report(file))
        except UnreadableArticle as error:
            raise UnreadableArticle(f"{file} {error}") from error
        names = _names_like(file, [each.file for each in readings])
        if not names:
            raise UnusableSetting(f"{file_of(file)} has no article {file}")
        wanted = [each for each in readings if each.file in names]
        session.screen.print_lines(extraction_lines(wanted, session.screen.width))
        return 0
    session.refresh()
    found = session.run(session.coverage.articles())
    failures = session.run(session.coverage.failures())
    if file is not None:
        known = [*(a.file for a in found), *(f.file for f in failures)]
        names = _names_like(file, known)
        found = tuple(article for article in found if article.file in names)
        failures = tuple(failure for failure in failures if failure.file in names)
        if not found and not failures:
            meant = did_you_mean(file, known) or "; run 'coverage-bot articles' to list them"
            raise UnusableSetting(f"there is no article {file} in the index{meant}")
    if options.json:
        session.screen.print_json(articles_document(found))
        return 0
    width = session.screen.width
    lines = article_lines(found, failures, width, local_today()) or wrapped(
        session.why_empty(), width
    )
    if file is None:
        lines += not_read_lines(*session.run(session.coverage.not_read()), width)
    session.screen.print_lines(lines)
    return 0


def _names_like(file: str, names: Sequence[str]) -> set[str]:
    """Return the names of a file and of the articles in it; spelled otherwise, if none is so."""
    same = {name for name in names if file in (name, file_of(name))}
    alike = {name for name in names if folded(file) in (folded(name), folded(file_of(name)))}
    return same or alike


def _in_folder(file: str, folder: Path) -> str:
    """Return the name of an article's file, given as a path from here or from the folder."""
    whole, root = Path(file).resolve(), folder.resolve()
    inside = not (folder / file_of(file)).exists() and whole.is_relative_to(root)
    return whole.relative_to(root).as_posix() if inside and whole != root else file


def feedback(session: Session, options: Namespace, read_archive: ReadArchive) -> int:
    """List the feedback from Discord. Works while the bot is running."""
    entries = session.run(_feedback(read_archive))
    if options.json:
        session.screen.print_json(feedback_document(entries))
        return 0
    width = session.screen.width
    none = "Nobody on Discord has given feedback yet."
    session.screen.print_lines(feedback_lines(entries, width) or wrapped(none, width))
    return 0


async def _feedback(read_archive: ReadArchive) -> tuple[Feedback, ...]:
    archive = await read_archive()
    if archive is None:
        return ()
    try:
        return await archive.feedback()
    finally:
        await archive.close()


def forget(session: Session, options: Namespace, open_archive: OpenArchive, backups: Path) -> int:
    """Delete what is kept about a person on Discord. Works while the bot is running."""

    async def work() -> Forgotten:
        archive = await open_archive()
        try:
            return await archive.forget_person(options.person, backups)
        finally:
            await archive.close()

    forgotten = session.run(work())
    if forgotten:
        copies = f", also from {count(forgotten.backups, 'backup')}" if forgotten.backups else ""
        text = (
            f"Deleted: {count(forgotten.answers, 'question')} (answers included), feedback on "
            f"{count(forgotten.feedback, 'answer')}, and token counts for "
            f"{count(forgotten.token_days, 'day')}{copies}."
        )
    else:
        text = "Nothing was kept about this person."
    session.screen.print_lines(wrapped(text, session.screen.width))
    return 0


def restore(session: Session, options: Namespace, data: Path, backups: Path) -> int:
    """Restore the archive from a backup. The bot must not be running."""
    from index.storage.archive import backups as archive_backups
    from index.storage.lock import FolderLock

    lock = FolderLock(data, "coverage-bot restore")
    try:
        day, aside = archive_backups.restore(data, backups, options.day)
    finally:
        lock.release()
    before = f" The file it replaced is now {aside.name}." if aside is not None else ""
    text = f"Restored the archive of {written_day(day)}.{before}"
    session.screen.print_lines(wrapped(text, session.screen.width))
    return 0


def doctor(
    session: Session,
    setting_checks: tuple[HealthCheck, ...],
    feed_checks: Callable[[], tuple[HealthCheck, ...]],
    data: Path,
) -> int:
    """Print every check; the status is 1 if one failed. Sets aside what is damaged of the index.

    While the bot on Discord has the data folder open, its sign of life takes the place of the
    checks of the index; ``feed_checks`` are made all the same.
    """
    try:
        index_checks = session.run(session.coverage.checks())
    except CoverageError as error:
        busy = isinstance(error, DataFolderBusy)
        alive = check_heartbeat(data, dt.datetime.now(dt.UTC)) if busy else None
        index_checks = (alive or HealthCheck("index", False, str(error)), *feed_checks())
    checks = (*setting_checks, *index_checks)
    shown = [
        replace(
            check,
            detail=session.screen.callable_here(check.detail),
            advice=check.advice and session.screen.callable_here(check.advice),
        )
        for check in checks
    ]
    session.screen.print_lines(check_lines(shown, session.screen.width))
    return 1 if any(check.failed for check in checks) else 0
