"""Timelines as pages: what happened when, and which articles report it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.discord.rendering.limits import cut, length
from bot.discord.rendering.markdown import as_code, escaped_line
from bot.rendering.text import also_in, as_it_was, printed_in
from index.models import Citation, Event, count

_TOPIC, _TEXT, _NAME = 150, 450, 100
_SOURCES = 350
# With heading and footer, a page is a message that needs little scrolling on a phone. Escaping
# may double the length of a text; even then, one event always fits.
_PAGE_BODY = 1_400
_BEFORE, _AFTER = dt.timedelta(days=62), dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TimelineQuery:
    """The topic of a timeline (None for everything) and its first and last day."""

    topic: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


def timeline_pages(query: TimelineQuery, events: Sequence[Event]) -> tuple[str, ...]:
    """Render the events in order, one message per page, at least one."""
    if not events:
        return (no_events(query),)
    pages = split_pages(query, events)
    totals = _totals(events)
    return tuple(
        f"{title(query)}\n{_body(page)}\n-# Page {number} of {len(pages)} · {totals}"
        for number, page in enumerate(pages, 1)
    )


def split_pages(query: TimelineQuery, events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of each page; the coverage's own days begin on a page of their own."""
    background = len(events) - len(core_events(query, events))
    return [*_pages(events[:background]), *_pages(events[background:])]


def opening_page(query: TimelineQuery, events: Sequence[Event]) -> int:
    """Return the number of the page that is shown first, from 1: not the one of 1843."""
    return 1 + len(list(_pages(events[: len(events) - len(core_events(query, events))])))


def core_events(query: TimelineQuery, events: Sequence[Event]) -> Sequence[Event]:
    """Return the events from shortly before the first of the articles on: those they are about.

    All events if that is none, or if the query says where to begin.
    """
    days = [c.published for event in events for c in event.citations if c.published]
    if query.since is not None or not days:
        return events
    first = min(days) - _BEFORE
    background = sum(event.date < first for event in events)
    return events[background:] if background < len(events) else events


def pictured(query: TimelineQuery, events: Sequence[Event]) -> Sequence[Event]:
    """Return the events of the chart: the core, without what is planned for years later."""
    core = core_events(query, events)
    days = [c.published for event in core for c in event.citations if c.published]
    if query.until is not None or not days:
        return core
    near = [event for event in core if event.date <= max(days) + _AFTER]
    return near or core


def title(query: TimelineQuery) -> str:
    """Return the heading of a timeline."""
    about = f" · {escaped_line(cut(query.topic, _TOPIC))}" if query.topic else ""
    return f"**Timeline{about}**{_period(query)}"


def no_events(query: TimelineQuery) -> str:
    """Return the message for a timeline without events."""
    about = f" about {escaped_line(cut(query.topic, _TOPIC))}" if query.topic else ""
    return f"The articles contain no dated events{about}{_period(query)}."


def event_lines(event: Event, *, with_day: bool = True) -> str:
    """Render an event: the day, what happened, and the articles that report it."""
    day = f"**{weekday_date(event.date)}**\n" if with_day else ""
    planned = "*Planned:* " if event.planned else ""
    text = escaped_line(cut(event.text, _TEXT))
    return f"{day}{planned}{text}\n-# {source_names(event.citations)}"


def weekday_date(day: dt.date) -> str:
    """``Wed 22 October 2025``."""
    return f"{day:%a} {day.day} {day:%B} {day.year}"


def source_names(citations: Sequence[Citation]) -> str:
    """Name each article once, as many as fit, and how many more there are."""
    names = list({citation.file: _source(citation) for citation in citations}.values())
    shown = 1
    while shown < len(names) and length(", ".join(names[: shown + 1])) <= _SOURCES:
        shown += 1
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more:,} more" if more > 0 else "")


def _source(citation: Citation) -> str:
    name = as_code(cut(citation.file, _NAME))
    about = (citation.outlet or "", as_it_was(citation), also_in(citation))
    inside = "; ".join(escaped_line(cut(each, _NAME)) for each in about if each)
    return f"{name} ({inside})" if inside else name


def _pages(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Yield as many events as fit on each page, in order."""
    page: list[Event] = []
    for event in events:
        if page and length(_body([*page, event])) > _PAGE_BODY:
            yield page
            page = []
        page.append(event)
    if page:
        yield page


def _body(page: Sequence[Event]) -> str:
    """Render the events of a page; each names its day, unless the one before it has the same."""
    days = [None, *(event.date for event in page)]
    entries = zip(page, days, strict=False)
    return "\n".join(event_lines(event, with_day=event.date != day) for event, day in entries)


def _totals(events: Sequence[Event]) -> str:
    return f"{count(len(events), 'event')} in {count(printed_in(events), 'article')}"


def _period(query: TimelineQuery) -> str:
    since = f" since {weekday_date(query.since)}" if query.since else ""
    until = f" until {weekday_date(query.until)}" if query.until else ""
    return since + until
