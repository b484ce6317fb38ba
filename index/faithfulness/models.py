"""What is checked, against what, and the result."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "number", "date", "quotation", "polarity", "speaker", "role", "unsupported"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that a sentence cites, with what is known of where it stands.

    ``text`` is the quote as it is read, ``raw`` the same byte for byte. ``speaker`` is who says
    it where the quote itself does not name them ("He added ..."); ``day`` is the last day named
    in the article before the quote, for "the next morning".
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
    """One thing that the evidence does not bear out. ``words`` are the sentence's own.

    name         a name that the evidence does not have
    number       a quantity that it does not have, or has of something else
    date         a day or time that it does not have
    quotation    words in quotation marks that do not stand there exactly
    polarity     said where the evidence denies it, or the other way round
    speaker      said by somebody else
    role         done by the one it was done to
    unsupported  too little of the rest is in the evidence
    """

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``supported`` says whether the sentence may be shown: no problems.

    ``score`` (0 to 1) grows with how much of the sentence the evidence bears out.
    """

    supported: bool
    score: float
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules find: problems, and ``told``, the stretches of the sentence (names, days,
    quantities) that the evidence is known to have, in whatever words or figures."""

    problems: tuple[Problem, ...]
    told: tuple[tuple[int, int], ...]
