"""``coverage-bot add`` and ``coverage-bot feeds``: articles from the web."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Collection, Iterable

from rich.text import Text

from bot.cli.json_output import pages_document, polls_document
from bot.cli.session import Session
from bot.rendering.text import on_one_line
from index.errors import (
    ArticleRefused,
    CoverageError,
    PageUnavailable,
    UnreadableArticle,
    UnusableSetting,
)
from index.ingestion.web.urls import shown_url
from index.models import Failure, KeptPage, Polled, count, written_day


def add(session: Session, options: Namespace) -> int:
    """Fetch pages, keep them and index them; one that fails does not stop the others.

    Returns the worst status: 2 if something was no address, 1 if a page could not be added.
    """
    coverage, status, kept, refused = session.coverage, 0, list[KeptPage](), list[Failure]()
    for url in options.urls:
        try:
            with session.screen.waiting(f"Fetching {on_one_line(url)}"):
                page = session.run(coverage.add_page(url))
        except (ArticleRefused, PageUnavailable, UnreadableArticle, UnusableSetting) as error:
            session.screen.warn(str(error))
            refused.append(Failure(shown_url(url), str(error)))
            status = max(status, 2 if isinstance(error, UnusableSetting) else 1)
        else:
            kept.append(page)
            if not options.json:
                _print(session, [kept_line(page)])
    failed = _index(session, kept)
    if options.json:
        session.screen.print_json(pages_document(kept, refused, failed))
    return max(status, 1 if failed else 0)


def feeds(session: Session, options: Namespace) -> int:
    """Poll the feeds once, and index what is new. Returns 1 if a feed or an article failed.

    What stops the polls of some feeds is raised when the articles of the others are indexed.
    """
    done, stopped = list[Polled](), None
    with session.screen.waiting("Polling the feeds"):
        try:
            polled = session.run(session.coverage.poll_feeds(at_once=True, done=done.append))
        except CoverageError as reason:
            polled, stopped = tuple(done), reason
    status = 0
    for poll in polled:
        if not options.json:
            _print(session, [feed_line(poll), *(f"  {kept_line(page)}" for page in poll.kept)])
        errors = [failure.error for failure in poll.failed]
        if poll.outcome == "failed" and poll.error:
            errors.insert(0, poll.error)
        for error in errors:
            session.screen.warn(error)
            status = 1
    failed = _index(session, [page for poll in polled for page in poll.kept])
    if stopped is not None:
        raise stopped
    if options.json:
        session.screen.print_json(polls_document(polled, failed))
    return max(status, 1 if failed else 0)


def kept_line(page: KeptPage) -> str:
    """Say in one line what became of a page: its file, title, outlet and day."""
    verb = {"added": "Added", "new version": "New version", "unchanged": "Unchanged"}[page.outcome]
    more = f" and {count(page.articles - 1, 'more article')}" if page.articles > 1 else ""
    known = [page.outlet, written_day(page.published) if page.published else None]
    about = ", ".join(filter(None, known)) or "outlet and date unknown"
    before = f"; the previous version is {page.previous}" if page.previous else ""
    there = "already there, " if page.outcome == "unchanged" else ""
    return on_one_line(f"{verb}: {there}{page.file}: {page.title}{more} ({about}){before}")


def feed_line(poll: Polled) -> str:
    """Say in one line what a poll of a feed did."""
    feed = shown_url(poll.feed)
    if poll.outcome == "failed":
        until = f"; next attempt after {poll.until.astimezone():%d %B, %H:%M}" if poll.until else ""
        return f"{feed}: could not be read{until}"
    if poll.outcome == "waiting":
        until = f"{poll.until.astimezone():%d %B, %H:%M}" if poll.until else "later"
        why = ", because the last poll failed" if poll.error else ""
        return f"{feed}: not due until {until}{why}"
    left = f", {poll.left:,} left for later" if poll.left else ""
    new = f"{count(len(poll.kept), 'new article')}" if poll.kept else "nothing new"
    return f"{feed}: {new}{left}"


def _index(session: Session, kept: Collection[KeptPage]) -> list[Failure]:
    """Index what was kept; returns those of its files that could not be indexed."""
    files = {page.file for page in kept}
    if not files:
        return []
    with session.screen.progress() as show:
        report = session.run(session.coverage.reindex(progress=show))
    failed = [failure for failure in report.failed if failure.file in files]
    for failure in failed:
        session.screen.warn(f"not indexed: {failure.file}: {failure.error}")
    return failed


def _print(session: Session, lines: Iterable[str]) -> None:
    """Print lines as they are: a line for each thing, however long, for scripts."""
    session.screen.print_lines(Text(line) for line in lines)
