"""One answer to a message with several questions: each answered under its own line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.models import Answer, Statement

MAX_QUESTIONS = 5
"""Questions of a message that are answered."""


def combine(question: str, parts: Sequence[Answer], left_out: Sequence[str]) -> Answer:
    """Return the answers to the parts of a message as one, numbered and with citations in a row.

    What is not answered says why, and ``left_out`` are questions that were not asked at all.
    """
    statements: list[Statement] = []
    shift = 0
    for number, part in enumerate(parts, 1):
        asked = part.understood or part.question
        statements.append(Statement(f"{number}. {asked}", ()))
        statements += _shifted(part, shift)
        shift += len(part.citations)
    if left_out:
        rest = " ".join(left_out)
        statements.append(
            Statement(f"I answer {MAX_QUESTIONS} questions at a time. Left out: {rest}", ())
        )
    noted = next((part for part in parts if part.note), None)
    cited = [citation for part in parts for citation in part.citations]
    return Answer(
        question=question,
        statements=tuple(statements),
        citations=tuple(replace(each, number=i) for i, each in enumerate(cited, 1)),
        abstention=None,
        mode="llm" if any(part.mode == "llm" for part in parts) else "extractive",
        seconds=sum(part.seconds for part in parts),
        confidence=min(part.confidence for part in parts),
        doubtful=any(part.doubtful for part in parts),
        note=noted.note if noted else None,
        advice=noted.advice if noted else None,
        explanation=tuple(each for part in parts for each in part.explanation),
        parts=tuple(parts),
    )


def _shifted(part: Answer, shift: int) -> tuple[Statement, ...]:
    """The statements of a part, with the numbers that their citations get."""
    if part.abstention is not None:
        return (Statement(part.abstention.text, ()),)
    return tuple(
        replace(each, numbers=tuple(number + shift for number in each.numbers))
        for each in part.statements
    )
