"""Questions about the seed articles: how many are answered rightly, and how many near misses not.

The sets are in ``bench/data/seeds``; see ``bench.seed_sets``. An answer is right if its quotes have
the wording that its row asks for. A near miss (a question that the articles almost answer) is hard
if it is put in the words of the articles, and easy if it names something that they never mention.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.corpus import indexed, write_rows
from bench.seed_sets import FOLDER, Question, Refusal, judge, load_questions, load_refusals
from index.models import Answer

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTIONS = ("questions", "everyday_questions", "held_out_questions")
NEAR_MISSES = ("near_misses", "everyday_near_misses", "held_out_near_misses")

Judged = tuple[Question | Refusal, Answer, bool]
"""A row, its answer, and whether that is right."""


def run(data: Path | None, out: Path | None) -> int:
    """Print a line for each set; write a prediction for each row."""
    found = asyncio.run(_ask(data or FOLDER))
    for name in QUESTIONS:
        print(_line(name, found[name], "right"))
    print(_line("unrelated", found["unrelated"], "refused"))
    for name in NEAR_MISSES:
        for label, hard in (("easy", False), ("hard", True)):
            own = [
                each
                for each in found[name]
                if isinstance(each[0], Refusal) and each[0].hard is hard
            ]
            if own:
                print(_line(f"{name}, {label}", own, "refused"))
    write_rows(out, (_prediction(name, each) for name, rows in found.items() for each in rows))
    return 0


async def _ask(folder: Path) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    async with indexed(SEEDS) as coverage:
        for name in (*QUESTIONS, "unrelated", *NEAR_MISSES):
            path = folder / f"{name}.jsonl"
            rows: Sequence[Question | Refusal] = (
                load_questions(path) if name in QUESTIONS else load_refusals(path)
            )
            answers = [await coverage.ask(row.question, row.scope) for row in rows]
            found[name] = [
                (row, answer, judge(row, answer).right)
                for row, answer in zip(rows, answers, strict=True)
            ]
    return found


def _line(name: str, rows: Sequence[Judged], word: str) -> str:
    right = sum(each[2] for each in rows)
    line = f"{name:28}{len(rows):4}  {word} {right:3} ({right / len(rows):.0%})"
    if word == "refused":
        doubted = sum(well or answer.doubtful for _, answer, well in rows)
        line += f"  refused or doubted {doubted:3} ({doubted / len(rows):.0%})"
    return line


def _prediction(name: str, judged: Judged) -> dict[str, Any]:
    row, answer, right = judged
    return {
        "set": name,
        "question": row.question,
        "right": right,
        "answered": answer.answered,
        "doubtful": answer.doubtful,
        "quotes": [citation.quote for citation in answer.citations],
    }
