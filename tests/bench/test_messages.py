"""The benchmarks of messages and briefings: their figures and their data."""

from __future__ import annotations

import json

import pytest

from bench.briefing import rouge
from bench.corpus import rows
from bench.intent import DATA, HALVES, shares
from index.query.intent.kinds import KINDS
from tests.helpers import ROOT


def test_rouge_is_the_f_measure_of_stemmed_ngrams() -> None:
    assert rouge("The ships sailed.", "the ship sails") == (1.0, 1.0)
    one, two = rouge("a b c d", "a b x y")
    assert one == pytest.approx(0.5)
    assert two == pytest.approx(1 / 3)
    assert rouge("", "a b") == (0.0, 0.0)


def test_claims_and_facts_are_sent_to_the_same_part() -> None:
    found = shares(
        [
            {"kind": "fact", "found": "claim"},
            {"kind": "fact", "found": "fact"},
            {"kind": "news", "found": "fact"},
        ]
    )
    assert found["all"] == pytest.approx(1 / 3)
    assert found["sent right"] == pytest.approx(2 / 3)
    assert found["facts mistaken"] == pytest.approx(1 / 2)


def test_every_kind_is_measured_and_written_for() -> None:
    written = (ROOT / "train" / "written" / "intents.jsonl").read_text("utf-8").splitlines()
    lines = [json.loads(line) for line in written]
    assert {line["kind"] for line in lines} == set(KINDS)
    found = {half: rows(DATA / half / "messages.jsonl") for half in HALVES}
    for half in set(HALVES) - {"corrections"}:
        assert {row["kind"] for row in found[half]} == set(KINDS)
        assert sum(row["kind"] == "fact" for row in found[half]) >= 50
    assert {row["kind"] for row in found["corrections"]} <= set(KINDS)
    for half in ("unseen", "corrections"):
        assert not {row["text"] for row in found[half]} & {line["text"] for line in lines}
