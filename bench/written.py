"""Answers that a language model writes, and its judgement: what the local models do without one.

DATA is the folder of all measuring sets. The model is that of ``BOT_LLM_BASE_URL``,
``BOT_LLM_MODEL`` and the other settings of a language model. It gets the questions of
``bench.questions`` and ``bench.followups``, which are asked and printed in the same way, the
sentences of ``bench.claims``, five at a time, and the claims of ``bench.checks``. Some thousands of
requests, several million tokens.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import checks, followups, questions
from bench.claims import evidence_of, parts_of, shares
from bot.settings import Settings
from index.claims.model_verdicts import ModelClaimJudge
from index.embedding.local_model import LocalEmbedding
from index.faithfulness.checker import FaithfulnessChecker
from index.faithfulness.models import Evidence
from index.generation.budget import Budget, InMemoryUsage
from index.generation.controls import CitedQuote, CitingStatement
from index.generation.judge import ModelJudge
from index.generation.resilience import ModelCaller
from index.models import NOBODY, written_day

TOGETHER = 5
"""Claims in a request: an answer has as many sentences at most."""


def run(data: Path, out: Path | None) -> int:
    """Ask and judge everything, and print the figures; predictions are those of the questions."""
    model = Settings().language_model
    if model is None:
        print(
            "set BOT_LLM_BASE_URL and BOT_LLM_MODEL to those of a language model", file=sys.stderr
        )
        return 2
    questions.measure(data, out, model)
    followups.measure(data, None, model)
    judge = ModelJudge(ModelCaller(model), Budget(model, InMemoryUsage()))
    checker = FaithfulnessChecker(LocalEmbedding())
    print(f"\n{'':12}{'struck out':>12}{'let through':>13}{'not believed':>14}")
    for name, checked in parts_of(data):
        print(f"{name:12}{asyncio.run(judged(judge, checker, checked))}")
    print()
    claims = ModelClaimJudge(judge, checker)
    checks.print_figures(asyncio.run(checks.check_all(data, claims)))
    return 0


async def judged(
    judge: ModelJudge, checker: FaithfulnessChecker, checked: Sequence[dict[str, Any]]
) -> str:
    """Shares of the claims, and how many requests failed or were not believed.

    Unlike in the product, a claim that is a copy is asked as well, and the other quotes of its
    articles are not shown.
    """
    passed: list[bool] = []
    refused = 0
    for start in range(0, len(checked), TOGETHER):
        group = checked[start : start + TOGETHER]
        told = await judge.supported([statement_of(row) for row in group], NOBODY)
        refused += told is None
        for row, verdict in zip(group, told or [None] * len(group), strict=True):
            local = checker.check(row["claim"], evidence_of(row))
            passed.append(local.supported if verdict is None else verdict and local.exact)
    return f"{shares(checked, passed)}{refused:>14}"


def statement_of(row: dict[str, Any]) -> CitingStatement:
    """Return a claim as a model is to judge it."""
    return CitingStatement(row["claim"], tuple(map(_quote, evidence_of(row))))


def _quote(evidence: Evidence) -> CitedQuote:
    day = evidence.published
    return CitedQuote(f"published on {written_day(day)}" if day else "", evidence.text)
