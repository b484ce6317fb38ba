"""Questions that nothing was tuned on, over three coverages that nothing was tuned on.

DATA is the folder of the measuring sets. Printed for each half (``bench.fresh``): the right
sentence is in the first statement; it is in any; a question with an answer is refused; one
without is refused. Two columns count only answers that are given without a word of doubt: the right
sentence first, and questions without an answer that were answered all the same. The last column is
of questions that have nothing to do with the coverage: those about the next one. The later
questions and those over Wikinews (``bench.fresh``) are over one coverage each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import write_rows
from bench.fresh import (
    HALVES,
    LATER,
    SOURCES,
    WORLD,
    Coverages,
    FreshCoverages,
    Place,
    later_coverages,
    of_half,
    world_coverages,
)
from index.config import LanguageModel
from index.coverage import Coverage
from index.models import Answer

HEAD = (
    f"{'right first':>12}{'shown':>8}{'wrongly refused':>17}{'near misses refused':>21}"
    f"{'right, no doubt':>17}{'near misses, no doubt':>23}{'unrelated refused':>19}"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its gold sentences and the answer that it got.

    ``related`` says whether it is about the coverage that was asked.
    """

    row: dict[str, Any]
    gold: list[Place]
    answer: Answer
    related: bool = True

    @property
    def right(self) -> list[bool]:
        """Of each statement that quotes, whether one of its quotes is a gold sentence.

        Others only number the questions of a message.
        """
        cited = {c.number: c for c in self.answer.citations}
        return [
            any(
                cited[number].file == gold.file and overlaps(cited[number].quote, gold.text)
                for number in statement.numbers
                for gold in self.gold
            )
            for statement in self.answer.statements
            if statement.numbers
        ]


def run(data: Path, out: Path | None) -> int:
    """Ask everything and print the figures; predictions hold the answers' first quotes."""
    return measure(data, out)


def measure(data: Path, out: Path | None, language_model: LanguageModel | None = None) -> int:
    """Like ``run``; answers are written by a language model if one is given."""
    fresh, later, world = FreshCoverages(data), later_coverages(data), world_coverages()
    for sets in (fresh, later, world):
        sets.language_model = language_model
    asked = asyncio.run(ask_all(fresh))
    print(f"{'':8}{HEAD}")
    for half in HALVES:
        print(f"{half:8}" + figures(asked[half]))
    print(f"{'both':8}" + figures([each for half in HALVES for each in asked[half]]))
    for name, sets in ((LATER, later), (WORLD, world)):
        asked[name] = asyncio.run(ask_one(sets, name))
        print(f"{name:8}" + figures(asked[name]))
    write_rows(out, (_prediction(half, each) for half in asked for each in asked[half]))
    return 0


async def ask_all(sets: FreshCoverages) -> dict[str, list[Asked]]:
    """Index each coverage and ask both halves of its questions."""
    found: dict[str, list[Asked]] = {half: [] for half in HALVES}
    async for name, coverage in sets.indexed():
        for half in HALVES:
            found[half] += await ask_half(coverage, sets, name, half)
            found[half] += await ask_elsewhere(coverage, next_to(name), half)
    return found


async def ask_one(sets: Coverages, half: str) -> list[Asked]:
    """Ask the questions of ``later`` or ``world``."""
    return [
        each
        async for name, coverage in sets.indexed()
        for each in await ask_half(coverage, sets, name, half)
    ]


async def ask_half(coverage: Coverage, sets: Coverages, name: str, half: str) -> list[Asked]:
    """Ask the questions of one half over one coverage."""
    return [
        Asked(
            row,
            [sets.place(name, where) for where in row["gold"]],
            await coverage.ask(row["question"]),
        )
        for row in of_half("questions", half)
        if row["coverage"] == name
    ]


async def ask_elsewhere(coverage: Coverage, other: str, half: str) -> list[Asked]:
    """Ask the questions that another coverage answers."""
    return [
        Asked(row, [], await coverage.ask(row["question"]), related=False)
        for row in of_half("questions", half)
        if row["coverage"] == other and row["gold"]
    ]


def next_to(name: str) -> str:
    """Return the coverage after this one, the first after the last."""
    names = list(SOURCES)
    return names[(names.index(name) + 1) % len(names)]


def overlaps(quote: str, gold: str) -> bool:
    """Return whether a quote has the gold sentence, or is part of it."""
    one, other = " ".join(quote.split()), " ".join(gold.split())
    return other in one or one in other


def figures(asked: Sequence[Asked]) -> str:
    """Return the shares, as a line of the table."""
    answerable = [each for each in asked if each.gold]
    others = [each for each in asked if not each.gold and each.related]
    elsewhere = [not each.answer.answered for each in asked if not each.related]
    first = [each.right[:1] == [True] for each in answerable]
    shown = [any(each.right) for each in answerable]
    refused = [not each.answer.answered for each in answerable]
    near = [not each.answer.answered for each in others]
    sure = [not each.answer.doubtful for each in answerable]
    right = [hit and certain for hit, certain in zip(first, sure, strict=True)]
    wrong = [each.answer.answered and not each.answer.doubtful for each in others]
    shares = (
        (first, 12),
        (shown, 8),
        (refused, 17),
        (near, 21),
        (right, 17),
        (wrong, 23),
        (elsewhere, 19),
    )
    return "".join(
        f"{sum(hits) / len(hits):>{width}.1%}" if hits else f"{'-':>{width}}"
        for hits, width in shares
    )


def _prediction(half: str, asked: Asked) -> dict[str, Any]:
    quotes = [citation.quote for citation in asked.answer.citations]
    return {
        "half": half,
        "id": asked.row["id"],
        "related": asked.related,
        "answered": asked.answer.answered,
        "confidence": asked.answer.confidence,
        "quotes": quotes,
        "right": asked.right,
    }
