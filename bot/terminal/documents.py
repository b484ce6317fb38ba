"""The JSON forms of the command-line contract. Days are ISO; what is not known is null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.terminal.arguments import MAX_QUESTION
from bot.terminal.text import on_one_line
from index.models import Answer, ArticleSummary, Citation, Event, Reindexed

Document = dict[str, object]


def answer_document(answer: Answer) -> Document:
    """What ``ask --json`` prints."""
    return {
        "question": answer.question,
        "answered": answer.answered,
        "text": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "mode": answer.mode,
        "seconds": round(answer.seconds, 4),
    }


def unanswered_document(line: str, error: str) -> Document:
    """What ``ask - --json`` prints for a line that could not be answered: ``text`` says why."""
    question = on_one_line(line).strip()
    return {
        "question": question if len(question) <= MAX_QUESTION else question[:MAX_QUESTION] + "…",
        "answered": False,
        "text": error,
        "citations": [],
        "mode": "extractive",
        "seconds": 0.0,
    }


def timeline_document(events: Iterable[Event]) -> Document:
    """What ``timeline --json`` prints, days in order; only a plan says that it is planned."""
    return {
        "events": [
            {
                "date": event.date.isoformat(),
                "text": event.text,
                "citations": [_citation(citation) for citation in event.citations],
                **({"planned": True} if event.planned else {}),
            }
            for event in events
        ]
    }


def articles_document(articles: Iterable[ArticleSummary]) -> Document:
    """What ``articles --json`` prints."""
    return {
        "articles": [
            {
                "file": article.file,
                "title": article.title,
                "outlet": article.outlet,
                "published": _day(article.published),
                "published_from": article.published_from,
                "passages": article.passages,
                "sha256": article.sha256,
            }
            for article in articles
        ]
    }


def index_document(done: Reindexed) -> Document:
    """What ``index --json`` prints."""
    return {
        "added": list(done.added),
        "changed": list(done.changed),
        "removed": list(done.removed),
        "unchanged": done.unchanged,
        "failed": [{"file": failure.file, "error": failure.error} for failure in done.failed],
        "passages": done.passages,
        "seconds": round(done.seconds, 4),
    }


def _citation(citation: Citation) -> Document:
    return {
        "number": citation.number,
        "file": citation.file,
        "title": citation.title,
        "outlet": citation.outlet,
        "published": _day(citation.published),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
