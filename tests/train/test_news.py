"""Rows over news: what the product reads, with the answer where it stands; no PyTorch here."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from bench.corpus import indexed, rows
from bench.fresh import DATA as FRESH
from bench.fresh import LATER, LATER_SOURCES, Coverages, world_coverages
from bench.fresh import SOURCES as FRESH_SOURCES
from train.coder import CLASSES
from train.news import DATA, SOURCES, TIMES, Written, mixed, read_rows
from train.rows import EntailmentRow, ReaderRow

HARBOUR = """---
date: 2026-03-04
---

The harbour of Lisk was closed on Tuesday. A crane had fallen onto the ferry in the night.
Mayor Anna Lind said that the repairs would cost four million euros. Nobody was hurt.
"""
MARKET = """---
date: 2026-03-05
---

The market hall of Lisk opens again in May. The stalls were painted, and the roof was mended.
Traders had waited for two years.
"""


@pytest.mark.slow
async def test_windows_have_the_answer_or_none(tmp_path: Path) -> None:
    (tmp_path / "harbour.md").write_text(HARBOUR)
    (tmp_path / "market.md").write_text(MARKET)
    quote = "Mayor Anna Lind said that the repairs would cost four million euros."
    asked = Written("what will mending the harbour cost", "harbour.md", quote, "four million euros")
    silent = Written("who was hurt when the crane fell", "harbour.md", None, None)
    async with indexed(tmp_path) as coverage:
        found = await read_rows(coverage, asked, "test")
        none = await read_rows(coverage, silent, "test")
    with_answer = [row for row in found if row.answered]
    assert with_answer
    for row in with_answer:
        assert row.answer is not None
        assert row.passage[slice(*row.answer)] == "four million euros"
        marked = [row.passage[a:b] for a, b, hit in row.sentences if hit]
        assert marked in ([], [quote])
    assert any(hit for row in with_answer for _, _, hit in row.sentences)
    assert not any("four million" in row.passage for row in found if not row.answered)
    assert none
    assert not any(row.answered or row.answer for row in none)
    assert {row.asked for row in found} == {asked.question}


def test_what_was_learned_before_stays() -> None:
    def row(number: int, *, answered: bool, source: str = "oil") -> ReaderRow:
        return ReaderRow(f"q{number}", "text", None, answered, (), source, "group")

    claim = EntailmentRow("claim", "evidence", "supported", "set", "group")
    news = [row(1, answered=True), row(2, answered=False)]
    first = [row(3, answered=False, source="squad2_dev_part"), row(4, answered=True), claim]
    taken = Counter(mixed(news, first, random.Random(1)))
    assert taken == dict.fromkeys([*news, *first], 1) | {first[0]: TIMES}


def test_every_written_question_names_its_places_and_is_there_once() -> None:
    """Also those that only the calibration is fitted on."""
    asked: list[str] = []
    for folder in (DATA, DATA / "further", DATA / "world"):
        if (folder / "articles.json").exists():
            listed = json.loads((folder / "articles.json").read_text("utf-8"))
        else:
            listed = {"world": [row["id"] for row in rows(folder / "articles.jsonl")]}
        for row in rows(folder / "questions.jsonl"):
            asked.append(row["question"].casefold())
            assert row["article"] in listed[row["coverage"]]
            start, end = row["quote"]
            assert 0 <= start < end
            assert row["answer"] is None or start <= row["answer"][0] < row["answer"][1] <= end
    world = Coverages({"world": rows(DATA / "world" / "articles.jsonl")}).articles["world"]
    assert not world.keys() & world_coverages().articles["world"].keys()
    for row in rows(DATA / "world" / "questions.jsonl"):
        quoted = world[f"{row['article']}.md"][slice(*row["quote"])]
        assert quoted
        assert quoted == quoted.strip()
    measured = [row["question"] for row in rows(FRESH / "world" / "questions.jsonl")]
    assert len({*asked, *map(str.casefold, measured)}) == len(asked) + len(measured)


def test_every_written_row_names_its_places() -> None:
    listed = json.loads((DATA / "articles.json").read_text("utf-8"))
    assert listed.keys() == SOURCES.keys()
    ours = {(SOURCES[coverage], name) for coverage, names in listed.items() for name in names}
    for folder, sources in ((FRESH, FRESH_SOURCES), (FRESH / LATER, LATER_SOURCES)):
        measured = json.loads((folder / "articles.json").read_text("utf-8"))
        assert measured.keys() == sources.keys()
        for coverage, names in measured.items():
            assert not ours & {(sources[coverage], name) for name in names}
    for row in rows(DATA / "claims.jsonl"):
        assert row["label"] in CLASSES
        assert row["evidence"]
        for article, start, end in row["evidence"]:
            assert article in listed[row["coverage"]]
            assert 0 <= start < end
