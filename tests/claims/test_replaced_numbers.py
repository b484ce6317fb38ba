"""Numbers that later articles take back."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.claims.replaced_numbers import takes_back_number
from index.config import CoverageConfig
from index.coverage import Coverage


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("The box holds 231 ballots, not 213.", "There were 213 ballots in the box.", True),
        ("The box holds 231 ballots, not 213.", "There were 231 ballots in the box.", False),
        ("The dam cost 4 million instead of 2 million.", "The dam cost 2 million.", True),
        ("It has 12 rooms rather than ten.", "It has ten rooms.", True),
        ("213 ballots were found, not all of them valid.", "213 ballots were found.", False),
        ("It was not 213 metres long.", "It was 213 metres long.", False),
    ],
)
def test_a_number_in_the_place_of_another(text: str, claim: str, *, expected: bool) -> None:
    assert takes_back_number(text, claim) is expected


@pytest.mark.slow
async def test_a_number_that_was_corrected_is_not_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for day, text in (
        ("13", "A caretaker found a box with 213 ballots in a school on Friday, the clerk said."),
        ("14", "The box from the school holds 231 ballots, not 213, the clerk said on Saturday."),
    ):
        matter = f"---\ntitle: A box of ballots\ndate: 2026-11-{day}\n---\n\n"
        (folder / f"{day}.md").write_text(f"{matter}{text} Rain fell on the town.\n", "utf-8")
    async with await Coverage.open(CoverageConfig(folder, tmp_path / "data")) as coverage:
        await coverage.refresh()
        answer = await coverage.check_claims("The box from the school holds 213 ballots.")
        assert answer.statements[0].text.endswith("the articles say otherwise.")
        assert [citation.file for citation in answer.citations] == ["14.md"]
