"""The benchmark of time expressions and the dispatcher of benchmarks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.__main__ import main

DOCUMENT = {
    "id": "one",
    "published": "2025-10-24",
    "text": "\n\nKYIV --\n\nHe left Kyiv on\nWednesday.\n\nHe will be\nback next week.\n\n",
    "timexes": [
        {"start": 27, "end": 36, "text": "Wednesday", "value": "2025-10-22"},
        {"start": 55, "end": 64, "text": "next week", "value": "2025-W44"},
    ],
}


def data_file(folder: Path) -> Path:
    path = folder / "dev.jsonl"
    path.write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
    return path


def test_predictions_are_offsets_into_the_document(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["dates", str(data_file(tmp_path)), "--out", str(out)]) == 0
    (row,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert row == {
        "timexes": [{k: t[k] for k in ("start", "end", "value")} for t in DOCUMENT["timexes"]]
    }


def test_figures_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["dates", str(data_file(tmp_path))])
    printed = capsys.readouterr().out
    assert "value F1: 1.0000" in printed
    assert "day F1: 1.0000" in printed


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing", "."],
        ["corpus", "."],
        ["dates", "no/such/file"],
        ["dates"],
        [],
        ["dates", ".", "--loud"],
        ["dates", ".", "--out", "no/folder/x"],
    ],
)
def test_unusable_arguments_are_one_line_and_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
