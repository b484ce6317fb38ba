"""A timeline as messages to leaf through: what happened when, and who reports it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.pages.escape import as_code, escaped_line
from bot.pages.limits import cut, length
from index.models import Citation, Event

_TOPIC, _TEXT, _NAME = 150, 450, 100
_SOURCES = 350
# Entries of a page: with heading and foot a message, and not much to scroll on a phone. Signs of
# markup are escaped, so a text may be twice as long as it was: one entry always fits.
_BODY = 1_400


@dataclass(frozen=True, slots=True)
class Asked:
    """What a timeline is of: a topic or everything, and the days it is narrowed to."""

    topic: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


def timeline_pages(
    asked: Asked, events: Sequence[Event], *, narrowed: str | None = None
) -> tuple[str, ...]:
    """One message a page, never none. ``narrowed`` is half a line on what is left out."""
    if not events:
        return (nothing_happened(asked),)
    bodies = list(_bodies(events))
    foot = _facts(events) + (f" · {narrowed}" if narrowed else "")
    return tuple(
        f"{title(asked)}\n{body}\n-# Page {number} of {len(bodies)} · {foot}"
        for number, body in enumerate(bodies, 1)
    )


def title(asked: Asked) -> str:
    """The heading of a timeline."""
    about = f" · {escaped_line(cut(asked.topic, _TOPIC))}" if asked.topic else ""
    return f"**Timeline{about}**{_days(asked)}"


def nothing_happened(asked: Asked) -> str:
    """What is said in place of a timeline without events."""
    about = f" about {escaped_line(cut(asked.topic, _TOPIC))}" if asked.topic else ""
    return f"The articles date no event{about}{_days(asked)}."


def event_lines(event: Event, *, with_day: bool = True) -> str:
    """An event: the day, what happened, the articles that report it."""
    day = f"**{long_day(event.date)}**\n" if with_day else ""
    planned = "*Planned:* " if event.planned else ""
    text = escaped_line(cut(event.text, _TEXT))
    return f"{day}{planned}{text}\n-# {source_names(event.citations)}"


def long_day(day: dt.date) -> str:
    """``Wed 22 October 2025``: the day of an event is the same for readers everywhere."""
    return f"{day:%a} {day.day} {day:%B} {day.year}"


def source_names(citations: Sequence[Citation]) -> str:
    """Each article once, as many as fit, and how many more there are: a famous day has hundreds."""
    outlets = {citation.file: citation.outlet for citation in citations}
    names = [_source(file, outlet) for file, outlet in outlets.items()]
    fitting = 1
    while fitting < len(names) and length(", ".join(names[: fitting + 1])) <= _SOURCES:
        fitting += 1
    more = len(names) - fitting
    return ", ".join(names[:fitting]) + (f" and {more:,} more" if more > 0 else "")


def _source(file: str, outlet: str | None) -> str:
    name = as_code(cut(file, _NAME))
    return f"{name} ({escaped_line(cut(outlet, _NAME))})" if outlet else name


def _bodies(events: Sequence[Event]) -> Iterator[str]:
    """Entries by pages; a day that goes on over a page is named again."""
    page: list[str] = []
    before: dt.date | None = None
    for event in events:
        entry = event_lines(event, with_day=event.date != before)
        if page and length("\n".join([*page, entry])) > _BODY:
            yield "\n".join(page)
            page, entry = [], event_lines(event)
        page.append(entry)
        before = event.date
    yield "\n".join(page)


def _facts(events: Sequence[Event]) -> str:
    files = {citation.file for event in events for citation in event.citations}
    return (
        f"{len(events):,} event{'s' if len(events) > 1 else ''} in "
        f"{len(files):,} article{'s' if len(files) > 1 else ''}"
    )


def _days(asked: Asked) -> str:
    since = f" since {long_day(asked.since)}" if asked.since else ""
    until = f" until {long_day(asked.until)}" if asked.until else ""
    return since + until
