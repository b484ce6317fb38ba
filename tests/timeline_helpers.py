"""Timelines of small articles: a ledger filled without vectors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.articles import parse_article
from index.events import Candidate, find_candidates
from index.ledger import Ledger
from index.ledger import body as bodies
from index.ledger.state import Stat
from index.models import EVERYTHING, Event, Scope
from index.prepare import Prepared, prepare
from index.timeline import Size, build
from index.timeline.stored import Stored

WHOLE = Size()


def prepared(text: str, day: str | None, *, file: str = "a.md", outlet: str = "Wire") -> Prepared:
    """An article as indexing prepares it."""
    date = f"date: {day}\n" if day else ""
    head = f"---\ntitle: News of the day\noutlet: {outlet}\n{date}---\n\n"
    return prepare(parse_article(file, f"{head}{text}\n".encode()))


def candidates(text: str, day: str | None = "2025-10-24") -> list[Candidate]:
    """The candidate events of an article with this text."""
    found = prepared(text, day)
    assert found.candidates == find_candidates(
        found.sentences, found.mentions, found.article.published
    )
    return list(found.candidates)


def told(text: str, day: str | None = "2025-10-24") -> list[tuple[str, bool]]:
    """The days that named dates tell of, and whether they are planned."""
    return [
        (c.day.isoformat(), c.planned)
        for c in candidates(text, day)
        if c.how == "dated" and c.tells
    ]


@contextmanager
def ledger(folder: Path, *articles: Prepared) -> Iterator[Ledger]:
    """A ledger that holds these articles and no vectors."""
    folder.mkdir(parents=True, exist_ok=True)
    with Ledger(folder) as opened:
        with opened.database.writing() as db:
            for article in articles:
                body = bodies.from_prepared(article, [""] * len(article.passages))
                bodies.insert(db, body, Stat(0, 0, 0, 0, 0))
        yield opened


def timeline(
    folder: Path, *articles: Prepared, scope: Scope = EVERYTHING, size: Size = WHOLE
) -> tuple[Event, ...]:
    """The timeline of these articles."""
    with ledger(folder, *articles) as opened, opened.database.reading() as db:
        return build(Stored(db), scope, size)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
