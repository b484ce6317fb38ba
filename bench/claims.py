"""Checking what a language model wrote: does the product let a sentence through?

DATA is a file of rows {"claim", "evidence", "supported"}, each sentence of evidence with its day
in brackets first; or the folder of the measuring sets, for the claims of ``bench.fresh``.
Predictions say whether a claim passed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.abstention import auroc
from bench.corpus import rows, write_rows
from bench.fresh import HALVES, LATER, FreshCoverages, claims, later_coverages
from index.embedding.local_model import LocalEmbedding
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.models import Evidence, Verdict

_DAY = re.compile(r"^\[(\d{4}-\d\d-\d\d)\]\s*")


def run(data: Path, out: Path | None) -> int:
    """Check every claim and print how many faithful ones are struck out, wrong ones let through."""
    checker = FaithfulnessChecker(LocalEmbedding())
    passed: list[bool] = []
    print(f"{'':12}{'struck out':>12}{'let through':>13}{'AUROC':>8}")
    for name, checked in parts_of(data):
        verdicts = [checker.check(row["claim"], evidence_of(row)) for row in checked]
        print(f"{name:12}" + _figures(checked, verdicts))
        passed += [verdict.supported for verdict in verdicts]
    write_rows(out, ({"passed": each} for each in passed))
    return 0


def parts_of(data: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the claims of a file, or of each part of ``bench.fresh``, with the part's name."""
    if not data.is_dir():
        return [(data.stem, rows(data))]
    sets = FreshCoverages(data)
    found = [(half, claims(sets, half)) for half in HALVES]
    return [*found, (LATER, claims(later_coverages(data), LATER))]


def evidence_of(row: dict[str, Any]) -> list[Evidence]:
    """Return the sentences that a claim cites, with their days."""
    found = []
    for each in row["evidence"]:
        match = _DAY.match(each)
        text = each[match.end() :] if match else each
        day = dt.date.fromisoformat(match[1]) if match else None
        found.append(Evidence(text, text, day))
    return found


def _figures(checked: Sequence[dict[str, Any]], verdicts: Sequence[Verdict]) -> str:
    truth = [bool(row["supported"]) for row in checked]
    scores = [verdict.score for verdict in verdicts]
    return shares(checked, [verdict.supported for verdict in verdicts]) + (
        f"{auroc(truth, scores):>8.3f}"
    )


def shares(checked: Sequence[dict[str, Any]], passed: Sequence[bool]) -> str:
    """Return the shares of faithful claims that are struck out, and of wrong ones let through."""
    pairs = list(zip(checked, passed, strict=True))
    struck = [not shown for row, shown in pairs if row["supported"]]
    through = [shown for row, shown in pairs if not row["supported"]]
    return f"{sum(struck) / max(1, len(struck)):>12.1%}{sum(through) / max(1, len(through)):>13.1%}"
