"""Names with letters that an English keyboard lacks, asked for with them and without."""

from __future__ import annotations

import asyncio
import re

import pytest

from index.answering.answerability import abstain
from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import local_embedder
from index.models import Answer
from tests.helpers.answering import read
from tests.helpers.small_index import ARTICLES, write

LODZ = "The trams of Łódź stopped on Tuesday because the drivers of Łódź went on strike."
ORSTED = "The wind park of Orsted near Esbjerg was sold for two billion kroner."
AEROE = "The ferry to Ærø was cancelled because of ice in the harbour of Ærø."
ASKED = {
    "Why did the trams stop in Lodz?": "lodz.txt",
    "Why did the trams stop in ŁÓDŹ?": "lodz.txt",
    "Who sold the wind park of Ørsted?": "orsted.txt",
    "Why was the ferry to Aero cancelled?": "aeroe.txt",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Answer, list[str]]]:
    """The answer to each question, and the files that have one of its names as a word."""
    folder = tmp_path_factory.mktemp("letters")
    for file, (title, day, outlet, text) in ARTICLES.items():
        write(folder / "articles" / file, text, title=title, day=day, outlet=outlet)
    for name, text in (("lodz", LODZ), ("orsted", ORSTED), ("aeroe", AEROE)):
        write(folder / "articles" / f"{name}.txt", text, title="T", day="2025-10-21", outlet="B")

    async def ask() -> dict[str, tuple[Answer, list[str]]]:
        config = CoverageConfig(folder / "articles", folder / "data")
        async with await Coverage.open(config, local_embedder()) as coverage:
            await coverage.reindex()
            return {
                asked: (
                    await coverage.ask(asked),
                    await _files(coverage, asked),
                )
                for asked in ASKED
            }

    return asyncio.run(ask())


async def _files(coverage: Coverage, query: str) -> list[str]:
    """The files of the passages found, best first."""
    engine = await coverage.query_engine()
    nodes = await engine.retriever.aretrieve(query)
    return [node.metadata["file"] for node in nodes]


@pytest.mark.parametrize(("asked", "file"), ASKED.items())
def test_a_name_is_found_however_it_is_written(
    found: dict[str, tuple[Answer, list[str]]], asked: str, file: str
) -> None:
    answer, ranked = found[asked]
    assert {citation.file for citation in answer.citations} == {file}
    assert ranked[0] == file
    for cited in answer.citations:
        assert any(cited.quote in text for text in (LODZ, ORSTED, AEROE))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("Why did the trams stop in Łódź?", "Łódź"),
        ("Why did Łódź’s trams stop?", "Łódź"),
        ("Orbán为什么取消会晤？", "Orbán"),
        ("总统为什么取消会晤？", "取消会晤"),
    ],
)
def test_a_word_that_is_not_there_is_given_back_as_it_was_asked(asked: str, named: str) -> None:
    said = abstain(read(asked), 3, None, narrowed=False).text
    assert re.search(rf"\b{named}\b", said)
