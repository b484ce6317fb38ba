"""The timeline benchmark on a small topic of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.timeline import run

ARTICLES = [
    ("a", "Wire", "2025-10-14", "A strong earthquake destroyed houses in Vareno on October 12 ."),
    ("b", "Post", "2025-10-15", "The Vareno earthquake of October 12 left hundreds homeless ."),
    ("c", "Wire", "2025-10-18", "Rescue teams left Vareno on October 17 . It was a sad day ."),
    ("d", "Wire", "2025-10-18", ""),
]
GOLD = [("2025-10-12", "An earthquake hits Vareno ."), ("2025-10-17", "Rescue teams leave .")]


def _rows(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_it_prints_figures_and_writes_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topic = tmp_path / "set" / "quake"
    topic.mkdir(parents=True)
    names = ("id", "outlet", "published", "text")
    _rows(topic / "articles.jsonl", [dict(zip(names, row, strict=True)) for row in ARTICLES])
    _rows(topic / "gold-wire-0.jsonl", [{"date": day, "text": text} for day, text in GOLD])
    assert run(tmp_path / "set", tmp_path / "predictions.jsonl") == 0
    printed = capsys.readouterr().out
    assert "quake gold-wire-0" in printed
    (product,) = [line for line in printed.splitlines() if line.startswith("the product")]
    assert product.split()[2] == "1.000"
    written = (tmp_path / "predictions-quake-gold-wire-0.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["date"] for line in written.splitlines()] == [
        "2025-10-12",
        "2025-10-17",
    ]
