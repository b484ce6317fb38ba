"""A refusal that is taken out leaves an answer behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.ablation import CHANGES
from index.config import CoverageConfig
from index.coverage import Coverage
from tests.helpers import SEEDS
from tests.helpers.generation import embedder

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("change", "question"),
    [
        ("no refusal by a missing name", "Why did Trump and Macron cancel the summit in Budapest?"),
        ("no refusal by a day", "What happened to the summit in Budapest on 3 May 2025?"),
    ],
)
async def test_without_a_refusal_something_is_quoted(
    indexed: Path, change: str, question: str
) -> None:
    async with await Coverage.open(CoverageConfig(SEEDS, indexed), embedder()) as coverage:
        refused = await coverage.ask(question)
        with CHANGES[change]():
            answered = await coverage.ask(question)
    assert not refused.answered
    assert answered.answered
    assert answered.citations
