"""The commands but the chat. Each returns the exit status; failures are CoverageErrors."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from bot.terminal.answers import answer_lines, draft_lines
from bot.terminal.arguments import usable_question
from bot.terminal.documents import (
    answer_document,
    articles_document,
    index_document,
    timeline_document,
    unanswered_document,
)
from bot.terminal.feedback import feedback_document, feedback_lines
from bot.terminal.layout import count, wrapped
from bot.terminal.listings import article_lines, check_lines, index_lines
from bot.terminal.questions import question_lines
from bot.terminal.session import Session
from bot.terminal.timelines import timeline_csv, timeline_lines
from index.errors import CoverageError, StorageFull, UnusableSetting
from index.models import Answer, Check, Draft, Event, Scope, Turn

if TYPE_CHECKING:  # it takes a moment to import
    from index.storage.archive.archive import Archive
    from index.storage.archive.records import Feedback

OpenArchive: TypeAlias = "Callable[[], Awaitable[Archive]]"


def ask(session: Session, given: Namespace, stdin: TextIO | None) -> int:
    """Answer one question, or each line of standard input."""
    session.refresh()
    scope = session.scope(Scope(given.since, given.until, given.outlet))
    if given.question != "-":
        answer_question(session, given.question, scope, as_json=given.json)
        return 0
    lines = question_lines(stdin) if stdin else ()
    return answer_all(session, lines, scope, as_json=given.json)


def answer_question(
    session: Session,
    question: str,
    scope: Scope,
    *,
    as_json: bool = False,
    history: Sequence[Turn] = (),
) -> Answer:
    """Ask and print, for a person also what is finished on the way. Raises CoverageError."""
    screen = session.screen
    with nullcontext() if as_json else screen.drafting() as draw:

        def show(draft: Draft) -> None:
            if draw is not None:
                draw(draft_lines(draft, screen.width))

        ask = session.coverage.ask(question, scope, history=history, show=show)
        answer = session.run(ask)
    if as_json:
        screen.document(answer_document(answer))
    else:
        screen.show(answer_lines(answer, screen.width))
    if answer.note is not None:
        screen.note(answer.note)
    return answer


def answer_all(
    session: Session, lines: Iterable[tuple[int, str]], scope: Scope, *, as_json: bool = False
) -> int:
    """Answer each (number, line); a line that fails does not keep the others from it.

    As JSON it has an object, too, so that there is one for each line that is not blank. Returns
    the worst status: 2 when a line was no usable question, 1 when answering one failed.
    """
    status = 0
    between = ""
    for number, line in lines:
        try:
            question = usable_question(line)
            if not as_json:
                session.screen.write(between)
                session.screen.show(wrapped(question, session.screen.width, "> ", 2))
                between = "\n"
            answer_question(session, question, scope, as_json=as_json)
        except CoverageError as error:
            session.screen.tell(f"line {number}: {error}")
            if as_json:
                session.screen.document(unanswered_document(line, str(error)))
            status = max(status, 2 if isinstance(error, UnusableSetting) else 1)
    return status


def timeline(session: Session, given: Namespace) -> int:
    """Show, write or draw the timeline."""
    session.refresh()
    events = session.run(
        session.coverage.timeline(
            given.topic,
            Scope(given.since, given.until),
            days=given.limit,
            per_day=given.per_day,
        )
    )
    screen = session.screen
    if given.json:
        screen.document(timeline_document(events))
    elif given.csv == "-":
        screen.write(timeline_csv(events))
    elif given.csv:
        _save(Path(given.csv), _encoded(timeline_csv(events)), "--csv")
        screen.show(wrapped(f"{count(len(events), 'event')} in {given.csv}", screen.width))
    elif events and given.png:
        _save(Path(given.png), _picture(events, given.topic, dark=given.dark), "--png")
        screen.show(wrapped(f"{count(len(events), 'event')} in {given.png}", screen.width))
    elif events:
        screen.show(timeline_lines(events, screen.width))
    else:
        screen.show(wrapped(_nothing_happened(given), screen.width))
    return 0


def _nothing_happened(given: Namespace) -> str:
    about = f" about {given.topic}" if given.topic else ""
    since = f" since {given.since}" if given.since else ""
    until = f" until {given.until}" if given.until else ""
    return f"The articles date no event{about}{since}{until}."


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="backslashreplace")


def _picture(events: Sequence[Event], topic: str | None, *, dark: bool) -> bytes:
    from bot.timeline_picture import timeline_png  # typefaces take a moment to load

    title = topic[:1].upper() + topic[1:] if topic else "What happened when"
    return timeline_png(events, title, dark=dark)


def _save(path: Path, data: bytes, option: str) -> None:
    try:
        path.write_bytes(data)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        raise UnusableSetting(f"{option} {path} cannot be written: {error.strerror}") from error
    except OSError as error:
        raise StorageFull(f"{path} cannot be written: {error.strerror}") from error


def index(session: Session, given: Namespace) -> int:
    """Bring the index up to date and say what was done."""
    with session.screen.progress() as show:
        done = session.run(
            session.coverage.reindex(dry_run=given.dry_run, rebuild=given.rebuild, progress=show)
        )
    if given.json:
        session.screen.document(index_document(done))
    else:
        session.screen.show(index_lines(done, session.screen.width, dry_run=given.dry_run))
    return 0


def articles(session: Session, given: Namespace) -> int:
    """List the indexed articles."""
    session.refresh()
    found = session.run(session.coverage.articles())
    if given.json:
        session.screen.document(articles_document(found))
        return 0
    failures = session.run(session.coverage.failures())
    lines = article_lines(found, failures, session.screen.width)
    session.screen.show(lines or wrapped("No article is indexed.", session.screen.width))
    return 0


def feedback(session: Session, given: Namespace, open_archive: OpenArchive) -> int:
    """List what people thought of answers; also while the bot runs."""
    found = session.run(_feedback(open_archive))
    if given.json:
        session.screen.document(feedback_document(found))
        return 0
    lines = feedback_lines(found, session.screen.width)
    nothing = "Nobody on Discord has said yet what they think of an answer."
    session.screen.show(lines or wrapped(nothing, session.screen.width))
    return 0


async def _feedback(open_archive: OpenArchive) -> tuple[Feedback, ...]:
    archive = await open_archive()
    try:
        return await archive.feedback()
    finally:
        await archive.close()


def doctor(session: Session, configured: tuple[Check, ...]) -> int:
    """Print every finding; status 1 when something is wrong. Changes nothing."""
    try:
        found = session.run(session.coverage.checks())
    except CoverageError as error:
        found = (Check("index", False, str(error)),)
    checks = (*configured, *found)
    session.screen.show(check_lines(checks, session.screen.width))
    return 0 if all(check.ok for check in checks) else 1
