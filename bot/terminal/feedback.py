"""What people on Discord thought of answers, as lines and as JSON (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from bot.terminal.documents import Document, answer_document
from bot.terminal.layout import long_day, wrapped
from bot.terminal.text import on_one_line

if TYPE_CHECKING:  # it takes a moment to import
    from index.storage.archive.records import Feedback

_WRONG = {
    "quote": "a quote does not say that",
    "date": "a date is wrong",
    "source": "a source does not fit",
    "missing": "something is missing",
    "other": "something else is wrong",
}


def feedback_lines(found: Iterable[Feedback], width: int) -> list[Text]:
    """Newest first: the verdict, what was asked, what was answered, with a blank line between."""
    lines: list[Text] = []
    for feedback in found:
        lines += [Text(), *_lines(feedback, width)] if lines else _lines(feedback, width)
    return lines


def _lines(feedback: Feedback, width: int) -> list[Text]:
    answer = feedback.saved.asked.answer
    mark = Text("+", style="green") if feedback.good else Text("-", style="bold red")
    verdict = "good" if feedback.good else _WRONG.get(feedback.wrong or "", "wrong")
    if feedback.words:
        verdict += f": {feedback.words}"
    verdict += f" ({long_day(feedback.at.date())})"
    lines = wrapped(Text(on_one_line(verdict), style="bold"), width, mark, 2)
    lines += wrapped(f"> {answer.understood or answer.question}", width, indent=2)
    for paragraph in answer.text.split("\n"):
        lines += wrapped(paragraph, width, "  ", 2)
    files = ", ".join(f"[{c.number}] {c.file}" for c in answer.citations)
    return lines + (wrapped(Text(on_one_line(files), style="dim"), width, "  ", 2) if files else [])


def feedback_document(found: Iterable[Feedback]) -> Document:
    """What ``feedback --json`` prints, newest first; times are UTC, ids those of Discord."""
    return {
        "feedback": [
            {
                "at": feedback.at.isoformat(),
                "good": feedback.good,
                "wrong": feedback.wrong,
                "words": feedback.words,
                **answer_document(feedback.saved.asked.answer),
                "understood": feedback.saved.asked.answer.understood,
                "guild": feedback.saved.asked.where.guild,
                "channel": feedback.saved.asked.where.channel,
                "person": feedback.person,
            }
            for feedback in found
        ]
    }
