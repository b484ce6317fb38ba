"""Checking claims by the articles: for, against, or not stated?

The claims in ``bench/data/checks`` were written from the articles of two coverages of
``bench.fresh``: ``open``, on which the thresholds were chosen, and ``held``, which is only
reported. ``figures`` are claims with a number each over articles of the oil spill, in other words
than these: a third has another number in it than the articles do, and is only reported, too.
DATA is the folder of the measuring sets. Predictions say for each claim what was told.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.corpus import rows, write_rows
from bench.fresh import HALVES, Coverages, FreshCoverages, of_sets
from index.claims.checker import CheckedClaim
from index.claims.model_verdicts import ModelClaimJudge
from index.models import NOBODY

DATA = Path(__file__).parent / "data" / "checks"
FIGURES = "figures"
SOURCES = {"oil": "timeline/bpoil/articles.jsonl"}
VERDICTS = ("for", "against", "not stated")


def run(data: Path, out: Path | None) -> int:
    """Check every claim; print how many are told right, and how many are told the opposite."""
    told = asyncio.run(check_all(data))
    print_figures(told)
    write_rows(out, told)
    return 0


def print_figures(told: Sequence[dict[str, Any]]) -> None:
    """Print a line for each half, and one for the claims with figures."""
    for part in (*HALVES, FIGURES):
        print(f"{part}: " + figures([row for row in told if row["part"] == part]))


async def check_all(data: Path, judge: ModelClaimJudge | None = None) -> list[dict[str, Any]]:
    """Check every claim; a language model has the last word if ``judge`` is given."""
    oil = Coverages(of_sets(data, SOURCES, DATA / FIGURES / "articles.json"))
    return [
        *await _check(FreshCoverages(data), HALVES, judge),
        *await _check(oil, (FIGURES,), judge),
    ]


async def _check(
    sets: Coverages, parts: Sequence[str], judge: ModelClaimJudge | None
) -> list[dict[str, Any]]:
    wanted = [row | {"part": part} for part in parts for row in rows(DATA / f"{part}.jsonl")]
    told: list[dict[str, Any]] = []
    async for name, coverage in sets.indexed():
        checker = await coverage.claim_checker()
        for row in (row for row in wanted if row["coverage"] == name):
            checked = await asyncio.to_thread(checker.check, row["claim"])
            if judge is not None:
                checked = await judge.judge(checked, NOBODY)
            told.append(row | {"told": verdict_of(checked.claims[0])})
    return told


def verdict_of(checked: CheckedClaim) -> str:
    """Return "for", "against", "both" or "not stated"."""
    if checked.supporting and checked.contradicting:
        return "both"
    if checked.supporting:
        return "for"
    return "against" if checked.contradicting else "not stated"


def figures(told: Sequence[dict[str, Any]]) -> str:
    """Return how many claims of each kind are told right, and what else is said of them."""
    parts = []
    for expected in VERDICTS:
        found = Counter(row["told"] for row in told if row["expected"] == expected)
        others = ", ".join(f"{n} {what}" for what, n in sorted(found.items()) if what != expected)
        text = f"{expected} {found[expected]} of {found.total()}"
        parts.append(f"{text} (else {others})" if others else text)
    return "; ".join(parts)
