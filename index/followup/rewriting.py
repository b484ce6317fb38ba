"""A follow-up question becomes one that stands alone, from what was asked before."""

from __future__ import annotations

from collections.abc import Sequence

from index.models import Turn


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves out put in; unchanged where it stands alone already.

    ``history`` is oldest first.
    """
    return question
