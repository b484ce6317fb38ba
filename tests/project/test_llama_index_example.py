"""The example in docs/llama-index.md runs as it is shown."""

from __future__ import annotations

import pytest

from docs.examples.llama_index_program import main
from tests.helpers import SEEDS

pytestmark = pytest.mark.slow


async def test_the_program_answers_with_places_in_the_files(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await main(SEEDS, "Who is Dmitry Peskov?")
    shown = capsys.readouterr().out
    assert "Peskov" in shown.splitlines()[0]
    assert "[1]" in shown
    places = [line.split(", characters ") for line in shown.splitlines() if ", characters " in line]
    assert places
    for file, offsets in places:
        start, end = map(int, offsets.split(" to "))
        assert 0 <= start < end <= len((SEEDS / file.strip()).read_text("utf-8"))
    assert "passages" in shown


async def test_what_the_articles_do_not_say_has_no_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await main(SEEDS, "What did Macron say about the summit?")
    shown = capsys.readouterr().out
    assert shown.startswith("The coverage does not say.")
    assert ", characters " not in shown
