"""What a conversation is about, as far as the search for an answer to a follow-up needs it."""

from __future__ import annotations

from collections.abc import Sequence

from index.models import Turn


def focus_of(history: Sequence[Turn]) -> frozenset[str]:
    """Return the files of the articles that the first statement of the last answer quotes.

    ``history`` is oldest first. What was not answered is passed over. Statements behind the first
    are often from articles on something else.
    """
    for turn in reversed(history):
        for statement in turn.statements:
            if statement.numbers:
                quoted = set(statement.numbers)
                return frozenset(c.file for c in turn.citations if c.number in quoted)
    return frozenset()
