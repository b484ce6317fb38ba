"""``ask --explain``: the candidates behind an answer, as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from index.models import Candidate, Explanation
from tests.helpers.fakes import FakeCoverage, answer_to
from tests.helpers.fixture_types import RunCli

EXPLANATION = Explanation(
    question="why",
    looked_for=("summit", "Budapest"),
    confidence=0.875,
    ruled_out="",
    candidates=(
        Candidate(
            "one.txt", 10, 40, "The summit was called off.", 0.91234, (("words", 0.5),), "", True
        ),
        Candidate("two.txt", 0, 9, "They met.", 0.25, (), "about another day", False),
    ),
)


def test_candidates_are_listed_below_the_answer(run_cli: RunCli) -> None:
    coverage = FakeCoverage(explanation=(EXPLANATION,))
    result = run_cli("ask", "why", "--explain", coverage=coverage)
    assert (result.status, result.err) == (0, "")
    answer, explanation = result.out.split("\nExplanation ")
    assert answer.startswith("The summit was called off. [1]\n")
    assert explanation.splitlines() == [
        "(confidence 0.88)",
        "Searched for: summit, Budapest",
        "  0.912  The summit was called off.",
        "         one.txt 10-40",
        "         words 0.50",
        "         quoted in the answer",
        "  0.250  They met.",
        "         two.txt 0-9",
        "         ruled out: about another day",
    ]


def test_an_explanation_without_candidates(run_cli: RunCli) -> None:
    result = run_cli("ask", "lasagne", "--explain")
    assert result.out.endswith("\n\nNo sentences were considered.\n")


def test_json_has_the_explanation_only_when_asked_for(run_cli: RunCli) -> None:
    coverage = FakeCoverage(explanation=(EXPLANATION,))
    assert "explanation" not in json.loads(run_cli("ask", "why", "--json", coverage=coverage).out)
    result = run_cli("ask", "-", "--json", "--explain", stdin="why\n", coverage=coverage)
    (explanation,) = json.loads(result.out)["explanation"]
    assert set(explanation) == {"question", "looked_for", "confidence", "ruled_out", "candidates"}
    assert explanation["confidence"] == 0.875
    assert explanation["ruled_out"] is None
    assert explanation["candidates"][0] == {
        "file": "one.txt",
        "start": 10,
        "end": 40,
        "text": "The summit was called off.",
        "score": 0.9123,
        "features": {"words": 0.5},
        "ruled_out": None,
        "quoted": True,
    }
    assert explanation["candidates"][1]["ruled_out"] == "about another day"


def test_only_questions_of_fact_are_explained(run_cli: RunCli) -> None:
    coverage = FakeCoverage(reply=lambda text: replace(answer_to(text), kind="claim"))
    result = run_cli("ask", "it is true", "--explain", coverage=coverage)
    assert result.out.endswith("\nOnly answers to questions of fact can be explained.\n")
