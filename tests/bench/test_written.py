"""What a language model's judgement is measured by."""

from __future__ import annotations

from typing import Any

import pytest

from bench.simulation.language_model.behaviours import judging, saying
from bench.simulation.language_model.server import serving
from bench.written import judged
from index.config import LanguageModel
from index.embedding.local_model import LocalEmbedding
from index.faithfulness.checker import FaithfulnessChecker
from index.generation.budget import Budget, InMemoryUsage
from index.generation.control_statements import CONTROLS
from index.generation.judge import ModelJudge
from index.generation.resilience import ModelCaller

pytestmark = pytest.mark.slow

EVIDENCE = [
    "[2025-10-21] The bridge over the Tarn was closed to lorries after two cracks were found."
]
ROWS: list[dict[str, Any]] = [
    {"claim": "Heavy vehicles may no longer cross.", "evidence": EVIDENCE, "supported": True},
    {"claim": "Heavy vehicles may not cross until 5 May.", "evidence": EVIDENCE, "supported": True},
    {
        "claim": "The bridge over the Seine was closed to lorries.",
        "evidence": EVIDENCE,
        "supported": False,
    },
]
WRONG = {control.wrong for control in CONTROLS} | {ROWS[2]["claim"]}


@pytest.mark.parametrize(
    ("careful", "line"),
    [(True, ["50.0%", "0.0%", "0"]), (False, ["100.0%", "0.0%", "1"])],
)
async def test_numbers_stay_exact_and_who_misjudges_is_counted(
    careful: bool, line: list[str]
) -> None:
    def judge(text: str) -> bool:
        return not careful or text not in WRONG

    async with serving(judging(saying(""), judge)) as server:
        model = LanguageModel(server.base_url, "scripted")
        judges = ModelJudge(ModelCaller(model), Budget(model, InMemoryUsage()))
        told = await judged(judges, FaithfulnessChecker(LocalEmbedding()), ROWS)
    assert told.split() == line
