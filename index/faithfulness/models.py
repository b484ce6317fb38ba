"""The value types of the faithfulness checker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal[
    "name",
    "number",
    "count",
    "date",
    "quotation",
    "polarity",
    "modality",
    "speaker",
    "role",
    "unsupported",
]
EXACT: frozenset[ProblemKind] = frozenset({"number", "date", "quotation"})
"""What is wrong whatever a sentence means: nobody who judges its meaning can overrule it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that a sentence cites, with its context.

    ``text`` is the quote without markup, ``raw`` the quote itself. ``speaker`` is who says it, if
    the quote does not name them ("He added ..."). ``day`` is the last day named in the article
    before the quote, for "the next morning".
    """

    text: str
    raw: str
    published: dt.date | None = None
    title: str = ""
    outlet: str | None = None
    file: str = ""
    speaker: str | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the evidence does not support. ``words`` are quoted from the sentence.

    name         a name that is not in the evidence
    number       a quantity that is not in the evidence
    count        a quantity that counts something else in the evidence
    date         a day or time that is not in the evidence
    quotation    a quotation that is not exact
    polarity     affirmed although the evidence denies it, or the other way round
    modality     told as a fact, although the evidence holds it possible or intended; asked of
                 reports and claims only (what a language model wrote fared no better by it)
    speaker      attributed to somebody else
    role         subject and object are swapped
    unsupported  too little of the rest is in the evidence
    """

    kind: ProblemKind
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``supported`` says whether the sentence may be shown: it has no problems.

    ``score`` (0 to 1) grows with how much of the sentence the evidence supports. ``copied`` says
    that the evidence has it word for word.
    """

    supported: bool
    score: float
    problems: tuple[Problem, ...] = ()
    copied: bool = False

    @property
    def exact(self) -> bool:
        """Whether no number, day or quotation is wrong."""
        return not any(problem.kind in EXACT for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules find: problems, and ``told``, the spans of the sentence (names, days,
    quantities) that the evidence is known to contain in any form.
    """

    problems: tuple[Problem, ...]
    told: tuple[tuple[int, int], ...]
