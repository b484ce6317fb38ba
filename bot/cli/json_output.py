"""The JSON that ``--json`` prints. Dates are ISO 8601, and unknown values are null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.rendering.text import on_one_line
from index.ingestion.web.urls import shown_url
from index.models import (
    MAX_QUESTION,
    Answer,
    ArticleSummary,
    Candidate,
    Citation,
    Event,
    Explanation,
    Failure,
    KeptPage,
    Polled,
    Reindexed,
)

if TYPE_CHECKING:  # slow to import
    from index.storage.archive.records import Feedback

Document = dict[str, object]


def answer_document(answer: Answer, *, explain: bool = False) -> Document:
    """What ``ask --json`` prints; with ``explain`` it has the key ``explanation``.

    ``kind`` says what the message was taken for, if for no question of fact ("overview", "help").
    Small talk and help are no answer: ``answered`` is false.
    ``understood`` is what a language model made of the question. ``doubtful`` is only present, and
    true, where an answer is more likely wrong than right, and ``closest`` where nothing answers:
    the sentence that comes closest; ``nearby``: questions beside it that are answered. ``parts``
    are the answers to the questions of a message that asks several.
    """
    document: Document = {
        "question": answer.question,
        "answered": any(map(_is_answer, answer.parts or (answer,))),
        "text": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "mode": answer.mode,
        "seconds": round(answer.seconds, 4),
    }
    if answer.kind != "fact":
        document["kind"] = answer.kind
    if answer.understood is not None:
        document["understood"] = answer.understood
    if answer.doubtful:
        document["doubtful"] = True
    if answer.abstention is not None and answer.abstention.closest is not None:
        document["closest"] = _citation(answer.abstention.closest)
    if answer.abstention is not None and answer.abstention.nearby:
        document["nearby"] = list(answer.abstention.nearby)
    if answer.parts:
        document["parts"] = [answer_document(part) for part in answer.parts]
    if explain:
        document["explanation"] = [_explanation(part) for part in answer.explanation]
    return document


def _is_answer(answer: Answer) -> bool:
    return answer.answered and (bool(answer.citations) or answer.kind == "about")


def failed_question_document(line: str, error: str) -> Document:
    """What ``ask - --json`` prints for a line that failed; ``text`` is the error."""
    question = on_one_line(line).strip()
    return {
        "question": question if len(question) <= MAX_QUESTION else question[:MAX_QUESTION] + "…",
        "answered": False,
        "text": error,
        "citations": [],
        "mode": "extractive",
        "seconds": 0.0,
    }


def briefing_document(answer: Answer, topic: str | None) -> Document:
    """What ``briefing --json`` prints; ``topic`` is null for the whole coverage."""
    document = answer_document(answer)
    del document["question"], document["kind"]
    return {"topic": topic, **document}


def timeline_document(events: Iterable[Event]) -> Document:
    """What ``timeline --json`` prints; ``planned`` is only present for planned events."""
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


def pages_document(
    kept: Iterable[KeptPage], refused: Iterable[Failure], failed: Iterable[Failure]
) -> Document:
    """What ``add --json`` prints: what became of each page.

    ``refused`` are addresses that could not be added, ``failed`` files that could not be indexed.
    """
    return {
        "pages": [_page(page) for page in kept],
        "refused": _refused(refused),
        "failed": _failures(failed),
    }


def polls_document(polls: Iterable[Polled], failed: Iterable[Failure]) -> Document:
    """What ``feeds --json`` prints. ``failed`` are files that could not be indexed."""
    return {"feeds": [_poll(poll) for poll in polls], "failed": _failures(failed)}


def _page(page: KeptPage) -> Document:
    return {
        "url": page.url,
        "file": page.file,
        "outcome": page.outcome,
        "title": page.title,
        "outlet": page.outlet,
        "published": page.published.isoformat() if page.published else None,
        "previous": page.previous,
        "articles": page.articles,
    }


def _poll(poll: Polled) -> Document:
    return {
        "feed": shown_url(poll.feed),
        "outcome": poll.outcome,
        "pages": [_page(page) for page in poll.kept],
        "refused": _refused(poll.failed),
        "left": poll.left,
        "error": poll.error,
        "until": poll.until.isoformat() if poll.until else None,
    }


def _refused(addresses: Iterable[Failure]) -> list[Document]:
    return [{"url": address.file, "error": address.error} for address in addresses]


def _failures(failed: Iterable[Failure]) -> list[Document]:
    return [{"file": failure.file, "error": failure.error} for failure in failed]


def articles_document(articles: Iterable[ArticleSummary]) -> Document:
    """What ``articles --json`` prints.

    ``notes`` are there if there are any, ``near_copy_of`` where an earlier article has the same
    text with small edits: its file.
    """
    return {
        "articles": [
            {
                "file": article.file,
                "title": article.title,
                "outlet": article.outlet,
                "author": article.author,
                "published": _day(article.published),
                "published_from": article.published_from,
                "passages": article.passages,
                "sha256": article.sha256,
                **({"notes": list(article.notes)} if article.notes else {}),
                **({"near_copy_of": article.copy_of} if article.copy_of is not None else {}),
            }
            for article in articles
        ]
    }


def index_document(report: Reindexed) -> Document:
    """What ``index --json`` prints.

    ``skipped`` and ``kept`` are there if there is something to say.
    """
    document: Document = {
        "added": list(report.added),
        "changed": list(report.changed),
        "removed": list(report.removed),
        "unchanged": report.unchanged,
        "failed": _failures(report.failed),
        "passages": report.passages,
        "seconds": round(report.seconds, 4),
    }
    if report.skipped_files:
        document["skipped"] = [
            {"kind": group.kind, "files": list(group.files), "advice": group.advice}
            for group in report.skipped_files
        ]
    if report.kept:
        document["kept"] = [
            {"folder": kept.folder, "files": kept.files, "reason": kept.reason}
            for kept in report.kept
        ]
    return document


def feedback_document(entries: Iterable[Feedback]) -> Document:
    """What ``feedback --json`` prints, newest first; times are UTC, ids are Discord's."""
    return {
        "feedback": [
            {
                "at": entry.at.isoformat(),
                "good": entry.good,
                "wrong": entry.wrong,
                "words": entry.words,
                **answer_document(entry.archived.exchange.answer),
                "understood": entry.archived.exchange.answer.understood,
                "guild": entry.archived.exchange.where.guild,
                "channel": entry.archived.exchange.where.channel,
                "person": entry.person,
            }
            for entry in entries
        ]
    }


def _citation(citation: Citation) -> Document:
    """A citation. ``page`` is there in PDFs, ``also`` where near copies of the article say it, and
    ``until`` where the article is an older version of a page.
    """
    document: Document = {
        "number": citation.number,
        "file": citation.file,
        "title": citation.title,
        "outlet": citation.outlet,
        "published": _day(citation.published),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }
    if citation.page is not None:
        document["page"] = citation.page
    if citation.until is not None:
        document["until"] = _day(citation.until)
    if citation.also:
        document["also"] = [
            {"file": each.file, "outlet": each.outlet, "published": _day(each.published)}
            for each in citation.also
        ]
    return document


def _explanation(explanation: Explanation) -> Document:
    return {
        "question": explanation.question,
        "looked_for": list(explanation.looked_for),
        "confidence": round(explanation.confidence, 4),
        "ruled_out": explanation.ruled_out or None,
        "candidates": [_candidate(candidate) for candidate in explanation.candidates],
    }


def _candidate(candidate: Candidate) -> Document:
    return {
        "file": candidate.file,
        "start": candidate.start,
        "end": candidate.end,
        "text": candidate.text,
        "score": round(candidate.score, 4),
        "features": {name: round(value, 4) for name, value in candidate.features},
        "ruled_out": candidate.ruled_out or None,
        "quoted": candidate.quoted,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
