"""One checker for all tests of support, and evidence that is quickly written."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

from index.embedding.local_model import LocalEmbedding
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.models import Evidence, Verdict

FRIDAY = dt.date(2025, 10, 24)


@functools.cache
def checker() -> FaithfulnessChecker:
    return FaithfulnessChecker(LocalEmbedding(passes=1))


def quote(text: str, published: dt.date | None = FRIDAY, **known: Any) -> Evidence:
    """A quote whose bytes are what is read."""
    return Evidence(text, text, published, **known)


def check(sentence: str, *texts: str, published: dt.date | None = FRIDAY) -> Verdict:
    return checker().check(sentence, [quote(text, published) for text in texts])


def kinds(verdict: Verdict) -> set[str]:
    return {problem.kind for problem in verdict.problems}


STRIKE = (
    "Railway workers in Portugal will walk out for three days from Monday after talks with the "
    "government broke down on Wednesday, the union said."
)
MINISTER = (
    "“We have offered a rise of 4.5% and we will not go further,” Transport Minister Miguel Pinto "
    "Luz told reporters in Lisbon on Thursday."
)
LEADER = (
    "Union leader Ana Ferreira rejected the offer, saying that wages had fallen by more than 12 "
    "percent since 2019 and that members had lost patience."
)
FLOOD = (
    "At least 27 people were killed and more than 4,000 homes were destroyed when the river Oder "
    "burst its banks near Wrocław on Tuesday night, Polish officials said."
)
AID = (
    "The European Commission approved €1.2 billion in emergency aid for Poland, but turned down a "
    "request by Prime Minister Donald Tusk to suspend deficit rules."
)
DEAL = (
    "The US firm Norvane bought its Dutch rival Helix for $5bn in cash last month, and said it "
    "would not cut any of the 2,300 jobs in Eindhoven."
)
COURT = (
    "Former mayor Carlos Medina denied taking bribes, and his lawyer, Julia Stern, said the court "
    "in Madrid had found no evidence against him."
)
CLUB = (
    "Ajax beat Feyenoord 3-1 in Rotterdam on Sunday, their first away win since August, with two "
    "goals by Brian Brobbey in the second half."
)
