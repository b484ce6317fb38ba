"""Answers, what led to them, and the turns of a conversation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from index.models.abstention import Abstention
from index.models.citations import Citation, Statement, join_statements

Mode = Literal["extractive", "llm"]
Kind = Literal[
    "fact",
    "greeting",
    "thanks",
    "help",
    "about",
    "overview",
    "news",
    "comparison",
    "claim",
    "last",
    "none",
]
"""What a message is; ``index.query.intent.kinds`` says what each means."""


MAX_QUESTION = 2_000
"""Characters of a question that are read."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and its answer.

    ``question`` is as it was typed, or as a language model made it stand alone. An unanswered
    question has neither statements nor citations.
    """

    question: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def answer(self) -> tuple[str, ...]:
        """The lines of the answer as shown to readers, without citation markers."""
        lines: list[str] = []
        for statement in self.statements:
            if statement.opens or not lines:
                lines.append(statement.dated)
            else:
                lines[-1] += f" {statement.dated}"
        return tuple(lines)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The publication dates of the cited articles, in order of the citations."""
        return tuple(dict.fromkeys(c.published for c in self.citations if c.published))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, for token budgets. None: no particular guild or person."""

    guild: int | None = None
    person: int | None = None


NOBODY = Asker()
"""No particular guild or person."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The part of an answer that has been written and verified so far; the final one may differ."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The statements with their citation markers."""
        return join_statements(self.statements)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that was considered as an answer, with its score.

    ``ruled_out`` is the reason why it was not used, or "". ``quoted`` says whether the answer
    quotes it.
    """

    file: str
    start: int
    end: int
    text: str
    score: float
    features: tuple[tuple[str, float], ...]
    ruled_out: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one question was answered: what was searched for, and all candidates with scores."""

    question: str
    looked_for: tuple[str, ...]
    confidence: float
    ruled_out: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: statements with citations, or an abstention without any.

    ``confidence`` (0 to 1) is how sure the bot is that the coverage answers the question.
    ``understood`` is the question that a language model made of a follow-up or translated, if it
    differs from the one asked.
    ``doubtful`` says that it is more likely wrong than right.
    ``note`` tells the reader why the language model did not write the answer, if it should have,
    and ``advice`` what the person who runs the bot can do about it.
    ``kind`` is what the message was taken for; the statements of small talk, help and answers about
    the coverage itself have no citations.
    ``parts`` are the answers to the questions of a message that asks several, in order; their
    statements are repeated in the answer, with the numbers of its citations.
    """

    question: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    abstention: Abstention | None
    mode: Mode
    seconds: float
    confidence: float
    understood: str | None = None
    doubtful: bool = False
    note: str | None = None
    kind: Kind = "fact"
    explanation: tuple[Explanation, ...] = field(default=(), compare=False)
    advice: str | None = field(default=None, compare=False)
    parts: tuple[Answer, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether there is an answer rather than an abstention; of several, whether any has one."""
        if self.parts:
            return any(part.answered for part in self.parts)
        return self.abstention is None

    @property
    def text(self) -> str:
        """The statements with their citation markers, or the text of the abstention."""
        return join_statements(self.statements) if self.abstention is None else self.abstention.text

    @property
    def turn(self) -> Turn:
        """The answer as a turn of the conversation, for follow-ups: of several, the last one."""
        if self.parts:
            cited = [part for part in self.parts if part.citations]
            return (cited or list(self.parts))[-1].turn
        return Turn(self.understood or self.question, self.statements, self.citations)
