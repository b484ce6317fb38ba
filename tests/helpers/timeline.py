"""Timelines of small articles: a ledger filled without vectors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.events.extraction import find_candidates
from index.ingestion.parser import parse_article
from index.ingestion.preparation import prepare_article
from index.models import EVERYTHING, Citation, Event, EventCandidate, PreparedArticle, Scope
from index.storage.ledger import rows
from index.storage.ledger.ledger import Ledger
from index.storage.ledger.records import Vector
from index.storage.ledger.state import FileStat
from index.storage.ledger.stories import update_stories
from index.timeline.builder import Size, build_timeline
from index.timeline.candidates import LedgerSource

WHOLE = Size()


def prepared(
    text: str, day: str | None, *, file: str = "a.md", outlet: str = "Wire"
) -> PreparedArticle:
    """An article as indexing prepares it."""
    date = f"date: {day}\n" if day else ""
    head = f"---\ntitle: News of the day\noutlet: {outlet}\n{date}---\n\n"
    return prepare_article(parse_article(file, f"{head}{text}\n".encode()))


def candidates(text: str, day: str | None = "2025-10-24") -> list[EventCandidate]:
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
def ledger(folder: Path, *articles: PreparedArticle) -> Iterator[Ledger]:
    """A ledger that holds these articles and no vectors."""
    folder.mkdir(parents=True, exist_ok=True)
    with Ledger(folder) as opened:
        with opened.database.writing() as db:
            for article in articles:
                body = rows.from_prepared(article, [""] * len(article.passages))
                rows.insert(db, body, FileStat(0, 0, 0, 0, 0))
            update_stories(db)
        yield opened


def timeline(
    folder: Path, *articles: PreparedArticle, scope: Scope = EVERYTHING, size: Size = WHOLE
) -> tuple[Event, ...]:
    """The timeline of these articles."""
    with ledger(folder, *articles) as opened, opened.database.reading() as db:
        return build_timeline(
            LedgerSource(db), scope, size, meanings=only_words, contradict=none_contradict
        )


def only_words(sentences: Sequence[int]) -> Mapping[int, Vector]:
    """Compare only words."""
    return {}


def none_contradict(pairs: Sequence[tuple[Citation, Citation]]) -> Sequence[bool]:
    """Take all reports of an event to agree."""
    return [False] * len(pairs)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
