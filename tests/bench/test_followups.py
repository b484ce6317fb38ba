"""The conversations that follow-ups are measured on."""

from __future__ import annotations

import json

from bench.corpus import rows
from bench.followups import FOLDER, NAMES, SOURCES, TALKS, WORLD
from bench.fresh import HALVES


def test_every_answer_is_in_a_listed_article() -> None:
    listed = json.loads((FOLDER / "articles.json").read_text("utf-8"))
    assert listed.keys() == SOURCES.keys()
    listed["world"] = [row["id"] for row in rows(WORLD)]
    files = [FOLDER / half / f"{name}.jsonl" for half in HALVES for name in NAMES]
    for file in (*files, FOLDER / f"{TALKS}.jsonl"):
        for talk in rows(file):
            assert len(talk["turns"]) > 1
            for turn in talk["turns"]:
                for name, start, end in turn.get("answer", ()):
                    assert name in listed[talk["coverage"]]
                    assert 0 <= start < end
