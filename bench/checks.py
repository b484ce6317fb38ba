"""Checking claims by the articles: for, against, or not stated?

The claims in ``bench/data/checks`` were written from the articles of two coverages of
``bench.fresh``: ``open``, on which the thresholds were chosen, and ``held``, which is only
reported.
DATA is the folder of the measuring sets. Predictions say for each claim what was told.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.corpus import rows, write_rows
from bench.fresh import HALVES, FreshCoverages
from index.claims.checker import CheckedClaim, ClaimChecker

DATA = Path(__file__).parent / "data" / "checks"
VERDICTS = ("for", "against", "not stated")


def run(data: Path, out: Path | None) -> int:
    """Check every claim; print how many are told right, and how many are told the opposite."""
    told = asyncio.run(_check_all(FreshCoverages(data)))
    for half in HALVES:
        print(f"{half}: " + figures([row for row in told if row["half"] == half]))
    write_rows(out, told)
    return 0


async def _check_all(sets: FreshCoverages) -> list[dict[str, Any]]:
    wanted = [row | {"half": half} for half in HALVES for row in rows(DATA / f"{half}.jsonl")]
    told: list[dict[str, Any]] = []
    async for name, coverage in sets.indexed():
        checker = await coverage.claim_checker()
        mine = [row for row in wanted if row["coverage"] == name]
        told += await asyncio.to_thread(_check, checker, mine)
    return told


def _check(checker: ClaimChecker, claims: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"told": verdict_of(checker.judge(row["claim"]))} for row in claims]


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
