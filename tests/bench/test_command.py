"""The benchmark's command line: what cannot be run is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing", "."], "no benchmark 'nothing'"),
        (["retrieval", "missing"], "missing does not exist"),
        (["retrieval", "."], "queries.jsonl: is . the right folder?"),
        (["abstention", "."], "*.jsonl: is . the right folder?"),
        (["questions", "."], "articles.jsonl: is . the right folder?"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("bench: ")
    assert said in line
