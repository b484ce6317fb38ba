"""What a follow-up leans on: the questions before it, and what their last answer was about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from index.models import Turn
from index.query.days.follow_ups import day_talked_about

MAX_QUESTIONS = 3
"""Earlier questions that are kept, the last ones."""
LONGEST = 300
"""Characters of an earlier question that are kept."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation before a question.

    questions  what was asked before, newest first
    files      of the articles that the first statement of the last answer quotes; statements behind
               it are often from articles on something else
    day        the day that was talked about last, if any
    """

    questions: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    day: dt.date | None = None


NOTHING_BEFORE = Conversation()
"""Before the first question."""


def conversation_of(
    history: Sequence[Turn], newest: dt.date | None = None, today: dt.date | None = None
) -> Conversation:
    """Return what follow-ups to these turns (oldest first) lean on.

    The articles and the day are those of the last turn that has any; ``newest`` is the day of the
    newest article, and ``today`` the reader's.
    """
    asked = [text for turn in history if (text := " ".join(turn.question.split()))]
    latest = tuple(text[:LONGEST] for text in reversed(asked))[:MAX_QUESTIONS]
    return Conversation(latest, _files(history), day_talked_about(history, newest, today))


def _files(history: Sequence[Turn]) -> frozenset[str]:
    for turn in reversed(history):
        for statement in turn.statements:
            if statement.numbers:
                quoted = set(statement.numbers)
                return frozenset(c.file for c in turn.citations if c.number in quoted)
    return frozenset()
